//! The command line, as types. What the words mean is in `cmd`.

mod annotate;
mod backup;
mod chair;
mod check;
mod compare;
mod completions;
mod context;
mod diff;
mod edit;
mod export;
mod log;
mod output;
mod overview;
mod panel;
mod records;
mod roles;
mod search;
mod seed;
mod sql;
mod stats;
mod status;
mod timeline;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::date::Edge;
use crate::store::Panel;
use crate::store::Role;
use crate::{Error, date};
use context::{Context, Exit};

const AFTER: &str = "\
WHEN is `today`, `2021`, `2021-05`, `2021-05-19`, or two of them: `2019..2023` (both ends included).
A period runs from its first day up to, but not including, its last: a handover day belongs to the incoming chair.

Exit status: 0 yes or done, 1 no or none found, 2 usage, 3 the data is invalid, 4 the store or a file failed, 5 not known.

Environment: ARCTIC_DB names the database, ARCTIC_TODAY=YYYY-MM-DD pins today, NO_COLOR turns colour off.";

const EXAMPLES: &str = "\
Examples:
  arctic chair 2021                            who held the chair in 2021
  arctic observers --non-arctic --on 2014      which states observed in 2014
  arctic status \"Korea, Rep.\" --on 2013-05-15  what was it on that day
  arctic show Switzerland --cite               all that is known, with sources
  arctic chair 2021 --cite bibtex              how to cite that in a paper";

/// Who belonged to the Arctic Council, as what, and who chaired it, on a given day
///
/// Without a command: the Council today. Every answer comes from one file on this machine;
/// `--cite` adds the source of each fact, and what is not known is said to be not known.
#[derive(Debug, Parser)]
#[command(name = "arctic", version, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{AFTER}"))]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// The database; made and filled on first use
    ///
    /// Without this option and ARCTIC_DB it is `arctic/registry.db` in the user's data folder.
    #[arg(long, global = true, value_name = "FILE", env = "ARCTIC_DB", hide_env_values = true)]
    pub(crate) db: Option<OsString>,

    /// How to write the answer
    ///
    /// `table` and `markdown` are for people, and so is `svg`, which draws `timeline` alone; the
    /// columns of the other forms are a promise (README, "Columns").
    #[arg(long, short, global = true, value_enum, default_value_t, hide_possible_values = false)]
    pub(crate) format: Format,

    /// Add the sources of what is shown; in a form for papers, print only how to cite them
    ///
    /// `bibtex`, `csl` and `text` print a reference to the registry, with its version and the day,
    /// and one to each source of the answer: `arctic chair 2021 --cite bibtex`.
    #[arg(
        long, global = true, value_enum, value_name = "FORM",
        num_args = 0..=1, require_equals = true, default_missing_value = "sources"
    )]
    pub(crate) cite: Option<Cite>,

    /// Answer as the registry stood after this revision, or at the end of this day
    ///
    /// Revisions are what `log` shows; 0 is the registry as it was made.
    #[arg(long, global = true, value_name = "N|DATE")]
    pub(crate) known_at: Option<String>,
}

impl Global {
    /// The form of references, where they are asked for alone.
    pub(crate) fn form(&self) -> Option<Cite> {
        self.cite.filter(|cite| *cite != Cite::Sources)
    }

    /// Whether the answer is written for people, and not for a program or a paper.
    pub(crate) fn for_people(&self) -> bool {
        matches!(self.format, Format::Table | Format::Markdown) && self.form().is_none()
    }
}

/// How to name the sources of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Cite {
    /// Beside the answer
    Sources,
    /// Alone, as entries of BibTeX
    Bibtex,
    /// Alone, as CSL-JSON, which Zotero, Pandoc and word processors read
    Csl,
    /// Alone, a reference a line
    Text,
}

