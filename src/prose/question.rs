//! Questions in words, read as the query that answers them.
//!
//! A question is understood only if every word of it is: the names of the registry, dates, groups, and the words of
//! the patterns below. Anything else may change what is asked.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use crate::date::{PartialDate, Precision, When};
use crate::store::{PartyKind, Role};
use crate::{Error, Registry};

use super::gazetteer::Topic;
use super::kinds::{Group, Kind, Who};
use super::lexicon::Lexicon;
use super::pattern::{Pattern, Tagged, Type};
use super::rules::CLASSES;
use super::tokens::{Token, join, tokens};
use super::{Names, dates, groups};

/// The longest question, in bytes.
const LONGEST: usize = 400;
/// The most words of a name.
const NAME_WORDS: usize = 7;

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// Who held the chair.
    Chair(Option<When>),
    /// The chairships in order.
    Terms,
    /// The role of a party or country, by its id or code.
    Status(String, Option<When>),
    /// All records about a party or country, by its id or code.
    Profile(String),
    /// Who held a role.
    Holders(Role, Option<PartyKind>, bool, Option<When>),
    /// A list of records, by the name of its command.
    List(&'static str, Option<When>),
    /// Everything that happened.
    Timeline(Option<When>),
    /// What changed in a year.
    Changes(i32),
    /// Records that have a word.
    Search(String),
}

