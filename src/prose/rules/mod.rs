//! The rules: what says something about the council, one module a subject.
//!
//! A rule is data: its patterns, the words that silence it, what it makes of a match, and sentences in which it must
//! and must not find something. Those are run as tests.

mod chairs;
mod classes;
mod counts;
mod events;
mod founding;
mod meetings;
mod people;
mod roles;
mod terms;

use std::ops::Range;
use std::sync::LazyLock;

use crate::date::{PartialDate, Precision, When};

pub(super) use classes::CLASSES;

use super::gazetteer::Gazetteer;
use super::kinds::{Group, Kind, Span};
use super::lexicon::Lexicon;
use super::pattern::{Match, Pattern, Tagged, Type, list};
use super::tokens::Token;

/// How near the council must have been named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum About {
    /// In a sentence before, and no other body since.
    Before,
    /// In this sentence.
    Here,
}

/// How sentences of one form are read.
pub(crate) struct Rule {
    /// Names the rule in answers, such as `role/is`.
    pub id: &'static str,
    pub about: About,
    pub patterns: &'static [&'static str],
    /// Classes of words near the match that silence it.
    pub unless: &'static [&'static str],
    pub make: fn(&Found, &mut Vec<Draft>),
    /// Sentences, each with the claims that are read from it.
    #[cfg_attr(not(test), expect(dead_code, reason = "run as tests"))]
    pub yes: &'static [(&'static str, &'static str)],
    #[cfg_attr(not(test), expect(dead_code, reason = "run as tests"))]
    pub no: &'static [&'static str],
}

/// Offices and roles that one can hold in a body.
const OFFICES: &[&str] = &[
    "chairmanship",
    "chairship",
    "presidency",
    "chair",
    "leadership",
    "chairman",
    "chairwoman",
    "chairperson",
    "president",
    "head",
    "leader",
    "member",
    "members",
    "observer",
    "observers",
    "participant",
    "participants",
    "membership",
    "secretariat",
    "status",
    "gavel",
];

/// A claim read from a sentence, before it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub rule: &'static str,
    pub subject: String,
    pub property: &'static str,
    pub on: Option<When>,
    pub value: String,
    /// The bytes of the text that say it.
    pub words: Range<usize>,
    /// Whether a part of it was guessed, so that only its being true says that it was read rightly.
    pub soft: bool,
}

/// A sentence as the rules see it.
pub(crate) struct Sentence<'a> {
    pub gazetteer: &'a Gazetteer,
    pub text: &'a str,
    /// Where it starts in the whole text, in bytes.
    pub start: usize,
    pub tokens: &'a [Token<'a>],
    /// The date of the text.
    pub date: Option<When>,
    pub about: Option<About>,
}

/// A match of a rule in a sentence.
pub(crate) struct Found<'a> {
    pub rule: &'static Rule,
    pub sentence: &'a Sentence<'a>,
    pub matched: Match,
}

/// A rule with what its texts stand for.
pub(crate) struct Compiled {
    rule: &'static Rule,
    patterns: Vec<Pattern>,
    /// The set of words that silence it.
    unless: usize,
}

/// The rules, and the words that they know.
pub(crate) struct Grammar {
    pub lexicon: Lexicon,
    rules: Vec<Compiled>,
}

pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let all = [
        roles::RULES,
        counts::RULES,
        founding::RULES,
        chairs::RULES,
        people::RULES,
        meetings::RULES,
        terms::RULES,
        events::RULES,
    ];
    let mut lexicon = Lexicon::new();
    let compiled = |rule: &'static Rule| Compiled {
        rule,
        patterns: rule.patterns.iter().filter_map(|text| Pattern::parse(text, CLASSES, &mut lexicon)).collect(),
        unless: lexicon.set(rule.unless.iter().filter_map(|class| words_of(class)).flatten().collect()),
    };
    let rules = all.into_iter().flatten().map(compiled).collect();
    Grammar { lexicon, rules }
});