/// The command line with `--cite` and the form behind it made one argument. To clap the form is a
/// value that may be missing, which it takes only behind `=`: else `--cite chair` would cost the
/// command its name.
pub(crate) fn arguments(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    let mut options = true;
    for argument in given {
        let form = argument.to_str().filter(|form| matches!(*form, "bibtex" | "csl" | "text"));
        match (form, arguments.last_mut()) {
            (Some(form), Some(cite)) if options && cite == "--cite" => *cite = format!("--cite={form}").into(),
            _ => {
                options &= argument != "--";
                arguments.push(argument);
            }
        }
    }
    arguments
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Csv,
    Tsv,
    Json,
    Ndjson,
    Markdown,
    Svg,
}

// What a command takes is set up only where it is the one that was called.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Who holds or held the chair
    ///
    /// A year in which the chair changed hands has two. After the last term in the data the answer
    /// is projected from the order of rotation, and says so.
    #[command(visible_aliases = ["presidency", "chairship"], alias = "chairmanship")]
    Chair {
        /// Day, month, year or span
        #[arg(default_value = "today")]
        when: String,
    },

    /// Every chairship in order
    Terms {
        /// Add planned and projected terms up to this year
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999))]
        until: Option<i32>,
    },

    /// The members: the Arctic States
    Members(Roles),

    /// The Permanent Participants: organisations of Indigenous peoples
    Participants(Roles),

    /// The observers: states, intergovernmental and non-governmental organisations
    Observers(Roles),

    /// What one party or country was at one time; the exit status answers too
    Status {
        /// Name, abbreviation, id or ISO code (in capitals), in any language and spelling
        party: String,
        /// Day, month, year or span
        #[arg(long, default_value = "today", value_name = "WHEN")]
        on: String,
    },

    /// All that is known of one party
    Show {
        /// Name, abbreviation, id or ISO code (in capitals), in any language and spelling
        party: String,
    },

    /// Ministerial meetings and those in their place
    Meetings(Range),

    /// Working Groups, secretariats, task forces and expert groups
    Bodies(Range),

    /// Binding agreements negotiated under the Council
    Agreements(Range),

    /// What happened to the Council
    Events(Range),

    /// Who asked to be an observer, and what came of it
    Applications(Range),

    /// Who was Chair of the Council and of the Senior Arctic Officials
    People(Range),

    /// The documents that are cited
    Sources,

    /// Everything dated, in order; as a picture with `--format svg`
    ///
    /// Meetings, chairships, memberships, agreements, Working Groups and other bodies, events,
    /// applications and office holders; what ended has a row of its own. `--format svg` draws the
    /// chairships as bars, and below them how the membership grew.
    #[command(after_help = "\
Examples:
  arctic timeline --on 2013                    what happened in that year
  arctic timeline --format svg > timeline.svg  the picture")]
    Timeline(Range),

    /// What changed between two days
    ///
    /// Who joined, who left, whose role changed, the handovers of the chair, and the counts on both
    /// days. Of a month, a year or a span its last day is compared, so that `2012 2013` is what changed
    /// in 2013. What hangs on a date that is only partly known, and a handover that is projected, is
    /// `not_known`. Exit status 1: nothing changed. 5: all that may have changed is not known.
    #[command(after_help = "\
Examples:
  arctic diff 2012 2013
  arctic diff 2013-05-14 2013-05-15")]
    Diff {
        /// Day, month, year or span: what it was on its last day
        from: String,
        /// Day, month, year or span: what it was on its last day
        to: String,
    },

    /// How long each state chaired; how many held each role
    ///
    /// Days in the chair are counted up to and including today. With `--by year` the counts are those
    /// of 31 December, and of the day through which the data was verified in the year that is not over.
    /// What is not certain is not counted, and a note says how much that is.
    #[command(after_help = "\