/// What a pattern asks for.
#[derive(Clone, Copy)]
enum Asks {
    Chair,
    Terms,
    People,
    Status,
    Profile,
    Holders,
    Changes,
    List(&'static str),
    Timeline,
    Search,
}

/// Words that patterns name as `@class`, besides those of the rules.
const WORDS: &[(&str, &str)] = &[
    ("who", "who which what list name"),
    ("is", "is are was were be been does do did has have had will"),
    ("chairs", "chair chairs chaired chairing lead leads led leading head heads headed hold holds held had has"),
    ("chairship", "chair chairmanship chairship presidency"),
    ("presided", "presided presides preside"),
    ("joined", "join joins joined joining become became enter entered admitted leave left"),
    ("role", "member members observer observers participant participants role status part"),
    ("state", "country countries state states party parties nation nations one ones organisation organisations"),
    ("meeting", "meeting meetings ministerial ministerials summit"),
    ("happened", "happened happen happens changed change look like news"),
    ("show", "show tell give"),
    ("now", "now today currently current still ever"),
    ("met", "meet meets met gather gathered"),
    ("applied", "apply applied applies"),
    (
        "filler",
        "the a an of in at on to as for by and it its there this that me us about please many much how when where since \
         ? . ! , 's took take takes place take from new full permanent then time long was been",
    ),
];

/// The patterns, in order. The time is taken out of the question before; a pattern must match all that is left.
const PATTERNS: &[(&str, Asks)] = &[
    ("@who ~2 comes|takes|is|chairs|will|@chairship ~5 next ~4", Asks::Terms),
    ("@who ~3 @chairs|@chairship ~4 after|before|following ~1 PARTY ~1", Asks::Terms),
    ("@who ~1 @presided ~3 COUNCIL? ~1", Asks::People),
    ("who @is ~2 chair|chairman|chairwoman|chairperson|president of COUNCIL ~2", Asks::People),
    ("@who ~1 @is ~1 in the @chairship ~2 COUNCIL? ~1", Asks::Chair),
    ("@who ~1 @state? ~1 @chairs ~2 @chairship? ~2 COUNCIL? ~1", Asks::Chair),
    ("@who @state? @is? ~2 @chairship ~2 COUNCIL? ~1", Asks::Chair),
    ("@chairship ~2 COUNCIL?", Asks::Chair),
    ("@who ~1 @state? @is? ~1 @joined ~3 COUNCIL? ~1", Asks::Changes),
    ("@who ~2 @state ~1 @joined ~2 OBSERVERS|MEMBERS|PARTICIPANTS ~2 COUNCIL? ~1", Asks::Changes),
    ("@who ~2 @state ~1 @joined ~2 @role ~2 COUNCIL? ~1", Asks::Changes),
    ("when|since ~2 PARTY ~1 @chairs|@presided ~2 COUNCIL?", Asks::Profile),
    ("when|since ~2 @is ~1 PARTY ~3 @joined|@role ~3 COUNCIL? ~2", Asks::Profile),
    ("when|since ~2 @is ~1 PARTY ~2 @chairship ~2 COUNCIL?", Asks::Profile),
    ("@is ~1 PARTY @applied ~6 COUNCIL? ~1", Asks::Profile),
    ("since when @is ~1 PARTY ~2 @role ~2 COUNCIL?", Asks::Profile),
    ("how long @is ~1 PARTY ~3 @role ~2 COUNCIL?", Asks::Profile),
    ("@is ~1 PARTY ever ~2 @joined|@role|@chairs ~3 COUNCIL? ~1", Asks::Profile),
    ("@is ~1 PARTY ~3 @role ~3 COUNCIL? ~1", Asks::Status),
    ("@is ~1 PARTY @chairs ~3 COUNCIL? ~1", Asks::Status),
    ("what @is ~1 role|status of ~1 PARTY ~2 COUNCIL? ~1", Asks::Status),
    ("what role|status @is ~1 PARTY ~2 COUNCIL? ~1", Asks::Status),
    ("what @is ~1 PARTY 's role|status ~2 COUNCIL? ~1", Asks::Status),
    ("what|who @is ~1 PARTY ~1", Asks::Profile),
    ("@show ~3 PARTY", Asks::Profile),
    ("the? PARTY", Asks::Profile),
    ("how many ~1 OBSERVERS|MEMBERS|PARTICIPANTS ~3 COUNCIL? ~4", Asks::Holders),
    ("how many ~1 @state ~2 observed|observe ~2 COUNCIL", Asks::Holders),
    ("how many ~2 ngos|igos @is ~1 OBSERVERS ~2 COUNCIL? ~1", Asks::Holders),
    ("@who ~2 @is? ~2 OBSERVERS|MEMBERS|PARTICIPANTS ~3 COUNCIL? ~3", Asks::Holders),
    ("@show ~3 OBSERVERS|MEMBERS|PARTICIPANTS ~2 COUNCIL?", Asks::Holders),
    ("OBSERVERS|MEMBERS|PARTICIPANTS ~2 COUNCIL?", Asks::Holders),
    ("@who @is? ~3 working|task groups|forces ~4 COUNCIL? ~3", Asks::List("bodies")),
    ("@who ~2 @is? ~2 bodies|secretariats ~4 COUNCIL? ~3", Asks::List("bodies")),
    ("@who|how ~2 @is? ~2 agreements|treaties ~4 COUNCIL? ~3", Asks::List("agreements")),
    ("@who|how ~2 @is? ~2 applications|applicants|applied ~5 COUNCIL? ~3", Asks::List("applications")),
    ("@who|how ~3 sources ~3", Asks::List("sources")),
    ("when|where ~3 COUNCIL ~2 @found ~1", Asks::List("events")),
    ("when|where|@who|how ~3 @meeting in|at PLACE ~2", Asks::Search),
    ("when|where|@who|how ~3 @meeting ~5 COUNCIL? ~4", Asks::List("meetings")),
    ("when|where @is ~1 ministers @met ~2", Asks::List("meetings")),
    ("when|where @is ~1 COUNCIL|MEMBERS @met ~2", Asks::List("meetings")),
    ("@who|how ~2 events ~4 COUNCIL? ~2", Asks::List("events")),
    ("what ~1 @happened ~3 COUNCIL? ~2", Asks::Timeline),
    ("what ~1 COUNCIL ~2 @happened ~3", Asks::Timeline),
];

/// Words that patterns need besides those that they name.
const ALSO: &str = "non governmental deferred granted refused pending signed force held happen outcome were";

struct Grammar {
    lexicon: Lexicon,
    patterns: Vec<(Pattern, Asks)>,
}

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let mut lexicon = Lexicon::new();
    let classes: Vec<(&str, &'static str)> = WORDS.iter().chain(CLASSES).copied().collect();
    let parse = |(text, asks): &(&'static str, Asks)| Some((Pattern::parse(text, &classes, &mut lexicon)?, *asks));
    let patterns = PATTERNS.iter().filter_map(parse).collect();
    for (_, words) in WORDS {
        lexicon.set(words.split_whitespace().collect());
    }
    lexicon.set(ALSO.split(' ').collect());
    Grammar { lexicon, patterns }
});

impl Registry {
    /// Returns what `text`, a question in English, asks for; `None` if it is not understood.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn understand(&self, text: &str) -> Result<Option<Question>, Error> {
        if text.len() > LONGEST {
            return Ok(None);
        }
        let names = Names::of(self)?;
        let Grammar { lexicon, patterns } = &*GRAMMAR;
        let mut words = tokens(text, 0, lexicon);
        let mut topic = Topic { in_text: true, council: true, ..Topic::default() };
        names.gazetteer.tag(&mut words, &mut topic, lexicon);
        dates::tag(&mut words, dates::Base(Some(When::day(self.today()))));
        groups::tag(&mut words, &names.qualifier, lexicon);
        let officials = words.iter().any(|token| token.kind == Kind::Officials);
        let Some(when) = take_time(&mut words, self.today()) else { return Ok(None) };
        while words.last().is_some_and(|last| last.is_any(&["?", ".", "!"])) {
            words.pop();
        }
        if words.is_empty() {
            return Ok(when.map(|when| Question::Chair(Some(when))).filter(|_| !officials));
        }
        self.take_names(&mut words)?;
        let is_ours = |token: &Token| token.key.strip_prefix("non").unwrap_or(&token.key) == names.qualifier;
        let unknown: Vec<&Token> = words.iter().filter(|token| !is_known(token) && !is_ours(token)).collect();
        if let [name] = unknown[..] {
            return self.about_unknown(&words, name, text, when);
        }
        if !unknown.is_empty() {
            return Ok(None);
        }
        if officials {
            let asks = words.first().is_some_and(|first| first.is_any(&["who", "which", "what", "chair", "list"]));
            return Ok(asks.then_some(Question::List("people", Some(when.unwrap_or(When::day(self.today()))))));
        }
        let tagged = Tagged::new(&words, lexicon).whole();
        for (pattern, asks) in patterns.iter().filter(|(pattern, _)| pattern.may_match(&tagged)) {
            let Some(matched) = pattern.matches(&tagged, 0) else { continue };
            let captured = |kind: Type| matched.captured.iter().find(|(own, _)| *own == kind).map(|(_, at)| at.start);
            let party = captured(Type::Party).and_then(|at| match &words[at].kind {
                Kind::Party(party) if *party != usize::MAX => names.gazetteer.parties.get(*party).cloned(),
                _ => text.get(words[at].at.clone()).map(str::to_string),
            });
            let id = party.map(|name| self.id_of(&name)).transpose()?.flatten();
            let stray =
                words.iter().any(|token| matches!(token.kind, Kind::Party(_))) && captured(Type::Party).is_none();
            if stray {
                continue;
            }
            let question = match (asks, id) {
                (Asks::Chair, _) => Some(Question::Chair(when)),
                (Asks::Terms, _) => Some(Question::Terms),
                (Asks::People, _) => Some(Question::List("people", Some(when.unwrap_or(When::day(self.today()))))),
                (Asks::Status, Some(id)) => Some(Question::Status(id, when)),
                (Asks::Profile, Some(id)) => Some(Question::Profile(id)),
                (Asks::Holders, _) => holders(&words, when),
                (Asks::Changes, _) => match when {
                    Some(When::Date(date)) if date.precision() == Precision::Year => {
                        Some(Question::Changes(date.first_day().year()))
                    }
                    _ => None,
                },
                (Asks::List(list), _) => Some(Question::List(list, when)),
                (Asks::Timeline, _) => Some(Question::Timeline(when)),
                (Asks::Search, _) => captured(Type::Place)
                    .and_then(|at| text.get(words[at].at.clone()))
                    .map(|place| Question::Search(place.to_string())),
                (Asks::Status | Asks::Profile, None) => None,
            };
            if question.is_some() {
                return Ok(question);
            }
        }
        Ok(None)
    }