/// Returns the words of the class called `name`.
fn words_of(name: &str) -> Option<impl Iterator<Item = &'static str>> {
    CLASSES.iter().find(|(class, _)| *class == name).map(|(_, words)| words.split(' '))
}

/// Everything that the rules read in a sentence.
pub(crate) fn apply(sentence: &Sentence) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let Some(about) = sentence.about else { return drafts };
    if sentence.text.ends_with('?') {
        return drafts;
    }
    let Grammar { lexicon, rules } = &*GRAMMAR;
    let tagged = Tagged::new(sentence.tokens, lexicon);
    for Compiled { rule, patterns, unless } in rules.iter().filter(|compiled| compiled.rule.about <= about) {
        for pattern in patterns.iter().filter(|pattern| pattern.may_match(&tagged)) {
            for at in 0..sentence.tokens.len() {
                let Some(matched) = pattern.matches(&tagged, at) else { continue };
                let found = Found { rule, sentence, matched };
                if !found.is_silenced(*unless, lexicon) {
                    (rule.make)(&found, &mut drafts);
                }
            }
        }
    }
    distinct(drafts)
}

/// Keeps the first of equal claims. Rules are in order of certainty.
fn distinct(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let family = |property: &str| match property {
            "since" | "role" => 1,
            "chair" | "chairship-start" => 2,
            _ => 0,
        };
        let same = |other: &Draft| {
            let related = other.property == draft.property
                || family(draft.property) != 0 && family(other.property) == family(draft.property);
            let value = other.property != draft.property
                || !matches!(draft.property, "chairship-start" | "chairship-end")
                || other.value.get(..4) == draft.value.get(..4)
                || other.soft != draft.soft;
            let place = !matches!(draft.property, "meeting-place" | "count" | "chair-person" | "meeting-ordinal")
                || other.value.get(..3) == draft.value.get(..3);
            related && other.subject == draft.subject && value && place
        };
        match kept.iter_mut().find(|other| same(other)) {
            // A sure reading replaces a guess.
            Some(other) if other.soft && !draft.soft => *other = draft,
            // A date in full says more than its year.
            Some(other)
                if other.property == draft.property
                    && other.soft == draft.soft
                    && draft.value.len() > other.value.len()
                    && draft.value.starts_with(&other.value) =>
            {
                *other = draft
            }
            Some(_) => {}
            None => kept.push(draft),
        }
    }
    kept
}

