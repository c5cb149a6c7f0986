//! Appends roles and chairs to the rows of a CSV of any length.
//!
//! The file is read in blocks, which worker threads annotate in parallel. The output does not depend on their number,
//! and memory is bounded by the size of the blocks.

mod answers;
mod blocks;
mod dates;
mod header;
mod options;
mod rows;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::csv_file::is_missing;
use crate::date::Edge;
pub use crate::error::AnnotateError;
use crate::input::{self, Text};
pub use crate::note::Na;
use crate::store::codes;
use crate::store::entity::{self, NA};
use crate::{Error, Problem, Registry};
use answers::{Answers, Class, Day, Timeline};
pub(crate) use answers::{chairs, number as day_number, with_projected};
use blocks::{Input, Output};
pub use dates::DatesRead;
use dates::{Layout, Tally};
use header::Header;
pub use options::{Column, DateFrom, Options, Summary, Territories};
use rows::{Marks, Shape};

/// Maximum number of distinct unrecognised names reported.
const MOST_UNMATCHED: usize = 100_000;

/// Maximum number of worker threads.
const MOST_THREADS: usize = 64;

/// How many bytes, and how many of their rows, tell what `NA` means in the column of countries.
const SAMPLE: u64 = 1 << 20;
const SAMPLE_ROWS: usize = 10_000;

/// How many rows with nothing but dates in ISO 8601 are enough to expect no others.
const DATED_ROWS: usize = 1_000;

/// Maximum number of spellings of names that a worker caches.
const MOST_WRITINGS: usize = 50_000;

impl Registry {
    /// Copies the CSV in `input` to `output` and appends to each row the role of its country on its date, and the
    /// chair. The input may be compressed with gzip, and in another encoding than UTF-8; the output is neither. Errors call
    /// the file `name`. `progress` is called with the number of bytes of text processed so far. The registry is read
    /// first, and [released](Registry::release).
    ///
    /// # Errors
    /// [`Error::Input`] if the file is not text; [`Error::Annotate`] or [`Error::Column`] for a missing column, or for dates
    /// with two readings; [`Error::Invalid`] with the first malformed
    /// row; [`Error::Io`] if reading or writing fails.
    pub fn annotate(
        &self,
        name: &str,
        input: impl Read + Send,
        mut output: impl Write + Send,
        options: &Options,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Summary, Error> {
        // The rows may come slowly, and other programs need not wait for them.
        self.release();
        let mut input = input::text(name, input, options.encoding)?;
        let header = Header::read(name, &mut input, options)?;
        let shape = header.shape;
        let mut sample = Vec::new();
        input.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(Error::io(name.as_ref()))?;
        let na_is_missing = na_is_missing(&sample, shape);
        let (layout, dates, input) = layout(sample, input, shape, options)?;
        output.write_all(&header.annotated(options)).map_err(Error::io("the output".as_ref()))?;

        self.hold()?;
        let na = self.na(na_is_missing)?;
        let answers = Answers::new(self, options, shape.delimiter)?;
        self.release();
        let fixed = match &options.date {
            DateFrom::Fixed(when) => Some((answers::number(when.first_day()), answers::number(when.last_day()))),
            DateFrom::Column(_) => None,
        };
        let verified = answers::number(self.meta().verified_through);
        let job = Job { options, shape, answers: &answers, fixed, layout, verified, na };
        let header_lines = memchr::memchr_iter(b'\n', &header.bytes).count() as u64;
        let summary = job.run(name, header_lines, input, output, progress)?;
        let names = summary.unmatched.iter().map(|(name, _)| name.as_str());
        let codes = if options.codes.is_some() { Vec::new() } else { codes::recognized(&self.conn, names)? };
        Ok(Summary { dates, codes, ..summary })
    }
}

/// Returns how the dates are written, what to tell about it, and the whole input after the header. Unless a sample of its
/// first rows has only dates in ISO 8601, all of it is read.
fn layout<'a>(
    sample: Vec<u8>,
    input: impl Read + Send + 'a,
    shape: Shape,
    options: &Options,
) -> Result<(Layout, Option<DatesRead>, Text<'a>), Error> {
    let whole = sample.len() < SAMPLE as usize;
    let DateFrom::Column(column) = &options.date else {
        return Ok((Layout::Iso, None, Box::new(Cursor::new(sample).chain(input))));
    };
    if let Some(format) = &options.date_format {
        return Ok((Layout::given(format), None, Box::new(Cursor::new(sample).chain(input))));
    }
    let mut tally = Tally::default();
    // The last row of a sample may be cut.
    let end = if whole { sample.len() } else { memchr::memrchr(b'\n', &sample).map_or(0, |at| at + 1) };
    dates::of_rows(&sample[..end], shape, &mut tally, DATED_ROWS);
    if tally.is_iso() && tally.has_iso() {
        return Ok((Layout::Iso, None, Box::new(Cursor::new(sample).chain(input))));
    }
    let (tally, input) = dates::of_all(Cursor::new(sample).chain(input), shape, options)?;
    let (layout, dates) = tally.layout(column)?;
    Ok((layout, dates, Box::new(input)))
}

