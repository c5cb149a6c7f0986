//! `ask`: a question in words, answered as the command that it amounts to.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, FromArgMatches, Parser};

use super::{Cli, Command, Context, Exit, Failure, output, usage};
use crate::date::When;
use crate::prose::Question;
use crate::store::Role;

/// Answer a question in English, as the command that it shows
///
/// Without a command, words are a question as well. A question is understood only if every word of it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic ask \"who chaired in 2012?\"
  arctic how many observers in 2014
  arctic is China an observer")]
pub(crate) struct Ask {
    /// The question
    #[arg(required = true, value_name = "QUESTION")]
    words: Vec<String>,
}

/// Parses arguments without a command as a question: several words, or one that is understood. One word that is not may
/// be a misspelt command.
pub(super) fn instead(arguments: &[OsString], error: &clap::Error) -> Option<Cli> {
    let Some(ContextValue::String(first)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let at = arguments.iter().skip(1).position(|argument| argument.to_str() == Some(first.as_str()))?;
    let mut asked = arguments.to_vec();
    asked.insert(at + 1, "ask".into());
    let cli = Cli::try_parse_from(asked).ok()?;
    match &cli.command {
        Some(Command::Ask(Ask { words })) if words.len() > 1 || first.contains(char::is_whitespace) => Some(cli),
        Some(Command::Ask(ask)) if ask.is_understood(&cli) => Some(cli),
        _ => None,
    }
}

impl Ask {
    fn is_understood(&self, cli: &Cli) -> bool {
        let understand = || -> Result<bool, Failure> {
            let registry = Context::new(cli.global.clone())?.registry()?;
            Ok(registry.understand(&self.words.join(" "))?.is_some())
        };
        understand().unwrap_or(false)
    }

    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let question = self.words.join(" ");
        let registry = context.registry()?;
        let Some(asked) = registry.understand(&question)? else {
            return usage(format!(
                "cannot read `{}` as a question; ask who chaired or belonged, since when, how many, or where it met, such \
                 as `who chaired in 2012?`",
                crate::wording::shown(&question)
            ));
        };
        let command = command(asked);
        let shown: Vec<String> = command.iter().map(|word| quoted(word)).collect();
        output::note(&format!("read as `arctic {}`", shown.join(" ")));
        let arguments = std::iter::once("arctic").chain(command.iter().map(String::as_str));
        let matches = super::complete_command().try_get_matches_from(arguments);
        match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
            Ok(Cli { command: Some(command), .. }) => super::run_command(command, context),
            _ => usage(format!("cannot read `{}` as a question", crate::wording::shown(&question))),
        }
    }
}

/// Returns the words of the command for a question.
fn command(question: Question) -> Vec<String> {
    let on = |when: Option<When>| when.map(|when| ["--on".to_string(), text(when)]).into_iter().flatten();
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<String>>();
    match question {
        Question::Chair(when) => words(&["chair"]).into_iter().chain(when.map(text)).collect(),
        Question::Terms => words(&["terms"]),
        Question::Status(party, when) => words(&["status", &party]).into_iter().chain(on(when)).collect(),
        Question::Profile(party) => words(&["show", &party]),
        Question::Holders(role, kind, non_arctic, when) => {
            let mut command = words(&[match role {
                Role::Member => "members",
                Role::PermanentParticipant => "participants",
                Role::Observer => "observers",
            }]);
            if non_arctic {
                command.push("--non-arctic".to_string());
            }
            if let Some(kind) = kind {
                command.extend(["--kind".to_string(), kind.word().to_string()]);
            }
            command.into_iter().chain(on(when)).collect()
        }
        Question::List(list, when) => words(&[list]).into_iter().chain(on(when)).collect(),
        Question::Timeline(when) => words(&["timeline"]).into_iter().chain(on(when)).collect(),
        Question::Changes(year) => words(&["diff", &format!("{:04}", year - 1), &format!("{year:04}")]),
        Question::Search(text) => words(&["search", &text]),
    }
}

fn text(when: When) -> String {
    when.to_string()
}

/// Returns a word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = word.chars().all(|letter| letter.is_alphanumeric() || "-_./".contains(letter));
    if plain { word.to_string() } else { format!("\"{word}\"") }
}