impl Found<'_> {
    fn tokens(&self) -> &[Token<'_>] {
        self.sentence.tokens
    }

    /// Whether one of the words `unless` is in the part of the sentence that matched, or close to it.
    fn is_silenced(&self, unless: usize, lexicon: &Lexicon) -> bool {
        let tokens = self.tokens();
        let range = &self.matched.range;
        let mut start = range.start;
        while start > 0
            && range.start - start < 9
            && !tokens[start - 1].is_any(&[";", ":", ".", "but", "while", "whereas"])
        {
            start -= 1;
        }
        if self.is_of_another(range.start, range.end) {
            return true;
        }
        let mut end = range.end;
        while end < tokens.len()
            && end - range.end < 3
            && !tokens[end].is_any(&[";", ",", "but", "while", ":", "(", "."])
        {
            end += 1;
        }
        tokens[start..end].iter().any(|token| match token.kind {
            Kind::Word => lexicon.sets_of(token.place).has(unless) && !(token.capital && token.key == "may"),
            Kind::Group(_) => token.key.split(' ').any(|word| lexicon.sets_of(lexicon.word(word).0).has(unless)),
            _ => false,
        })
    }

    /// Whether an office or role in the match is that of an organisation: "the presidency of the Northern Forum".
    fn is_of_another(&self, start: usize, end: usize) -> bool {
        let tokens = self.tokens();
        let is_other = |token: &Token| match token.kind {
            Kind::Other => true,
            Kind::Party(party) => self.sentence.gazetteer.organisations.get(party).copied().unwrap_or_default(),
            _ => false,
        };
        (start..end).any(|at| {
            let office = tokens[at].is_any(OFFICES) || matches!(tokens[at].kind, Kind::Group(_));
            let leads = words_of("lead").is_some_and(|mut words| words.any(|word| tokens[at].is(word)));
            let of = tokens.get(at + 1).is_some_and(|next| next.is_any(&["of", "in", "to", "at", "for", "over"]));
            let rest = tokens.get(at + 1 + usize::from(of)..).unwrap_or_default();
            let other = rest.iter().take(2).take_while(|next| next.is_any(&["the", "a", "an"]) || is_other(next));
            (office && of || leads) && other.into_iter().any(is_other)
        })
    }

    /// The tokens captured as `kind`, in order.
    pub(crate) fn captured(&self, kind: Type) -> impl Iterator<Item = Range<usize>> {
        self.matched.captured.iter().filter(move |(captured, _)| *captured == kind).map(|(_, range)| range.clone())
    }

    pub(crate) fn has(&self, kind: Type) -> bool {
        self.captured(kind).next().is_some()
    }

    /// The date that the pattern names.
    pub(crate) fn date(&self) -> Option<Span> {
        self.captured(Type::Date).next().and_then(|range| self.span(range.start))
    }

    pub(crate) fn range(&self) -> Option<Span> {
        self.captured(Type::Range).next().and_then(|range| self.span(range.start))
    }

    fn span(&self, at: usize) -> Option<Span> {
        match self.tokens()[at].kind {
            Kind::Date(span) | Kind::Range(span) => Some(span),
            _ => None,
        }
    }

    /// The date of the sentence, if it has one only.
    pub(crate) fn only_date(&self) -> Option<Span> {
        let mut dates = self.tokens().iter().filter_map(|token| match token.kind {
            Kind::Date(span) => Some(Some(span)),
            Kind::Range(_) => Some(None),
            _ => None,
        });
        let first = dates.next()??;
        dates.all(|other| other == Some(first)).then_some(first)
    }

    /// The only date before or after the match in its clause, without one between.
    pub(crate) fn near_date(&self) -> Option<Span> {
        self.date().or_else(|| self.only_date())
    }

    pub(crate) fn only_range(&self) -> Option<Span> {
        let mut ranges = self.tokens().iter().filter_map(|token| match token.kind {
            Kind::Range(span) => Some(span),
            _ => None,
        });
        let first = ranges.next()?;
        ranges.next().is_none().then_some(first)
    }

    pub(crate) fn group(&self, kind: Type) -> Option<(Group, usize)> {
        let at = self.captured(kind).next()?.start;
        match self.tokens()[at].kind {
            Kind::Group(group) => Some((group, at)),
            _ => None,
        }
    }

    /// The name of the party at a token.
    pub(crate) fn party(&self, at: usize) -> Option<&str> {
        match self.tokens()[at].kind {
            Kind::Party(party) | Kind::Demonym(party) => Some(self.sentence.gazetteer.parties[party].as_str()),
            _ => None,
        }
    }

    /// The holder that the pattern names, in order.
    pub(crate) fn holder(&self, nth: usize) -> Option<usize> {
        let mut holders = self.matched.captured.iter().filter(|(kind, _)| matches!(kind, Type::Holder | Type::Party));
        holders.nth(nth).map(|(_, range)| range.start)
    }

    /// The parties of the list that the pattern names: their names and tokens.
    pub(crate) fn parties(&self) -> Vec<(&str, usize)> {
        let lists = self.matched.captured.iter();
        let mut lists = lists.filter(|(kind, _)| matches!(kind, Type::List | Type::Several | Type::Many));
        let Some((_, range)) = lists.next() else { return Vec::new() };
        let Some((parties, _)) = list(self.tokens(), range.start) else { return Vec::new() };
        parties.into_iter().filter_map(|(_, at)| Some((self.party(at)?, at))).collect()
    }

    pub(crate) fn has_word(&self, words: &[&str]) -> bool {
        self.tokens().iter().any(|token| token.is_any(words))
    }

    /// The number in "for the next two years".
    pub(crate) fn next_years(&self) -> Option<i32> {
        self.tokens().windows(3).find_map(|part| match (&part[0], &part[1].kind) {
            (next, Kind::Number(years)) if next.is("next") && part[2].is_any(&["years", "year"]) => {
                i32::try_from(*years).ok()
            }
            _ => None,
        })
    }

    pub(crate) fn text(&self, at: usize) -> &str {
        self.sentence.text_of(&self.tokens()[at])
    }

    /// The time of which the sentence speaks in the present tense.
    pub(crate) fn now(&self) -> Option<When> {
        self.sentence.date
    }

    /// A date taken from the text is as good as one written out only if the day of the text is known.
    pub(crate) fn is_guess(&self, span: Span) -> bool {
        span.inferred && !self.sentence.date.is_some_and(|date| date.is_day())
    }

    /// The date of the text, to the month: for what is said to have just happened.
    pub(crate) fn this_month(&self) -> Option<PartialDate> {
        let when = self.now()?;
        let (first, last) = (when.first_day(), when.last_day());
        match when {
            When::Date(date) if date.precision() == Precision::Year => Some(date),
            _ if (last - first).num_days() < 31 => PartialDate::parse(&first.format("%Y-%m").to_string()),
            _ => None,
        }
    }

    pub(crate) fn draft(
        &self,
        subject: &str,
        property: &'static str,
        on: Option<When>,
        value: impl Into<String>,
        words: Range<usize>,
    ) -> Draft {
        let tokens = &self.tokens()[words];
        let words = tokens.first().map_or(0, |first| first.at.start)..tokens.last().map_or(0, |last| last.at.end);
        Draft {
            rule: self.rule.id,
            subject: subject.to_string(),
            property,
            on,
            value: value.into(),
            words,
            soft: false,
        }
    }
}

