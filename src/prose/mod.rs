//! Reads prose: finds what sentences say about the council, and judges it.
//!
//! A text is read sentence by sentence. The words become tokens, the names of the registry are found among them, then
//! dates and groups; rules over these tokens make claims, and the claims are judged as those of a table are. Nothing
//! here knows a fact about the council: names, towns, persons and parties come from the registry.

mod dateline;
mod dates;
mod gazetteer;
mod groups;
mod judge;
mod kinds;
mod lexicon;
mod pattern;
mod question;
mod rules;
mod sentences;
mod stream;
mod text;
mod tokens;
mod words;

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::claims::Checked;
use crate::date::When;
use crate::names::fold;
use crate::store::Source;
use crate::{Error, Registry, Truth};

pub use question::Question;

use gazetteer::{Gazetteer, Topic};
use kinds::Kind;
use rules::{About, Sentence};
use stream::Lines;
use tokens::Token;

/// A claim that a text makes, with its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProseClaim {
    /// Line of the first word, from 1.
    pub line: usize,
    /// Column of the first word in letters, from 1.
    pub column: usize,
    /// Bytes of the text before the words that say it.
    pub offset: usize,
    /// Bytes of these words.
    pub length: usize,
    /// The words that say it.
    pub words: String,
    /// The sentence that they are in.
    pub sentence: String,
    /// What the claim is about, as in a table of claims; empty for the council.
    pub subject: String,
    /// What is claimed of it.
    pub property: String,
    /// The time that it is claimed for; empty if it needs none, or if the date of the text is not known.
    pub on: String,
    /// The claimed value.
    pub value: String,
    /// Whether it holds.
    pub verdict: Truth,
    /// What the registry says instead.
    pub registry_value: String,
    /// Why; for a false claim also when it was true.
    pub reason: String,
    /// Ids of the documents that support the verdict, separated by semicolons.
    pub sources: String,
    /// The rule that read it, such as `role/is`.
    pub rule: String,
    /// Bytes of the text that the sentence covers.
    #[serde(skip)]
    pub span: Range<usize>,
    /// The verdict with its documents.
    #[serde(skip)]
    checked: Arc<Checked>,
}

impl ProseClaim {
    /// Returns the documents that support the verdict.
    pub fn documents(&self) -> &[Source] {
        &self.checked.documents
    }

    /// Whether only the date of the text, which is not known, would say whether it is true.
    pub fn needs_date(&self) -> bool {
        self.verdict == Truth::Unknown && self.on.is_empty() && judge::is_of_now(&self.property)
    }
}

/// What was read in a text.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// Every claim, in the order of the text.
    pub claims: Vec<ProseClaim>,
    /// Sentences that name the council and in which no claim was found.
    pub unread: usize,
    /// The date of the text: the one given, or the one that the text gives itself.
    pub date: Option<When>,
    /// Where the text gives its date, if it was taken from there.
    pub date_from: Option<&'static str>,
}

/// What was read in a text whose claims were passed on one by one.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// Sentences that name the council and in which no claim was found.
    pub unread: usize,
    /// The date of the text: the one given, or the one that the text gives itself.
    pub date: Option<When>,
    /// Where the text gives its date, if it was taken from there.
    pub date_from: Option<&'static str>,
}

/// Reads texts against a registry. Making one reads the names; reading a text then is quick.
pub struct Reader<'a> {
    registry: &'a Registry,
    names: Names,
    judge: judge::Judge<'a>,
}

/// The names of a registry, as a [`Reader`] finds them in a text. Readers of several threads can share them.
#[derive(Clone)]
pub struct Names {
    gazetteer: Arc<Gazetteer>,
    qualifier: String,
}

impl Names {
    /// Returns the names of `registry`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(registry: &Registry) -> Result<Self, Error> {
        let name = fold(&registry.meta().name);
        let qualifier = name.rsplit_once(' ').map_or("", |(first, _)| first).to_string();
        Ok(Names { gazetteer: Arc::new(Gazetteer::read(registry)?), qualifier })
    }
}

