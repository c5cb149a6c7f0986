//! The registry of a council: who belonged to it, as what, and who chaired it, on a given day.
//!
//! [`Registry`] is a SQLite file, or one in memory made from the bundled data. It answers with plain
//! structs; each answer says whether it is yes, no or not known. Every record keeps its sources.
//!
//! Open, ask, iterate:
//!
//! ```
//! use arctic_council::{Registry, date::{Known, When}};
//! # fn main() -> Result<(), arctic_council::Error> {
//! let registry = Registry::bundled()?;
//! let when = When::parse("2021-05-20", registry.today())?;
//! let answer = registry.chairs(&when)?;
//! assert_eq!(answer.known, Known::Yes);
//! assert_eq!(answer.rows[0].party, "russia");
//! assert_eq!(answer.notes[0].to_string(), "2021-05-20 is a handover day: the chair passes from Iceland to Russia, and the day belongs to the incoming chair");
//! # Ok(())
//! # }
//! ```
//!
//! Who held a role, with the sources of each row:
//!
//! ```
//! use arctic_council::{Registry, date::When, store::{Filter, Role}};
//! # fn main() -> Result<(), arctic_council::Error> {
//! let registry = Registry::bundled()?;
//! let when = When::parse("2014", registry.today())?;
//! let observers = registry.holders(Role::Observer, &Filter { non_arctic: true, ..Filter::default() }, &when)?;
//! assert_eq!(observers.rows.len(), 12);
//! for holder in &observers.rows {
//!     assert!(!registry.sources_of(&holder.record)?.is_empty(), "{} since {}", holder.name, holder.period.start);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A registry can be sent to another thread, and is used by one at a time. Several threads read one file
//! side by side, each with a registry of its own; opening one takes a fraction of a millisecond.
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

pub mod annotate;
pub mod claims;
pub mod compare;
pub mod csv_in;
pub mod date;
pub mod edit;
mod error;
pub mod export;
pub mod names;
pub mod package;
mod said;
pub mod store;
pub mod verify;
pub mod whole;

pub use error::{Error, Problem};
pub use store::{Answer, Note, Registry};
