//! Judges what was read, as a table of claims is judged.

use std::collections::HashMap;

use crate::claims::Checked;
use crate::date::{PartialDate, When};
use crate::{Error, Registry, Truth};

use super::rules::Draft;

/// Maximum number of cached verdicts. Texts repeat themselves.
const MAX_CACHED: usize = 10_000;

pub(crate) struct Judge<'a> {
    registry: &'a Registry,
    known: HashMap<[String; 4], Option<Checked>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(registry: &'a Registry) -> Self {
        Judge { registry, known: HashMap::new() }
    }

    /// The verdict on what was read; `None` if it makes no claim that can be judged, or was guessed and is not true.
    pub(crate) fn judge(&mut self, draft: &Draft) -> Result<Option<Checked>, Error> {
        let on = draft.on.map(|on| on.to_string()).unwrap_or_default();
        let claim = [draft.subject.clone(), draft.property.to_string(), on, draft.value.clone()];
        let checked = match self.known.get(&claim) {
            Some(checked) => checked.clone(),
            None => {
                let checked = self.fresh(&claim)?;
                if self.known.len() >= MAX_CACHED {
                    self.known.clear();
                }
                self.known.insert(claim, checked.clone());
                checked
            }
        };
        Ok(checked.filter(|checked| !draft.soft || checked.verdict == Some(Truth::True)))
    }

    fn fresh(&self, claim: &[String; 4]) -> Result<Option<Checked>, Error> {
        let [subject, property, on, value] = claim.each_ref().map(String::as_str);
        let Some(checked) = self.registry.check_one([subject, property, on, value])? else { return Ok(None) };
        let of_now = matches!(property, "role" | "count" | "chair" | "chair-person" | "sao-chair" | "since");
        if checked.verdict != Some(Truth::False) || !on.is_empty() || !of_now {
            return Ok(Some(checked));
        }
        // Without the date of the text, what was true at some time is not called false.
        let meta = self.registry.meta();
        let ever = When::Range(PartialDate::day(meta.founded), PartialDate::day(self.registry.today()));
        let earlier = self.registry.check_one([subject, property, &ever.to_string(), value])?;
        Ok(earlier.map(|earlier| match earlier.verdict {
            Some(Truth::False) => checked,
            _ => Checked {
                verdict: Some(Truth::Unknown),
                reason: format!("{}; the date of the text is not known", earlier.reason),
                ..earlier
            },
        }))
    }
}