impl Draft {
    pub(crate) fn soft_if(self, soft: bool) -> Self {
        Draft { soft: self.soft || soft, ..self }
    }
}

impl Sentence<'_> {
    fn text_of(&self, token: &Token) -> &str {
        self.text.get(token.at.start - self.start..token.at.end - self.start).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Registry;
    use crate::prose::Reader;

    #[test]
    fn every_pattern_and_class_can_be_read() {
        assert!(GRAMMAR.lexicon.fits());
        for Compiled { rule, patterns, .. } in &GRAMMAR.rules {
            assert_eq!(rule.patterns.len(), patterns.len(), "{}", rule.id);
            assert!(!rule.yes.is_empty() && !rule.no.is_empty(), "{} has no examples", rule.id);
            for class in rule.unless {
                assert!(words_of(class).is_some(), "{class}");
            }
        }
    }

    #[test]
    fn rules_find_what_they_must_and_nothing_else() {
        let registry = Registry::bundled().unwrap();
        let date = When::parse("2021-05-19", registry.today()).unwrap();
        let mut reader = Reader::new(&registry).unwrap();
        let mut wrong = Vec::new();
        for Compiled { rule, .. } in &GRAMMAR.rules {
            let mut read = |sentence: &str, any: bool| {
                let text = format!("This is about the Arctic Council. {sentence}");
                let claims = reader.read(&text, Some(date)).unwrap().claims;
                let own = claims.into_iter().filter(|claim| any || claim.rule == rule.id);
                let told = own.map(|claim| [claim.subject, claim.property, claim.on, claim.value].join("|"));
                told.collect::<Vec<_>>()
            };
            for (sentence, expected) in rule.yes {
                let found = read(sentence, true);
                for claim in expected.split("; ").filter(|claim| !claim.is_empty()) {
                    if !found.iter().any(|found| found == claim) {
                        wrong.push(format!("{}: {sentence}\n  wanted {claim}, found {found:?}", rule.id));
                    }
                }
            }
            for sentence in rule.no {
                let found = read(sentence, false);
                if !found.is_empty() {
                    wrong.push(format!("{}: {sentence}\n  found {found:?}", rule.id));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
