//! The fuzz targets: one function each, which panics if an input violates a property. The fuzzer calls
//! them through `main.rs`, and `tests/robustness/fuzzed.rs` with each input in `corpus`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use std::thread::LocalKey;
use std::time::Duration;

use arctic_council::annotate::{Column, DateFrom, Options, Summary, Territories};
use arctic_council::compare::{PanelColumns, PanelRole};
use arctic_council::csv_file::CsvFile;
use arctic_council::date::{Edge, PartialDate, Period, When};
use arctic_council::edit::Provenance;
use arctic_council::names;
use arctic_council::package::Package;
use arctic_council::prose::{Names, Reader};
use arctic_council::store::{Codes, Filter, Grouping, KnownAt, Limits, Panel, Role, lists};
use arctic_council::{Error, Registry, Truth};
use chrono::NaiveDate;

pub type Target = fn(&[u8]);

pub const TARGETS: &[(&str, Target)] = &[
    ("when", when),
    ("names", names),
    ("package", package),
    ("import", import),
    ("sql", sql),
    ("claims", claims),
    ("prose", prose),
    ("annotate", annotate),
    ("compare", compare),
];

thread_local! {
    static ARCTIC: Registry = Registry::bundled().unwrap().at(today());
    static TUNDRA: Registry = Registry::in_memory(&tundra()).unwrap().at(today());
}

thread_local! {
    static ARCTIC_NAMES: Names = ARCTIC.with(Names::of).unwrap();
    static TUNDRA_NAMES: Names = TUNDRA.with(Names::of).unwrap();
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 6, 15).unwrap()
}

/// The Tundra Forum, which is small, so that an input takes little time.
fn tundra() -> Package {
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("tests/data/tundra"));
    Package::read(&folders.find(|folder| folder.is_dir()).unwrap()).unwrap()
}

/// The registry for an input, and the rest of the input. Those that begin with `A` use the bundled
/// data, which takes longer.
fn registry(bytes: &[u8]) -> (&'static LocalKey<Registry>, &[u8]) {
    match bytes {
        [b'A', rest @ ..] => (&ARCTIC, rest),
        _ => (&TUNDRA, bytes),
    }
}