Examples:
  arctic stats
  arctic stats --by year -f csv")]
    Stats {
        /// Count role holders by this, in place of days in the chair
        #[arg(long)]
        by: Option<By>,
    },

    /// A row for each state and year, to merge with other data
    ///
    /// Every state that holds, held or asked for a role stands in every year, from the founding to the
    /// last year that the data was verified for. The role is that on the last day of the year; it is
    /// `none` without one, `not_known` where a date is only partly known, and `outside` before the
    /// founding. `chair_days` are the days of the year in the chair: the handover day counts for the
    /// incoming chair alone.
    #[command(after_help = "\
Examples:
  arctic panel --from 1996 --to 2014 -f csv
  arctic panel --monthly --all-countries -f csv > panel.csv")]
    Panel {
        /// First year
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999))]
        from: Option<i32>,
        /// Last year
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999))]
        to: Option<i32>,
        /// Which day of the year, or of the month, the role is that of: the first or the last
        #[arg(long, value_enum, default_value_t)]
        at: Edge,
        /// A row for each month, in a last column `month`
        #[arg(long)]
        monthly: bool,
        /// Add every state that is no party, and what Correlates of War counts as one
        #[arg(long)]
        all_countries: bool,
    },

    /// Find text anywhere: names in any spelling, places, people, notes
    Search {
        /// Text to find
        text: String,
    },

    /// Append to each row of a CSV what its country was on its day, and who was in the chair
    ///
    /// Keeps the columns, their order and every byte of the file, however long it is, and appends
    /// `arctic_party`, `arctic_role`, `arctic_since` and `arctic_chair`. The role is `none` for a
    /// country without one that day, `unrecognised` for a name that nothing bears, `bad_date`, or
    /// `outside` before the council existed. A summary goes to standard error.
    #[command(after_help = "\
Examples:
  arctic annotate events.csv --country country --date date -o out.csv
  arctic annotate panel.csv --country ccode3 --year year --at start > out.csv
  zcat big.csv.gz | arctic annotate - --country actor --date day --date-format %d/%m/%Y > out.csv")]
    Annotate(Box<Annotate>),

    /// Judge each claim of a table: true, false or not known, and why
    ///
    /// A false claim says when it was true, if ever. Exit status: 1 if any is false, else 5 if any is
    /// not known, else 0.
    #[command(after_long_help = claims())]
    Check {
        /// A CSV with the columns subject, property, on and value; `-` is standard input
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
    },

    /// Hold a published panel, a row for a country in a year, against the registry
    ///
    /// Shows how far they agree, by role and by year, and the cells that differ, with dates and
    /// sources; in the forms for programs only these cells. Exit status: 0 if all cells that can be
    /// compared agree, else 1.
    Compare(Compare),

    /// Make the database, or bring it up to newer data
    ///
    /// From the bundled data, or from a folder. In a database that is there already, rows that were
    /// never edited follow the newer data; rows that were edited stay, and are listed where they differ.
    #[command(after_help = "\
Examples:
  arctic seed --dry-run         what newer data would change
  arctic seed --overwrite       take all of it, in place of what was edited here
  arctic --db tundra.db seed --from tundra/")]
    Seed {
        /// A data package: a folder with one CSV a table
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Let rows that were edited here follow too
        #[arg(long)]
        overwrite: bool,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },

    /// Take over rows from CSV files: add, change and, where asked, remove
    ///
    /// A file is named after its table, as in what `export csv` writes. A row whose key is there
    /// changes that row, in the columns that the file has; any other is added. All is checked, and all of it is done
    /// or nothing. Bad rows are named as `file.csv:line: column: reason`, all at once.
    #[command(after_help = "\
Examples:
  arctic import membership.csv --reason \"Corrected by the declaration\" --dry-run
  arctic import package/ --delete-missing --reason \"Edition of May\"")]
    Import {
        /// A folder with one CSV a table, or one CSV
        #[arg(value_name = "DIR|FILE.csv")]
        path: PathBuf,
        /// The table of a file that has another name
        #[arg(long, value_name = "TABLE")]
        table: Option<String>,
        /// Remove rows that the files do not have from their tables
        #[arg(long)]
        delete_missing: bool,
        #[command(flatten)]
        why: Why,
    },

    /// Add one record, or change columns of one
    ///
    /// The record is named by its key, which is `id` in most tables (README, \"The tables\"). A column
    /// without a value is emptied. A fact needs a source: the id of a row of table `source`.
    #[command(after_help = "\
