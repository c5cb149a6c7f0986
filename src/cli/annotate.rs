//! `annotate`: a CSV with role and chair on each row.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use chrono::format::StrftimeItems;
use chrono::{NaiveDate, NaiveTime};
use clap::Args;

use super::files::Files;
use super::{Context, Exit, Failure, Format, interrupt, output, usage};
use crate::annotate::{Column, DateFrom, DatesRead, Options, Summary, Territories};
use crate::atomic_file::NewFile;
use crate::date::Edge;
use crate::input::Encoding;
use crate::store::{Codes, Note};
use crate::{Error, Registry, csv_file};

/// Append the role of its country, and the chair, to each row of a CSV
///
/// Keeps the columns, their order and every byte of the file, of any length, and appends `arctic_party`, `arctic_role`,
/// `arctic_since`, `arctic_chair` and `arctic_chair_certainty`, which is `certain`, `not_known` (then the chair is empty)
/// or `projected` from the order of rotation. The role is `none` for a country without a role on that date, `not_known` if the
/// record leaves it open, `unrecognised` for an unknown name, `bad_date` for an invalid date, `missing` if there is no
/// name or no date, and `outside` before the founding. A summary goes to standard error.
///
/// The file may be compressed with gzip, and in UTF-16. Its delimiter and the way in which its dates are written are found
/// out; if the dates can be read in two ways, `--date-format` says which.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic annotate events.csv --country country --date date -o out.csv
  arctic annotate panel.csv --country ccode3 --year year --at start > out.csv
  arctic annotate big.csv.gz --country actor --date day --date-format %d/%m/%Y -o out.csv
  arctic annotate une_rt_m.tsv --country geo --codes eurostat --date month > out.csv")]
pub(crate) struct Annotate {
    /// The file; `-` is standard input
    file: PathBuf,

    /// Column with the country or party
    #[arg(long, value_name = "COL")]
    country: String,

    /// Which codes that column has, if not names or ISO codes in capitals
    #[arg(long, value_enum, value_name = "SYSTEM")]
    codes: Option<Codes>,

    /// Column with the date: a day, a month or a year; a time after the day is ignored
    #[arg(long, value_name = "COL", required_unless_present_any = ["year", "on"], conflicts_with_all = ["year", "on"])]
    date: Option<String>,

    /// Column with the year
    #[arg(long, value_name = "COL", conflicts_with = "on")]
    year: Option<String>,

    /// Use this time for every row
    #[arg(long, value_name = "WHEN")]
    on: Option<String>,

    /// Write to this file, atomically, instead of standard output, which is `-`
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

    /// Format of the dates, if it is not found out: %d/%m/%Y, %d.%m.%y, ..., or `excel` for numbers of days
    #[arg(long, value_name = "FORMAT")]
    date_format: Option<String>,

    /// Character between cells, if it is not found out: `;`, `|`, `tab`, ...
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,

    /// Encoding of the file, if not UTF-8 or UTF-16: latin1, windows-1252, ... The output is UTF-8
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,

    /// Write the unrecognised names with their counts to this file
    #[arg(long, value_name = "FILE")]
    unmatched: Option<PathBuf>,

