//! Advice for errors of the library: the command or option that helps.

use crate::Error;
use crate::store::QueryError;

/// Returns the message for `error`, with advice if there is any.
pub(crate) fn message(error: &Error) -> String {
    match advice(error) {
        Some(advice) => format!("{error}; {advice}"),
        None => error.to_string(),
    }
}

/// Returns what to do about `error`, if a command or an option helps.
pub(crate) fn advice(error: &Error) -> Option<String> {
    let advice = match error {
        Error::UnknownName { suggestions, .. } if suggestions.is_empty() => {
            "search all names with `arctic search TEXT`"
        }
        Error::PanelTooLarge { .. } => "use fewer years, with `--from` and `--to`",
        Error::Query(QueryError::NotReadOnly) => "change the data with `put`, `drop`, `import` or `undo`",
        Error::Query(QueryError::TooManyRows(_)) => "add `LIMIT`, or allow more with `--rows N`",
        Error::Query(QueryError::TooSlow(_)) => "allow more time with `--seconds N`",
        Error::Sql(error) if error.is_damage() => "restore a backup with `arctic restore FILE`",
        _ => return None,
    };
    Some(advice.to_string())
}