/// Returns the value, or nothing if the input is refused. Errors of the store are bugs.
fn accepted<T>(answer: Result<T, Error>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(error @ (Error::Sql(_) | Error::Io { .. } | Error::Store { .. })) => panic!("{error}"),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

/// Parses text as a date and as a time, and runs every query for that time.
fn when(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(date) = PartialDate::parse(text) {
        assert_eq!(date.to_string(), text);
        assert!(date.first_day() <= date.last_day());
    }
    let Some(when) = accepted(When::parse(text, today())) else { return };
    assert!(when.first_day() <= when.last_day());
    assert_eq!(When::parse(&when.to_string(), today()).unwrap(), when);
    assert!(!when.phrase().is_empty());
    let period = Period { start: PartialDate::day(when.first_day()), end: None };
    assert_eq!(period.touches(when.first_day(), when.last_day()), Truth::True);
    ARCTIC.with(|registry| ask(registry, &when));
}

/// Runs every query of a registry that takes a time, and prints the notes.
fn ask(registry: &Registry, when: &When) {
    let chairs = accepted(registry.chairs(when)).unwrap();
    chairs.notes.iter().for_each(|note| assert!(!note.to_string().is_empty()));
    let everyone = accepted(registry.everyone(when)).unwrap();
    everyone.notes.iter().for_each(|note| assert!(!note.to_string().is_empty()));
    for role in Role::ALL {
        let holders = accepted(registry.holders(role, &Filter::default(), when)).unwrap();
        assert_eq!(holders.rows.len(), everyone.rows.iter().filter(|row| row.role == role).count());
    }
    for party in everyone.rows.iter().take(3) {
        if let Some(entity) = accepted(registry.resolve(&party.party)) {
            assert_ne!(accepted(registry.status(&entity, when)).unwrap().rows.len(), 0);
        }
    }
    for list in lists() {
        accepted(registry.list(list, Some(when))).unwrap();
    }
    accepted(registry.timeline(Some(when))).unwrap();
    accepted(registry.diff(&When::day(when.first_day()), &When::day(when.last_day())));
}

/// Resolves text as a name.
fn names(bytes: &[u8]) {
    let (registry, bytes) = registry(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let key = names::fold(text);
    assert!(key.bytes().all(|b| b == b' ' || b.is_ascii_digit() || b.is_ascii_lowercase()), "{key}");
    assert_eq!(names::fold(&key), key);
    assert_eq!(key.trim(), key);
    registry.with(|registry| {
        if let Some(entity) = accepted(registry.resolve(text)) {
            assert_eq!(accepted(registry.resolve(entity.id())).as_ref(), Some(&entity));
            assert_eq!(accepted(registry.resolve(&format!(" {text}\t"))).as_ref(), Some(&entity));
            accepted(registry.show(&entity)).unwrap();
        }
    });
    TUNDRA.with(|registry| accepted(registry.search(text)));
}

type Files = BTreeMap<String, Vec<u8>>;

/// Replaces files of the Tundra Forum, or appends lines: a line `=party.csv` begins a file,
/// `+party.csv` begins lines to append.
fn package(bytes: &[u8]) {
    let ours = tundra();
    let mut files: Files = ours.files().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
    let mut name = "membership.csv".to_string();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.trim_ascii_end() {
            [sign @ (b'=' | b'+'), rest @ ..] if rest.ends_with(b".csv") => {
                name = String::from_utf8_lossy(rest).into_owned();
                if *sign == b'=' {
                    files.insert(name.clone(), Vec::new());
                }
            }
            _ => files.entry(name.clone()).or_default().extend(line),
        }
    }
    let Some(registry) = accepted(Registry::in_memory(&files.into_iter().collect())) else { return };
    // A written package can be read back.
    let written = accepted(Package::from_registry(&registry)).unwrap();
    let csv = written.files().filter(|(name, _)| name.ends_with(".csv"));
    let again = csv.map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
    let again = Registry::in_memory(&again).unwrap_or_else(|error| panic!("what was written is not read: {error}"));
    assert_eq!(Package::from_registry(&again).unwrap(), written);

    ask_all(&registry.at(today()));
}

/// Values for cells, besides those that occur in the Tundra Forum.
const VALUES: &[&str] = &[
    "",
    " ",
    "the",
    "é",
    "A",
    "ZZ",
    "ZZZ",
    "0",
    "1",
    "-1",
    "007",
    "99",
    "99999999999999999999",
    "2020",
    "2021-06",
    "2021-06-01",
    "2022-12-31",
    "9999-12-31",
    "2021-02-29",
    "homepage",
    "label.x",
    "none",
    "x,\"y\"\nz",
    "'; --",
    "https://x.example",
];

/// Packages with rows of the Tundra Forum in which some cells are changed. Every byte of the input is
/// used: it selects a table, a row, the number of cells, a column, or a value.
fn packages(bytes: &[u8]) -> Vec<Package> {
    static TABLES: LazyLock<Vec<(String, Vec<csv::StringRecord>)>> = LazyLock::new(|| {
        let table = |(name, bytes): (&str, &[u8])| {
            let rows = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes).into_records();
            (name.to_string(), rows.map(Result::unwrap).collect())
        };
        tundra().files().map(table).collect()
    });
    let tables = &*TABLES;
    let cells = tables.iter().flat_map(|(_, rows)| rows.iter().flatten());
    let values: Vec<&str> = VALUES.iter().copied().chain(cells).collect::<BTreeSet<_>>().into_iter().collect();
    let mut bytes = bytes.iter().map(|byte| usize::from(*byte));
    let mut packages = vec![Files::new()];
    while let (Some(table), Some(row), Some(changes)) = (bytes.next(), bytes.next(), bytes.next()) {
        if table >= 240 && packages.len() < 2 {
            packages.push(Files::new());
        }
        let (name, rows) = &tables[table % tables.len()];
        let mut cells: Vec<&str> = rows[1 + row % (rows.len() - 1)].iter().collect();
        for _ in 0..changes % 4 {
            let (column, value) =
                (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0) * 256 + bytes.next().unwrap_or(0));
            let columns = cells.len();
            cells[column % columns] = values[value % values.len()];
        }
        let files = packages.last_mut().unwrap();
        let file = files.entry(name.clone()).or_insert_with(|| line(rows[0].iter()));
        file.extend(line(cells.into_iter()));
    }
    packages.into_iter().map(|files| files.into_iter().collect()).collect()
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).unwrap();
    writer.into_inner().unwrap()
}

/// Imports packages into the Tundra Forum one after another. A refused package changes nothing, and an
/// imported one can be undone.
fn import(bytes: &[u8]) {
    let [missing, bytes @ ..] = bytes else { return };
    let entry = |command: &'static str| {
        let mut entry = Provenance::new(command, "2022-06-15T10:00:00.000Z");
        entry.why = Some("fuzzing".to_string());
        entry
    };
    let mut registry = Registry::in_memory(&tundra()).unwrap().at(today());
    let mut states = vec![Package::from_registry(&registry).unwrap()];
    for package in packages(bytes) {
        let taken = accepted(registry.import(&package, missing % 8 == 0, &entry("import"))).flatten();
        let now = Package::from_registry(&registry).unwrap();
        assert_eq!(taken.is_some(), now != states[states.len() - 1]);
        if taken.is_some() {
            states.push(now);
        }
    }
    let then = accepted(registry.as_of(KnownAt::Revision(0))).unwrap();
    assert_eq!(Package::from_registry(&then).unwrap(), states[0]);
    while let (Some(_), Some(state)) = (states.pop(), states.last()) {
        accepted(registry.undo(i64::try_from(states.len()).unwrap(), &entry("undo"))).unwrap().unwrap();
        assert_eq!(Package::from_registry(&registry).unwrap(), *state);
    }
}