Examples:
  arctic put membership id=china-observer-2013 note=\"Decided in the morning\" --reason \"Minutes read\"
  arctic put source id=minutes-2013 title=\"Minutes of the meeting\" --reason \"To cite\"
  arctic put membership id=estonia-observer-2027 party=estonia role=observer start=2027-05-12 \\
      confidence=verified --source minutes-2027 --reason \"Admitted\"")]
    Put {
        table: String,
        /// The key, and what to change
        #[arg(value_name = "COLUMN=VALUE", required = true, value_parser = assignment)]
        values: Vec<(String, String)>,
        /// A source that supports the record, by its id
        #[arg(long, value_name = "ID")]
        source: Vec<String>,
        #[command(flatten)]
        why: Why,
    },

    /// Remove one record
    ///
    /// Its citations go with it. A record that others refer to stays.
    #[command(after_help = "\
Examples:
  arctic drop application apecs-2013-not-granted --reason \"Entered twice\"
  arctic drop citation membership china-observer-2013 ac-observers --reason \"Does not say so\"")]
    Drop {
        table: String,
        /// Its key: the id, or each part of a longer key
        #[arg(required = true)]
        key: Vec<String>,
        #[command(flatten)]
        why: Why,
    },

    /// What was changed, when, by whom and why
    ///
    /// Every change of a row is logged, also those made by other programs. With the number of a revision:
    /// all of that revision.
    #[command(after_help = "\
Examples:
  arctic log
  arctic log China --since 2026-11
  arctic log membership
  arctic log 3                          revision 3 in full
  arctic --known-at 2 members           the registry as it stood after revision 2")]
    Log {
        /// A party or country, a table, or the number of a revision
        #[arg(value_name = "PARTY|TABLE|N")]
        subject: Option<String>,
        /// Only what was made in or after this day, month or year
        #[arg(long, value_name = "WHEN")]
        since: Option<String>,
    },

    /// Take a revision back
    ///
    /// Each row becomes what it was before, as a new revision, which can be undone too. Where later
    /// changes depend on it, that is said, and nothing changes.
    Undo {
        /// Number of the revision, as `log` shows it
        #[arg(value_name = "N")]
        number: i64,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        #[command(flatten)]
        how: How,
    },

    /// Copy the database to a file, and read the copy back
    Backup {
        file: PathBuf,
        /// Replace the file if it is there
        #[arg(long)]
        force: bool,
    },

    /// Put a backup in the place of the database
    ///
    /// The backup is checked first. What was there is kept beside it, as FILE.before-restore.
    Restore { file: PathBuf },

    /// Answer a question in SQL, without changing anything
    ///
    /// The tables are described in the README. Only one statement that reads is taken, and it ends with an
    /// error where it reaches a limit.
    #[command(after_help = "\
Examples:
  arctic sql \"SELECT party, start FROM membership WHERE role = 'observer' ORDER BY start\"
  arctic sql - -f csv < query.sql")]
    Sql {
        /// The query; `-` reads it from standard input
        query: String,
        /// Most rows to answer
        #[arg(long, value_name = "N", default_value_t = 100_000)]
        rows: usize,
        /// Most seconds to take
        #[arg(long, value_name = "N", default_value_t = 10)]
        seconds: u64,
    },

    /// Check the whole database, and show every problem
    Verify {
        /// Leave out this check
        #[arg(long, value_name = "CHECK")]
        skip: Vec<String>,
        /// Show the checks instead of running them
        #[arg(long)]
        list: bool,
    },

    /// Write the whole registry in a form for others
    Export {
        #[command(subcommand)]
        form: Form,
    },

    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },

    /// Print the manual page
    Man,

    /// Print the key of each line of standard input; for who prepares names
    #[command(hide = true)]
    Fold,
}

