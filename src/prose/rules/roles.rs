//! Who is, was and became a member, Permanent Participant or observer.

use super::super::kinds::Who;
use super::super::pattern::Type;
use super::{About, Draft, Found, Rule};

const UNSURE: &[&str] = &["unsure", "wish", "denied", "past"];

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "role/list",
        about: About::Before,
        patterns: &[
            "MEMBERS @to? COUNCIL? @conn @conn? the? LIST2",
            "PARTICIPANTS @to? COUNCIL? @conn @conn? the? LIST2",
            "MEMBERS @to? COUNCIL? , which? including|include|includes LIST",
            "OBSERVERS @to? COUNCIL? ,? ( such? as? including|include|includes|as|like|eg LIST",
            "OBSERVERS @to? COUNCIL? ,? such? as? including|include|includes|as|like|eg LIST",
            "OBSERVERS @to? COUNCIL? :|are|-|( :? the? LIST",
            "@rank? membership @to? COUNCIL? :? MEMBERS? ( NUM? ) : LIST2",
            "membership : MEMBERS - LIST2",
            "the|its members @to? COUNCIL? are LIST2",
            "OBSERVERS , permanent status ( NUM ) : LIST2",
            "MEMBERS of|in the? council|forum @conn LIST2",
        ],
        unless: UNSURE,
        make: group_of,
        yes: &[
            (
                "The members of the Arctic Council are Canada and Norway.",
                "Canada|role|2021-05-19|member; Norway|role|2021-05-19|member",
            ),
            (
                "Its observers include France and China.",
                "France|role|2021-05-19|observer; China|role|2021-05-19|observer",
            ),
        ],
        no: &[
            "Potential observers include Turkey and Mongolia.",
            "Members of the Nordic Council are Iceland and Finland.",
            "The five Arctic coastal states are Canada, Denmark, Norway, Russia and the United States.",
        ],
    },
    Rule {
        id: "role/consists",
        about: About::Here,
        patterns: &[
            "COUNCIL ~8 @consist up? of? :? the? LIST2",
            "COUNCIL ~8 is|are|was made up of LIST2",
            "COUNCIL ~8 @consist up? of? the? MEMBERS|STATES @conn? @conn? LIST2",
            "COUNCIL ~8 has STATES|MEMBERS @conn LIST2",
        ],
        unless: &["unsure", "wish", "denied", "past", "observing"],
        make: |found, drafts| roles(found, drafts, "member", false),
        yes: &[(
            "The Arctic Council comprises Iceland and Norway.",
            "Iceland|role|2021-05-19|member; Norway|role|2021-05-19|member",
        )],
        no: &["The Arctic Council includes China and India as observers."],
    },
    Rule {
        id: "role/members-are",
        about: About::Before,
        patterns: &[
            "LIST2 @adverb? comprise|constitute|form|are|as ~5 MEMBERS @to? COUNCIL?",
            "LIST2 @adverb? make up ~4 MEMBERS",
            "LIST2 @adverb? are @adverb? ~2 members of COUNCIL",
        ],
        unless: UNSURE,
        make: group_of_or_member,
        yes: &[(
            "Iceland and Norway are the only members of the Arctic Council.",
            "Iceland|role|2021-05-19|member; Norway|role|2021-05-19|member",
        )],
        no: &[
            "China and India are not members of the Arctic Council.",
            "Russia and Norway are members of the Barents Council.",
        ],
    },
    Rule {
        id: "since/became",
        about: About::Here,
        patterns: &[
            "LIST @adverb? became|become|becoming ~4 observer|observers|member|members|participant|participants",
            "LIST @adverb? became|become|becoming ~4 OBSERVERS",
            "LIST , ~6 , @adverb? became|become|becoming ~4 observer|observers|member|members",
            "LIST ,? ~6 was|were|been|is|are? @adverb? @gain ~4 observer|participant states|state? status",
            "LIST @adverb? @gain ~5 observer|participant states|state? status",
            "LIST ~4 @gain ~3 OBSERVERS status",
            "@gain|granting|gave|give ~3 observer|participant status @to LIST",
            "@admit LIST as ~4 observer|observers|participant|participants|member|members",
            "@admit LIST as ~3 PARTICIPANTS",
            "LIST were|was ~1 @admit ~2 as ~3 observer|observers",
            "LIST @adverb? joined ~3 as ~3 observer|observers",
            "LIST as ~2 new OBSERVERS",
        ],
        unless: &["unsure", "wish", "denied", "past", "ahead"],
        make: became,
        yes: &[
            ("In 2013, China became an official observer of the Arctic Council.", "China|since|2021-05-19|2013"),
            (
                "China and Japan were granted observer status by the Arctic Council.",
                "China|role|2021-05-19|observer; Japan|role|2021-05-19|observer",
            ),
        ],
        no: &[
            "In 2013, China hoped to become an observer of the Arctic Council.",
            "Turkey was denied observer status by the Arctic Council.",
        ],
    },
    Rule {
        id: "since/include",
        about: About::Before,
        patterns: &[
            "expand ~8 , including LIST ,? as OBSERVERS",
            "other ~3 @gain ~3 observer status ~4 are|were LIST",
            "adds|add|added MEMBERS ,? including LIST",
        ],
        unless: UNSURE,
        make: group_of_or_observer,
        yes: &[(
            "The other countries granted observer status in the Arctic Council were India and Japan.",
            "India|role|2021-05-19|observer; Japan|role|2021-05-19|observer",
        )],
        no: &["The other countries granted observer status in the Nordic Council were India and Japan."],
    },
    Rule {
        id: "since/since",
        about: About::Here,
        patterns: &[
            "LIST @have|@be ~4 observer|member|participant ~6 since ~3 DATE",
            "LIST @have ~3 observer|participant status ~6 since DATE",
        ],
        unless: UNSURE,
        make: became,
        yes: &[("Japan has had observer status in the Arctic Council since 2013.", "Japan|since|2021-05-19|2013")],
        no: &["Japan has not had observer status in the Arctic Council since 2013."],
    },
    Rule {
        id: "role/status",
        about: About::Before,
        patterns: &[
            "LIST @adverb? @have a|an|the? ~2 observer state? status",
            "LIST @adverb? @have a|an|the? ~1 participant status",
            "LIST ~10 and has|have|holds a|an|the? @rank? observer status",
            "with @rank? participant status , the? LIST",
            "OBSERVERS ,? including LIST ,? @have the? ~2 observer status",
            "STATES ,? including LIST ,? @have the? ~2 observer status",
            "LIST ~4 as @rank? observers|observer",
            "countries|nations|states , including LIST ,? participate|attend|attends|participates ~4 as OBSERVERS|PARTICIPANTS",
            "LIST ~6 as an|a ~2 observer @to COUNCIL",
            "as an|a @rank? observer @to? COUNCIL? , the? LIST",
            "PARTY @rank? observer status",
            "OBSERVERS ( LIST",
            "nations|countries|states ~5 as observers , including LIST",
            "LIST sit|sits|participate ~8 as PARTICIPANTS",
        ],
        unless: UNSURE,
        make: observers,
        yes: &[
            (
                "12 non-Arctic countries, including Germany and India, have the observer status.",
                "Germany|role|2021-05-19|observer; India|role|2021-05-19|observer",
            ),
            ("China has observer status in the Arctic Council.", "China|role|2021-05-19|observer"),
        ],
        no: &[
            "China seeks observer status in the Arctic Council.",
            "Turkey has no observer status in the Arctic Council.",
        ],
    },
    Rule {
        id: "role/is",
        about: About::Here,
        patterns: &[
            "LIST is|are|remains|remain|was|were @adverb? a|an|the? @rank? @rank? observer|observers|member|members|participant|participants @to ~3 COUNCIL",
            "LIST is|are|remains|remain|was|were @adverb? a|an|the? ~2 member|observer state|country @to ~3 COUNCIL",
            "LIST , a|an @rank? @rank? observer|member state|country? @to COUNCIL",
            "LIST is|are @adverb? one of ~4 OBSERVERS",
            "LIST remained|remains ~1 a member",
            "LIST is|are @adverb? a|an @rank? observer|member ,",
            "COUNCIL observer|observers ( ~3 LIST",
            "where the? LIST is an observer",
            "LIST as ~2 observer",
        ],
        unless: UNSURE,
        make: is,
        yes: &[
            ("India is an observer of the Arctic Council.", "India|role|2021-05-19|observer"),
            ("China is a member of the Arctic Council.", "China|role|2021-05-19|member"),
        ],
        no: &[
            "India is not a member of the Arctic Council.",
            "India is a member of the Saami Council.",
            "Estonia wishes to become an observer of the Arctic Council.",
        ],
    },
    Rule {
        id: "role/colon",
        about: About::Before,
        patterns: &[
            "COUNCIL ~26 :|( LIST5",
            "COUNCIL ~30 - LIST5",
            "^ LIST5",
            "MEMBERS ~6 :|( the? LIST5",
            "MEMBERS ~2 LIST5",
        ],
        unless: UNSURE,
        make: |found, drafts| {
            if !found.has_word(&["observers", "observer"]) || found.has(Type::Members) {
                roles(found, drafts, "member", true);
            }
        },
        yes: &[(
            "The Arctic Council is a forum of states in the north: Canada, Denmark, Iceland, Norway, Russia.",
            "Canada|role|2021-05-19|member; Denmark|role|2021-05-19|member; Iceland|role|2021-05-19|member; Norway|role|2021-05-19|member; Russia|role|2021-05-19|member",
        )],
        no: &["The Nordic Council is a forum of states: Denmark, Finland, Iceland, Norway, Sweden."],
    },
];

