//! `annotate`: a CSV with the registry's answer on each row.

use std::cell::Cell;
use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::annotate::{Column, DateFrom, Na, Options, Summary};
use crate::{Error, atomic_file};

use super::context::{Context, Exit};
use crate::cli::output;
use crate::cli::{Annotate, Territories};
use crate::date::Edge;

/// How many of the names that nothing bears the summary shows.
const MOST_SHOWN: usize = 10;

pub fn run(context: &Context, args: &Annotate) -> Result<Exit, Error> {
    let options = options(context, args)?;
    let stdin = args.file.as_os_str() == "-";
    let name = if stdin { "standard input".to_string() } else { args.file.display().to_string() };
    let input: Box<dyn Read + Send> = if stdin {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(&args.file).map_err(Error::io(&args.file))?)
    };
    // Where the output goes is known before the work begins, so that a bad path fails at once.
    let mut files = Vec::new();
    for path in [&args.output, &args.unmatched] {
        files.push(path.as_ref().map(|path| atomic_file::file(path)).transpose()?);
    }
    let registry = context.registry()?;
    let size = std::fs::metadata(&args.file).ok().filter(|file| file.is_file()).map(|file| file.len());
    let progress = Progress::new(size);
    let summary = match files[0].as_mut() {
        Some(file) => registry.annotate(&name, input, file.as_file_mut(), &options, &|done| progress.show(done)),
        None => registry.annotate(&name, input, std::io::stdout(), &options, &|done| progress.show(done)),
    };
    progress.clear();
    let summary = summary?;
    if let Some(file) = &mut files[1] {
        let mut writer = csv::Writer::from_writer(file.as_file_mut());
        let unwritable = |error: csv::Error| Error::io("the output".as_ref())(error.into());
        writer.write_record(["name", "count"]).map_err(unwritable)?;
        for (name, count) in &summary.unmatched {
            writer.write_record([name, &count.to_string()]).map_err(unwritable)?;
        }
        writer.flush().map_err(Error::io("the output".as_ref()))?;
    }
    for (path, file) in [&args.output, &args.unmatched].into_iter().zip(files) {
        if let (Some(path), Some(file)) = (path, file) {
            file.persist(path).map_err(|error| Error::io(path)(error.error))?;
        }
    }
    for line in lines(&summary, args, &registry) {
        output::remark(&line);
    }
    Ok(Exit::Yes)
}

fn options(context: &Context, args: &Annotate) -> Result<Options, Error> {
    let date = match (&args.date, &args.year, &args.on) {
        (Some(column), _, _) | (_, Some(column), _) => DateFrom::Column(column.clone()),
        (_, _, on) => DateFrom::Fixed(context.when(on.as_deref().unwrap_or("today"))?),
    };
    let mut options = Options::new(&args.country, date);
    options.columns = args.columns.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
    options.delimiter = delimiter(args.delimiter.as_deref(), &args.file)?;
    options.prefix.clone_from(&args.prefix);
    options.at = args.at;
    options.territories_apart = args.territories == Territories::Separate;
    options.strict = args.strict;
    options.threads = args.threads;
    options.block = args.block;
    if let Some(format) = &args.date_format {
        options.date_format = Some(date_format(context, format)?);
    }
    Ok(options)
}

fn column(name: &str) -> Result<Column, Error> {
    let known = Column::ALL.iter().find(|(_, known)| *known == name.trim());
    known.map(|(column, _)| *column).ok_or_else(|| {
        let names: Vec<&str> = Column::ALL.iter().map(|(_, name)| *name).collect();
        Error::Usage(format!("`{name}` cannot be appended; `--columns` takes {}", names.join(", ")))
    })
}

fn delimiter(given: Option<&str>, file: &Path) -> Result<u8, Error> {
    match given {
        None if file.extension().is_some_and(|extension| extension == "tsv" || extension == "tab") => Ok(b'\t'),
        None => Ok(b','),
        Some("\\t" | "tab") => Ok(b'\t'),
        Some(text) => match text.as_bytes() {
            [byte] if (byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'-' | b'_')) || *byte == b'\t' => {
                Ok(*byte)
            }
            _ => Err(Error::Usage(format!("`{text}` cannot split cells; give one mark such as `;`, `|` or `tab`"))),
        },
    }
}

/// Takes a format that a whole day can be read by: one that reads back what it writes.
fn date_format(context: &Context, format: &str) -> Result<String, Error> {
    let items: Vec<_> = chrono::format::StrftimeItems::new(format).collect();
    let well_formed = !items.contains(&chrono::format::Item::Error);
    let reads_back = || {
        let text = context.today.format_with_items(items.iter()).to_string();
        chrono::NaiveDate::parse_from_str(&text, format) == Ok(context.today)
    };
    // A format with a time writes nothing for a day; it is tried at midnight.
    let with_time = || {
        let midnight = context.today.and_time(chrono::NaiveTime::MIN);
        let text = midnight.format_with_items(items.iter()).to_string();
        chrono::NaiveDate::parse_from_str(&text, format) == Ok(context.today)
    };
    let has_time = format.contains("%H") || format.contains("%I") || format.contains("%T") || format.contains("%M");
    if well_formed && (if has_time { with_time() } else { reads_back() }) {
        Ok(format.to_string())
    } else {
        Err(Error::Usage(format!("no day can be read by the format `{format}`; write such as `%d/%m/%Y`")))
    }
}

