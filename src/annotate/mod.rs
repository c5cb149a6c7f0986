//! Appends roles and chairs to the rows of a CSV of any length.
//!
//! The file is read in blocks, which worker threads annotate in parallel. The output does not depend on their number,
//! and memory is bounded by the size of the blocks.

mod answers;
mod blocks;
mod options;
mod rows;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::date::Edge;
pub use crate::error::AnnotateError;
pub use crate::note::Na;
use crate::store::entity::{self, NA};
use crate::{Error, Problem, Registry, csv_file};
use answers::{Answers, Class, Day, Timeline};
pub(crate) use answers::{chairs, number as day_number, with_projected};
use blocks::{Input, Output};
pub use options::{Column, DateFrom, Options, Summary, Territories};
use rows::{Marks, Shape};

/// Maximum number of distinct unrecognised names reported.
const MOST_UNMATCHED: usize = 100_000;

/// Maximum number of worker threads.
const MOST_THREADS: usize = 64;

/// How many bytes, and how many of their rows, tell what `NA` means in the column of countries.
const SAMPLE: u64 = 1 << 20;
const SAMPLE_ROWS: usize = 10_000;

/// Maximum number of spellings of names that a worker caches.
const MOST_WRITINGS: usize = 50_000;

impl Registry {
    /// Copies the CSV in `input` to `output` and appends to each row the role of its country on its date, and the
    /// chair. Errors call the file `name`. `progress` is called with the number of bytes processed so far. The registry
    /// is read first, and [released](Registry::release).
    ///
    /// # Errors
    /// [`Error::Annotate`] or [`Error::Column`] for a missing column; [`Error::Invalid`] with the first malformed
    /// row; [`Error::Io`] if reading or writing fails.
    pub fn annotate(
        &self,
        name: &str,
        mut input: impl Read + Send,
        mut output: impl Write + Send,
        options: &Options,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Summary, Error> {
        let answers = Answers::new(self, options)?;
        // The rows may come slowly, and other programs need not wait for them.
        self.release();
        let mut first = Vec::new();
        read_header(&mut input, &mut first).map_err(Error::io(name.as_ref()))?;
        let (shape, header_end) = header(name, &first, options)?;
        let mut head = first[..header_end].to_vec();
        for column in &options.columns {
            let name = Column::ALL.iter().find(|(known, _)| known == column).map_or("", |(_, name)| name);
            head.push(options.delimiter);
            head.extend(quoted(&format!("{}{name}", options.prefix), options.delimiter).bytes());
        }
        head.extend(&first[header_end..]);
        output.write_all(&head).map_err(Error::io("the output".as_ref()))?;

        let fixed = match &options.date {
            DateFrom::Fixed(when) => Some((answers::number(when.first_day()), answers::number(when.last_day()))),
            DateFrom::Column(_) => None,
        };
        let mut sample = Vec::new();
        input.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(Error::io(name.as_ref()))?;
        let na = self.na(na_is_missing(&sample, shape))?;
        let input = sample.as_slice().chain(input);
        let verified = answers::number(self.meta().verified_through);
        let job = Job { options, shape, answers: &answers, fixed, verified, na };
        let header_lines = memchr::memchr_iter(b'\n', &first).count() as u64;
        job.run(name, header_lines, input, output, progress)
    }
}

/// Reads the header with its line end, one byte at a time: the rest is read in blocks.
fn read_header(input: &mut impl Read, header: &mut Vec<u8>) -> std::io::Result<()> {
    let (mut quotes, mut byte) = (0, [0]);
    while header.len() < blocks::LONGEST_ROW && input.read(&mut byte)? == 1 {
        header.push(byte[0]);
        quotes += usize::from(byte[0] == b'"');
        if byte[0] == b'\n' && quotes % 2 == 0 {
            break;
        }
    }
    Ok(())
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

/// Returns the shape of the file and where the text of its header ends.
fn header(file: &str, bytes: &[u8], options: &Options) -> Result<(Shape, usize), Error> {
    let invalid = |reason: String| Error::Invalid(vec![Problem { file: file.to_string(), line: 1, reason }]);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(invalid("the file is UTF-16; save it as UTF-8".to_string()));
    }
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let text_end = line.strip_suffix(b"\r").unwrap_or(line).len();
    if text_end <= mark {
        return Err(invalid("the header is missing".to_string()));
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(options.delimiter).from_reader(&bytes[mark..text_end]);
    let mut names = csv::ByteRecord::new();
    reader.read_byte_record(&mut names).map_err(|error| invalid(error.to_string()))?;
    let names: Vec<String> = names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let shape = Shape { delimiter: options.delimiter, cells: names.len(), country: 0, date: None };
    shape.row(&mut Marks::of(bytes, options.delimiter), mark).map_err(|fault| invalid(fault.to_string()))?;
    let shape = Shape {
        country: find_column(&names, &options.country)?,
        date: match &options.date {
            DateFrom::Column(name) => Some(find_column(&names, name)?),
            DateFrom::Fixed(_) => None,
        },
        ..shape
    };
    for (_, column) in Column::ALL.iter().filter(|(column, _)| options.columns.contains(column)) {
        let column = format!("{}{column}", options.prefix);
        if names.contains(&column) {
            return Err(AnnotateError::ColumnExists { file: file.to_string(), column }.into());
        }
    }
    Ok((shape, text_end))
}

/// Returns the index of the column called `name`.
fn find_column(header: &[String], name: &str) -> Result<usize, Error> {
    match header {
        // A single column is most likely several with another delimiter.
        [only] if only != name => Err(AnnotateError::OnlyColumn { name: name.to_string(), only: only.clone() }.into()),
        _ => csv_file::find_column(header, name),
    }
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
    verified: Day,
    /// What `NA` means in the column of countries; `None` if it is not a code.
    na: Option<Na>,
}

/// The state of one worker.
#[derive(Default)]
struct Worker {
    counts: [u64; 7],
    rows: u64,
    changing: u64,
    after_verified: u64,
    /// The timeline for each spelling of a name seen so far.
    writings: FxHashMap<Vec<u8>, usize>,
    unmatched: HashMap<String, u64>,
    unmatched_cut: bool,
    /// `NA` is one of the writings.
    na: bool,
}

/// Why a worker stopped.
enum Stop {
    Read(std::io::Error),
    Write(std::io::Error),
    /// A malformed row, after `lines` line ends in block `block`.
    Row {
        block: usize,
        lines: u64,
        reason: String,
    },
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
        let mut rows: Vec<(usize, u64, String)> = Vec::new();
        for stop in stops {
            match stop {
                Stop::Read(error) => return Err(Error::io(name.as_ref())(error)),
                Stop::Write(error) => return Err(Error::io("the output".as_ref())(error)),
                Stop::Row { block, lines, reason } => rows.push((block, lines, reason)),
            }
        }
        if let Some((block, line, reason)) = rows.into_iter().min() {
            let before: u64 = lock(&lines).iter().filter(|(number, _)| *number < block).map(|(_, lines)| lines).sum();
            let line = header_lines + before + line + 1;
            return Err(Error::Invalid(vec![Problem { file: name.to_string(), line, reason }]));
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
        let fault = |at: usize, reason: String| Stop::Row {
            block: number,
            lines: memchr::memchr_iter(b'\n', &block[..at]).count() as u64,
            reason,
        };
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
            out.extend_from_slice(&block[row.text.clone()]);
            if !row.text.is_empty() {
                let country = &block[row.country];
                let number = match worker.writings.get(country) {
                    Some(number) => *number,
                    None => worker.learn(country, self).map_err(|error| fault(at, error.to_string()))?,
                };
                if number == answers::UNRECOGNISED {
                    if self.options.strict {
                        let name = rows::value(country);
                        let reason = format!("unknown country or organisation: `{}`", crate::wording::shown(&name));
                        return Err(fault(at, reason));
                    }
                    worker.count_unmatched(country);
                }
                let days = self.fixed.or_else(|| self.days(&block[row.date]));
                out.extend_from_slice(self.answer(self.answers.timeline(number), days, worker));
            }
            out.extend_from_slice(&block[row.text.end..row.next]);
            at = row.next;
        }
        Ok(())
    }

    fn answer<'a>(&self, timeline: &'a Timeline, days: Option<(Day, Day)>, worker: &mut Worker) -> &'a [u8] {
        let answer = match days {
            None => &timeline.bad_date,
            Some((first, last)) => {
                let asked = match self.options.at {
                    Edge::Start => first,
                    Edge::End => last,
                };
                let answer = timeline.on(asked);
                if first != last && timeline.on(first) != timeline.on(last) {
                    worker.changing += 1;
                }
                worker.after_verified += u64::from(asked > self.verified);
                answer
            }
        };
        worker.rows += 1;
        worker.counts[answer.class as usize] += 1;
        &answer.cells
    }

    fn days(&self, cell: &[u8]) -> Option<(Day, Day)> {
        match &self.options.date_format {
            None if cell.first() == Some(&b'"') => answers::days(rows::value(cell).as_bytes().trim_ascii()),
            None => answers::days(cell.trim_ascii()),
            Some(format) => {
                let day = NaiveDate::parse_from_str(rows::value(cell).trim(), format).ok()?;
                Some((answers::number(day), answers::number(day)))
            }
        }
    }
}

