//! The registry of a council: who belonged to it, as what, and who chaired it, on a given day.
//!
//! [`Registry`] is a SQLite file, or one in memory made from the bundled data. It answers with plain
//! structs; each answer says whether it is yes, no or not known. Every record keeps its sources.
//!
//! A time that is asked about includes its last day, as people write it: `2019..2023` ends with the last day
//! of 2023. A [`Period`](date::Period) in an answer is half-open: its end is the first day no longer in it.
//! What is called a last day always belongs. A date is as precise as its source (EDTF level 0); what it
//! leaves open is not known.
//!
//! | module | what it is for |
//! |---|---|
//! | [`store`] | the registry: open, make, ask; roles, chairs, lists, panels, the log, backups, SQL |
//! | [`date`] | dates as precise as their source, periods, and the time that a question is about |
//! | [`names`] | whom a name means, in any spelling |
//! | [`package`] | the CSV files that a registry is made from: read, write, import, merge |
//! | [`edit`] | changes, held against all rules and logged |
//! | [`verify`] | checks of a whole registry |
//! | [`annotate`] | roles and chairs appended to the rows of a CSV of any length |
//! | [`claims`] | a table of claims: each true, false or not known, and why |
//! | [`compare`] | a published table of states and years, held against the registry |
//! | [`export`] | the whole registry in other forms: JSON, SQL, calendar, web site and more |
//! | [`csv_file`], [`whole`] | small CSV files read atomic_file; files that appear whole or not at all |
//!
//! Without a file, in memory, from the bundled data: open, ask.
//!
//! ```
//! use arctic_council::{Registry, Truth, date::When};
//! # fn main() -> Result<(), arctic_council::Error> {
//! let registry = Registry::bundled()?;
//! let when = When::parse("2021-05-20", registry.today())?;
//! let answer = registry.chairs(&when)?;
//! assert_eq!(answer.known, Truth::True);
//! assert_eq!(answer.rows[0].party, "russia");
//! assert_eq!(answer.notes[0].to_string(), "2021-05-20 is a handover day: the chair passes from Iceland to Russia, and the day belongs to the incoming chair");
//! # Ok(())
//! # }
//! ```
//!
//! From a file, which is made where there is none: open, ask, iterate the rows, each with its sources.
//!
//! ```
//! use arctic_council::{Registry, date::When, package::Package, store::{Filter, Role}};
//! # fn main() -> Result<(), arctic_council::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("registry.db");
//! Registry::make(&path, &Package::bundled())?;
//! let registry = Registry::open(&path)?;
//! let when = When::parse("2014", registry.today())?;
//! let observers = registry.holders(Role::Observer, &Filter { non_arctic: true, ..Filter::default() }, &when)?;
//! assert_eq!(observers.rows.len(), 12);
//! for holder in &observers.rows {
//!     println!("{} since {}", holder.name, holder.period.start);
//!     for source in registry.sources_of(&holder.record)? {
//!         println!("  {}: {}", source.id, source.title);
//!     }
//! }
//! # for holder in &observers.rows { assert!(!registry.sources_of(&holder.record)?.is_empty()); }
//! # Ok(())
//! # }
//! ```
//!
//! A registry can be sent to another thread, and is used by one at a time. Several threads read one file
//! side by side, each with a registry of its own; opening one takes about a millisecond.
//!
//! ```
//! use arctic_council::{Registry, package::Package};
//! # fn main() -> Result<(), arctic_council::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("registry.db");
//! Registry::make(&path, &Package::bundled())?;
//! let answers: Vec<Result<String, arctic_council::Error>> = std::thread::scope(|scope| {
//!     let ask = |name| {
//!         let path = &path;
//!         scope.spawn(move || Registry::open(path)?.resolve(name).map(|entity| entity.id().to_string()))
//!     };
//!     let threads = ["Korea, Rep.", "Norge", "中国"].map(ask);
//!     threads.into_iter().map(|thread| thread.join().unwrap()).collect()
//! });
//! assert_eq!(answers.into_iter().collect::<Result<Vec<_>, _>>()?, ["south-korea", "norway", "china"]);
//! # Ok(())
//! # }
//! ```

#![warn(missing_docs)]

pub mod annotate;
mod atomic_file;
pub mod chart;
pub mod claims;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod csv_file;
pub mod date;
pub mod edit;
mod error;
pub mod export;
pub mod names;
mod note;
pub mod package;
pub mod store;
mod truth;
pub mod verify;
mod wording;

pub use error::{Error, Problem};
pub use note::Note;
pub use store::{Answer, Registry};
pub use truth::Truth;