/// The summary, a line a remark.
fn lines(summary: &Summary, args: &Annotate, registry: &crate::Registry) -> Vec<String> {
    let mut counts =
        vec![format!("{} with a role", grouped(summary.with_role)), format!("{} none", grouped(summary.none))];
    let meta = registry.meta();
    for (count, what) in [
        (summary.not_known, "not known".to_string()),
        (summary.unrecognised, "unrecognised".to_string()),
        (summary.bad_dates, "with a bad date".to_string()),
        (summary.outside, format!("outside: before {}", meta.founded)),
    ] {
        if count > 0 {
            counts.push(format!("{} {what}", grouped(count)));
        }
    }
    let mut lines = vec![format!("{}: {}", counted(summary.rows), counts.join(", "))];
    if summary.changing > 0 {
        let day = if args.at == Edge::Start { "first" } else { "last" };
        lines.push(match summary.changing {
            1 => format!("1 row gives a year or month in which the answer changes; it is answered for its {day} day"),
            rows => format!(
                "{} rows give a year or month in which the answer changes; they are answered for its {day} day",
                grouped(rows)
            ),
        });
    }
    if summary.after_verified > 0 {
        let (rows, day) = (counted(summary.after_verified), meta.verified_through);
        lines.push(format!("{rows} from after {day}, the last day for which the data was verified"));
    }
    lines.extend(summary.na.map(|na| na_note(na, registry)));
    if !summary.unmatched.is_empty() {
        let name = |(name, count): &(String, u64)| format!("`{name}` {}", grouped(*count));
        let names: Vec<String> = summary.unmatched.iter().take(MOST_SHOWN).map(name).collect();
        let more = summary.unmatched.len().saturating_sub(MOST_SHOWN);
        let and_more = match (more, summary.unmatched_cut) {
            (0, false) => String::new(),
            (more, false) => format!(", and {} more (`--unmatched FILE` writes them all)", grouped(more as u64)),
            (_, true) => ", and more than can be kept; is it the right column?".to_string(),
        };
        lines.push(format!("unrecognised: {}{and_more}", names.join(", ")));
    }
    lines
}

/// Says what `NA` was taken for.
pub(super) fn na_note(na: Na, registry: &crate::Registry) -> String {
    match na {
        Na::Code => {
            let country = registry.resolve("NA").map_or(String::new(), |entity| format!(" of {}", entity.name()));
            format!("`NA` is taken for the code{country}, because most of the column are two-letter codes")
        }
        Na::Missing => {
            "`NA` is taken for a missing value, because most of the column are not two-letter codes".to_string()
        }
    }
}

/// So many rows.
fn counted(rows: u64) -> String {
    format!("{} row{}", grouped(rows), if rows == 1 { "" } else { "s" })
}

/// A number with its digits in threes.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A line on the terminal that tells how far a long file is done.
struct Progress {
    begun: Instant,
    /// Bytes of the whole file, where they are known.
    size: Option<u64>,
    /// When it was last shown; none where nobody would see it.
    shown: Option<Mutex<Cell<Instant>>>,
}

impl Progress {
    fn new(size: Option<u64>) -> Self {
        let begun = Instant::now();
        Progress { begun, size, shown: std::io::stderr().is_terminal().then(|| Mutex::new(Cell::new(begun))) }
    }

    fn show(&self, bytes: u64) {
        let Some(Ok(shown)) = self.shown.as_ref().map(Mutex::try_lock) else { return };
        if shown.get().elapsed() >= Duration::from_millis(200) {
            shown.set(Instant::now());
            let megabytes = bytes as f64 / 1e6;
            let rate = megabytes / self.begun.elapsed().as_secs_f64();
            let done = match self.size {
                Some(size) => {
                    let part = (bytes as f64 / size.max(1) as f64).min(1.0);
                    let bar = "━".repeat((part * 20.0) as usize);
                    format!("{bar:·<20} {:3.0} %, {megabytes:.0} of {:.0} MB", part * 100.0, size as f64 / 1e6)
                }
                None => format!("{megabytes:.0} MB"),
            };
            let _ = write!(std::io::stderr(), "\r{done}, {rate:.0} MB/s ");
        }
    }

    fn clear(&self) {
        if self.shown.as_ref().is_some_and(|shown| shown.lock().is_ok_and(|shown| shown.get() != self.begun)) {
            let _ = write!(std::io::stderr(), "\r{:60}\r", "");
        }
    }
}
