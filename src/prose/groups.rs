//! Noun phrases for those that hold a role: "the eight Arctic States", "six Permanent Participants".

use super::kinds::{Group, Kind, Who};
use super::lexicon::Lexicon;
use super::tokens::{Token, join};

const STATES: &[&str] = &["states", "countries", "nations", "governments"];
const STATE: &[&str] = &["state", "country", "nation", "member"];
const ORGANISATIONS: &[&str] =
    &["organizations", "organisations", "groups", "entities", "communities", "bodies", "associations", "peoples"];
const PLAIN: &[&str] = &[
    "permanent",
    "full",
    "official",
    "formal",
    "accredited",
    "current",
    "approved",
    "different",
    "sovereign",
    "existing",
    "voting",
];
const PARTIAL: &[&str] = &[
    "new",
    "further",
    "additional",
    "more",
    "potential",
    "prospective",
    "aspiring",
    "founding",
    "former",
    "original",
    "remaining",
    "incoming",
    "candidate",
    "ad",
    "hoc",
    "suspended",
    "western",
    "coastal",
    "nordic",
];

/// Words of a group besides the lists above.
const OTHERS: &[&str] = &[
    "other",
    "non",
    "nongovernmental",
    "intergovernmental",
    "interparliamentary",
    "inter",
    "international",
    "regional",
    "global",
    "intergovernment",
    "indigenous",
    "observer",
    "participant",
    "members",
    "participants",
    "observers",
];

/// Every word that can start a group.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    [STATES, STATE, ORGANISATIONS, PLAIN, PARTIAL, OTHERS].into_iter().flatten().copied()
}

/// Joins the tokens of each group into one. `qualifier` is the adjective in the name of the council.
pub(crate) fn tag(tokens: &mut Vec<Token<'_>>, qualifier: &str, lexicon: &Lexicon) {
    let mut at = 0;
    while at < tokens.len() {
        let may_start = match &tokens[at] {
            Token { kind: Kind::Number(_), .. } => true,
            Token { kind: Kind::Word, place, key, .. } => {
                lexicon.sets_of(*place).has(Lexicon::GROUP)
                    || !qualifier.is_empty() && key.strip_prefix("non").unwrap_or(key) == qualifier
            }
            _ => false,
        };
        if may_start && let Some((group, count)) = read(tokens, at, qualifier) {
            join(tokens, at..at + count, Kind::Group(group));
        }
        at += 1;
    }
}