impl Command {
    /// Whether it prints an answer of the registry, which can be cited.
    pub(crate) fn answers(&self) -> bool {
        use Command::*;
        !matches!(
            self,
            Annotate(_)
                | Seed { .. }
                | Import { .. }
                | Put { .. }
                | Drop { .. }
                | Log { .. }
                | Undo { .. }
                | Backup { .. }
                | Restore { .. }
                | Verify { .. }
                | Export { .. }
                | Completions { .. }
                | Man
                | Fold
        )
    }
}

/// How to write a table of claims.
fn claims() -> String {
    let mut text = "\
Columns:
  claim     the sentence; may be empty or missing
  subject   whom it is about
  property  one of those below
  on        WHEN; empty is today (for `chairship-start` and `chairship-end`: any chairship)
  value     what is claimed; a date is as precise as it is written
Other columns are kept.

Properties:"
        .to_string();
    for property in crate::claims::PROPERTIES {
        text +=
            &format!("\n  {}\n      subject  {}\n      value    {}", property.name, property.subject, property.value);
    }
    text
}

// Why and how a change is made. As a doc comment, clap would show it in place of what the command does.
#[derive(Debug, Args)]
pub(crate) struct Why {
    /// Why; it stands in the log
    #[arg(long, value_name = "TEXT", required_unless_present = "dry_run")]
    pub(crate) reason: Option<String>,

    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct How {
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Who makes the change; else the name of the login
    #[arg(long, value_name = "NAME", env = "ARCTIC_WHO", hide_env_values = true)]
    pub(crate) who: Option<String>,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("not of the form column=value")?;
    Ok((column.to_string(), value.to_string()))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Form {
    /// A data package: one CSV a table and datapackage.json, as `seed --from` reads it
    ///
    /// A package may have been edited by hand, so an earlier one is replaced by `--force` alone.
    Csv {
        #[command(flatten)]
        to: Destination,
        /// Only this table: one file
        #[arg(long, value_name = "TABLE")]
        table: Option<String>,
        /// Only what was in force then, and what it refers to
        ///
        /// Roles, chairships, people, bodies, agreements signed by then; meetings, events, applications
        /// and tallies of that time. A date that is partly known may lie in it, and is kept.
        #[arg(long, value_name = "WHEN")]
        on: Option<String>,
        /// Put an apostrophe before text that a spreadsheet would take for a formula
        #[arg(long)]
        guard_formulas: bool,
    },

    /// One JSON document: an array a table, sources on each record
    Json {
        #[command(flatten)]
        to: Destination,
        /// Write the JSON Schema of the document instead
        #[arg(long)]
        schema: bool,
    },

    /// A SQLite file for Datasette and notebooks, with views such as `role_periods`
    Sqlite {
        #[command(flatten)]
        to: Destination,
    },

    /// A workbook: a sheet a table, days as dates; needs a build with `--features xlsx`
    Xlsx {
        #[command(flatten)]
        to: Destination,
    },

    /// A calendar of the chairships and meetings, to subscribe to
    Ics {
        #[command(flatten)]
        to: Destination,
    },

    /// Organizations, persons, posts, memberships and events as the Popolo specification has them
    Popolo {
        #[command(flatten)]
        to: Destination,
    },

    /// A site that needs no server and no network: index.html, a page a record, an API of JSON files
    Site {
        #[command(flatten)]
        to: Destination,
    },

    /// A script for an engine that has your rows: `arctic_on` answers there as `annotate` does
    Sql {
        #[command(flatten)]
        to: Destination,
        /// The engine
        #[arg(long, value_enum)]
        dialect: crate::export::Dialect,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// File or folder to make; `-` writes a form of one file to standard output
    pub(crate) dest: PathBuf,

    /// Write also where something else is
    ///
    /// Without it only what is empty, or known to be an earlier export in this form, is replaced. In a
    /// folder files of other names stay.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// A CSV, or the same with tabs or semicolons; `-` is standard input
    #[arg(value_name = "FILE|-")]
    pub(crate) file: PathBuf,

    /// The column of the country: names in any spelling, or ISO codes in capitals
    #[arg(long, value_name = "COL")]
    pub(crate) country: String,

    /// What the numbers in that column are
    #[arg(long, value_enum)]
    pub(crate) codes: Option<crate::store::entity::Codes>,

    /// The column of the year
    #[arg(long, value_name = "COL")]
    pub(crate) year: String,

    /// The column of the role
    #[arg(long, value_name = "COL")]
    pub(crate) role: String,

    /// What a word in the column of the role means: their word, and ours
    ///
    /// Ours is `member`, `permanent_participant`, `observer`, `none`, or `skip` to leave the rows out.
    /// Plain words such as `full member`, `associate` or `no membership` need no explanation, and an
    /// empty cell is `none`.
    #[arg(long, value_name = "THEIRS=OURS", allow_hyphen_values = true)]
    pub(crate) map: Vec<String>,

    /// Which day of the year counts
    #[arg(long, value_enum, default_value_t)]
    pub(crate) at: Edge,

    /// Write the differing cells to this file, as CSV
    #[arg(long, short = 'o', value_name = "OUT.csv")]
    pub(crate) differences: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Roles {
    /// Day, month, year or span; a span lists everyone who held the role on any day of it
    #[arg(long, default_value = "today", value_name = "WHEN")]
    pub(crate) on: String,

    /// Only this kind of party
    #[arg(long)]
    pub(crate) kind: Option<Kind>,

    /// Only states that are not Arctic States
    #[arg(long)]
    pub(crate) non_arctic: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Annotate {
    /// The file; `-` for standard input
    pub(crate) file: PathBuf,

    /// Column that names the country or party
    #[arg(long, value_name = "COL")]
    pub(crate) country: String,

    /// Column with the date: a day, a month or a year, also with a time behind the day
    #[arg(long, value_name = "COL", required_unless_present_any = ["year", "on"], conflicts_with_all = ["year", "on"])]
    pub(crate) date: Option<String>,

    /// Column with the year
    #[arg(long, value_name = "COL", conflicts_with = "on")]
    pub(crate) year: Option<String>,

    /// The same time for every row
    #[arg(long, value_name = "WHEN")]
    pub(crate) on: Option<String>,

    /// Where to write; the file appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Put before the names of the columns
    #[arg(long, default_value = "arctic_")]
    pub(crate) prefix: String,

    /// What to append: of party, role, since, chair, name, iso3
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "party,role,since,chair")]
    pub(crate) columns: Vec<String>,

    /// For a year or month in which the answer changes: its first or its last day
    #[arg(long, value_enum, default_value_t)]
    pub(crate) at: Edge,

    /// An area such as Greenland: by the seat that covers it, or on its own
    #[arg(long, value_enum, default_value_t)]
    pub(crate) territories: Territories,

    /// How dates are written, where not as 2021-05-20: %d/%m/%Y, %Y%m%d, ...
    #[arg(long, value_name = "FORMAT")]
    pub(crate) date_format: Option<String>,

    /// What splits the cells; a tab for files that end in .tsv, else a comma
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<String>,

    /// Write the names that nothing bears here, with their counts
    #[arg(long, value_name = "FILE")]
    pub(crate) unmatched: Option<PathBuf>,

    /// Fail on the first name that nothing bears
    #[arg(long)]
    pub(crate) strict: bool,

    /// How many processors to use; all, unless told
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,

    /// Bytes to read at a time
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, hide = true)]
    pub(crate) block: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Territories {
    #[default]
    Represented,
    Separate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    State,
    Indigenous,
    Igo,
    Ngo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Year,
    Role,
    Kind,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Range {
    /// Only what lies in this day, month, year or span
    #[arg(long, value_name = "WHEN", conflicts_with_all = ["from", "to"])]
    pub(crate) on: Option<String>,

    /// Only from this time on
    #[arg(long, value_name = "WHEN")]
    pub(crate) from: Option<String>,

    /// Only up to and including this time
    #[arg(long, value_name = "WHEN")]
    pub(crate) to: Option<String>,
}

/// Runs the command line of this process: parses it, prints the answer or one error, and returns the exit status.
pub fn main() -> ExitCode {
    match run(Cli::parse_from(arguments(std::env::args_os()))) {
        Ok(exit) => exit.into(),
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::complain("error", &error.to_string());
            Exit::of(&error).into()
        }
    }
}

/// Carries out the command line.
fn run(cli: Cli) -> Result<Exit, Error> {
    let pinned = std::env::var("ARCTIC_TODAY").ok().filter(|day| !day.is_empty());
    let context = Context { today: date::today(pinned.as_deref())?, pinned: pinned.is_some(), global: cli.global };
    let Some(command) = cli.command else { return overview::run(&context) };
    if context.global.form().is_some() && !command.answers() {
        return Err(Error::Usage(
            "there is no answer to cite; ask for references with `chair`, `status`, `show` or another command that \
             answers from the registry"
                .to_string(),
        ));
    }
    match command {
        Command::Chair { when } => chair::run(&context, &when),
        Command::Terms { until } => chair::terms(&context, until),
        Command::Members(args) => roles::run(&context, Role::Member, &args),
        Command::Participants(args) => roles::run(&context, Role::PermanentParticipant, &args),
        Command::Observers(args) => roles::run(&context, Role::Observer, &args),
        Command::Status { party, on } => status::run(&context, &party, &on),
        Command::Show { party } => search::show(&context, &party),
        Command::Meetings(range) => records::run(&context, "meetings", &range),
        Command::Bodies(range) => records::run(&context, "bodies", &range),
        Command::Agreements(range) => records::run(&context, "agreements", &range),
        Command::Events(range) => records::run(&context, "events", &range),
        Command::Applications(range) => records::run(&context, "applications", &range),
        Command::People(range) => records::run(&context, "people", &range),
        Command::Sources => records::run(&context, "sources", &Range::default()),
        Command::Timeline(range) => timeline::run(&context, &range),
        Command::Diff { from, to } => diff::run(&context, &from, &to),
        Command::Stats { by } => stats::run(&context, by),
        Command::Panel { from, to, at, monthly, all_countries } => {
            panel::run(&context, &Panel { from, to, at, monthly, all_countries })
        }
        Command::Search { text } => search::run(&context, &text),
        Command::Annotate(args) => annotate::run(&context, &args),
        Command::Check { file } => check::run(&context, &file),
        Command::Compare(args) => compare::run(&context, &args),
        Command::Seed { from, overwrite, dry_run } => seed::run(&context, from.as_deref(), overwrite, dry_run),
        Command::Import { path, table, delete_missing, why } => {
            edit::import(&context, &path, table.as_deref(), delete_missing, &why)
        }
        Command::Put { table, values, source, why } => edit::put(&context, &table, &values, &source, &why),
        Command::Drop { table, key, why } => edit::drop(&context, &table, &key, &why),
        Command::Undo { number, reason, how } => edit::undo(&context, number, reason, &how),
        Command::Log { subject, since } => log::run(&context, subject.as_deref(), since.as_deref()),
        Command::Backup { file, force } => backup::backup(&context, &file, force),
        Command::Restore { file } => backup::restore(&context, &file),
        Command::Sql { query, rows, seconds } => sql::run(&context, &query, rows, seconds),
        Command::Verify { skip, list } => verify::run(&context, &skip, list),
        Command::Export { form } => export::run(&context, &form),
        Command::Completions { shell } => completions::completions(shell),
        Command::Man => completions::man(),
        Command::Fold => completions::fold(),
    }
}