fn roles(found: &Found, drafts: &mut Vec<Draft>, role: &str, soft: bool) {
    let past = found.has_word(&["were", "was", "included", "comprised"]);
    let on = match found.only_date() {
        Some(span) if past && !found.has(Type::Date) => Some(span.when()),
        _ => found.now(),
    };
    for (party, at) in found.parties() {
        drafts.push(found.draft(party, "role", on, role, at..at + 1).soft_if(soft));
    }
}

/// The role of the group that the pattern names.
fn group_of(found: &Found, drafts: &mut Vec<Draft>) {
    let group = [Type::Members, Type::Participants, Type::Observers].into_iter().find_map(|kind| found.group(kind));
    if let Some((group, _)) = group {
        if !group.partial && !group.others && group.who != Who::NonArctic {
            // Without the council in the sentence the list may be that of another body.
            let far = found.sentence.about != Some(About::Here) && group.who != Who::Participants;
            roles(found, drafts, group.who.role(), far);
        }
    } else if found.has_word(&["members", "membership"]) {
        roles(found, drafts, "member", true);
    }
}

fn group_of_or_member(found: &Found, drafts: &mut Vec<Draft>) {
    match found.group(Type::Members) {
        Some((group, _)) if group.partial || group.others => {}
        _ => roles(found, drafts, "member", false),
    }
}