impl Registry {
    /// Returns the claims about the council that `text` makes, each with its verdict. `date` is the date of the text;
    /// without one, the date that the text gives itself is used, and what is said of "now" is not called false if it
    /// was true at some time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(&self, text: &str, date: Option<When>) -> Result<Vec<ProseClaim>, Error> {
        Ok(Reader::new(self)?.read(text, date)?.claims)
    }
}

/// How far a text has been read.
#[derive(Default)]
struct Progress {
    topic: Topic,
    lines: Lines,
    blanker: text::Blanker,
    fenced: bool,
}

impl<'a> Reader<'a> {
    /// Returns a reader of texts.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(registry: &'a Registry) -> Result<Self, Error> {
        Ok(Reader::with_names(registry, Names::of(registry)?))
    }

    /// Returns a reader of texts that finds `names`, which must be those of `registry`.
    pub fn with_names(registry: &'a Registry, names: Names) -> Self {
        Reader { registry, names, judge: judge::Judge::new(registry) }
    }

    /// Reads one text. Without a `date`, the date that the text gives itself is used.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(&mut self, text: &str, date: Option<When>) -> Result<Reading, Error> {
        let mut claims = Vec::new();
        let mut keep = |claim| {
            claims.push(claim);
            Ok(())
        };
        let Summary { unread, date, date_from } = self.read_from("text", &mut text.as_bytes(), date, &mut keep)?;
        Ok(Reading { claims, unread, date, date_from })
    }

    /// Reads a text of any length, a part at a time, and passes each claim to `found`. `name` is that of the text in
    /// errors.
    ///
    /// # Errors
    /// When the text cannot be read or is not UTF-8, when the store cannot be read, and those of `found`.
    pub fn read_from(
        &mut self,
        name: &str,
        input: &mut dyn Read,
        date: Option<When>,
        found: &mut dyn FnMut(ProseClaim) -> Result<(), Error>,
    ) -> Result<Summary, Error> {
        let mut summary = Summary { date, ..Summary::default() };
        let mut progress = Progress::default();
        let mut windows = stream::Windows::new(name, input);
        while let Some((base, text)) = windows.next()? {
            if base == 0 {
                let own = || text::own_date(text).or_else(|| dateline::dateline(text).map(|day| (day, "its dateline")));
                if let Some((day, from)) = date.is_none().then(own).flatten() {
                    summary.date = When::parse(&day, self.registry.today()).ok();
                    summary.date_from = summary.date.map(|_| from);
                }
                progress.blanker = text::Blanker::new(text::is_html(text));
            }
            self.window(base, text, &mut summary, &mut progress, found)?;
        }
        Ok(summary)
    }

    /// Reads a part of a text that starts `base` bytes after its beginning.
    fn window(
        &mut self,
        base: usize,
        text: &str,
        summary: &mut Summary,
        progress: &mut Progress,
        found: &mut dyn FnMut(ProseClaim) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Progress { topic, lines, blanker, fenced } = progress;
        let read = blanker.blank(text);
        topic.in_text = topic.in_text || self.names_council(&read);
        if !topic.in_text {
            lines.end(text);
            return Ok(());
        }
        for paragraph in text::paragraphs(&read, fenced) {
            if !self.may_matter(&read[paragraph.clone()], topic) {
                topic.sentences = topic.sentences.saturating_add(1);
                continue;
            }
            for sentence in sentences::sentences(&read, paragraph) {
                if !self.may_matter(&read[sentence.clone()], topic) {
                    topic.sentences = topic.sentences.saturating_add(1);
                    continue;
                }
                let (named, drafts) = self.sentence(&read, sentence.clone(), summary.date, topic);
                let mut judged = self.judged(drafts)?;
                judged.sort_by_key(|(draft, _)| draft.words.start);
                summary.unread += usize::from(named && judged.is_empty());
                let spoken = if judged.is_empty() { String::new() } else { one_line(&read[sentence.clone()]) };
                for (draft, checked) in judged {
                    let Some(verdict) = checked.verdict else { continue };
                    let (line, column) = lines.place(text, draft.words.start);
                    found(ProseClaim {
                        line,
                        column,
                        offset: base + draft.words.start,
                        length: draft.words.len(),
                        words: text.get(draft.words.clone()).unwrap_or_default().to_string(),
                        sentence: spoken.clone(),
                        subject: draft.subject,
                        property: draft.property.to_string(),
                        on: draft.on.map(|on| on.to_string()).unwrap_or_default(),
                        value: draft.value,
                        verdict,
                        registry_value: checked.registry_value.clone(),
                        reason: checked.reason.clone(),
                        sources: checked.sources.clone(),
                        rule: draft.rule.to_string(),
                        span: base + sentence.start..base + sentence.end,
                        checked,
                    })?;
                }
            }
        }
        lines.end(text);
        Ok(())
    }

    /// Whether a part of a text that does not name the council can say something about it, or about another body of its
    /// kind: most of a long text cannot.
    fn may_matter(&self, part: &str, topic: &Topic) -> bool {
        topic.sentences < 10 || self.names.gazetteer.may_name(part, topic)
    }

    /// The verdicts on what a sentence says. A list that was guessed to be one of the council's stands or falls as a whole.
    fn judged(&mut self, drafts: Vec<rules::Draft>) -> Result<Vec<(rules::Draft, Arc<Checked>)>, Error> {
        let mut judged = Vec::new();
        let mut dropped = Vec::new();
        for draft in drafts {
            match self.judge.judge(&draft)? {
                Some(checked) => judged.push((draft, checked)),
                None if draft.soft && draft.property == "role" => dropped.push(draft.rule),
                None => {}
            }
        }
        judged.retain(|(draft, _)| !draft.soft || draft.property != "role" || !dropped.contains(&draft.rule));
        Ok(judged)
    }

    /// Whether the text names the council at all.
    fn names_council(&self, text: &str) -> bool {
        let name = self.registry.meta().name.as_bytes();
        let Some(first) = name.first() else { return false };
        let bytes = text.as_bytes();
        let is_name = |at: usize| {
            let mut rest = bytes[at..].iter();
            name.iter().all(|letter| match rest.next() {
                Some(byte) if *letter == b' ' => byte.is_ascii_whitespace() || *byte == 0xc2,
                Some(byte) => byte.eq_ignore_ascii_case(letter),
                None => false,
            })
        };
        memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes).any(is_name)
    }

    /// What a sentence says; and whether it names the council.
    fn sentence(
        &self,
        text: &str,
        at: Range<usize>,
        date: Option<When>,
        topic: &mut Topic,
    ) -> (bool, Vec<rules::Draft>) {
        let lexicon = &rules::GRAMMAR.lexicon;
        let mut words = tokens::tokens(&text[at.clone()], at.start, lexicon);
        let mut seen = *topic;
        // Before it is named, a heading may already call it by its short name.
        seen.council |= topic.in_text && topic.others == 0 && topic.ours == 0;
        seen.council &= topic.ours >= topic.others;
        self.names.gazetteer.tag(&mut words, &mut seen, lexicon);
        (topic.ours, topic.others) = (seen.ours, seen.others);
        dates::tag(&mut words, dates::Base(date));
        groups::tag(&mut words, &self.names.qualifier, lexicon);
        let is = |kind: &Kind| words.iter().any(|token: &Token| token.kind == *kind);
        let (named, other) = (is(&Kind::Council), is(&Kind::Other));
        let about = match () {
            () if named => Some(About::Here),
            () if seen.council && topic.sentences < 10 && !other => Some(About::Before),
            () => None,
        };
        topic.council = named || topic.council;
        topic.sentences = if named { 0 } else { topic.sentences.saturating_add(1) };
        topic.initials |= named && text[at.clone()].contains('(');
        let sentence = Sentence {
            gazetteer: &self.names.gazetteer,
            text: &text[at.clone()],
            start: at.start,
            tokens: &words,
            date,
            about,
        };
        (named, rules::apply(&sentence))
    }
}