/// Runs every query of a registry.
fn ask_all(registry: &Registry) {
    for when in [When::day(today()), When::parse("0000..9999", today()).unwrap()] {
        ask(registry, &when);
    }
    accepted(registry.terms(Some(2100))).unwrap();
    accepted(registry.verify(&[])).unwrap();
    accepted(registry.chair_stats()).unwrap();
    accepted(registry.holder_stats(Grouping::Kind)).unwrap();
    for role in Role::ALL {
        accepted(registry.count_spans(role, &Filter::default())).unwrap();
    }
    // The statistics have a row per year, which takes long if the council is as old as the calendar.
    if registry.meta().founded > NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() {
        accepted(registry.year_stats()).unwrap();
        accepted(registry.panel(&Panel { at: Edge::Start, monthly: true, all_countries: true, ..Panel::default() }));
        accepted(arctic_council::chart::timeline_svg(registry)).unwrap();
    }
}

/// Runs an SQL query, which must not change the data.
fn sql(bytes: &[u8]) {
    thread_local! {
        static REGISTRY: RefCell<(Registry, Package)> = {
            let registry = Registry::in_memory(&tundra()).unwrap();
            let package = Package::from_registry(&registry).unwrap();
            RefCell::new((registry, package))
        };
    }
    let query = String::from_utf8_lossy(bytes);
    let limits = Limits { rows: 1000, time: Duration::from_millis(200) };
    REGISTRY.with_borrow_mut(|(registry, before)| {
        if let Some(answer) = accepted(registry.sql(&query, &limits)) {
            assert!(answer.rows.len() <= limits.rows);
            assert!(answer.rows.iter().all(|row| row.len() == answer.columns.len()));
            assert_eq!(answer.columns.iter().collect::<BTreeSet<_>>().len(), answer.columns.len());
        }
        assert_eq!(Package::from_registry(registry).unwrap(), *before);
    });
}

/// Checks a table of claims.
fn claims(bytes: &[u8]) {
    let (registry, bytes) = registry(bytes);
    let Some(file) = accepted(CsvFile::parse("claims.csv", bytes)) else { return };
    let last = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    assert!(file.rows.iter().all(|row| row.line > 1 && row.line <= last && row.cells.len() == file.header.len()));
    assert!(file.rows.is_sorted_by(|row, next| row.line < next.line));
    if let Some((checked, problems)) = registry.with(|registry| accepted(registry.check(&file))) {
        assert_eq!(checked.len(), file.rows.len() + file.ragged.len());
        assert_eq!(checked.iter().filter(|row| row.verdict.is_none()).count(), problems.len());
        assert!(checked.iter().all(|row| row.claim.len() == file.header.len()));
    }
}

/// Annotates a table with the columns `c` and `d`, which follows four bytes of options.
fn annotate(bytes: &[u8]) {
    let [mark, bits, columns, block, table @ ..] = bytes else { return };
    let bit = |at: u8| bits & (1 << at) != 0;
    let fixed = When::parse("2021", today()).unwrap();
    let mut options = Options::new("c", if bit(0) { DateFrom::Fixed(fixed) } else { DateFrom::Column("d".into()) });
    options.delimiter = Some([b',', b';', b'\t', b'|'][usize::from(mark % 4)]);
    options.at = if bit(1) { Edge::Start } else { Edge::End };
    options.territories = if bit(2) { Territories::Separate } else { Territories::Represented };
    options.strict = bit(3);
    options.date_format = bit(4).then(|| "%d/%m/%Y".to_string());
    let chosen = Column::ALL.iter().enumerate().filter(|(at, _)| columns & (1 << at) != 0);
    options.columns = chosen.map(|(_, (column, _))| *column).collect();
    let run = |threads: usize, block: usize| {
        let options = Options { threads, block, ..options.clone() };
        let mut out = Vec::new();
        let done = TUNDRA.with(|registry| registry.annotate("t.csv", table, &mut out, &options, &|_| {}));
        (accepted(done), out)
    };
    let (summary, out) = run(1, 1 << 20);
    // A refused file is refused however it is read; how much is written before that may differ.
    for (threads, block) in [(1, 1 + usize::from(*block)), (2, 1 + usize::from(*block)), (2, 1)] {
        let (other, written) = run(threads, block);
        assert_eq!(other, summary, "{threads} threads, blocks of {block}");
        assert!(summary.is_none() || written == out, "{threads} threads, blocks of {block}");
    }
    // Other files are converted, and a line that declares the delimiter is kept before the header.
    let head = &table[..table.len().min(8)];
    let begins = |start: &&[u8]| head.starts_with(start);
    let declares = head.to_ascii_lowercase().windows(4).any(|part| part == b"sep=");
    let converted = head.contains(&0) || [&b"\x1f\x8b"[..], b"\xff\xfe", b"\xfe\xff"].iter().any(begins);
    if let Some(summary) = summary.filter(|_| !declares && !converted) {
        appended(table, &out, &options, &summary);
    }
}

