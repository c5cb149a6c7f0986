//! `check` of prose: the claims of articles, pages and sentences.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::check::Check;
use super::prose_report::Report;
use super::side_by_side::{self, Part};
use super::{Context, Exit, Failure};
use crate::date::When;
use crate::prose::{Names, ProseClaim, Reader, Summary};
use crate::{Error, Registry};

/// How many bytes of claims a worker passes on at once.
const BATCH: usize = 32 << 10;

impl Check {
    /// Checks every input. One that cannot be read does not keep the others from being checked.
    pub(super) fn prose(self, context: &Context) -> Result<Exit, Failure> {
        let registry = context.registry()?;
        let date = self.date.as_deref().map(|date| When::parse(date, registry.today())).transpose()?;
        let mut report = Report::new(context, self.inputs.len() > 1, self.all)?;
        let names = Names::of(&registry)?;
        if self.inputs.iter().any(|input| input == "-") {
            // Other programs wait to write while the registry is held, and standard input may never end.
            registry.release();
        }
        let others = match &context.global.known_at {
            None if self.inputs.len() > 1 => registries(context, self.inputs.len())?,
            _ => Vec::new(),
        };
        if others.is_empty() {
            let mut reader = Reader::with_names(&registry, names);
            for input in &self.inputs {
                let name = name_of(input);
                let mut failure = None;
                let read = read(&mut reader, input, date, &mut |claim| {
                    report.claim(name, &claim).map_err(|error| stop(&mut failure, error))
                });
                if let Some(failure) = failure {
                    return Err(failure);
                }
                report.done(name, read)?;
            }
        } else {
            let work = |registry: Registry, take: &dyn Fn() -> Option<usize>, give: side_by_side::Give<Batch>| {
                let mut reader = Reader::with_names(&registry, names.clone());
                while let Some(at) = take() {
                    let (mut batch, mut size) = (Vec::new(), 0);
                    let read = read(&mut reader, &self.inputs[at], date, &mut |claim| {
                        size += claim.sentence.len() + claim.reason.len() + 400;
                        batch.push(claim);
                        if size < BATCH {
                            return Ok(());
                        }
                        size = 0;
                        match give(at, Part::More(Batch::Claims(std::mem::take(&mut batch)))) {
                            true => Ok(()),
                            false => Err(stopped()),
                        }
                    });
                    give(at, Part::More(Batch::Claims(batch)));
                    give(at, Part::Last(Batch::End(read)));
                }
            };
            side_by_side::run(self.inputs.len(), others, work, |at, batch| {
                let name = name_of(&self.inputs[at]);
                match batch {
                    Batch::Claims(claims) => claims.iter().try_for_each(|claim| report.claim(name, claim)),
                    Batch::End(read) => report.done(name, read),
                }
            })?;
        }
        report.finish(&registry)
    }
}

/// What a worker passes on.
enum Batch {
    Claims(Vec<ProseClaim>),
    End(Result<Summary, Error>),
}

/// Keeps why the output ended, and returns an error that ends the reading.
fn stop(kept: &mut Option<Failure>, failure: Failure) -> Error {
    *kept = Some(failure);
    stopped()
}

fn stopped() -> Error {
    Error::io("standard output".as_ref())(std::io::ErrorKind::BrokenPipe.into())
}

/// Returns a registry for each worker: one a processor. Without a second one, none.
fn registries(context: &Context, inputs: usize) -> Result<Vec<Registry>, Failure> {
    let count = std::thread::available_parallelism().map_or(1, usize::from).min(inputs).min(16);
    if count < 2 {
        return Ok(Vec::new());
    }
    let path = context.database()?;
    let open = |_| Registry::open(&path).map(|registry| registry.at(context.today));
    // If the file cannot be opened again, one registry does.
    Ok((0..count).map(open).collect::<Result<Vec<_>, _>>().unwrap_or_default())
}

/// Returns the name of an input: standard input, a file, or else the text itself if it has spaces.
fn name_of(input: &str) -> &str {
    match input {
        "-" => "standard input",
        _ if is_text(input) => "text",
        _ => input,
    }
}

fn is_text(input: &str) -> bool {
    input.contains(char::is_whitespace) && !Path::new(input).exists()
}

fn read(
    reader: &mut Reader,
    input: &str,
    date: Option<When>,
    found: &mut dyn FnMut(ProseClaim) -> Result<(), Error>,
) -> Result<Summary, Error> {
    let name = name_of(input);
    let (mut file, mut text, mut standard);
    let source: &mut dyn Read = if input == "-" {
        standard = std::io::stdin().lock();
        &mut standard
    } else if is_text(input) {
        text = input.as_bytes();
        &mut text
    } else {
        file = File::open(input).map_err(Error::io(input.as_ref()))?;
        &mut file
    };
    reader.read_from(name, source, date, found)
}