impl Worker {
    /// Resolves a spelling of a name that was not seen before.
    fn learn(&mut self, country: &[u8], job: &Job) -> Result<usize, Error> {
        let value = rows::value(country);
        let mut number = job.answers.resolve(&value)?;
        if value.trim() == NA && job.na.is_some() {
            self.na = true;
            if job.na == Some(Na::Missing) {
                number = answers::UNRECOGNISED;
            }
        }
        if self.writings.len() == MOST_WRITINGS {
            self.writings.clear();
        }
        self.writings.insert(country.to_vec(), number);
        Ok(number)
    }

    fn count_unmatched(&mut self, country: &[u8]) {
        let name = rows::value(country);
        if let Some(count) = self.unmatched.get_mut(name.as_ref()) {
            *count += 1;
        } else if self.unmatched.len() < MOST_UNMATCHED {
            self.unmatched.insert(name.into_owned(), 1);
        } else {
            self.unmatched_cut = true;
        }
    }
}

fn summary(workers: Vec<Worker>) -> Summary {
    let mut all = Summary::default();
    let mut unmatched: HashMap<String, u64> = HashMap::new();
    for worker in workers {
        let count = |class: Class| worker.counts[class as usize];
        all.rows += worker.rows;
        all.with_role += count(Class::Role);
        all.represented += count(Class::Represented);
        all.none += count(Class::None);
        all.not_known += count(Class::NotKnown);
        all.outside += count(Class::Outside);
        all.bad_dates += count(Class::BadDate);
        all.changing += worker.changing;
        all.after_verified += worker.after_verified;
        all.unmatched_cut |= worker.unmatched_cut;
        for (name, count) in worker.unmatched {
            *unmatched.entry(name).or_default() += count;
        }
        all.unrecognised += count(Class::Unrecognised);
    }
    all.unmatched = unmatched.into_iter().collect();
    all.unmatched.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