    /// Fail on the first unrecognised name or invalid date
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
        if !matches!(context.global.format, Format::Table | Format::Csv) {
            return usage("`annotate` keeps the form of the file, which is CSV; remove `--format`");
        }
        let to_stdout = |path: &Option<PathBuf>| path.as_ref().is_some_and(|path| path.as_os_str() == "-");
        if to_stdout(&self.unmatched) && (self.output.is_none() || to_stdout(&self.output)) {
            return usage(
                "standard output has the rows; name a file for one of them, with `--output` or `--unmatched`",
            );
        }
        if let Some(path) = self.output.as_ref().filter(|path| path.extension().is_some_and(|name| name == "gz")) {
            return usage(format!(
                "{} would not be compressed; write to a `.csv`, or pipe the rows into `gzip`",
                path.display()
            ));
        }
        let (name, input) = csv_file::open(&self.file)?;
        let outputs = [&self.output, &self.unmatched].map(|path| path.as_ref().filter(|path| path.as_os_str() != "-"));
        if outputs.iter().any(Option::is_some) {
            let files = Files::of(context).input(&self.file);
            outputs.into_iter().flatten().try_fold(files, |files, path| files.output(path))?;
            interrupt::clean_up();
        }
        // Open the outputs first, so that a bad path fails before the work begins.
        let open = |path: Option<&PathBuf>| path.map(|path| NewFile::create(path)).transpose();
        let (mut output, mut unmatched) = (open(outputs[0])?, open(outputs[1])?);
        let registry = context.registry()?;
        let size = std::fs::metadata(&self.file).ok().filter(|file| file.is_file()).map(|file| file.len());
        // How long a compressed file is shows only at its end.
        let size = size.filter(|_| self.file.extension().is_none_or(|name| name != "gz"));
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
        if to_stdout(&self.unmatched) {
            write_names(std::io::stdout(), &summary.unmatched).map_err(Error::io("standard output".as_ref()))?;
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
        options.delimiter = self.delimiter.as_deref().map(delimiter).transpose()?;
        options.encoding = self.encoding;
        options.codes = self.codes;
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

/// Parses the name of an encoding.
pub(super) fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::named(name).ok_or_else(|| "use a name such as latin1, windows-1252, utf-16le or shift_jis".to_string())
}

/// Returns the hint that unrecognised names, such as `example`, are codes.
pub(super) fn codes_hint(codes: &[Codes], example: Option<&String>) -> Option<String> {
    let (options, example) = (codes.iter().map(|codes| format!("`--codes {}`", codes.name())), example?);
    let options: Vec<String> = options.collect();
    (!options.is_empty()).then(|| {
        format!("`{}` and the like are codes; read them with {}", crate::wording::shown(example), options.join(" or "))
    })
}

fn delimiter(given: &str) -> Result<u8, Failure> {
    match given {
        "\\t" | "tab" => Ok(b'\t'),
        text => match text.as_bytes() {
            [byte] if (byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'-' | b'_')) || *byte == b'\t' => {
                Ok(*byte)
            }
            _ => usage(format!("invalid delimiter: `{text}`; use one character such as `;` or `|`, or `tab`")),
        },
    }
}

/// Accepts `excel`, and a format that reads back the day that it writes.
fn date_format(format: &str, today: NaiveDate) -> Result<String, Failure> {
    match format == "excel" || describes_day(format, today) {
        true => Ok(format.to_string()),
        false => usage(format!("invalid date format: `{format}`; use one such as `%d/%m/%Y`, or `excel`")),
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

fn write_names(to: impl Write, names: &[(String, u64)]) -> std::io::Result<()> {
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
        (summary.missing, "without a name or date".to_string()),
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
    if let Some(DatesRead { value, day, how, .. }) = &summary.dates {
        lines.push(format!("dates are read {how}: `{}` is {day}", crate::wording::shown(value)));
    }
    lines.extend(summary.na.clone().map(|na| Note::NotAvailable(na).to_string()));
    if !summary.unmatched.is_empty() {
        let and_more = match (summary.unmatched.len().saturating_sub(MOST_NAMES), summary.unmatched_cut) {
            (0, false) => String::new(),
            (more, false) => format!(", and {} more (`--unmatched FILE` writes all of them)", grouped(more as u64)),
            (_, true) => ", and more than can be kept; is this the right column?".to_string(),
        };
        lines.push(format!("unrecognised: {}{and_more}", most_frequent(&summary.unmatched)));
        lines.extend(codes_hint(&summary.codes, summary.unmatched.first().map(|(name, _)| name)));
    }
    if !summary.bad_date_values.is_empty() {
        let more = summary.bad_date_values.len().saturating_sub(MOST_NAMES);
        let and_more = if more == 0 { String::new() } else { format!(", and {} more", grouped(more as u64)) };
        lines.push(format!("invalid dates: {}{and_more}", most_frequent(&summary.bad_date_values)));
    }
    lines
}

/// Returns the first values with their counts.
fn most_frequent(values: &[(String, u64)]) -> String {
    let value = |(value, count): &(String, u64)| format!("`{}` {}", crate::wording::shown(value), grouped(*count));
    values.iter().take(MOST_NAMES).map(value).collect::<Vec<_>>().join(", ")
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
