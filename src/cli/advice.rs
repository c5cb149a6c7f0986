//! What to do about an error, in the words of the command line.

use crate::annotate::AnnotateError;
use crate::compare::PanelError;
use crate::edit::{EditError, UNCITED};
use crate::export::TargetError;
use crate::input::{FileKind, InputError};
use crate::store::QueryError;
use crate::{Error, PathError};

/// Returns what follows the message of `error`: a separator and the advice, or nothing.
pub(crate) fn after(error: &Error) -> String {
    match advice(error) {
        // A list is followed by a line of its own.
        Some(advice) if error.to_string().contains('\n') => format!("\n{advice}"),
        Some(advice) => format!("; {advice}"),
        None => String::new(),
    }
}

/// Returns what to do about `error`, if a flag or command helps.
fn advice(error: &Error) -> Option<String> {
    let advice = match error {
        Error::Edit(EditError::MissingKey { column, .. }) => format!("give it as `{column}=...`"),
        Error::Edit(EditError::OtherCouncil { .. }) => "name another file with `--db FILE`".to_string(),
        Error::Edit(EditError::OlderData { .. }) => "`--overwrite` goes back".to_string(),
        Error::Edit(EditError::CannotUndo { .. }) => {
            "undo the later revisions first, or set the values with `put`".to_string()
        }
        Error::Refused(problems) if problems.iter().any(|problem| problem.reason == UNCITED) => {
            "name sources with `--source ID`, or in `citation.csv`".to_string()
        }
        Error::Panel(PanelError::UnknownWords { words, .. }) => {
            let word = crate::wording::shown(words.first().map_or("", |(word, _)| word));
            let quote = if word.contains(' ') { "'" } else { "" };
            format!(
                "say what each means, such as `--map {quote}{word}{quote}=observer` (`member`, `permanent_participant`, \
                 `observer`, `none`, or `skip` to leave its rows out)"
            )
        }
        Error::Annotate(AnnotateError::OnlyColumn { .. }) => {
            "is the file separated by another character? see `--delimiter`".to_string()
        }
        Error::Annotate(AnnotateError::AmbiguousDates { value, .. }) => {
            let mark = value.chars().find(|letter| "/.-".contains(*letter)).unwrap_or('/');
            format!("say which with `--date-format %d{mark}%m{mark}%Y` or `--date-format %m{mark}%d{mark}%Y`")
        }
        Error::Annotate(AnnotateError::MixedDates { .. } | AnnotateError::OtherLayout { .. }) => {
            "write them in one way, or say which one counts with `--date-format`, such as `%d/%m/%Y`, `%m/%d/%Y`, `%Y%m%d` \
             or `excel`, and the others become `bad_date`"
                .to_string()
        }
        Error::Input(error) => return Some(of_input(error)),
        Error::Annotate(AnnotateError::ColumnExists { .. }) => "choose another `--prefix`".to_string(),
        Error::UnknownName { suggestions, .. } if suggestions.is_empty() => {
            "search all names with `arctic search TEXT`".to_string()
        }
        Error::PanelTooLarge { .. } => "use fewer years, with `--from` and `--to`".to_string(),
        Error::Query(QueryError::NotReadOnly) => {
            "change the data with `put`, `drop`, `import` or `undo`".to_string()
        }
        Error::Query(QueryError::TooManyRows(_)) => "add `LIMIT`, or allow more with `--rows N`".to_string(),
        Error::Query(QueryError::TooSlow(_)) => "allow more time with `--seconds N`".to_string(),
        Error::Sql(error) if error.is_damage() => "restore a backup with `arctic restore FILE`".to_string(),
        Error::NotARegistry { .. } => "it was not changed; name another file".to_string(),
        Error::Damaged { .. } => {
            "restore a backup with `arctic restore FILE`, or remove the file, and a new registry is created".to_string()
        }
        Error::NewerSchema { .. } => "install the newer version".to_string(),
        Error::UnreleasedSchema { .. } => {
            "remove it, and a new registry is created; to keep edits, run `arctic export csv DIR` of that version first \
             and `arctic import DIR` afterwards"
                .to_string()
        }
        Error::NotWritable { .. } => "check its permissions and those of its folder".to_string(),
        Error::CannotUpgrade { .. } => {
            "copy it to a folder that you can write to, and name the copy with `--db FILE`".to_string()
        }
        Error::CannotCreate { .. } => "name another file with `--db FILE`".to_string(),
        Error::Occupied { .. } => "name a new file, or replace it with `--force`".to_string(),
        Error::Busy { .. } => "try again when it is done".to_string(),
        Error::Unfinished { .. } => {
            "let its owner run any command, or copy the file together with its `-journal` to a folder that you can write to, \
             and name the copy with `--db FILE`"
                .to_string()
        }
        Error::Unshared { .. } => {
            "let its owner run `PRAGMA journal_mode = DELETE` in it, or copy the file together with its `-wal` to a folder \
             that you can write to, and name the copy with `--db FILE`"
                .to_string()
        }
        Error::Path(PathError::NoTable(_)) => "name its table with `--table TABLE`".to_string(),
        Error::Target(TargetError::NotRegular(_)) => "`-` writes to standard output".to_string(),
        Error::Target(TargetError::CurrentFolder(_)) => "run the command from outside it".to_string(),
        Error::Target(TargetError::FileExists(_)) => "name a new file, or replace it with `--force`".to_string(),
        Error::Target(TargetError::FolderExists(_)) => {
            "name a new folder, or write into it with `--force`".to_string()
        }
        Error::Workbook { .. } => "export another format".to_string(),
        _ => return None,
    };
    Some(advice)
}

/// Returns how to make a file readable.
fn of_input(error: &InputError) -> String {
    let kind = match error {
        InputError::NotUtf8 { encoding, .. } => {
            return format!(
                "read it with `--encoding {}`, or another that fits, or save it as UTF-8",
                if *encoding == "Latin-1" { "latin1" } else { "windows-1252" }
            );
        }
        InputError::CarriageReturns { .. } => {
            return "save it as \"CSV UTF-8\", or convert it with `tr '\\r' '\\n'`".to_string();
        }
        InputError::NotText { kind, .. } => *kind,
    };
    match kind {
        FileKind::Workbook | FileKind::Html | FileKind::Xml => {
            "open it in a spreadsheet and save the sheet as CSV in UTF-8, or run `soffice --headless --convert-to csv FILE`"
        }
        FileKind::Parquet => "convert it, such as with `duckdb -c \"COPY (FROM 'FILE') TO 'out.csv'\"`",
        FileKind::Sqlite => "write the table as CSV with `sqlite3 -csv -header FILE 'SELECT * FROM ...'`",
        FileKind::Json => "write it as CSV, such as with `pandas.read_json(\"FILE\").to_csv(\"out.csv\", index=False)`",
        FileKind::R => "write it as CSV in R, with `write.csv(data, \"out.csv\", row.names = FALSE)`",
        FileKind::Compressed(program) => {
            return format!("unpack it into a pipe, and read `-`: `{program} -dc FILE | arctic ...`");
        }
        FileKind::Archive => "unpack it, and name the CSV in it",
        FileKind::Arrow | FileKind::Stata | FileKind::Spss | FileKind::Sas | FileKind::Pickle | FileKind::Pdf => {
            "write it as CSV with the program that made it, or in pandas with `.to_csv(\"out.csv\", index=False)`"
        }
        FileKind::Binary => "save it as CSV in UTF-8",
    }
    .to_string()
}