    /// Returns how commands name a party or country: by its id or code.
    fn id_of(&self, name: &str) -> Result<Option<String>, Error> {
        match self.resolve(name) {
            Ok(entity) => Ok(Some(entity.id().to_string())),
            Err(Error::UnknownName { .. } | Error::AmbiguousName { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Joins the words that are a name of the registry in small letters.
    fn take_names(&self, words: &mut Vec<Token>) -> Result<(), Error> {
        let mut at = 0;
        while at < words.len() {
            let longest = words[at..].iter().take(NAME_WORDS).take_while(|word| word.kind == Kind::Word).count();
            for count in (1..=longest).rev() {
                // The words of the grammar are not names.
                let part = &words[at..at + count];
                if part.iter().all(|word| word.place != 0) || part[0].is_any(&["the"]) {
                    continue;
                }
                let name = part.iter().map(|word| &*word.key).collect::<Vec<_>>().join(" ");
                if name.len() > 3 && self.id_of(&name)?.is_some() {
                    join(words, at..at + count, Kind::Party(usize::MAX));
                    break;
                }
            }
            at += 1;
        }
        Ok(())
    }

    /// A question about one word that the grammar does not know: the name of a body, or a town.
    fn about_unknown(
        &self,
        words: &[Token],
        name: &Token,
        text: &str,
        when: Option<When>,
    ) -> Result<Option<Question>, Error> {
        let Some(written) = text.get(name.at.clone()) else { return Ok(None) };
        let others = words.iter().filter(|word| word.at != name.at);
        let mut others = others.filter(|word| !word.is_any(&["the", "a", "an", "?"])).map(|word| &*word.key);
        let asks_what =
            matches!((others.next(), others.next(), others.next()), (Some("what"), Some("is" | "are"), None));
        let body = "SELECT EXISTS (SELECT 1 FROM body WHERE abbreviation = ?1 OR id = lower(?1))";
        let is_body: bool = self.conn.query_row(body, [written], |row| row.get(0))?;
        Ok((asks_what && is_body && when.is_none()).then(|| Question::Search(written.to_string())))
    }
}

/// Takes the time out of the question, with the word before it. `None` if it has several.
fn take_time(words: &mut Vec<Token>, now: NaiveDate) -> Option<Option<When>> {
    let is_time = |token: &Token| matches!(token.kind, Kind::Date(_) | Kind::Range(_));
    let Some(at) = words.iter().position(is_time) else {
        return Some(None);
    };
    let (Kind::Date(span) | Kind::Range(span)) = words[at].kind else { return None };
    // Commands take no time such as "before 2000".
    if at > 0 && words[at - 1].is_any(&["before", "after", "until", "till", "by", "not"]) {
        return None;
    }
    let since = at > 0 && words[at - 1].is("since");
    let led = at > 0 && words[at - 1].is_any(&["in", "on", "at", "during", "from", "between", "since", "of", "the"]);
    // "today" is the time if none is given.
    let today = words[at].key == "today";
    words.drain(at - usize::from(led)..=at);
    if words.iter().any(is_time) {
        return None;
    }
    Some(match since {
        true => Some(When::Range(span.from, PartialDate::day(now))),
        false => (!today).then(|| span.when()),
    })
}

fn is_known(token: &Token) -> bool {
    match token.kind {
        Kind::Word | Kind::Possessive | Kind::Mark => token.place != 0,
        Kind::Other | Kind::Person | Kind::Demonym(_) | Kind::Number(_) => false,
        _ => true,
    }
}

/// Who held the role of the group that the question names.
fn holders(words: &[Token], when: Option<When>) -> Option<Question> {
    let has = |keys: &[&str]| words.iter().any(|word| word.is_any(keys));
    let mut groups = words.iter().filter_map(|word| match word.kind {
        Kind::Group(Group { who, count: None, others: false, partial: false, .. }) => Some(Some(who)),
        Kind::Group(_) => Some(None),
        _ => None,
    });
    let who = match (groups.next(), has(&["ngos"]), has(&["igos"])) {
        (_, true, _) => Who::Ngos,
        (_, _, true) => Who::Igos,
        (Some(who), ..) => who?,
        (None, ..) if has(&["observed", "observe"]) => Who::ObserverStates,
        (None, ..) => return None,
    };
    let non_arctic = who == Who::NonArctic || words.iter().any(|word| word.key.starts_with("non"));
    let (role, kind) = match who {
        Who::Members | Who::States => (Role::Member, None),
        Who::Participants => (Role::PermanentParticipant, None),
        Who::Observers | Who::NonArctic => (Role::Observer, None),
        Who::ObserverStates => (Role::Observer, Some(PartyKind::State)),
        Who::Igos => (Role::Observer, Some(PartyKind::Igo)),
        Who::Ngos => (Role::Observer, Some(PartyKind::Ngo)),
    };
    Some(Question::Holders(role, kind, non_arctic, when))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_read() {
        assert_eq!(GRAMMAR.patterns.len(), PATTERNS.len());
        assert!(GRAMMAR.lexicon.fits());
    }
}
