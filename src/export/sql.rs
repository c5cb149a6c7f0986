//! `annotate` as SQL, for engines that already hold the rows.
//!
//! The script is the same for all engines except for the syntax in [`Syntax`]. It reads names and dates from the relation
//! `arctic_question (country, date)` and creates `arctic_on`, which has the annotation of each pair.

use chrono::NaiveDate;

use super::{Exporter, Output};
use crate::Error;
use crate::annotate::{chairs, day_number, with_projected};
use crate::csv_file::MISSING;
use crate::names::fold;
use crate::store::entity::SEAT_OF_AREA;
use crate::store::{ChairCertainty, Holder, Registry};

/// The engine for which the script is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Dialect {
    /// PostgreSQL 14 or newer
    Postgres,
    /// DuckDB
    #[cfg_attr(feature = "cli", value(name = "duckdb"))]
    DuckDb,
    /// Apache Spark 3.4 or newer; everything is a temporary view
    Spark,
}

/// A script that creates `arctic_on` in another engine.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// The engine.
    pub dialect: Dialect,
}

/// Syntax that differs between engines.
struct Syntax {
    table: &'static str,
    view: &'static str,
    /// Splits a text at semicolons into rows: what precedes the text, and what follows it.
    lines: (&'static str, &'static str),
    /// The letters of the names in `asked`, and their positions.
    letters: &'static str,
    /// Joins the letters again.
    joined: &'static str,
    /// The last argument of a function that replaces all matches.
    all: &'static str,
    trim: &'static str,
}

impl Dialect {
    fn syntax(self) -> Syntax {
        let postgres = Syntax {
            table: "CREATE TABLE",
            view: "CREATE VIEW",
            lines: ("string_to_table(", ", ';')"),
            letters: "SELECT country, letter, place FROM asked, \
                      regexp_split_to_table(country, '') WITH ORDINALITY AS letters (letter, place)",
            joined: "string_agg(coalesce(plain, ' '), '' ORDER BY place)",
            all: ", 'g'",
            trim: "btrim",
        };
        match self {
            Dialect::Postgres => postgres,
            Dialect::DuckDb => Syntax {
                lines: ("unnest(string_split(", ", ';'))"),
                letters: "SELECT country, unnest(letters) AS letter, generate_subscripts(letters, 1) AS place \
                          FROM (SELECT country, regexp_extract_all(country, '(?s).') AS letters FROM asked) AS split",
                trim: "trim",
                ..postgres
            },
            Dialect::Spark => Syntax {
                table: "CREATE OR REPLACE TEMPORARY VIEW",
                view: "CREATE OR REPLACE TEMPORARY VIEW",
                lines: ("explode(split(", ", ';'))"),
                letters: "SELECT country, letter, place FROM asked \
                          LATERAL VIEW posexplode(regexp_extract_all(country, '(?s).', 0)) AS place, letter",
                joined: "array_join(transform(array_sort(collect_list(struct(place, coalesce(plain, ' ') AS plain))), \
                         part -> part.plain), '')",
                all: "",
                ..postgres
            },
        }
    }
}