/// Returns whether `NA` is a missing value in the column of countries. A sample of fixed size decides, so that the answer
/// does not depend on the number of threads or the size of blocks.
fn na_is_missing(sample: &[u8], shape: Shape) -> bool {
    let mut marks = Marks::of(sample, shape.delimiter);
    let mut at = 0;
    let values = std::iter::from_fn(|| {
        let row = (at < sample.len()).then(|| shape.row(&mut marks, at).ok()).flatten()?;
        at = row.next;
        Some(rows::value(&sample[row.country]))
    });
    let values: Vec<Cow<str>> = values.take(SAMPLE_ROWS).collect();
    entity::na_is_missing(values.iter().map(AsRef::as_ref))
}

/// Returns `text` as a cell of CSV, quoted if needed.
fn quoted(text: &str, delimiter: u8) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r')) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}

/// Shared by all workers.
struct Job<'a> {
    options: &'a Options,
    shape: Shape,
    answers: &'a Answers,
    /// The first and last day of every row, if the rows have no dates.
    fixed: Option<(Day, Day)>,
    /// How the dates are written.
    layout: Layout,
    verified: Day,
    /// What `NA` means in the column of countries; `None` if it is not a code.
    na: Option<Na>,
}

/// The state of one worker.
#[derive(Default)]
struct Worker {
    counts: [u64; 8],
    rows: u64,
    changing: u64,
    after_verified: u64,
    /// The timeline for each spelling of a name seen so far.
    writings: FxHashMap<Vec<u8>, usize>,
    unmatched: Counts,
    bad_dates: Counts,
    /// `NA` is one of the writings.
    na: bool,
}

/// Different values with their counts, as many as are kept.
#[derive(Default)]
struct Counts {
    values: HashMap<String, u64>,
    /// Whether there were more.
    cut: bool,
}

impl Counts {
    fn add(&mut self, cell: &[u8]) {
        let value = rows::value(cell);
        if let Some(count) = self.values.get_mut(value.as_ref()) {
            *count += 1;
        } else if self.values.len() < MOST_UNMATCHED {
            self.values.insert(value.into_owned(), 1);
        } else {
            self.cut = true;
        }
    }

    /// Returns the values of all workers, most frequent first, and whether any were left out.
    fn merged(all: impl Iterator<Item = Counts>) -> (Vec<(String, u64)>, bool) {
        let mut merged = Counts::default();
        for counts in all {
            merged.cut |= counts.cut;
            for (value, count) in counts.values {
                *merged.values.entry(value).or_default() += count;
            }
        }
        let mut values: Vec<(String, u64)> = merged.values.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (values, merged.cut)
    }
}

/// Why a worker stopped.
enum Stop {
    Read(std::io::Error),
    Write(std::io::Error),
    /// A row that cannot be annotated, after `lines` line ends in block `block`.
    Row {
        block: usize,
        lines: u64,
        error: RowError,
    },
}

/// Why a row cannot be annotated.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum RowError {
    Invalid(String),
    /// The country is not UTF-8.
    NotUtf8(Vec<u8>),
    /// The date is written in another way than those before it.
    OtherLayout(String),
}

