//! Judges what was read, as a table of claims is judged.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::claims::Checked;
use crate::{Error, Registry, Truth, wording};

use super::rules::Draft;

/// Maximum number of cached verdicts. Texts repeat themselves.
const MAX_CACHED: usize = 10_000;

pub(crate) struct Judge<'a> {
    registry: &'a Registry,
    known: FxHashMap<[String; 4], Option<Arc<Checked>>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(registry: &'a Registry) -> Self {
        Judge { registry, known: FxHashMap::default() }
    }

    /// The verdict on what was read; `None` if it makes no claim that can be judged, or was guessed and is not true.
    pub(crate) fn judge(&mut self, draft: &Draft) -> Result<Option<Arc<Checked>>, Error> {
        let on = draft.on.map(|on| on.to_string()).unwrap_or_default();
        let claim = [draft.subject.clone(), draft.property.to_string(), on, draft.value.clone()];
        let checked = match self.known.get(&claim) {
            Some(checked) => checked.clone(),
            None => {
                let checked = self.fresh(&claim)?.map(Arc::new);
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
        if checked.verdict != Some(Truth::False) || !on.is_empty() || !is_of_now(property) {
            return Ok(Some(checked));
        }
        // Without the date of the text, what was true at some time is not called false.
        let times = self.registry.when_true([subject, property, value])?;
        if times.is_empty() {
            return Ok(Some(checked));
        }
        let reason = format!("true {}; the date of the text is not known", wording::list(&times));
        Ok(Some(Checked { verdict: Some(Truth::Unknown), reason, ..checked }))
    }
}

/// Whether a claim without a time is about the time of its text.
pub(super) fn is_of_now(property: &str) -> bool {
    matches!(property, "role" | "count" | "chair" | "chair-person" | "sao-chair" | "since")
}
