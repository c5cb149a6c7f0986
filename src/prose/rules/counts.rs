//! How many hold a role.

use super::super::kinds::{Group, Kind, Who};
use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "count/has",
        about: About::Here,
        patterns: &[
            "COUNCIL @adverb? has|have|had|comprises|counts|numbers ~2 MEMBERS",
            "COUNCIL @adverb? has|have|had|comprises|counts|numbers ~2 OBSERVERS",
            "COUNCIL @adverb? has|have|had|comprises|counts|numbers ~2 PARTICIPANTS",
            "COUNCIL , ~6 , @adverb? has|have|had ~2 MEMBERS|OBSERVERS|PARTICIPANTS",
            "COUNCIL ~4 @consist of? the? MEMBERS",
            "COUNCIL ~4 @consist of? the? STATES",
            "COUNCIL ~2 composed|made up? of the? STATES|MEMBERS",
            "organization|organisation|forum|body of STATES",
            "one of OBSERVERS",
            "there are @adverb? OBSERVERS",
        ],
        unless: &["about", "unsure", "wish", "denied"],
        make: |found, drafts| counted(found, drafts, false),
        yes: &[
            ("The Arctic Council has 38 observers.", "observers|count|2021-05-19|38"),
            ("China is one of 40 observers of the Arctic Council.", "observers|count|2021-05-19|40"),
        ],
        no: &[
            "The Arctic Council has about 40 observers.",
            "The Arctic Council has six new observers.",
            "The Nordic Council has 87 members.",
        ],
    },
    Rule {
        id: "count/status",
        about: About::Before,
        patterns: &[
            "STATES ,? ~16 @have the? ~2 observer status",
            "STATES ~2 with @rank? observer status",
            "NUM entities|parties|actors ~2 @have ~1 observer status",
            "STATES holding observer status",
        ],
        unless: &["about", "unsure", "wish", "denied", "new"],
        make: status,
        yes: &[(
            "12 non-Arctic countries, including India, have the observer status.",
            "non-arctic-observers|count|2021-05-19|12",
        )],
        no: &["About 12 non-Arctic countries have observer status.", "The EU and six countries seek observer status."],
    },
    Rule {
        id: "count/including",
        about: About::Here,
        patterns: &["OBSERVERS , including STATES", "observers : STATES"],
        unless: &["wish", "denied"],
        make: including,
        yes: &[("The Arctic Council has 38 observers, including 12 countries.", "observer-states|count|2021-05-19|12")],
        no: &["The Arctic Council has 38 observers, including about 12 countries."],
    },
    Rule {
        id: "count/all-listed",
        about: About::Here,
        patterns: &["COUNCIL ~8 comprises|comprise|comprised|consists|consist of? :? the? LIST2"],
        unless: &["wish", "denied", "past", "unsure", "observing"],
        make: listed,
        yes: &[("The Arctic Council comprises Iceland, Sweden and Norway.", "members|count|2021-05-19|3")],
        no: &["The Arctic Council comprises eight states, among them Norway and Sweden."],
    },
    Rule {
        id: "count/members",
        about: About::Before,
        patterns: &["BODY", "MEMBERS", "PARTICIPANTS", "OBSERVERS", "membership ( STATES )", "( NUM MEMBERS )"],
        unless: &["wish"],
        make: |found, drafts| counted(found, drafts, true),
        yes: &[
            ("Ministers of the eight Arctic states met.", "members|count|2021-05-19|8"),
            ("The other seven Arctic states paused their work.", "members|count|2021-05-19|8"),
        ],
        no: &["Seven Arctic states suspended their work.", "The two Arctic states agreed."],
    },
    Rule {
        id: "count/states",
        about: About::Here,
        patterns: &[
            "STATES ~8 MEMBERS of|in COUNCIL",
            "the? STATES of COUNCIL",
            "STATES ~2 constitute ~2 MEMBERS",
            "STATES ~10 MEMBERS",
            "STATES ~3 , which? are ~2 MEMBERS",
            "COUNCIL ~24 STATES",
        ],
        unless: &["wish"],
        make: states,
        yes: &[("Ministers of the eight countries of the Arctic Council met.", "members|count|2021-05-19|8")],
        no: &["The five countries of the Arctic Council met."],
    },
];

/// The number that the group claims, and whether it may be false.
fn number(group: Group) -> Option<u32> {
    match group.others {
        true => group.count.map(|count| count + 1),
        false => group.count,
    }
}

fn counted(found: &Found, drafts: &mut Vec<Draft>, soft: bool) {
    let kinds = [Type::Adjective, Type::Members, Type::Participants, Type::Observers, Type::States];
    let Some((group, at)) = kinds.into_iter().find_map(|kind| found.group(kind)) else { return };
    if group.partial {
        return;
    }
    let Some(count) = number(group) else { return };
    // "seven of the eight": what comes first is a part.
    let who =
        if group.who == Who::NonArctic && !found.has_word(&["observer", "observers"]) { return } else { group.who };
    let soft = soft || group.others || group.who == Who::States;
    drafts.push(found.draft(who.counted(), "count", found.now(), count.to_string(), at..at + 1).soft_if(soft));
}

fn status(found: &Found, drafts: &mut Vec<Draft>) {
    if let Some((group, at)) = found.group(Type::States) {
        let Some(count) = number(group) else { return };
        let who = if group.who == Who::NonArctic { "non-arctic-observers" } else { "observer-states" };
        let soft = group.partial || group.others;
        drafts.push(found.draft(who, "count", found.now(), count.to_string(), at..at + 1).soft_if(soft));
    } else if let Some(at) = found.captured(Type::Number).next()
        && let Kind::Number(count) = found.sentence.tokens[at.start].kind
    {
        drafts.push(found.draft("observers", "count", found.now(), count.to_string(), at));
    }
}

fn including(found: &Found, drafts: &mut Vec<Draft>) {
    if let Some((group, at)) = found.group(Type::States)
        && let Some(count) = number(group).filter(|_| !group.partial && !group.others)
    {
        drafts.push(found.draft("observer-states", "count", found.now(), count.to_string(), at..at + 1));
    }
}

fn listed(found: &Found, drafts: &mut Vec<Draft>) {
    let parties = found.parties();
    if let (Some((_, first)), Some((_, last))) = (parties.first(), parties.last()) {
        let words = *first..last + 1;
        drafts.push(found.draft("members", "count", found.now(), parties.len().to_string(), words));
    }
}

fn states(found: &Found, drafts: &mut Vec<Draft>) {
    if let Some((group, at)) = found.group(Type::States)
        && group.who == Who::States
        && let Some(count) = number(group).filter(|_| !group.partial)
    {
        drafts.push(found.draft("members", "count", found.now(), count.to_string(), at..at + 1).soft_if(true));
    }
}
