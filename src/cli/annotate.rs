//! `annotate`: a CSV with role and chair on each row.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::format::StrftimeItems;
use chrono::{NaiveDate, NaiveTime};
use clap::Args;

use super::files::Files;
use super::{Context, Exit, Failure, interrupt, output, usage};
use crate::annotate::{Column, DateFrom, Options, Summary, Territories};
use crate::atomic_file::NewFile;
use crate::date::Edge;
use crate::store::Note;
use crate::{Error, Registry};

/// Append the role of its country, and the chair, to each row of a CSV
///
/// Keeps the columns, their order and every byte of the file, of any length, and appends `arctic_party`, `arctic_role`,
/// `arctic_since`, `arctic_chair` and `arctic_chair_certainty`, which is `certain`, `not_known` (then the chair is empty)
/// or `projected` from the order of rotation. The role is `none` for a country without a role on that date, `not_known` if the
/// record leaves it open, `unrecognised` for an unknown name, `bad_date` for an invalid date, and `outside` before the
/// founding. A summary goes to standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic annotate events.csv --country country --date date -o out.csv
  arctic annotate panel.csv --country ccode3 --year year --at start > out.csv
  zcat big.csv.gz | arctic annotate - --country actor --date day --date-format %d/%m/%Y > out.csv")]
pub(crate) struct Annotate {
    /// The file; `-` is standard input
    file: PathBuf,

    /// Column with the country or party
    #[arg(long, value_name = "COL")]
    country: String,

    /// Column with the date: a day, a month or a year; a time after the day is ignored
    #[arg(long, value_name = "COL", required_unless_present_any = ["year", "on"], conflicts_with_all = ["year", "on"])]
    date: Option<String>,

    /// Column with the year
    #[arg(long, value_name = "COL", conflicts_with = "on")]
    year: Option<String>,

    /// Use this time for every row
    #[arg(long, value_name = "WHEN")]
    on: Option<String>,

    /// Write to this file, atomically, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Prefix of the names of the appended columns
    #[arg(long, default_value = "arctic_")]
    prefix: String,

    /// Columns to append: party, role, since, chair, name, iso3, chair_certainty
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "party,role,since,chair,chair_certainty")]
    columns: Vec<String>,

    /// Day that counts for a year or month in which the answer changes: the first or the last
    #[arg(long, value_enum, default_value_t)]
    at: Edge,

    /// Role of an area such as Greenland: that of the party whose seat covers it, or `represented`
    #[arg(long, value_enum, default_value_t)]
    territories: Territories,

    /// Format of the dates, if not 2021-05-20: %d/%m/%Y, %Y%m%d, ...
    #[arg(long, value_name = "FORMAT")]
    date_format: Option<String>,

    /// Character between cells [default: a tab in .tsv and .tab files, else a comma]
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,

    /// Write the unrecognised names with their counts to this file
    #[arg(long, value_name = "FILE")]
    unmatched: Option<PathBuf>,

    /// Fail on the first unrecognised name
    #[arg(long)]
    strict: bool,

    /// Number of threads [default: one per processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,

    /// Bytes to read at a time
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20, hide = true)]
    block: usize,
}

/// How many unrecognised names the summary lists.
const MOST_NAMES: usize = 10;

impl Annotate {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        let options = self.options(context)?;
        let stdin = self.file.as_os_str() == "-";
        let name = if stdin { "standard input".to_string() } else { self.file.display().to_string() };
        let input: Box<dyn Read + Send> = match stdin {
            true => Box::new(std::io::stdin()),
            false => Box::new(File::open(&self.file).map_err(Error::io(&self.file))?),
        };
        if self.output.is_some() || self.unmatched.is_some() {
            [&self.output, &self.unmatched]
                .into_iter()
                .flatten()
                .try_fold(Files::of(context).input(&self.file), |files, path| files.output(path))?;
            interrupt::clean_up();
        }
        // Open the outputs first, so that a bad path fails before the work begins.
        let open = |path: &Option<PathBuf>| path.as_ref().map(|path| NewFile::create(path)).transpose();
        let (mut output, mut unmatched) = (open(&self.output)?, open(&self.unmatched)?);
        let registry = context.registry()?;
        let size = std::fs::metadata(&self.file).ok().filter(|file| file.is_file()).map(|file| file.len());
        let progress = output::Progress::new(size);
        let show = |done| progress.show(done);
        let summary = match output.as_mut() {
            Some(file) => registry.annotate(&name, input, file.as_file_mut(), &options, &show),
            None => registry.annotate(&name, input, output::Out::new(), &options, &show),
        };
        progress.clear();
        let summary = summary?;
        if let Some(file) = &mut unmatched {
            write_names(file.as_file_mut(), &summary.unmatched).map_err(Error::io("the output".as_ref()))?;
        }
        for file in [output, unmatched].into_iter().flatten() {
            file.finish()?;
        }
        for line in describe(&summary, self.at, &registry) {
            output::note(&line);
        }
        Ok(Exit::Yes)
    }

    fn options(&self, context: &Context) -> Result<Options, Failure> {
        let date = match self.date.as_ref().or(self.year.as_ref()) {
            Some(column) => DateFrom::Column(column.clone()),
            None => DateFrom::Fixed(context.when(self.on.as_deref().unwrap_or("today"))?),
        };
        let mut options = Options::new(&self.country, date);
        options.columns = self.columns.iter().map(|name| column(name)).collect::<Result<_, _>>()?;
        options.delimiter = delimiter(self.delimiter.as_deref(), &self.file)?;
        options.prefix.clone_from(&self.prefix);
        options.at = self.at;
        options.territories = self.territories;
        options.strict = self.strict;
        options.threads = self.threads;
        options.block = self.block;
        options.date_format = self.date_format.as_ref().map(|format| date_format(format, context.today)).transpose()?;
        Ok(options)
    }
}

