//! Three-valued logic: true, false and unknown.

use std::ops::Not;

use serde::{Serialize, Serializer};

/// Whether a statement holds.
///
/// A statement about a span of days is existential, so it is the [`any`](Truth::any) of its days.
/// Serializes as [`Truth::word`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds, whichever day an imprecise date stands for.
    True,
    /// It does not hold, whichever day an imprecise date stands for.
    False,
    /// It depends on which day an imprecise date stands for, or lies outside what the record covers.
    Unknown,
}

impl Truth {
    /// Returns `True` if any part is true, else `Unknown` if any part is unknown, else `False`.
    pub fn any(parts: impl IntoIterator<Item = Truth>) -> Truth {
        parts.into_iter().fold(Truth::False, |whole, part| match (whole, part) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            _ => Truth::False,
        })
    }

    /// Returns `False` if any part is false, else `Unknown` if any part is unknown, else `True`.
    pub fn all(parts: impl IntoIterator<Item = Truth>) -> Truth {
        !Truth::any(parts.into_iter().map(Not::not))
    }

    /// Returns `true`, `false` or `not_known`, as machine output writes a verdict.
    pub fn word(self) -> &'static str {
        match self {
            Truth::True => "true",
            Truth::False => "false",
            Truth::Unknown => "not_known",
        }
    }

    /// Returns `certain` or `not_known`, as the column `certainty` of lists writes it.
    pub fn certainty(self) -> &'static str {
        match self {
            Truth::True => "certain",
            Truth::False | Truth::Unknown => "not_known",
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::True } else { Truth::False }
    }
}

impl Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl Serialize for Truth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// For the column `certainty`.
pub(crate) fn as_certainty<S: Serializer>(truth: &Truth, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(truth.certainty())
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, True, Unknown};
    use super::*;

    #[test]
    fn any_and_all_are_dual() {
        for (parts, any, all) in [
            (&[][..], False, True),
            (&[Unknown], Unknown, Unknown),
            (&[False, Unknown], Unknown, False),
            (&[True, Unknown], True, Unknown),
            (&[True, Unknown, False], True, False),
        ] {
            assert_eq!(Truth::any(parts.iter().copied()), any, "{parts:?}");
            assert_eq!(Truth::all(parts.iter().copied()), all, "{parts:?}");
            assert_eq!(!Truth::any(parts.iter().map(|part| !*part)), all, "{parts:?}");
        }
    }
}