impl Job<'_> {
    fn run(
        &self,
        name: &str,
        header_lines: u64,
        input: impl Read + Send,
        output: impl Write + Send,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Summary, Error> {
        let threads = match self.options.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads.min(MOST_THREADS),
        };
        let input = Mutex::new(Input::new(input, self.options.block));
        let output = Output::new(output);
        let stops: Mutex<Vec<Stop>> = Mutex::new(Vec::new());
        let lines: Mutex<Vec<(usize, u64)>> = Mutex::new(Vec::new());
        let done = Mutex::new(0);

        let work = || {
            let (mut worker, mut block, mut out) = (Worker::default(), Vec::new(), Vec::new());
            let mut next = || -> Result<bool, Stop> {
                let Some((number, cut)) = lock(&input).fill(&mut block).map_err(Stop::Read)? else { return Ok(false) };
                let annotated = self.block(&block, number, cut, &mut worker, &mut out);
                // A faulty block takes its turn too, so that no worker waits for it forever.
                output.write(number, &mut out).map_err(Stop::Write)?;
                annotated?;
                lock(&lines).push((number, memchr::memchr_iter(b'\n', &block).count() as u64));
                let mut done = lock(&done);
                *done += block.len() as u64;
                progress(*done);
                Ok(true)
            };
            loop {
                match next() {
                    Ok(true) => {}
                    Ok(false) => return worker,
                    Err(stop) => {
                        lock(&input).stop();
                        lock(&stops).push(stop);
                        return worker;
                    }
                }
            }
        };
        let workers: Vec<Worker> = std::thread::scope(|scope| {
            // The system may refuse more threads; this one always works.
            let spawn = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
            let others: Vec<_> = (1..threads).map_while(spawn).collect();
            let own = work();
            std::iter::once(own).chain(others.into_iter().filter_map(|other| other.join().ok())).collect()
        });

        let stops = stops.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut rows: Vec<(usize, u64, RowError)> = Vec::new();
        for stop in stops {
            match stop {
                Stop::Read(error) => return Err(Error::io(name.as_ref())(error)),
                Stop::Write(error) => return Err(Error::io("the output".as_ref())(error)),
                Stop::Row { block, lines, error } => rows.push((block, lines, error)),
            }
        }
        if let Some((block, line, error)) = rows.into_iter().min() {
            let before: u64 = lock(&lines).iter().filter(|(number, _)| *number < block).map(|(_, lines)| lines).sum();
            let line = header_lines + before + line + 1;
            return Err(match error {
                RowError::Invalid(reason) => Error::Invalid(vec![Problem { file: name.to_string(), line, reason }]),
                RowError::NotUtf8(bytes) => input::not_utf8(name, line, &bytes),
                RowError::OtherLayout(value) => {
                    let column =
                        if let DateFrom::Column(name) = &self.options.date { name.clone() } else { String::new() };
                    AnnotateError::OtherLayout { file: name.to_string(), line, column, value }.into()
                }
            });
        }
        Ok(Summary {
            na: workers.iter().any(|worker| worker.na).then(|| self.na.clone()).flatten(),
            ..summary(workers)
        })
    }

    /// Annotates the rows of one block.
    fn block(
        &self,
        block: &[u8],
        number: usize,
        cut: bool,
        worker: &mut Worker,
        out: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        let stop = |at: usize, error: RowError| Stop::Row {
            block: number,
            lines: memchr::memchr_iter(b'\n', &block[..at]).count() as u64,
            error,
        };
        let fault = |at: usize, reason: String| stop(at, RowError::Invalid(reason));
        let mut marks = Marks::of(block, self.shape.delimiter);
        let mut at = 0;
        while at < block.len() {
            let row = self.shape.row(&mut marks, at).map_err(|error| {
                let header = match error {
                    rows::Fault::Cells(_) => format!(" where the header has {}", self.shape.cells),
                    _ => String::new(),
                };
                fault(at, format!("{error}{header}"))
            })?;
            if cut && row.next == block.len() {
                return Err(fault(
                    at,
                    format!("the row is longer than {} MB; is a quote never closed?", blocks::LONGEST_ROW >> 20),
                ));
            }
            if !row.text.is_empty() {
                let country = &block[row.country];
                let number = match worker.writings.get(country) {
                    Some(number) => *number,
                    None if std::str::from_utf8(country).is_err() => {
                        return Err(stop(at, RowError::NotUtf8(country.to_vec())));
                    }
                    None => worker.learn(country, self).map_err(|error| fault(at, error.to_string()))?,
                };
                if number == answers::UNRECOGNISED {
                    if self.options.strict {
                        let name = rows::value(country);
                        let reason = format!("unknown country or organisation: `{}`", crate::wording::shown(&name));
                        return Err(fault(at, reason));
                    }
                    worker.unmatched.add(country);
                }
                let timeline = self.answers.timeline(number);
                let cells = match self.fixed.or_else(|| self.layout.days(&block[row.date.clone()])) {
                    Some(days) => self.answer(timeline, days, worker),
                    None => self.undated(timeline, &block[row.date], worker).map_err(|error| stop(at, error))?,
                };
                out.extend_from_slice(&block[row.text.clone()]);
                out.extend_from_slice(cells);
            }
            out.extend_from_slice(&block[row.text.end..row.next]);
            at = row.next;
        }
        Ok(())
    }

    fn answer<'a>(&self, timeline: &'a Timeline, (first, last): (Day, Day), worker: &mut Worker) -> &'a [u8] {
        let asked = match self.options.at {
            Edge::Start => first,
            Edge::End => last,
        };
        let answer = timeline.on(asked);
        if first != last && timeline.on(first) != timeline.on(last) {
            worker.changing += 1;
        }
        worker.after_verified += u64::from(asked > self.verified);
        worker.rows += 1;
        worker.counts[answer.class as usize] += 1;
        &answer.cells
    }

    /// Returns what to append to a row without a date.
    fn undated<'a>(&self, timeline: &'a Timeline, cell: &[u8], worker: &mut Worker) -> Result<&'a [u8], RowError> {
        let value = rows::value(cell);
        let answer = if is_missing(&value) {
            &timeline.no_date
        } else {
            if self.layout == Layout::Iso && dates::is_foreign(cell) {
                return Err(RowError::OtherLayout(value.trim().to_string()));
            }
            if self.options.strict {
                return Err(RowError::Invalid(format!("invalid date: `{}`", crate::wording::shown(&value))));
            }
            worker.bad_dates.add(cell);
            &timeline.bad_date
        };
        worker.rows += 1;
        worker.counts[answer.class as usize] += 1;
        Ok(&answer.cells)
    }
}