fn read(tokens: &[Token], start: usize, qualifier: &str) -> Option<(Group, usize)> {
    let get = |at: usize| tokens.get(at);
    let is = |at: usize, keys: &[&str]| {
        get(at).is_some_and(|token| matches!(token.kind, Kind::Word) && keys.contains(&&*token.key))
    };
    let mut at = start;
    let (mut count, mut others, mut partial) = (None, false, false);
    let led_by_other = is(at, &["other"]) && matches!(get(at + 1).map(|t| &t.kind), Some(Kind::Number(_)));
    if led_by_other {
        others = true;
        at += 1;
    }
    if let Some(Kind::Number(number)) = get(at).map(|token| &token.kind) {
        count = Some(*number);
        at += 1;
        if is(at, &["other"]) {
            others = true;
            at += 1;
        }
    }
    // "eight-nation body", "eight-member forum"
    if let Some(number) = count
        && number > 1
        && is(at, STATE)
        && get(at + 1).is_some_and(|next| {
            next.kind == Kind::Council || next.kind == Kind::Word && !next.is_any(STATES) && !next.is_any(STATE)
        })
    {
        let group = Group { who: Who::Members, count, others: false, partial, adjective: true };
        return Some((group, at + 1 - start));
    }
    let (mut ours, mut not_ours, mut member, mut observer, mut indigenous, mut permanent) =
        (false, false, false, false, false, false);
    let (mut intergovernmental, mut nongovernmental, mut words) = (false, false, 0);
    let who = loop {
        let token = get(at)?;
        if words > 7 {
            return None;
        }
        let more = is(at + 1, STATES) || is(at + 1, ORGANISATIONS);
        match token.kind {
            Kind::Council if words > 0 || count.is_some() => {}
            Kind::Possessive
                if get(at.checked_sub(1)?)
                    .is_some_and(|before| before.kind == Kind::Council || before.is("peoples"))
                    && words > 0 => {}
            Kind::Word => match &*token.key {
                "non" if get(at + 1).is_some_and(|next| next.key == qualifier) => {
                    not_ours = true;
                    at += 1;
                }
                key if key.strip_prefix("non").is_some_and(|rest| !rest.is_empty() && rest == qualifier) => {
                    not_ours = true
                }
                "non" if is(at + 1, &["governmental"]) => {
                    nongovernmental = true;
                    at += 1;
                }
                "nongovernmental" => nongovernmental = true,
                "intergovernmental" | "interparliamentary" => intergovernmental = true,
                "inter" if is(at + 1, &["governmental", "parliamentary"]) => {
                    intergovernmental = true;
                    at += 1;
                }
                "international" | "regional" | "global" => {}
                "and" if intergovernmental && is(at + 1, &["inter", "interparliamentary"]) => {}
                "intergovernment" => intergovernmental = true,
                key if key == qualifier => ours = true,
                "indigenous" => indigenous = true,
                "peoples" if indigenous && (more || get(at + 1).is_some_and(|t| t.kind == Kind::Possessive)) => {}
                "member" => member = true,
                "observer" => observer = true,
                "participant" if permanent => indigenous = true,
                "permanent" => permanent = true,
                key if PLAIN.contains(&key) => {}
                key if PARTIAL.contains(&key) => partial = true,
                "members" => {
                    member = true;
                    if !more {
                        break if observer { return None } else { Who::Members };
                    }
                }
                "participants" if permanent => {
                    if !more {
                        break Who::Participants;
                    }
                    indigenous = true;
                }
                "observers" => {
                    observer = true;
                    if !more {
                        break match () {
                            () if not_ours => Who::NonArctic,
                            () if intergovernmental => Who::Igos,
                            () if nongovernmental => Who::Ngos,
                            () => Who::Observers,
                        };
                    }
                }
                key if STATES.contains(&key) => {
                    break match () {
                        () if not_ours => Who::NonArctic,
                        () if observer => Who::ObserverStates,
                        () if member || ours => Who::Members,
                        () => Who::States,
                    };
                }
                key if ORGANISATIONS.contains(&key) => {
                    break match () {
                        () if nongovernmental => Who::Ngos,
                        () if intergovernmental => Who::Igos,
                        () if indigenous => Who::Participants,
                        () if count.is_some() && is_of_indigenous(tokens, at + 1) => Who::Participants,
                        () => return None,
                    };
                }
                _ => return None,
            },
            _ => return None,
        }
        at += 1;
        words += 1;
    };
    if who == Who::States && count.is_none() {
        return None;
    }
    Some((Group { who, count, others, partial, adjective: false }, at + 1 - start))
}

/// "... representing Arctic indigenous peoples"
fn is_of_indigenous(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_any(&["representing", "of", "represent"]))
        && tokens[at..].iter().take(6).any(|token| token.is("indigenous"))
}

#[cfg(test)]
mod tests {
    use super::super::rules::GRAMMAR;
    use super::super::tokens::tokens;
    use super::*;

    #[test]
    fn groups_are_told_apart() {
        for (phrase, who, count) in [
            ("the eight Arctic States", Who::Members, Some(8)),
            ("eight permanent member countries", Who::Members, Some(8)),
            ("six indigenous Permanent Participant organizations", Who::Participants, Some(6)),
            ("six organisations representing indigenous peoples", Who::Participants, Some(6)),
            ("12 non-Arctic countries", Who::NonArctic, Some(12)),
            ("thirteen observer states", Who::ObserverStates, Some(13)),
            ("eleven non-governmental organizations", Who::Ngos, Some(11)),
            ("the permanent participants", Who::Participants, None),
            ("38 accredited observers", Who::Observers, Some(38)),
        ] {
            let mut tokens = tokens(phrase, 0, &GRAMMAR.lexicon);
            tag(&mut tokens, "arctic", &GRAMMAR.lexicon);
            let group = tokens.iter().find_map(|token| match token.kind {
                Kind::Group(group) => Some((group.who, group.count)),
                _ => None,
            });
            assert_eq!(group, Some((who, count)), "{phrase}");
        }
    }
}
