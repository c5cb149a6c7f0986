//! The answers of `annotate` as SQL, for an engine that has the rows already.
//!
//! The script is one for all engines, but for the few words of [`Words`]. It reads names and dates from a
//! relation `arctic_question (country, date)`, and makes `arctic_on`, which answers each of them.

use rusqlite::Connection;

use super::{Exporter, Output, OutputKind};
use crate::Error;
use crate::annotate::day_number;
use crate::date::Period;
use crate::names::fold;
use crate::store::Registry;

/// The engine that the script is for.
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

/// A script that sets up `arctic_on` in another engine.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// The engine.
    pub dialect: Dialect,
}

/// What engines word in ways of their own.
struct Words {
    table: &'static str,
    view: &'static str,
    /// Splits a text at semicolons, to a row each.
    lines: (&'static str, &'static str),
    /// The letters of the names in `asked`, and their places.
    letters: &'static str,
    /// Puts the letters together again.
    joined: &'static str,
    /// The last argument of a replacement of all that matches.
    all: &'static str,
    trim: &'static str,
}

impl Dialect {
    fn words(self) -> Words {
        let postgres = Words {
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
            Dialect::DuckDb => Words {
                lines: ("unnest(string_split(", ", ';'))"),
                letters: "SELECT country, unnest(letters) AS letter, generate_subscripts(letters, 1) AS place \
                          FROM (SELECT country, regexp_extract_all(country, '(?s).') AS letters FROM asked) AS split",
                trim: "trim",
                ..postgres
            },
            Dialect::Spark => Words {
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

/// A table of the script: its columns, those that are numbers with a `#` before them, and its rows.
type Data = (&'static str, &'static [&'static str], Vec<String>);

/// What is done with the tables. Names in braces are of [`Words`].
const VIEWS: &str = r"
-- The key of each name: letters become plain ones, words are parted by one blank, and the word `the` goes.
{view} arctic_key AS
WITH asked AS (SELECT DISTINCT translate(country, {dropped}, '') AS country FROM arctic_question),
apart AS ({letters}),
plain AS (
  SELECT country, {joined} AS plain FROM apart LEFT JOIN arctic_letter USING (letter) GROUP BY country),
words AS (SELECT country, trim(regexp_replace(plain, '[^a-z0-9]+', ' '{all})) AS words FROM plain)
SELECT country AS stripped,
  trim(regexp_replace(replace(' ' || replace(words, ' ', '  ') || ' ', ' the ', ' '), ' +', ' '{all})) AS folded
FROM words;

-- Whom each name names: by a code in capitals, else by its key, else by an id.
{view} arctic_named AS
WITH asked AS (
  SELECT DISTINCT country, {trim}(country, {blanks}) AS bare, translate(country, {dropped}, '') AS stripped
  FROM arctic_question)
SELECT country, coalesce(code.id, alias.id, own.id) AS id,
  CASE WHEN code.id IS NOT NULL THEN code.party WHEN alias.id IS NOT NULL THEN alias.party ELSE own.party END AS party
FROM asked
LEFT JOIN arctic_key ON arctic_key.stripped = asked.stripped
LEFT JOIN arctic_name AS code ON code.kind = 'code' AND code.name = bare
LEFT JOIN arctic_name AS alias ON alias.kind = 'alias' AND alias.name = folded
LEFT JOIN arctic_name AS own ON own.kind = 'id' AND own.name = bare;

-- The last day that each date can mean, as a number such as 20210520; none for what is no date.
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
-- Of spells that a partial date lets overlap, the first counts.
held AS (
  SELECT known.party, day, min(place) AS place
  FROM (SELECT DISTINCT party, day FROM known) AS known
  JOIN arctic_membership AS spell ON spell.party = known.party AND start_min <= day AND day < end_max
  GROUP BY known.party, day),
chaired AS (
  SELECT day, min(place) AS place
  FROM (SELECT DISTINCT day FROM known) AS known
  JOIN arctic_chairship ON start_max <= day AND day < end_min
  GROUP BY day),
answers AS (
  SELECT country, date, id, day, known.party, chair.party AS chair, spell.start, CASE
    WHEN id IS NULL THEN 'unrecognised'
    WHEN day IS NULL THEN 'bad_date'
    WHEN day < {founded} THEN 'outside'
    WHEN spell.place IS NULL THEN 'none'
    WHEN spell.start_max <= day AND day < spell.end_min THEN spell.role
    ELSE 'not_known' END AS role
  FROM known
  LEFT JOIN held USING (party, day)
  LEFT JOIN arctic_membership AS spell ON spell.place = held.place
  LEFT JOIN chaired USING (day)
  LEFT JOIN arctic_chairship AS chair ON chair.place = chaired.place)
SELECT country, date,
  nullif(party, '') AS arctic_party,
  role AS arctic_role,
  CASE WHEN role <> 'outside' THEN start END AS arctic_since,
  CASE WHEN role <> 'outside' THEN chair END AS arctic_chair
FROM answers;
";

impl Exporter for Sql {
    fn kind(&self) -> OutputKind {
        OutputKind::File
    }

    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let (words, meta) = (self.dialect.words(), registry.meta());
        let mut script = format!(
            "-- {}, data of {}, verified through {}: `arctic_on` answers as `arctic annotate` does.\n\
             -- Before this, make a relation arctic_question (country, date) of the names and dates to ask for: texts, empty where\n\
             -- there is none.\n",
            meta.name, meta.version, meta.verified_through
        );
        for (name, columns, rows) in data(&registry.conn)? {
            script += &format!("\n{} {name} AS\nSELECT ", words.table);
            let column = |(at, column): (usize, &&str)| match column.strip_prefix('#') {
                Some(number) => format!("CAST(split_part(line, ',', {}) AS INTEGER) AS {number}", at + 1),
                None => format!("split_part(line, ',', {}) AS {column}", at + 1),
            };
            script += &columns.iter().enumerate().map(column).collect::<Vec<_>>().join(", ");
            let (split, end) = words.lines;
            script += &format!("\nFROM (SELECT {split}'{}'{end} AS line) AS lines;\n", rows.join(";"));
        }
        let views = VIEWS
            .replace("{view}", words.view)
            .replace("{letters}", words.letters)
            .replace("{joined}", words.joined)
            .replace("{all}", words.all)
            .replace("{trim}", words.trim)
            .replace("{blanks}", &blanks())
            .replace("{dropped}", &dropped())
            .replace("{founded}", &day_number(meta.founded).to_string());
        Ok(Output::File((script + &views).into_bytes()))
    }

    fn recognizes(&self, head: &[u8]) -> bool {
        head.starts_with(b"-- ")
            && String::from_utf8_lossy(head).contains("`arctic_on` answers as `arctic annotate` does.")
    }
}

const SPELL: &[&str] = &["#place", "party", "role", "start", "#start_min", "#start_max", "#end_min", "#end_max"];

/// The tables. No value holds a comma, a semicolon or a quote: they are ids, keys, dates and letters.
fn data(conn: &Connection) -> Result<[Data; 4], Error> {
    let names = "SELECT 'code,' || iso2 || ',' || id || ',' || id FROM party WHERE iso2 IS NOT NULL
        UNION ALL SELECT 'code,' || iso3 || ',' || id || ',' || id FROM party WHERE iso3 IS NOT NULL
        UNION ALL SELECT 'code,' || iso2 || ',' || id || ',' || coalesce(represented_by, '') FROM country WHERE kind <> 'part'
        UNION ALL SELECT 'code,' || iso3 || ',' || id || ',' || coalesce(represented_by, '') FROM country WHERE kind <> 'part'
        UNION ALL SELECT 'code,' || wikidata || ',' || id || ',' || id FROM party WHERE wikidata IS NOT NULL
        UNION ALL SELECT 'code,' || wikidata || ',' || id || ',' || coalesce(represented_by, '') FROM country
                  WHERE kind <> 'part' AND wikidata IS NOT NULL
        UNION ALL SELECT 'id,' || id || ',' || id || ',' || id FROM party
        UNION ALL SELECT 'id,' || id || ',' || id || ',' || coalesce(represented_by, '') FROM country WHERE kind <> 'part'
        UNION ALL SELECT 'alias,' || key || ',' || coalesce(party, country) || ',' || coalesce(party, represented_by, '')
                  FROM alias LEFT JOIN country ON country.id = country
                  WHERE alias.kind <> 'people' AND country.kind IS NOT 'part' ORDER BY 1";
    let names = conn.prepare(names)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok([
        ("arctic_letter", &["letter", "plain"], letters()),
        ("arctic_name", &["kind", "name", "id", "party"], names),
        ("arctic_membership", SPELL, spells(conn, "SELECT party, role, start, \"end\" FROM membership")?),
        ("arctic_chairship", SPELL, spells(conn, "SELECT party, '', start, \"end\" FROM chairship")?),
    ])
}

/// What `letter` adds to the key of a name: nothing, a mark between words (a blank), or letters.
fn added(letter: char) -> Option<String> {
    Some(fold(&format!("x{letter}y")).strip_prefix('x')?.strip_suffix('y')?.to_string())
}

/// Each letter that is more than a mark between words, and what it adds to a key. What stands for no
/// letter and can trouble a script, such as a quote, is among [`dropped`].
fn letters() -> Vec<String> {
    let line = |letter: char| {
        let plain = added(letter)?;
        (plain != " " && !(letter.is_ascii() && plain.is_empty())).then(|| format!("{letter},{plain}"))
    };
    ('\0'..=char::MAX).filter_map(line).collect()
}

/// The characters of ASCII that add nothing to a key. PostgreSQL has no texts with NUL in them.
fn dropped() -> String {
    chr(('\u{1}'..='\u{7f}').filter(|letter| added(*letter).is_some_and(|plain| plain.is_empty())))
}

/// An expression for characters of ASCII.
fn chr(letters: impl Iterator<Item = char>) -> String {
    letters.map(|letter| format!("chr({})", u32::from(letter))).collect::<Vec<_>>().join(" || ")
}

/// The periods that `sql` finds, with the first and the last day that each of their dates can mean.
fn spells(conn: &Connection, sql: &str) -> Result<Vec<String>, Error> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        let (party, role): (String, String) = (row.get(0)?, row.get(1)?);
        Ok((party, role, Period { start: row.get(2)?, end: row.get(3)? }))
    })?;
    (1..)
        .zip(rows)
        .map(|(place, row)| {
            let (party, role, Period { start, end }) = row?;
            let days = [
                Some(start.first_day()),
                Some(start.last_day()),
                end.map(|end| end.first_day()),
                end.map(|end| end.last_day()),
            ];
            // A period without an end ends after every day.
            let days = days.map(|day| day.map_or(99_999_999, day_number).to_string());
            Ok(format!("{place},{party},{role},{start},{}", days.join(",")))
        })
        .collect()
}

/// What `str::trim` takes away, as an expression.
fn blanks() -> String {
    let (ascii, others): (Vec<char>, Vec<char>) =
        ('\0'..='\u{3000}').filter(|letter| letter.is_whitespace()).partition(char::is_ascii);
    format!("{} || '{}'", chr(ascii.into_iter()), String::from_iter(others))
}
