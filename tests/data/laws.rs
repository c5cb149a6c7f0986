//! Laws of time and truth, over random councils.
//!
//! A council is made up day by day; what its registry records is then blurred: dates become months, years or
//! bounds, ends that lie ahead are left out. Whatever the registry says for certain must be so in the council.
//! `LAWS=5000 cargo test laws` tries more councils than a run of the suite does.

use std::collections::BTreeMap;
use std::fmt::Write;

use arctic_council::annotate::{DateFrom, Options};
use arctic_council::csv_file::CsvFile;
use arctic_council::date::When;
use arctic_council::export::{Exporter, Output, Site};
use arctic_council::package::Package;
use arctic_council::store::{ChangeKind, Filter, Panel, Role};
use arctic_council::{Registry, Truth, Value};
use chrono::{Datelike, Days, NaiveDate};

/// How many councils a run tries.
fn councils() -> u64 {
    std::env::var("LAWS").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

/// Numbers that are random enough, and the same in every run.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % count
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

/// Something that holds from `start` up to, but not including, `end`.
#[derive(Clone, Debug)]
struct Spell<T> {
    what: T,
    start: NaiveDate,
    end: NaiveDate,
}

impl<T> Spell<T> {
    fn holds(&self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }
}

/// A made-up council: what is so, and the registry of what is recorded of it.
struct World {
    seed: u64,
    founded: NaiveDate,
    today: NaiveDate,
    verified: NaiveDate,
    roles: BTreeMap<String, Vec<Spell<&'static str>>>,
    kinds: BTreeMap<String, &'static str>,
    chairs: Vec<Spell<String>>,
    /// The number of each chairship in the record, if it is recorded.
    numbers: Vec<Option<usize>>,
    persons: Vec<Spell<String>>,
    meetings: Vec<(NaiveDate, String)>,
    /// Whether every date is recorded to the day, and no chair is missing.
    exact: bool,
    registry: Registry,
}

const KINDS: [&str; 4] = ["state", "state", "igo", "ngo"];
const TOWNS: [&str; 4] = ["Rime", "Moss Bay", "Old Harbour", "Tern"];
const NAMES: [&str; 6] = ["Ada Moor", "Bo Fell", "Cy Heath", "Di Marsh", "Eli Tarn", "Fay Crag"];

impl World {
    fn new(seed: u64) -> World {
        let dice = &mut Dice::new(seed);
        let exact = dice.chance(25);
        let founded = plus(NaiveDate::from_ymd_opt(2000, 1, 1).unwrap(), dice.below(700));
        let today = plus(founded, 2500 + dice.below(2500));
        let verified = today - Days::new(dice.below(300));
        let last = plus(today, 4000);
        let blur = |dice: &mut Dice, day: NaiveDate| -> String {
            match dice.below(if exact { 1 } else { 10 }) {
                6 | 7 => day.format("%Y-%m").to_string(),
                8 => day.format("%Y").to_string(),
                9 => {
                    let (from, to) = (day - Days::new(dice.below(500)), plus(day, dice.below(500)));
                    match dice.below(3) {
                        0 => format!("{}..{}", from.format("%Y"), to.format("%Y-%m-%d")),
                        1 if from < to => format!("{from}..{to}"),
                        _ => format!("{}..{}", from.format("%Y"), plus(to, 31).format("%Y-%m")),
                    }
                }
                _ => day.to_string(),
            }
        };

        let mut files: BTreeMap<&str, String> = BTreeMap::from([
            ("membership", "id,party,role,start,end,granted_at,confidence,note\n".to_string()),
            (
                "chairship",
                "id,ordinal,party,start,end,start_meeting,end_meeting,theme,priorities,secretariat,confidence,note\n".to_string(),
            ),
            ("office_holder", "id,chairship,office,person,start,end,confidence,note,basis\n".to_string()),
            ("meeting", "id,ordinal,kind,first_day,last_day,place,host,outcome,signed,confidence,note\n".to_string()),
            (
                "party",
                "id,kind,name,official_name,council_name,abbreviation,iso2,iso3,iso_numeric,cow,wikidata,arctic,website,confidence,note\n"
                    .to_string(),
            ),
            ("alias", "alias,party,country,kind,lang\n".to_string()),
            ("country", "id,kind,name,official_name,iso2,iso3,iso_numeric,cow,represented_by,note,part_of,wikidata,since\n".to_string()),
            (
                "meta",
                format!(
                    "key,value,note\nfounded,{founded},\nlicense,CC0-1.0,\nname,Made-up Council,\nterm_years,2,\nverified_through,{verified},\nversion,1,\n"
                ),
            ),
        ]);
        let mut write = |file: &str, line: String| {
            let text = files.get_mut(file).unwrap();
            *text += &line;
            *text += "\n";
        };

        // Who is what.
        let (mut roles, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        let mut members = Vec::new();
        for number in 0..4 + dice.below(5) {
            let id = format!("p{number}");
            let member = number < 3;
            let kind = if member { "state" } else { *dice.pick(&KINDS) };
            let letter = char::from(b'A' + number as u8);
            let codes = if kind == "state" { format!("X{letter},XX{letter}") } else { ",".to_string() };
            write("party", format!("{id},{kind},Party {letter},,,,{codes},,,,{},,verified,", u8::from(member)));
            write("alias", format!("Party {letter},{id},,short,"));
            let mut spells: Vec<Spell<&'static str>> = Vec::new();
            let mut start = if member { founded } else { plus(founded, dice.below(3000)) };
            while start < last {
                let end = plus(start, 1 + if dice.chance(15) { dice.below(5) } else { dice.below(2500) });
                let role = match kind {
                    "state" if member && (spells.is_empty() || dice.chance(60)) => "member",
                    "ngo" if dice.chance(50) => "permanent_participant",
                    _ => "observer",
                };
                if spells.last().is_none_or(|before| before.what != role || before.end < start) {
                    spells.push(Spell { what: role, start, end });
                    start = if dice.chance(40) { end } else { plus(end, 1 + dice.below(1500)) };
                } else {
                    start = plus(end, 1);
                }
                if dice.chance(35) {
                    break;
                }
            }
            for (at, spell) in spells.iter().enumerate().filter(|(_, spell)| spell.start <= today) {
                let end = if spell.end <= today { blur(dice, spell.end) } else { String::new() };
                let start = if spell.start == founded { founded.to_string() } else { blur(dice, spell.start) };
                write("membership", format!("{id}-{at},{id},{},{start},{end},,verified,", spell.what));
            }
            if member {
                members.push(id.clone());
            }
            roles.insert(id.clone(), spells);
            kinds.insert(id, kind);
        }

        // Who chairs; a gap in the record is a term that nobody wrote down.
        let (mut chairs, mut persons): (Vec<Spell<String>>, Vec<Spell<String>>) = (Vec::new(), Vec::new());
        let (mut start, mut ordinal, mut numbers) = (founded, 0, Vec::new());
        let announced = dice.chance(50);
        while start < last {
            let end = plus(start, if dice.chance(10) { 1 + dice.below(3) } else { 300 + dice.below(1200) });
            let party = dice.pick(&members).clone();
            // A gap in the record is longer than a date is imprecise: terms that meet have none between them.
            let long = (end - start).num_days() > 1100;
            let recorded = start <= today && (exact || !long || !dice.chance(50) || chairs.is_empty());
            if recorded {
                ordinal += 1;
                let until = if end <= today || announced { blur(dice, end) } else { String::new() };
                let from = if start == founded { founded.to_string() } else { blur(dice, start) };
                write("chairship", format!("c{ordinal},{ordinal},{party},{from},{until},,,,,,verified,"));
                let (mut from, mut number) = (start, 0);
                while from < end && from <= today {
                    let to = if dice.chance(30) { plus(from, 1 + dice.below(400)).min(end) } else { end };
                    let name = dice.pick(&NAMES).to_string();
                    if exact || !dice.chance(10) {
                        number += 1;
                        let until =
                            if to <= today && !(to == end && dice.chance(10)) { blur(dice, to) } else { String::new() };
                        let _basis = "stated";
                        let first = if from == founded { founded.to_string() } else { blur(dice, from) };
                        write(
                            "office_holder",
                            format!(
                                "c{ordinal}-{number},c{ordinal},chair_of_council,{name},{first},{until},verified,,stated"
                            ),
                        );
                    }
                    persons.push(Spell { what: name, start: from, end: to });
                    from = to;
                }
            }
            chairs.push(Spell { what: party, start, end });
            numbers.push(recorded.then_some(ordinal));
            start = end;
        }

        let mut meetings = Vec::new();
        let mut day = founded;
        while day <= verified {
            let town = dice.pick(&TOWNS).to_string();
            let number = meetings.len();
            write("meeting", format!("m{number},{number},ministerial,{day},{day},{town},,,,verified,"));
            meetings.push((day, town));
            day = plus(day, 200 + dice.below(900));
        }

        let package: Package =
            files.into_iter().map(|(name, text)| (format!("{name}.csv"), text.into_bytes())).collect();
        let registry =
            Registry::in_memory(&package).unwrap_or_else(|error| panic!("council {seed}: {error}")).at(today);
        World { seed, founded, today, verified, roles, kinds, chairs, numbers, persons, meetings, exact, registry }
    }

    fn role(&self, party: &str, day: NaiveDate) -> &'static str {
        self.roles[party].iter().find(|spell| spell.holds(day)).map_or("none", |spell| spell.what)
    }

    fn count(&self, role: &str, day: NaiveDate) -> usize {
        self.roles.keys().filter(|party| self.role(party, day) == role).count()
    }

    fn a_day(&self, dice: &mut Dice) -> NaiveDate {
        // Days on which something changes, and those beside them, are where answers go wrong.
        let edges: Vec<NaiveDate> = self.roles.values().flatten().flat_map(|spell| [spell.start, spell.end]).collect();
        let chairs: Vec<NaiveDate> = self.chairs.iter().map(|spell| spell.start).collect();
        match dice.below(4) {
            0 => plus(*dice.pick(&edges), dice.below(3)) - Days::new(1),
            1 => plus(*dice.pick(&chairs), dice.below(3)) - Days::new(1),
            _ => plus(self.founded, dice.below(5000)) - Days::new(200),
        }
    }

    fn a_span(&self, dice: &mut Dice) -> (NaiveDate, NaiveDate) {
        let day = self.a_day(dice);
        match dice.below(3) {
            0 => (day, day),
            1 => (day, plus(day, dice.below(30))),
            _ => (day, plus(day, dice.below(900))),
        }
    }

    /// Whether the claim is so on some day of the span; on a day on which something changes, either side is so.
    fn is_so(&self, claim: &Claim) -> bool {
        let mut day = claim.span.0.pred_opt().unwrap();
        while day <= claim.span.1 {
            // A meeting is on its days; it is not a state that changes.
            let happens = matches!(claim.property, "meeting-place" | "meeting-ordinal" | "admitted" | "term-length");
            let counts = day >= claim.span.0 || day >= self.founded && !happens;
            if counts && self.is_so_on(claim, day) {
                return true;
            }
            day = plus(day, 1);
        }
        false
    }

    fn is_so_on(&self, claim: &Claim, day: NaiveDate) -> bool {
        let exists = day >= self.founded;
        match claim.property {
            "since" | "until" => {
                let spells = &self.roles[&claim.subject];
                let held = spells.iter().find(|spell| spell.holds(day));
                let before = spells.iter().rfind(|spell| spell.end <= day);
                held.or(before).filter(|_| exists).is_some_and(|spell| claim.fits(spell.start, spell.end))
            }
            "chairship-start" | "chairship-end" => {
                let mut terms = self.chairs.iter().filter(|term| term.what == claim.subject);
                exists && terms.any(|term| term.holds(day) && claim.fits(term.start, term.end))
            }
            "role" => exists && self.role(&claim.subject, day) == claim.value || !exists && claim.value == "none",
            "chair" if claim.value == "none" => !exists,
            "chair" if !claim.subject.is_empty() => {
                let holds = exists && self.chairs.iter().any(|chair| chair.holds(day) && chair.what == claim.subject);
                holds == (claim.value == "yes")
            }
            "chair" => exists && self.chairs.iter().any(|chair| chair.holds(day) && chair.what == claim.value),
            "chair-person" if claim.value == "none" => !exists,
            "chair-person" => {
                exists && self.persons.iter().any(|person| person.holds(day) && person.what == claim.value)
            }
            "count" => {
                let role = match claim.subject.as_str() {
                    "members" => "member",
                    "participants" => "permanent_participant",
                    _ => "observer",
                };
                let count = if exists { self.count(role, day) } else { 0 };
                count.to_string() == claim.value
            }
            "meeting-ordinal" => {
                self.meetings.iter().enumerate().any(|(at, (on, _))| *on == day && at.to_string() == claim.value)
            }
            "term-length" => exists && claim.value == "2",
            "term-ordinal" => {
                let of_party = |at: &usize| claim.subject.is_empty() || self.chairs[*at].what == claim.subject;
                let recorded: Vec<usize> = (0..self.chairs.len()).filter(|at| self.numbers[*at].is_some()).collect();
                let mut terms = recorded.into_iter().filter(of_party).enumerate();
                exists && terms.any(|(nth, at)| self.chairs[at].holds(day) && (nth + 1).to_string() == claim.value)
            }
            "admitted" => {
                let role = if claim.subject == "members" { "member" } else { "observer" };
                let started = |spells: &&Vec<Spell<&str>>| spells.iter().any(|s| s.start == day && s.what == role);
                let count = self.roles.values().filter(started).count();
                day > self.founded && count.to_string() == claim.value
            }
            "meeting-place" => self.meetings.iter().any(|(on, town)| *on == day && *town == claim.value),
            other => unreachable!("{other}"),
        }
    }

    /// Judges claims, in the order given.
    fn judge(&self, claims: &[Claim]) -> Vec<Truth> {
        let mut text = "subject,property,on,value\n".to_string();
        for claim in claims {
            let (first, last) = claim.span;
            writeln!(text, "{},{},{first}..{last},{}", claim.subject, claim.property, claim.value).unwrap();
        }
        let file = CsvFile::parse("claims.csv", text.as_bytes()).unwrap();
        let checked = self.registry.check(&file).unwrap_or_else(|error| panic!("council {}: {error}", self.seed));
        assert_eq!(checked.1, [], "council {}", self.seed);
        checked.0.into_iter().map(|row| row.verdict.unwrap()).collect()
    }

    fn a_date(&self, dice: &mut Dice, edges: &[NaiveDate]) -> String {
        let day = plus(*dice.pick(edges), *dice.pick(&[0, 0, 1, 40, 400]));
        day.to_string()[..*dice.pick(&[4, 7, 10])].to_string()
    }

    fn a_claim(&self, dice: &mut Dice) -> Claim {
        let parties: Vec<&String> = self.roles.keys().collect();
        let span = self.a_span(dice);
        let party = dice.pick(&parties).to_string();
        let (subject, property, value) = match dice.below(12) {
            10 => match dice.below(3) {
                0 => (String::new(), "meeting-ordinal", dice.below(6).to_string()),
                1 => (String::new(), "term-length", (1 + dice.below(3)).to_string()),
                _ => (dice.pick(&["members", "observers"]).to_string(), "admitted", (1 + dice.below(2)).to_string()),
            },
            11 => {
                let subject = if dice.chance(50) { party } else { String::new() };
                (subject, "term-ordinal", (1 + dice.below(4)).to_string())
            }
            6 | 7 => {
                let edges: Vec<NaiveDate> =
                    self.roles[&party].iter().flat_map(|spell| [spell.start, spell.end]).collect();
                (party, *dice.pick(&["since", "until"]), self.a_date(dice, &edges))
            }
            8 => {
                let edges: Vec<NaiveDate> = self.chairs.iter().flat_map(|term| [term.start, term.end]).collect();
                (party, *dice.pick(&["chairship-start", "chairship-end"]), self.a_date(dice, &edges))
            }
            9 => match dice.below(3) {
                0 => (party, "chair", dice.pick(&["yes", "no"]).to_string()),
                1 => (String::new(), "chair", "none".to_string()),
                _ => (String::new(), "chair-person", "none".to_string()),
            },
            0 | 1 => (party, "role", dice.pick(&["member", "permanent_participant", "observer", "none"]).to_string()),
            2 => (String::new(), "chair", party),
            3 => (String::new(), "chair-person", dice.pick(&NAMES).to_string()),
            4 => (dice.pick(&["members", "participants", "observers"]).to_string(), "count", dice.below(6).to_string()),
            _ => (String::new(), "meeting-place", dice.pick(&TOWNS).to_string()),
        };
        Claim { subject, property, value, span }
    }
}

impl Claim {
    /// Whether a start or an end is as claimed.
    fn fits(&self, start: NaiveDate, end: NaiveDate) -> bool {
        let date = if matches!(self.property, "since" | "chairship-start") { start } else { end };
        date.to_string().starts_with(&self.value)
    }
}

#[derive(Clone, Debug)]
struct Claim {
    subject: String,
    property: &'static str,
    value: String,
    span: (NaiveDate, NaiveDate),
}

#[test]
fn what_is_said_for_certain_is_so() {
    for seed in 1..=councils() {
        let world = World::new(seed);
        let dice = &mut Dice::new(seed ^ 0xabcdef);
        let claims: Vec<Claim> = (0..200).map(|_| world.a_claim(dice)).collect();
        for (claim, verdict) in claims.iter().zip(world.judge(&claims)) {
            let so = world.is_so(claim);
            let wrong = match verdict {
                Truth::True => !so,
                Truth::False => so,
                // The last role and chairship may have no end yet.
                Truth::Unknown => {
                    let ends = matches!(claim.property, "until" | "chairship-end");
                    world.exact && claim.span.1 <= world.verified && !ends
                }
            };
            assert!(!wrong, "council {seed}: {claim:?} is {so}, and judged {verdict:?}");
        }
    }
}

#[test]
fn a_claim_false_of_a_span_is_false_of_its_parts_and_one_true_of_a_part_is_true_of_the_whole() {
    for seed in 1..=councils() {
        let world = World::new(seed);
        let dice = &mut Dice::new(seed ^ 0x123456);
        let (mut wholes, mut parts) = (Vec::new(), Vec::new());
        for _ in 0..200 {
            let whole = world.a_claim(dice);
            let days = (whole.span.1 - whole.span.0).num_days() as u64;
            let from = plus(whole.span.0, dice.below(days + 1));
            let to = plus(from, dice.below((whole.span.1 - from).num_days() as u64 + 1));
            parts.push(Claim { span: (from, to), ..whole.clone() });
            wholes.push(whole);
        }
        for ((whole, of_whole), (part, of_part)) in
            wholes.iter().zip(world.judge(&wholes)).zip(parts.iter().zip(world.judge(&parts)))
        {
            let broken = of_whole == Truth::False && of_part != Truth::False
                || of_part == Truth::True && of_whole != Truth::True;
            assert!(!broken, "council {seed}: {whole:?} is {of_whole:?}, of the part {:?} {of_part:?}", part.span);
        }
    }
}

/// The same law for properties that made-up councils have no records of.
#[test]
fn a_claim_about_events_and_applications_obeys_the_law_of_spans() {
    let registry = Registry::bundled().unwrap();
    let claims = [
        "China,application,{},granted",
        "China,application,{},deferred",
        "Greece,application,{},pending",
        "Estonia,application,{},refused",
        "pause,event,{},2022",
        "working group,event,{},2006",
        "MOSPA,agreement,{},signed",
        "MOSPA,agreement,{},in_force",
        "search and rescue,agreement,{},entered_into_force",
        ",secretariat,{},Tromsø",
        ",secretariat,{},Ottawa",
        "Norway,term-length,{},2",
        "Canada,term-ordinal,{},2",
        "igo-observers,admitted,{},1",
        "ngo-observers,admitted,{},2",
    ];
    let dice = &mut Dice::new(15);
    let mut text = "subject,property,on,value\n".to_string();
    for _ in 0..100 {
        for claim in claims {
            let first = plus(NaiveDate::from_ymd_opt(1995, 6, 1).unwrap(), dice.below(12_000));
            let last = plus(first, dice.below(900));
            let from = plus(first, dice.below((last - first).num_days() as u64 + 1));
            let to = plus(from, dice.below((last - from).num_days() as u64 + 1));
            for (first, last) in [(first, last), (from, to)] {
                writeln!(text, "{}", claim.replace("{}", &format!("{first}..{last}"))).unwrap();
            }
        }
    }
    let (rows, problems) = registry.check(&CsvFile::parse("claims.csv", text.as_bytes()).unwrap()).unwrap();
    assert_eq!(problems, []);
    let mut seen = [false; 2];
    for pair in rows.chunks(2) {
        let (whole, part) = (pair[0].verdict.unwrap(), pair[1].verdict.unwrap());
        seen[0] |= whole == Truth::True;
        seen[1] |= whole == Truth::False;
        let broken = whole == Truth::False && part != Truth::False || part == Truth::True && whole != Truth::True;
        assert!(!broken, "{:?} is {whole:?}, of the part {:?} {part:?}", pair[0].claim, pair[1].claim);
    }
    assert_eq!(seen, [true, true]);
}

/// The role of a party on a day, as `status` has it.
fn status(world: &World, party: &str, day: NaiveDate) -> String {
    let entity = world.registry.resolve(party).unwrap();
    let answer = world.registry.status(&entity, &When::day(day)).unwrap();
    assert_eq!(answer.rows.len(), 1, "council {}: {party} on {day}: {answer:?}", world.seed);
    answer.rows[0].role.word().to_string()
}

#[test]
fn every_command_says_the_same_of_a_role() {
    for seed in 1..=councils() {
        let world = World::new(seed);
        let dice = &mut Dice::new(seed ^ 0x777);
        let days: Vec<NaiveDate> = (0..12).map(|_| world.a_day(dice)).collect();
        let mut table = "party,day\n".to_string();
        let (mut expected, mut claims) = (Vec::new(), Vec::new());
        for day in &days {
            let mut counted: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for party in world.roles.keys() {
                let role = status(&world, party, *day);
                let before_founding = *day < world.founded;
                if *day <= world.today && !before_founding && role != "not_known" {
                    assert_eq!(role, world.role(party, *day), "council {seed}: {party} on {day}");
                }
                writeln!(table, "{party},{day}").unwrap();
                if !before_founding && *day <= world.today {
                    let claim =
                        Claim { subject: party.clone(), property: "role", value: role.clone(), span: (*day, *day) };
                    claims.push(claim);
                }
                expected.push(if before_founding { "outside".to_string() } else { role.clone() });
                *counted.entry(role).or_default() = {
                    let (n, m) = counted.get(&status(&world, party, *day)).copied().unwrap_or_default();
                    (n + 1, m)
                };
            }
            for role in Role::ALL {
                let holders = world.registry.holders(role, &Filter::default(), &When::day(*day)).unwrap().rows;
                let certain = holders.iter().filter(|row| row.certainty == Truth::True).count();
                let listed = counted.get(role.word()).map_or(0, |(n, _)| *n);
                assert_eq!(certain, listed, "council {seed}: {role:?} on {day}");
                let spans = world.registry.count_spans(role, &Filter::default()).unwrap();
                if let Some(span) = spans.iter().find(|span| span.touches(*day, *day) && *day <= world.today) {
                    assert_eq!(span.certain, certain, "council {seed}: {role:?} on {day}");
                }
            }
        }
        // A claim of what `status` says is true.
        claims.retain(|claim| claim.value != "not_known");
        for (claim, verdict) in claims.iter().zip(world.judge(&claims)) {
            assert_eq!(verdict, Truth::True, "council {seed}: {claim:?}");
        }
        let mut out = Vec::new();
        let options = Options::new("party", DateFrom::Column("day".to_string()));
        world.registry.annotate("t.csv", table.as_bytes(), &mut out, &options, &|_| {}).unwrap();
        let annotated = String::from_utf8(out).unwrap();
        let roles: Vec<&str> = annotated.lines().skip(1).map(|line| line.split(',').nth(3).unwrap()).collect();
        assert_eq!(roles, expected, "council {seed}: {table}");

        let panel = world.registry.panel(&Panel::default()).unwrap();
        for row in panel.rows {
            let (Some(party), Some(day)) = (&row.party, NaiveDate::from_ymd_opt(row.year, 12, 31)) else { continue };
            if day >= world.founded {
                assert_eq!(row.role.word(), status(&world, party, day), "council {seed}: {party} in {}", row.year);
            }
        }
        for pair in days.windows(2).filter(|pair| pair[0] <= pair[1] && pair[0] >= world.founded) {
            let diff = world.registry.diff(&When::day(pair[0]), &When::day(pair[1])).unwrap();
            for party in world.roles.keys() {
                let (before, after) = (status(&world, party, pair[0]), status(&world, party, pair[1]));
                let row = diff
                    .rows
                    .iter()
                    .find(|row| row.party.as_ref() == Some(party) && !matches!(row.change, ChangeKind::Handover));
                let ahead = pair[1] > world.today;
                assert!(
                    row.is_some() || before == after || ahead,
                    "council {seed}: {party} between {pair:?}: {before}, {after}"
                );
            }
        }
        assert!(world.kinds.len() == world.roles.len() && world.founded.year() >= 2000);
    }
}

/// The files of the site say of a role on a day, and of the chair, what the registry says.
#[test]
fn the_site_says_the_same_of_a_day() {
    for seed in (1..=councils()).step_by(5) {
        let world = World::new(seed);
        let dice = &mut Dice::new(seed ^ 0x51e);
        let Output::Folder(files) = Site.export(&world.registry).unwrap() else { unreachable!() };
        let read = |name: &str| -> Value { serde_json::from_slice(&files[&format!("api/on/{name}.json")]).unwrap() };
        let index = read("index");
        let days: Vec<&str> = index["days"].as_array().unwrap().iter().map(|day| day.as_str().unwrap()).collect();
        for _ in 0..12 {
            let day = world.a_day(dice);
            let text = day.to_string();
            if text.as_str() < days[0] || index["last"].as_str().unwrap() < text.as_str() {
                continue;
            }
            let of_day = read(days.iter().rfind(|start| **start <= text.as_str()).unwrap());
            for (list, role) in
                [("members", "member"), ("participants", "permanent_participant"), ("observers", "observer")]
            {
                let mut listed: Vec<(&str, &str)> = of_day[list]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| (row["party"].as_str().unwrap(), row["certainty"].as_str().unwrap()))
                    .collect();
                listed.sort_unstable();
                let role = Role::ALL.into_iter().find(|one| one.word() == role).unwrap();
                let holders = world.registry.holders(role, &Filter::default(), &When::day(day)).unwrap().rows;
                let mut said: Vec<(&str, &str)> =
                    holders.iter().map(|row| (row.party.as_str(), row.certainty.certainty())).collect();
                said.sort_unstable();
                assert_eq!(listed, said, "council {seed}: {list} on {day}");
            }
            let chairs = world.registry.chairs(&When::day(day)).unwrap();
            let listed: Vec<&str> = of_day["chair"]["chairs"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["party"].as_str().unwrap())
                .collect();
            let said: Vec<&str> = chairs.rows.iter().map(|row| row.party.as_str()).collect();
            assert_eq!(listed, said, "council {seed}: the chair on {day}");
        }
    }
}