/// A sentence without line ends.
fn one_line(sentence: &str) -> String {
    let sentence = match sentence.contains('\u{7f}') {
        true => Cow::Owned(sentence.replace('\u{7f}', "")),
        false => Cow::Borrowed(sentence),
    };
    let mut line = String::with_capacity(sentence.len());
    for word in sentence.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::package::Package;

    const ARTICLE: &str = "The Arctic Council formed in 1996 comprises Denmark, Iceland, Canada, Norway, Russia, the United \
        States, Finland and Sweden. 12 non-Arctic countries, including the United Kingdom, Germany, India, China and \
        France, have the observer status. During the event in Reykjavik, Russia will assume the rotating Arctic Council \
        presidency for 2021-2023.";

    fn read(registry: &Registry, text: &str, date: &str) -> Vec<ProseClaim> {
        let date = (!date.is_empty()).then(|| When::parse(date, registry.today()).unwrap());
        registry.read(text, date).unwrap()
    }

    #[test]
    fn one_thing_in_the_article_is_false() {
        let registry = Registry::bundled().unwrap();
        let claims = read(&registry, ARTICLE, "2021-05-19");
        assert_eq!(claims.len(), 19);
        let wrong: Vec<&ProseClaim> = claims.iter().filter(|claim| claim.verdict != Truth::True).collect();
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].words, "12 non-Arctic countries");
        assert_eq!(wrong[0].reason, "13, not 12; 12 held from 2013-05-15 to 2017-05-10");
        for claim in &claims {
            assert_eq!(ARTICLE[claim.offset..claim.offset + claim.length], claim.words);
        }
    }

    #[test]
    fn texts_about_others_raise_no_flag() {
        let registry = Registry::bundled().unwrap();
        for text in [
            "The Nordic Council was founded in 1952. Its members are Denmark, Finland, Iceland, Norway and Sweden.",
            "The Barents Council has 7 members and 9 observers. Russia took over its presidency in 2015.",
            "The Arctic Council met. The Nordic Council, founded in 1952, has 87 members, among them China.",
            "Take 12 eggs. The council of the town has 40 members.",
            "China hopes to become a member of the Arctic Council. Is China a member of the Arctic Council?",
        ] {
            let flags: Vec<String> = read(&registry, text, "2021-05-19")
                .into_iter()
                .filter(|claim| claim.verdict == Truth::False)
                .map(|claim| format!("{} {} {}", claim.subject, claim.property, claim.value))
                .collect();
            assert!(flags.is_empty(), "{text}: {flags:?}");
        }
    }

    #[test]
    fn another_council_is_read_by_its_own_names() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tundra");
        let registry = Registry::in_memory(&Package::read(&folder).unwrap()).unwrap();
        let text = "The Tundra Forum, founded in 2020, has four members. The members of the Tundra Forum are Arvik, Borea \
            and Celsia. Drift became an observer of the Forum in 2021. Arvik took over the chairmanship of the Tundra \
            Forum from Borea on 2 June 2021. The Arctic Council was founded in 1990.";
        let claims = read(&registry, text, "2021-07-01");
        let told: Vec<String> = claims
            .iter()
            .map(|claim| format!("{} {} {} {}", claim.subject, claim.property, claim.value, claim.verdict.word()))
            .collect();
        let expected = [
            " founded 2020 true",
            "members count 4 false",
            "Arvik role member true",
            "Borea role member true",
            "Celsia role member true",
            "Drift since 2021 true",
            "Arvik chairship-start 2021-06-02 true",
            "Borea chairship-end 2021-06-02 true",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn without_a_date_what_was_once_true_is_not_false() {
        let registry = Registry::bundled().unwrap();
        let claims = read(&registry, "Iceland currently holds the chairmanship of the Arctic Council.", "");
        assert_eq!(claims.len(), 1);
        assert_eq!(claims[0].verdict, Truth::Unknown);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn nothing_read_breaks_it(parts in proptest::collection::vec("\\PC{0,12}|<[a-z/]{0,6}>|&[a-z#0-9]{0,5};|the Arctic Council|founded in 1996|,|12 observers|Norway|’s|\\n|ø", 0..30)) {
            thread_local!(static REGISTRY: Registry = Registry::bundled().unwrap());
            let text = format!("Arctic Council {}", parts.join(" "));
            REGISTRY.with(|registry| {
                for claim in registry.read(&text, None).unwrap() {
                    assert!(text.is_char_boundary(claim.offset) && text.is_char_boundary(claim.offset + claim.length));
                    assert!(text.is_char_boundary(claim.span.start) && text.is_char_boundary(claim.span.end));
                }
            });
        }
    }
}
