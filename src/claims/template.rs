//! A table of claims to begin with: an example of each property, which is true.

use rusqlite::OptionalExtension;

use super::{PROPERTIES, Property, REQUIRED};
use crate::truth::Truth;
use crate::{Error, Registry};

/// What the examples are about.
struct Subjects {
    /// The last day for which the data was checked.
    day: String,
    /// The state that holds the chair on that day.
    chair: String,
    /// The last meeting until that day.
    meeting: String,
}

impl Registry {
    /// Returns a table of claims, header first, with an example of each property. The column `claim` says what the value is.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn claims_template(&self) -> Result<Vec<[String; 5]>, Error> {
        let day = self.meta().verified_through.to_string();
        let one = |sql: &str| self.conn.query_row(sql, [&day], |row| row.get::<_, String>(0)).optional();
        let subjects = Subjects {
            chair: one("SELECT party FROM chairship WHERE start_max <= ?1 ORDER BY start_max DESC")?
                .unwrap_or_default(),
            meeting: one("SELECT id FROM meeting WHERE last_day <= ?1 ORDER BY last_day DESC")?.unwrap_or_default(),
            day,
        };
        let header = [["claim"].as_slice(), &REQUIRED].concat();
        let mut table = vec![std::array::from_fn(|at| header.get(at).copied().unwrap_or_default().to_string())];
        for property in PROPERTIES {
            let (subject, on) = subjects.of(property);
            let value = self.true_value(property, subject, on)?;
            let claim = property.value.split([';', ',']).next().unwrap_or_default();
            table.push([claim, subject, property.name, on, &value].map(str::to_string));
        }
        Ok(table)
    }

    /// Returns the value with which the claim is true: what the registry answers to some value of the right form.
    fn true_value(&self, property: &Property, subject: &str, on: &str) -> Result<String, Error> {
        for form in ["none", "1000", "-"] {
            let Some(answer) = self.check_one([subject, property.name, on, form])? else { continue };
            for value in [answer.registry_value.as_str(), form] {
                let checked = self.check_one([subject, property.name, on, value])?;
                if checked.is_some_and(|checked| checked.verdict == Some(Truth::True)) {
                    return Ok(value.to_string());
                }
            }
        }
        Ok(String::new())
    }
}

impl Subjects {
    /// Returns the subject and the time of the example.
    fn of(&self, property: &Property) -> (&str, &str) {
        match property.name {
            "founded" => ("", ""),
            "count" => ("observers", &self.day),
            "meeting-place" => (&self.meeting, ""),
            "role" | "since" | "until" | "chairship-start" | "chairship-end" => (&self.chair, &self.day),
            _ => ("", &self.day),
        }
    }
}
