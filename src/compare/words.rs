//! What the words of a panel mean.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::error::PanelError;
use crate::names::fold;
use crate::store::{Role, RoleAt};

/// What a word in a panel means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelRole {
    /// The country held this role, or was [`RoleAt::Represented`] or [`RoleAt::None`].
    Is(RoleAt),
    /// Rows with this word are not compared.
    Skip,
}

const MEMBER: PanelRole = PanelRole::Is(RoleAt::Held(Role::Member));
const PARTICIPANT: PanelRole = PanelRole::Is(RoleAt::Held(Role::PermanentParticipant));
const OBSERVER: PanelRole = PanelRole::Is(RoleAt::Held(Role::Observer));
const REPRESENTED: PanelRole = PanelRole::Is(RoleAt::Represented);
const NONE: PanelRole = PanelRole::Is(RoleAt::None);

/// Words that are understood without an explanation, folded.
const COMMON_WORDS: &[(&str, PanelRole)] = &[
    ("", NONE),
    ("none", NONE),
    ("no", NONE),
    ("no role", NONE),
    ("no membership", NONE),
    ("non member", NONE),
    ("member", MEMBER),
    ("full member", MEMBER),
    ("full membership", MEMBER),
    ("permanent participant", PARTICIPANT),
    ("observer", OBSERVER),
    ("associate", OBSERVER),
    ("associate member", OBSERVER),
    ("associate membership", OBSERVER),
    ("represented", REPRESENTED),
    ("skip", PanelRole::Skip),
];

impl PanelRole {
    /// Parses a word of a panel and its meaning, as in `2=observer`.
    ///
    /// # Errors
    /// [`PanelError::InvalidMeaning`].
    pub fn parse(text: &str) -> Result<(String, Self), PanelError> {
        let meaning = |word: &str| match word.trim() {
            "none" => Some(NONE),
            "represented" => Some(REPRESENTED),
            "skip" => Some(PanelRole::Skip),
            word => {
                Role::ALL.into_iter().find(|role| role.word() == word).map(|role| PanelRole::Is(RoleAt::Held(role)))
            }
        };
        let parsed = text.rsplit_once('=').and_then(|(word, ours)| Some((word.trim().to_string(), meaning(ours)?)));
        parsed.ok_or_else(|| PanelError::InvalidMeaning(text.to_string()))
    }
}

/// Returns the meaning of each of `words`, the cells of `column`. `explained` comes before the common words.
pub(super) fn meanings<'a>(
    words: impl Iterator<Item = &'a str>,
    explained: &[(String, PanelRole)],
    column: &str,
) -> Result<HashMap<&'a str, PanelRole>, PanelError> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let (mut meanings, mut unknown) = (HashMap::new(), Vec::new());
    for (word, count) in counts {
        let given = explained.iter().rfind(|(theirs, _)| theirs.eq_ignore_ascii_case(word));
        match given.map(|(_, meaning)| *meaning).or_else(|| common(word)) {
            Some(meaning) => {
                meanings.insert(word, meaning);
            }
            None => unknown.push((word.to_string(), count)),
        }
    }
    if unknown.is_empty() {
        return Ok(meanings);
    }
    unknown.sort_by_key(|(_, count)| Reverse(*count));
    Err(PanelError::UnknownWords { column: column.to_string(), words: unknown })
}

fn common(word: &str) -> Option<PanelRole> {
    // Folding removes the sign of a number and all of a punctuation mark.
    if !word.is_empty() && !word.contains(char::is_alphabetic) {
        return None;
    }
    let key = fold(word);
    COMMON_WORDS.iter().find(|(common, _)| *common == key).map(|(_, meaning)| *meaning)
}