#[test]
fn the_registry_of_a_time_answers_for_it_as_the_whole_does() {
    for seed in 1..=councils() {
        let world = World::new(seed);
        let dice = &mut Dice::new(seed ^ 0x31337);
        let day = world.a_day(dice).clamp(world.founded, world.today);
        let when = When::parse(&format!("{}", day.format("%Y")), world.today).unwrap();
        let cut = world.registry.during(&when).unwrap();
        let problems = |registry: &Registry| {
            let skip: Vec<String> = ["cited", "fewer-participants"].map(str::to_string).to_vec();
            registry.verify(&skip).unwrap().into_iter().map(|found| (found.check, found.record)).collect::<Vec<_>>()
        };
        let known = problems(&world.registry);
        let new: Vec<_> = problems(&cut).into_iter().filter(|found| !known.contains(found)).collect();
        assert!(new.is_empty(), "council {seed}: {when}: {new:?}");
        let reseeded = Registry::in_memory(&Package::from_registry(&cut).unwrap());
        let reseeded = reseeded.unwrap_or_else(|error| panic!("council {seed}: {when}: {error}")).at(world.today);
        let asked = When::day(day);
        let names = |registry: &Registry| {
            let rows = registry.chairs(&asked).unwrap().rows;
            rows.into_iter().map(|row| (row.party, row.ordinal)).collect::<Vec<_>>()
        };
        assert_eq!(names(&reseeded), names(&world.registry), "council {seed}: the chair on {day}");
        for party in world.roles.keys() {
            let whole = status(&world, party, day);
            let entity = reseeded.resolve(party).or_else(|_| reseeded.resolve(&party.to_uppercase()));
            let cut = entity.map_or("none".to_string(), |entity| {
                reseeded.status(&entity, &asked).unwrap().rows[0].role.word().to_string()
            });
            assert_eq!(cut, whole, "council {seed}: {party} on {day}");
        }
    }
}

#[test]
#[ignore]
fn show_one() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let world = World::new(seed);
    println!("founded {} today {} verified {}", world.founded, world.today, world.verified);
    let package = Package::from_registry(&world.registry).unwrap();
    for (name, bytes) in package.files() {
        if ["membership.csv", "chairship.csv", "office_holder.csv"].contains(&name) {
            println!("{name}\n{}", String::from_utf8_lossy(bytes));
        }
    }
    println!("{:#?}", world.roles);
}