impl Worker {
    /// Resolves a spelling of a name that was not seen before.
    fn learn(&mut self, country: &[u8], job: &Job) -> Result<usize, Error> {
        let value = rows::value(country);
        let mut number = job.answers.resolve(&value)?;
        if value.trim() == NA && job.na.is_some() && job.options.codes.is_none() {
            self.na = true;
            if job.na == Some(Na::Missing) {
                number = answers::MISSING;
            }
        }
        if number == answers::UNRECOGNISED && is_missing(&value) {
            number = answers::MISSING;
        }
        if self.writings.len() == MOST_WRITINGS {
            self.writings.clear();
        }
        self.writings.insert(country.to_vec(), number);
        Ok(number)
    }
}

fn summary(workers: Vec<Worker>) -> Summary {
    let mut all = Summary::default();
    let (mut unmatched, mut bad_dates) = (Vec::new(), Vec::new());
    for worker in workers {
        let count = |class: Class| worker.counts[class as usize];
        all.rows += worker.rows;
        all.with_role += count(Class::Role);
        all.represented += count(Class::Represented);
        all.none += count(Class::None);
        all.not_known += count(Class::NotKnown);
        all.outside += count(Class::Outside);
        all.bad_dates += count(Class::BadDate);
        all.unrecognised += count(Class::Unrecognised);
        all.missing += count(Class::Missing);
        all.changing += worker.changing;
        all.after_verified += worker.after_verified;
        unmatched.push(worker.unmatched);
        bad_dates.push(worker.bad_dates);
    }
    (all.unmatched, all.unmatched_cut) = Counts::merged(unmatched.into_iter());
    (all.bad_date_values, _) = Counts::merged(bad_dates.into_iter());
    all
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
