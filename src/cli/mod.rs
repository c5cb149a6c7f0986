//! The command line: one file per command, with its arguments, its help and what it does.

mod advice;
mod annotate;
mod ask;
mod backup;
mod chair;
mod check;
mod compare;
mod completions;
mod context;
mod diff;
mod drop;
mod edit_report;
mod exit;
mod export;
mod files;
mod fold;
mod global;
mod import;
mod interrupt;
mod list;
mod log;
mod man;
mod output;
mod overview;
mod panel;
mod prose;
mod prose_report;
mod put;
mod range;
mod restore;
mod roles;
mod search;
mod seed;
mod show;
mod side_by_side;
mod sql;
mod stats;
mod status;
mod terms;
mod timeline;
mod undo;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::store::Role;
use context::Context;
use exit::{Exit, Failure, usage};
use global::{Cite, Format, Global};
use output::ResultTable;

const EXAMPLES: &str = "\
Examples:
  arctic chair 2021                            who chaired in 2021
  arctic observers --non-arctic --on 2014      the observer states in 2014
  arctic status \"Korea, Rep.\" --on 2013-05-15  the role of South Korea on that day
  arctic show Switzerland --cite               all records about it, with sources
  arctic chair 2021 --cite bibtex              references for a paper";

const TERMS: &str = "\
WHEN is `today`, a day (2021-05-19), a month (2021-05), a year (2021), or a range (2019..2023, both ends included).
Periods include their start and exclude their end: a handover day belongs to the incoming chair.

Exit status: 0 yes or done, 1 no or nothing found, 2 usage error, 3 invalid data, 4 database or file error, 5 not known.

Environment: ARCTIC_DB is the path of the database, ARCTIC_TODAY=YYYY-MM-DD sets today's date, ARCTIC_WHO is the name to \
record in the log, NO_COLOR turns colour off.";

/// Look up who belonged to the Arctic Council, in which role, and who chaired it, on any day
///
/// Without a command, shows the Council today. Answers come from a local database and need no network. If the record
/// leaves the answer open, it is "not known".
#[derive(Debug, Parser)]
#[command(name = "arctic", version, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{TERMS}"))]
struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    Chair(chair::Chair),
    Terms(terms::Terms),
    /// List the members, which are the Arctic States
    Members(roles::Roles),
    /// List the Permanent Participants, which are organisations of Indigenous peoples
    Participants(roles::Roles),
    /// List the observers: states, intergovernmental and non-governmental organisations
    Observers(roles::Roles),
    Status(status::Status),
    Show(show::Show),
    /// List the ministerial meetings, and those held instead of one
    Meetings(list::List),
    /// List the Working Groups, secretariats, task forces and expert groups
    Bodies(list::List),
    /// List the binding agreements negotiated under the Council
    Agreements(list::List),
    /// List other events in the history of the Council
    Events(list::List),
    /// List the applications to become an observer, with their outcome
    Applications(list::List),
    /// List the Chairs of the Council and of the Senior Arctic Officials
    People(list::List),
    /// List the cited documents
    Sources,
    Timeline(timeline::Timeline),
    Diff(diff::Diff),
    Stats(stats::Stats),
    Panel(panel::Panel),
    Search(search::Search),
    Ask(ask::Ask),
    Annotate(Box<annotate::Annotate>),
    Check(check::Check),
    Compare(compare::Compare),
    Seed(seed::Seed),
    Import(import::Import),
    Put(put::Put),
    Drop(drop::Drop),
    Log(log::Log),
    Undo(undo::Undo),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Sql(sql::Sql),
    Verify(verify::Verify),
    Export(export::Export),
    Completions(completions::Completions),
    Man(man::Man),
    #[command(hide = true)]
    Fold(fold::Fold),
}

/// Runs the command line of this process: prints the answer or an error, and returns the exit status.
pub fn main() -> ExitCode {
    match run(parse()) {
        Ok(exit) => exit.into(),
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            output::error(&failure.to_string());
            failure.exit().into()
        }
    }
}

/// Parses the arguments of this process. Ends the process for `--help` and for arguments that are not valid.
fn parse() -> Cli {
    let arguments = global::join_cite(std::env::args_os());
    // To start fast, clap sets up a command only when it is called (`defer`). Before that, it knows no summary and no
    // alias of it, which lists of commands and suggestions need.
    Cli::try_parse_from(&arguments).unwrap_or_else(|_| {
        let mut command = complete_command();
        match command.clone().try_get_matches_from(&arguments) {
            Ok(matches) => Cli::from_arg_matches(&matches).unwrap_or_else(|error| refuse(error.format(&mut command))),
            // Words that are not a command may be a question.
            Err(error) => ask::instead(&arguments, &error).unwrap_or_else(|| refuse(error)),
        }
    })
}

/// Prints what clap says, and ends the process. Help is printed as it is; an error repeats what the user wrote.
fn refuse(error: clap::Error) -> ! {
    if !error.use_stderr() {
        error.exit();
    }
    output::clap_error(&error.to_string());
    std::process::exit(error.exit_code())
}

/// Returns the description of the command line with every command set up.
fn complete_command() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    command
}

fn run(cli: Cli) -> Result<Exit, Failure> {
    let context = &Context::new(cli.global)?;
    let Some(command) = cli.command else { return overview::run(context) };
    run_command(command, context)
}

fn run_command(command: Command, context: &Context) -> Result<Exit, Failure> {
    match command {
        Command::Chair(command) => command.run(context),
        Command::Terms(command) => command.run(context),
        Command::Members(command) => command.run(context, Role::Member),
        Command::Participants(command) => command.run(context, Role::PermanentParticipant),
        Command::Observers(command) => command.run(context, Role::Observer),
        Command::Status(command) => command.run(context),
        Command::Show(command) => command.run(context),
        Command::Meetings(command) => command.run(context, "meetings"),
        Command::Bodies(command) => command.run(context, "bodies"),
        Command::Agreements(command) => command.run(context, "agreements"),
        Command::Events(command) => command.run(context, "events"),
        Command::Applications(command) => command.run(context, "applications"),
        Command::People(command) => command.run(context, "people"),
        Command::Sources => list::List::default().run(context, "sources"),
        Command::Timeline(command) => command.run(context),
        Command::Diff(command) => command.run(context),
        Command::Stats(command) => command.run(context),
        Command::Panel(command) => command.run(context),
        Command::Search(command) => command.run(context),
        Command::Ask(command) => command.run(context),
        Command::Annotate(command) => command.run(context),
        Command::Check(command) => command.run(context),
        Command::Compare(command) => command.run(context),
        Command::Seed(command) => command.run(context),
        Command::Import(command) => command.run(context),
        Command::Put(command) => command.run(context),
        Command::Drop(command) => command.run(context),
        Command::Log(command) => command.run(context),
        Command::Undo(command) => command.run(context),
        Command::Backup(command) => command.run(context),
        Command::Restore(command) => command.run(context),
        Command::Sql(command) => command.run(context),
        Command::Verify(command) => command.run(context),
        Command::Export(command) => command.run(context),
        Command::Completions(command) => command.run(context),
        Command::Man(command) => command.run(context),
        Command::Fold(command) => command.run(context),
    }
}
