//! The registry of a council: who belonged to it, as what, and who chaired it, on a given day.
//!
//! [`Registry`] is a SQLite file, or one in memory made from the bundled data. It answers with plain
//! structs; each answer says whether it is yes, no or not known.
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