fn group_of_or_observer(found: &Found, drafts: &mut Vec<Draft>) {
    match found.has(Type::Members) {
        true => roles(found, drafts, "member", false),
        false => became(found, drafts),
    }
}

/// The role that the words of the match name.
fn role_named(found: &Found) -> &'static str {
    let named =
        |words: &[&str]| found.sentence.tokens[found.matched.range.clone()].iter().any(|token| token.is_any(words));
    match () {
        () if found.has(Type::Participants) || named(&["participant", "participants"]) => "permanent_participant",
        () if found.has(Type::Observers) || named(&["observer", "observers"]) => "observer",
        () => "member",
    }
}

fn became(found: &Found, drafts: &mut Vec<Draft>) {
    let role = role_named(found);
    let date = found.near_date();
    for (party, at) in found.parties() {
        let draft = match date.and_then(|span| Some((span, span.date()?))) {
            Some((span, date)) => {
                found.draft(party, "since", found.now(), date.to_string(), at..at + 1).soft_if(found.is_guess(span))
            }
            None => found.draft(party, "role", found.now(), role, at..at + 1),
        };
        drafts.push(draft);
    }
}

fn observers(found: &Found, drafts: &mut Vec<Draft>) {
    let role = role_named(found);
    roles(found, drafts, if role == "member" { "observer" } else { role }, false);
}

fn is(found: &Found, drafts: &mut Vec<Draft>) {
    roles(found, drafts, role_named(found), false);
}