/// A table of the script: its name, its columns, with a `#` before those that are numbers, and its rows.
type Data = (&'static str, &'static [&'static str], Vec<String>);

/// The views on the tables. Names in braces stand for the syntax of the engine.
const VIEWS: &str = r"
-- The key of each name: letters without accents, words separated by one space, without the word `the`.
{view} arctic_key AS
WITH asked AS (SELECT DISTINCT translate(country, {dropped}, '') AS country FROM arctic_question),
apart AS ({letters}),
plain AS (
  SELECT country, {joined} AS plain FROM apart LEFT JOIN arctic_letter USING (letter) GROUP BY country),
words AS (SELECT country, trim(regexp_replace(plain, '[^a-z0-9]+', ' '{all})) AS words FROM plain)
SELECT country AS stripped,
  trim(regexp_replace(replace(' ' || replace(words, ' ', '  ') || ' ', ' the ', ' '), ' +', ' '{all})) AS folded
FROM words;

-- What `NA` means: a missing value, unless most of the other names are two capital letters.
{view} arctic_na AS
WITH bare AS (SELECT {trim}(country, {blanks}) AS bare FROM arctic_question)
SELECT sum(CASE WHEN translate(bare, 'BCDEFGHIJKLMNOPQRSTUVWXYZ', 'AAAAAAAAAAAAAAAAAAAAAAAAA') = 'AA' THEN 1 ELSE -1 END) > 0
  AS is_code
FROM bare WHERE upper(bare) NOT IN ({missing});

-- The party or country that each name stands for: by a code in capitals, or else by its key, or else by its id.
{view} arctic_named AS
WITH asked AS (
  SELECT DISTINCT country, {trim}(country, {blanks}) AS bare, translate(country, {dropped}, '') AS stripped
  FROM arctic_question),
named AS (
  SELECT asked.* FROM asked CROSS JOIN arctic_na WHERE bare <> 'NA' OR coalesce(is_code, FALSE))
SELECT country, coalesce(code.id, alias.id, own.id) AS id,
  CASE WHEN code.id IS NOT NULL THEN code.party WHEN alias.id IS NOT NULL THEN alias.party ELSE own.party END AS party
FROM named AS asked
LEFT JOIN arctic_key ON arctic_key.stripped = asked.stripped
LEFT JOIN arctic_name AS code ON code.kind = 'code' AND code.name = bare
LEFT JOIN arctic_name AS alias ON alias.kind = 'alias' AND alias.name = folded
LEFT JOIN arctic_name AS own ON own.kind = 'id' AND own.name = bare;

-- The last day that each date can mean, as a number such as 20210520. Invalid dates are left out.
{view} arctic_day AS
WITH asked AS (
  SELECT DISTINCT date, {trim}(date, chr(9) || chr(10) || chr(12) || chr(13) || ' ') AS bare FROM arctic_question),
shaped AS (
  SELECT date, bare, length(bare) AS size, translate(substr(bare, 1, 10), '123456789', '000000000') AS shape FROM asked),
precise AS (
  SELECT date, bare, CASE
    WHEN size = 4 AND shape = '0000' THEN 1
    WHEN size = 7 AND shape = '0000-00' THEN 2
    WHEN shape = '0000-00-00' AND (size = 10 OR substr(bare, 11, 1) IN ('T', 't', ' ')) THEN 3
    ELSE 0 END AS parts
  FROM shaped),
numbers AS (
  SELECT date, parts,
    CAST(CASE WHEN parts >= 1 THEN substr(bare, 1, 4) ELSE '0' END AS INTEGER) AS y,
    CAST(CASE WHEN parts >= 2 THEN substr(bare, 6, 2) ELSE '12' END AS INTEGER) AS m,
    CAST(CASE WHEN parts = 3 THEN substr(bare, 9, 2) ELSE '0' END AS INTEGER) AS d
  FROM precise),
months AS (
  SELECT numbers.*, CASE
    WHEN m IN (4, 6, 9, 11) THEN 30
    WHEN m = 2 AND y % 4 = 0 AND (y % 100 <> 0 OR y % 400 = 0) THEN 29
    WHEN m = 2 THEN 28
    ELSE 31 END AS days
  FROM numbers)
SELECT date, y * 10000 + m * 100 + CASE WHEN parts = 3 THEN d ELSE days END AS day
FROM months
WHERE parts > 0 AND m BETWEEN 1 AND 12 AND (parts < 3 OR d BETWEEN 1 AND days);

{view} arctic_on AS
WITH asked AS (SELECT DISTINCT country, date FROM arctic_question),
known AS (
  SELECT asked.country, asked.date, named.id, named.party, arctic_day.day
  FROM asked
  LEFT JOIN arctic_named AS named ON named.country = asked.country
  LEFT JOIN arctic_day ON arctic_day.date = asked.date),
-- Partial dates can make memberships overlap; one that is certain counts, or else the first.
held AS (
  SELECT known.party, day,
    coalesce(min(CASE WHEN start_max <= day AND day < end_min THEN place END), min(place)) AS place
  FROM (SELECT DISTINCT party, day FROM known) AS known
  JOIN arctic_membership AS spell ON spell.party = known.party AND start_min <= day AND day < end_max
  GROUP BY known.party, day),
chaired AS (
  SELECT day, max(place) AS place
  FROM (SELECT DISTINCT day FROM known) AS known
  JOIN arctic_chairship ON from_day <= day
  GROUP BY day),
-- What has no recorded end is not known after today.
clock AS (
  SELECT CAST(extract(YEAR FROM current_date) * 10000 + extract(MONTH FROM current_date) * 100
    + extract(DAY FROM current_date) AS INTEGER) AS today),
answers AS (
  SELECT country, date, id, day, known.party, spell.start,
    CASE WHEN day >= {founded} AND (chair.lasts = '' OR day <= today) THEN chair.party END AS chair,
    CASE WHEN day < {founded} THEN '' WHEN chair.lasts <> '' AND day > today THEN 'not_known'
      ELSE chair.certainty END AS certainty,
    CASE
    WHEN id IS NULL AND upper({trim}(country, {blanks})) IN ({missing}) THEN 'missing'
    WHEN id IS NULL THEN 'unrecognised'
    WHEN day IS NULL AND upper({trim}(date, {blanks})) IN ({missing}) THEN 'missing'
    WHEN day IS NULL THEN 'bad_date'
    WHEN day < {founded} THEN 'outside'
    WHEN spell.place IS NULL AND day <= today THEN 'none'
    WHEN spell.start_max <= day AND day < spell.end_min AND (day <= today OR spell.end_min < {never}) THEN spell.role
    ELSE 'not_known' END AS role
  FROM known CROSS JOIN clock
  LEFT JOIN held USING (party, day)
  LEFT JOIN arctic_membership AS spell ON spell.place = held.place
  LEFT JOIN chaired USING (day)
  LEFT JOIN arctic_chairship AS chair ON chair.place = chaired.place)
SELECT country, date,
  nullif(party, '') AS arctic_party,
  role AS arctic_role,
  CASE WHEN role <> 'outside' THEN start END AS arctic_since,
  nullif(chair, '') AS arctic_chair,
  nullif(certainty, '') AS arctic_chair_certainty
FROM answers;
";

impl Exporter for Sql {
    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let (syntax, meta) = (self.dialect.syntax(), registry.meta());
        let mut script = format!(
            "-- {}, data of {}, verified through {}. Creates arctic_on, with the results of `arctic annotate`.\n\
             -- First create a relation arctic_question (country, date) with the names and dates to look up, as text; an unknown\n\
             -- name or date is an empty text.\n",
            comment(&meta.name),
            comment(&meta.version),
            meta.verified_through
        );
        for (name, columns, rows) in data(registry)? {
            script += &format!("\n{} {name} AS\nSELECT ", syntax.table);
            let column = |(at, column): (usize, &&str)| match column.strip_prefix('#') {
                Some(number) => format!("CAST(split_part(line, ',', {}) AS INTEGER) AS {number}", at + 1),
                None => format!("split_part(line, ',', {}) AS {column}", at + 1),
            };
            script += &columns.iter().enumerate().map(column).collect::<Vec<_>>().join(", ");
            let (split, end) = syntax.lines;
            script += &format!("\nFROM (SELECT {split}{}{end} AS line) AS lines;\n", literal(&rows.join(";")));
        }
        let views = VIEWS
            .replace("{view}", syntax.view)
            .replace("{letters}", syntax.letters)
            .replace("{joined}", syntax.joined)
            .replace("{all}", syntax.all)
            .replace("{trim}", syntax.trim)
            .replace("{blanks}", &blanks())
            .replace("{missing}", &MISSING.map(|word| format!("'{word}'")).join(", "))
            .replace("{dropped}", &dropped())
            .replace("{founded}", &day_number(meta.founded).to_string())
            .replace("{never}", &NEVER.to_string());
        Ok(Output::File((script + &views).into_bytes()))
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        head.starts_with(b"-- ")
            && String::from_utf8_lossy(head).contains("Creates arctic_on, with the results of `arctic annotate`.")
    }
}

/// Returns `text` on one line, because the next line would be part of the script.
fn comment(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') { ' ' } else { letter })
        .collect()
}

/// Returns `text` as a literal. Spark reads a backslash as an escape, so both it and the control characters of ASCII are left out:
/// no key, id or date has one.
fn literal(text: &str) -> String {
    let plain = text.chars().filter(|letter| !letter.is_ascii_control() && *letter != '\\');
    format!("'{}'", plain.collect::<String>().replace('\'', "''"))
}

const SPELL: &[&str] = &["#place", "party", "role", "start", "#start_min", "#start_max", "#end_min", "#end_max"];

/// The chair from a day on. `lasts` marks a chairship without a recorded end.
const CHAIR: &[&str] = &["#place", "#from_day", "party", "certainty", "lasts"];

/// Later than any day: a period without an end.
const NEVER: u32 = 99_999_999;

/// Returns the tables. No value contains a comma, a semicolon or a quote: they are ids, keys, dates and letters. A row in
/// which another program wrote a separator is left out, because it would be read as others.
fn data(registry: &Registry) -> Result<[Data; 4], Error> {
    let conn = &registry.conn;
    let names = format!(
        "SELECT 'code,' || iso2 || ',' || id || ',' || id FROM party WHERE iso2 IS NOT NULL
        UNION ALL SELECT 'code,' || iso3 || ',' || id || ',' || id FROM party WHERE iso3 IS NOT NULL
        UNION ALL SELECT 'code,' || iso2 || ',' || id || ',' || coalesce({SEAT_OF_AREA}, '') FROM country WHERE kind <> 'part'
        UNION ALL SELECT 'code,' || iso3 || ',' || id || ',' || coalesce({SEAT_OF_AREA}, '') FROM country WHERE kind <> 'part'
        UNION ALL SELECT 'code,' || wikidata || ',' || id || ',' || id FROM party WHERE wikidata IS NOT NULL
        UNION ALL SELECT 'code,' || wikidata || ',' || id || ',' || coalesce({SEAT_OF_AREA}, '') FROM country
                  WHERE kind <> 'part' AND wikidata IS NOT NULL
        UNION ALL SELECT 'id,' || id || ',' || id || ',' || id FROM party
        UNION ALL SELECT 'id,' || id || ',' || id || ',' || coalesce({SEAT_OF_AREA}, '') FROM country WHERE kind <> 'part'
        UNION ALL SELECT 'alias,' || key || ',' || coalesce(party, country) || ',' || coalesce(alias.party, {SEAT_OF_AREA}, '')
                  FROM alias LEFT JOIN country ON country.id = country
                  WHERE alias.kind <> 'people' AND country.kind IS NOT 'part' ORDER BY 1"
    );
    let names = conn.prepare(&names)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let names = names.into_iter().filter(|row| row.matches(',').count() == 3 && !row.contains(';')).collect();
    Ok([
        ("arctic_letter", &["letter", "plain"], letters()),
        ("arctic_name", &["kind", "name", "id", "party"], names),
        ("arctic_membership", SPELL, spells(registry)?),
        ("arctic_chairship", CHAIR, chair_runs(registry)?),
    ])
}

/// Returns what `letter` contributes to the key of a name: nothing, a space between words, or letters.
fn added(letter: char) -> Option<String> {
    Some(fold(&format!("x{letter}y")).strip_prefix('x')?.strip_suffix('y')?.to_string())
}

/// Returns each character that does not separate words, and what it contributes to a key. Those of ASCII that contribute
/// nothing, such as quotes, are in [`dropped`] instead: they would break the script.
fn letters() -> Vec<String> {
    let line = |letter: char| {
        let plain = added(letter)?;
        (plain != " " && !(letter.is_ascii() && plain.is_empty())).then(|| format!("{letter},{plain}"))
    };
    ('\0'..=char::MAX).filter_map(line).collect()
}

/// Returns an expression for the characters of ASCII that contribute nothing to a key; without NUL, which PostgreSQL does
/// not allow in text.
fn dropped() -> String {
    chr(('\u{1}'..='\u{7f}').filter(|letter| added(*letter).is_some_and(|plain| plain.is_empty())))
}

/// Returns an expression for characters of ASCII.
fn chr(letters: impl Iterator<Item = char>) -> String {
    letters.map(|letter| format!("chr({})", u32::from(letter))).collect::<Vec<_>>().join(" || ")
}

/// Returns the memberships, with the first and the last day that each of their dates can mean.
fn spells(registry: &Registry) -> Result<Vec<String>, Error> {
    let line = |(place, holder): (usize, &Holder)| {
        let Holder { party, role, period, bounds, .. } = holder;
        // The day that counts as today is not in the script, which is the same on any day.
        let end = |day| if period.end.is_none() { NEVER } else { day_number(day) };
        let starts = format!("{},{}", day_number(bounds.start_min), day_number(bounds.start_max));
        let ends = format!("{},{}", end(bounds.end_min), end(bounds.end_max));
        format!("{place},{party},{},{},{starts},{ends}", role.word(), period.start)
    };
    Ok((1..).zip(&registry.memberships()?).map(line).collect())
}

/// Returns who chairs from each day on, projected terms included.
fn chair_runs(registry: &Registry) -> Result<Vec<String>, Error> {
    let mut stored = registry.chairships()?;
    let mut lasting = None;
    for term in stored.iter_mut().filter(|term| term.period.end.is_none()) {
        term.bounds.end_min = term.bounds.end_max;
        lasting = Some((term.party.clone(), term.bounds.start_max));
    }
    let runs = chairs(&with_projected(registry, &stored)?);
    let line = |(place, (day, (party, certainty))): (usize, (&NaiveDate, &(Option<String>, ChairCertainty)))| {
        let lasts = lasting.as_ref().is_some_and(|(last, start)| party.as_ref() == Some(last) && day >= start);
        let (party, lasts) = (party.as_deref().unwrap_or_default(), if lasts { "yes" } else { "" });
        format!("{place},{},{party},{},{lasts}", day_number(*day), certainty.word())
    };
    Ok((1..).zip(&runs).map(line).collect())
}

/// Returns an expression for the characters that `str::trim` removes.
fn blanks() -> String {
    let (ascii, others): (Vec<char>, Vec<char>) =
        ('\0'..='\u{3000}').filter(|letter| letter.is_whitespace()).partition(char::is_ascii);
    format!("{} || '{}'", chr(ascii.into_iter()), String::from_iter(others))
}