/// Fails unless each row of `out` is a row of `table` followed by the new cells.
fn appended(table: &[u8], out: &[u8], options: &Options, summary: &Summary) {
    let mark = if table.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let rows = |bytes: &[u8]| {
        let reader = csv::ReaderBuilder::new()
            .delimiter(options.delimiter.unwrap())
            .has_headers(false)
            .flexible(true)
            .from_reader(&bytes[mark..]);
        reader.into_byte_records().map(|row| row.unwrap().len()).collect::<Vec<_>>()
    };
    // The csv crate treats a lone carriage return as a line end.
    let alone = table.iter().zip(table.iter().skip(1).chain([&0])).any(|two| *two.0 == b'\r' && *two.1 != b'\n');
    if !alone {
        let (before, after) = (rows(table), rows(out));
        assert_eq!(summary.rows + 1, before.len() as u64);
        assert_eq!(after, before.iter().map(|cells| cells + options.columns.len()).collect::<Vec<_>>());
    }
    // Without the appended cells, the bytes are those of the table.
    let mut rest = out;
    for line in table.split_inclusive(|byte| *byte == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        assert!(rest.starts_with(text));
        rest = &rest[text.len()..];
        let end = &line[text.len()..];
        let at = if end.is_empty() {
            rest.len()
        } else {
            rest.windows(end.len()).position(|part| part == end).unwrap() + end.len()
        };
        rest = &rest[at..];
    }
    assert!(rest.is_empty());
}

/// Compares a panel with the columns `c`, `y` and `r`, which follows a byte of options.
fn compare(bytes: &[u8]) {
    let (registry, bytes) = registry(bytes);
    let [bits, table @ ..] = bytes else { return };
    let mut terms = PanelColumns::new("c", "y", "r");
    terms.words = ["1=none", "2=observer", "3=member", "9=skip"].map(|map| PanelRole::parse(map).unwrap()).to_vec();
    terms.codes = [None, Some(Codes::Cow), Some(Codes::IsoNumeric), Some(Codes::Fips)][usize::from(bits % 4)];
    terms.at = if bits & 4 != 0 { Edge::Start } else { Edge::End };
    let Some(panel) = accepted(CsvFile::parse("panel.csv", table)) else { return };
    let Some(done) = registry.with(|registry| accepted(registry.compare(&panel, &terms))) else { return };
    let left_out: usize = done.unrecognised.values().chain(done.bad_years.values()).chain(done.outside.values()).sum();
    assert_eq!(done.all.compared + left_out + done.empty + done.skipped + done.not_known, panel.rows.len());
    assert_eq!(done.all.compared - done.all.agreeing, done.differences.len());
    assert_eq!(done.by_year.values().map(|year| year.compared).sum::<usize>(), done.all.compared);
}

/// A text, read with and without a date: spans are those of the text.
fn prose(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for (registry, names) in [(&ARCTIC, &ARCTIC_NAMES), (&TUNDRA, &TUNDRA_NAMES)] {
        registry.with(|registry| {
            if text.len() < 100 {
                accepted(registry.understand(&text));
            }
            // Reading the names takes longer than reading an input.
            let mut reader = Reader::with_names(registry, names.with(Names::clone));
            for date in [None, Some(When::day(today()))] {
                for claim in reader.read(&text, date).unwrap().claims {
                    assert_eq!(text[claim.offset..claim.offset + claim.length], *claim.words);
                    assert!(text.is_char_boundary(claim.span.start) && text.is_char_boundary(claim.span.end));
                    assert!(claim.span.start <= claim.offset && claim.offset + claim.length <= claim.span.end);
                    let before = &text[..claim.offset];
                    let start = before.rfind('\n').map_or(0, |at| at + 1);
                    assert_eq!(claim.line, before.matches('\n').count() + 1);
                    assert_eq!(claim.column, before[start..].chars().count() + 1);
                }
            }
        });
    }
}