fn column(name: &str) -> Result<Column, Failure> {
    match Column::ALL.iter().find(|(_, known)| *known == name.trim()) {
        Some((column, _)) => Ok(*column),
        None => {
            let names: Vec<&str> = Column::ALL.iter().map(|(_, name)| *name).collect();
            usage(format!("no such column to append: `{name}`; `--columns` takes {}", names.join(", ")))
        }
    }
}

fn delimiter(given: Option<&str>, file: &Path) -> Result<u8, Failure> {
    match given {
        None if file.extension().is_some_and(|extension| extension == "tsv" || extension == "tab") => Ok(b'\t'),
        None => Ok(b','),
        Some("\\t" | "tab") => Ok(b'\t'),
        Some(text) => match text.as_bytes() {
            [byte] if (byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'-' | b'_')) || *byte == b'\t' => {
                Ok(*byte)
            }
            _ => usage(format!("invalid delimiter: `{text}`; use one character such as `;` or `|`, or `tab`")),
        },
    }
}

/// Accepts a format that reads back the day that it writes.
fn date_format(format: &str, today: NaiveDate) -> Result<String, Failure> {
    match describes_day(format, today) {
        true => Ok(format.to_string()),
        false => usage(format!("invalid date format: `{format}`; use one such as `%d/%m/%Y`")),
    }
}

fn describes_day(format: &str, day: NaiveDate) -> bool {
    // Midnight in UTC, because a format may include a time and an offset.
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    let mut text = String::new();
    // `to_string` would panic on a format that chrono cannot write.
    write!(text, "{}", midnight.format_with_items(StrftimeItems::new(format))).is_ok()
        && NaiveDate::parse_from_str(&text, format) == Ok(day)
}

fn write_names(to: &mut File, names: &[(String, u64)]) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(["name", "count"])?;
    for (name, count) in names {
        writer.write_record([name, &count.to_string()])?;
    }
    writer.flush()
}

/// Returns the summary, one line per note.
fn describe(summary: &Summary, at: Edge, registry: &Registry) -> Vec<String> {
    let meta = registry.meta();
    let mut counts =
        vec![format!("{} with a role", grouped(summary.with_role)), format!("{} none", grouped(summary.none))];
    for (count, what) in [
        (summary.represented, "represented".to_string()),
        (summary.not_known, "not known".to_string()),
        (summary.unrecognised, "unrecognised".to_string()),
        (summary.bad_dates, "with an invalid date".to_string()),
        (summary.outside, format!("before the founding on {}", meta.founded)),
    ] {
        if count > 0 {
            counts.push(format!("{} {what}", grouped(count)));
        }
    }
    let mut lines = vec![format!("{}: {}", rows(summary.rows), counts.join(", "))];
    if summary.changing > 0 {
        let day = if at == Edge::Start { "first" } else { "last" };
        lines.push(match summary.changing {
            1 => format!("1 row gives a year or month in which the answer changes; its {day} day counts"),
            _ => format!(
                "{} give a year or month in which the answer changes; its {day} day counts",
                rows(summary.changing)
            ),
        });
    }
    if summary.after_verified > 0 {
        let (rows, day) = (rows(summary.after_verified), meta.verified_through);
        lines.push(format!("{rows} dated after {day}, when the data was last verified"));
    }
    lines.extend(summary.na.clone().map(|na| Note::NotAvailable(na).to_string()));
    if !summary.unmatched.is_empty() {
        let name = |(name, count): &(String, u64)| format!("`{name}` {}", grouped(*count));
        let names: Vec<String> = summary.unmatched.iter().take(MOST_NAMES).map(name).collect();
        let and_more = match (summary.unmatched.len().saturating_sub(MOST_NAMES), summary.unmatched_cut) {
            (0, false) => String::new(),
            (more, false) => format!(", and {} more (`--unmatched FILE` writes all of them)", grouped(more as u64)),
            (_, true) => ", and more than can be kept; is this the right column?".to_string(),
        };
        lines.push(format!("unrecognised: {}{and_more}", names.join(", ")));
    }
    lines
}

/// "1 row", "12,345 rows".
fn rows(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "row" } else { "rows" })
}

/// Returns a number with commas between groups of three digits.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_format_describes_a_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for format in ["%d/%m/%Y", "%Y%m%d", "%d %B %y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"] {
            assert!(describes_day(format, day), "{format}");
        }
        for format in ["", "x", "%d/%m", "%Y-%m", "%H:%M", "%S", "%s", "%z", "%Q"] {
            assert!(!describes_day(format, day), "{format}");
        }
    }
}
