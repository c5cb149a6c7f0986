//! The registry of a council: who belonged to it, in which role, and who chaired it, on a given day.
//!
//! A [`Registry`] is a SQLite database, in a file or in memory. Its methods return an [`Answer`]: plain structs, whether
//! they are certain, and notes. Each row names its record, and [`Registry::sources_of`] returns the sources of a record.
//!
//! Dates are as precise as their source: a [`PartialDate`](date::PartialDate) is a year, a month or a day. A question that
//! depends on an unknown day has the answer [`Truth::Unknown`]. A [`Period`](date::Period) is half-open: its end is the
//! first day after it. A [`When`](date::When) includes both its ends: `2019..2023` ends on 31 December 2023.
//!
//! | module | contents |
//! |---|---|
//! | [`store`] | what a registry is made of, and the rows of its answers |
//! | [`date`] | partial dates, periods, and the times that questions are about |
//! | [`names`] | the folding that makes spellings of a name equal |
//! | [`package`] | the CSV files that a registry is made from |
//! | [`edit`] | logged changes: add, change, remove, import, merge, undo |
//! | [`verify`] | checks of a whole registry |
//! | [`annotate`] | adds roles and chairs to the rows of a CSV file of any size |
//! | [`claims`] | judges a table of claims |
//! | [`prose`] | reads claims from an article, a page or a sentence, and judges them |
//! | [`compare`] | compares a published country-year table with the registry |
//! | [`export`] | writes the registry as JSON, SQL, a calendar, a web site and more |
//! | [`chart`] | draws the timeline as SVG |
//! | [`input`] | encodings of files, and what a file is if it is not text |
//! | [`csv_file`] | CSV files in memory, as [`claims`] and [`compare`] take them |
//!
//! # Features
//!
//! `cli` builds the command `arctic`, and `xlsx` adds the export to a workbook. Both are on by default.
//!
//! # Examples
//!
//! Ask the bundled data, in memory:
//!
//! ```
//! use arctic_council::{Registry, Truth, date::When};
//! # fn main() -> Result<(), arctic_council::Error> {
//! let registry = Registry::bundled()?;
//! let when = When::parse("2021-05-20", registry.today())?;
//! let answer = registry.chairs(&when)?;
//! assert_eq!(answer.known, Truth::True);
//! assert_eq!(answer.rows[0].party, "russia");
//! assert!(answer.notes[0].to_string().starts_with("2021-05-20 is a handover day"));
//! # Ok(())
//! # }
//! ```
//!
//! Make a file unless it exists, open it, and list rows with their sources:
//!
//! ```
//! use arctic_council::{Registry, date::When, package::Package, store::{Filter, Role}};
//! # fn main() -> Result<(), arctic_council::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("registry.db");
//! Registry::make(&path, &Package::bundled())?;
//! let registry = Registry::open(&path)?;
//! let when = When::parse("2014", registry.today())?;
//! let observers = registry.holders(Role::Observer, &Filter::non_arctic(), &when)?;
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
//! Read everything: each party, and its roles, chairships and applications, as rows with periods:
//!
//! ```
//! use arctic_council::{Registry, Truth, date::When, store::{Filter, Role}};
//! # fn main() -> Result<(), arctic_council::Error> {
//! let registry = Registry::bundled()?;
//! let (parties, roles) = (registry.parties()?, registry.memberships()?);
//! let (terms, applications) = (registry.chairships()?, registry.applications()?);
//! assert!(parties.len() > 50 && terms.len() >= 15 && applications.iter().all(|row| row.date.first_day() >= registry.meta().founded));
//! // The same, for one role at any time.
//! let ever = registry.holders(Role::Observer, &Filter::default(), &When::Always)?;
//! assert_eq!(ever.rows.len(), roles.iter().filter(|row| row.role == Role::Observer).count());
//! assert_eq!(ever.known, Truth::True);
//! assert!(registry.chairs(&When::Always)?.rows.len() == terms.len());
//! # Ok(())
//! # }
//! ```
//!
//! A registry is [`Send`], but not [`Sync`]. For parallel work, open the file once in each thread, which takes about a
//! millisecond:
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
// Public for `main.rs` alone, which is a crate of its own.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod compare;
pub mod csv_file;
pub mod date;
pub mod edit;
mod error;
pub mod export;
pub mod input;
pub mod names;
mod note;
pub mod package;
pub mod prose;
pub mod store;
mod truth;
pub mod verify;
mod wording;

#[doc(no_inline)]
pub use chrono::NaiveDate;
#[doc(no_inline)]
pub use serde_json::Value;

pub use error::{DatabaseError, Error, PathError, Problem};
pub use note::Note;
pub use store::{Answer, Registry};
pub use truth::Truth;
