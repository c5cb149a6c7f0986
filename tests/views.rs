//! The views over time: `panel`, `diff`, `timeline` and `stats`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use expect_test::expect;

use crate::support::{Arctic, Home};

const MEMBERS: [&str; 8] = ["CAN", "DNK", "FIN", "ISL", "NOR", "RUS", "SWE", "USA"];
const VERIFIED: &str = "note: the data was last verified on 2026-03-13; what changed after that day is not in it\n";

type Row = HashMap<String, String>;

/// The rows of a CSV answer by their columns.
fn rows(csv: &str) -> Vec<Row> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn ask(line: &str) -> Vec<Row> {
    rows(&Arctic::new().args(line).args("-f csv").output(0).stdout)
}

fn days(row: &Row) -> i64 {
    row["chair_days"].parse().unwrap()
}

fn days_of(year: i64) -> i64 {
    if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) { 366 } else { 365 }
}

#[test]
fn a_panel_has_the_eight_members_in_every_year() {
    let panel = ask("panel --from 1996 --to 2014");
    for year in 1996..=2014 {
        let of_year = panel.iter().filter(|row| row["year"] == year.to_string() && row["role"] == "member");
        assert_eq!(of_year.map(|row| row["iso3"].as_str()).collect::<Vec<_>>(), MEMBERS, "{year}");
    }
}

#[test]
fn a_panel_begins_with_the_founding_and_ends_with_what_was_verified() {
    let ran = Arctic::new().args("panel -f csv").output(0);
    assert!(ran.stdout.starts_with("year,iso3,cow,party,role,chair_days\n1996,CAN,20,canada,member,104\n"));
    assert!(ran.stdout.ends_with("\n2025,USA,2,united-states,member,0\n"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn every_state_stands_in_every_year_once_and_the_chair_is_never_empty() {
    let mut years: BTreeMap<i64, Vec<Row>> = BTreeMap::new();
    for row in ask("panel") {
        years.entry(row["year"].parse().unwrap()).or_default().push(row);
    }
    let states = |rows: &[Row]| rows.iter().map(|row| row["iso3"].clone()).collect::<BTreeSet<_>>();
    let all = states(&years[&1996]);
    assert!(all.contains("TUR") && all.len() > 20);
    for (year, rows) in &years {
        assert_eq!((rows.len(), states(rows)), (all.len(), all.clone()), "{year}");
        let expected = if *year == 1996 { 104 } else { days_of(*year) };
        assert_eq!(rows.iter().map(days).sum::<i64>(), expected, "{year}");
    }
    assert_eq!(years.len(), 30);
}

#[test]
fn the_months_of_a_year_sum_up_to_it() {
    let years = ask("panel");
    let months = ask("panel --monthly");
    assert_eq!(months.len(), 12 * years.len());
    let mut sums: HashMap<(String, String), i64> = HashMap::new();
    for row in &months {
        *sums.entry((row["year"].clone(), row["iso3"].clone())).or_default() += days(row);
    }
    for row in &years {
        assert_eq!(sums[&(row["year"].clone(), row["iso3"].clone())], days(row), "{row:?}");
        let december =
            months.iter().find(|m| m["month"] == "12" && m["year"] == row["year"] && m["iso3"] == row["iso3"]);
        assert_eq!(december.unwrap()["role"], row["role"], "{row:?}");
    }
}

#[test]
fn a_handover_day_counts_for_the_incoming_chair_alone() {
    let months = ask("panel --monthly --from 2021 --to 2021");
    let may = |iso3: &str| months.iter().find(|row| row["month"] == "5" && row["iso3"] == iso3).map(days);
    assert_eq!((may("ISL"), may("RUS")), (Some(19), Some(12)));
}

#[test]
fn a_panel_can_ask_for_the_first_day() {
    let ran = Arctic::new().args("panel --at start --from 1996 --to 2013 -f csv").output(0);
    assert_eq!(ran.stderr, "note: the Arctic Council did not exist before 1996-09-19\n");
    let role = |year: &str, iso3: &str| {
        rows(&ran.stdout).into_iter().find(|row| row["year"] == year && row["iso3"] == iso3).unwrap()["role"].clone()
    };
    assert_eq!(
        [role("1996", "CAN"), role("1996", "CHN"), role("1997", "CAN"), role("2013", "CHN"), role("2013", "FRA")],
        ["outside", "outside", "member", "none", "observer"]
    );
}

#[test]
fn a_panel_of_all_countries_has_those_that_are_no_party() {
    let panel = ask("panel --from 2014 --to 2014 --all-countries");
    assert!(panel.len() > 190);
    let brazil = panel.iter().find(|row| row["iso3"] == "BRA").unwrap();
    assert_eq!([&brazil["cow"], &brazil["party"], &brazil["role"], &brazil["chair_days"]], ["140", "", "none", "0"]);
    // What Correlates of War counts as a state is there, also where the United Nations do not.
    assert!(panel.iter().any(|row| row["iso3"] == "TWN" && row["cow"] == "713"));
    assert!(!panel.iter().any(|row| row["iso3"] == "GRL"));
    let mut sorted = panel.clone();
    sorted.sort_by_key(|row| row["iso3"].clone());
    assert_eq!(panel, sorted);
}

#[test]
fn a_panel_says_where_it_goes_beyond_the_data() {
    let ran = Arctic::new().args("panel --from 1990 --to 2030 -f csv").output(0);
    assert_eq!(ran.stderr, format!("note: the Arctic Council did not exist before 1996-09-19\n{VERIFIED}"));
    let of = |year: &str| rows(&ran.stdout).into_iter().filter(|row| row["year"] == year).collect::<Vec<_>>();
    assert!(of("1990").iter().all(|row| row["role"] == "outside" && row["chair_days"] == "0"));
    // What is announced to end in May 2027 is certain up to April.
    assert_eq!(of("2027").iter().map(days).sum::<i64>(), 120);
}

#[test]
fn a_panel_needs_its_years_in_order() {
    Arctic::new()
        .args("panel --from 2010 --to 2000")
        .stderr(expect![[r#"
            error: there is no year from 2010 to 2000; write `--from 2000 --to 2010`, the earlier year first
        "#]])
        .status(2);
}

#[test]
fn a_panel_that_no_machine_could_hold_is_refused() {
    let ran = Arctic::new().args("panel --from 0 --to 9999 --monthly --all-countries").output(2);
    assert!(ran.stderr.ends_with(" are the most; ask for fewer years with `--from` and `--to`\n"), "{}", ran.stderr);
}

#[test]
fn a_panel_does_not_know_what_a_partial_date_leaves_open() {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    let file = folder.join("membership.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("drift,observer,2021-06-02", "drift,observer,2021-06")).unwrap();
    home.arctic("seed --from tundra").output(0);
    let ran = home.arctic("panel --monthly --at start --from 2021 --to 2021 -f csv").output(0);
    let drift = rows(&ran.stdout).into_iter().filter(|row| row["party"] == "drift").map(|row| row["role"].clone());
    let drift: Vec<String> = drift.collect();
    assert_eq!(drift[4..7], ["none", "not_known", "observer"]);
}

#[test]
fn a_year_of_joining_and_a_handover() {
    Arctic::new()
        .args("diff 2012 2013 -f csv")
        .stdout(expect![[r#"
            change,party,name,before,after,date
            joined,china,China,none,observer,2013-05-15
            joined,india,India,none,observer,2013-05-15
            joined,italy,Italy,none,observer,2013-05-15
            joined,japan,Japan,none,observer,2013-05-15
            joined,singapore,Singapore,none,observer,2013-05-15
            joined,south-korea,South Korea,none,observer,2013-05-15
            handover,canada,Canada,sweden,canada,2013-05-15
            count,,members,8,8,
            count,,participants,6,6,
            count,,observers,26,32,
            count,,observer-states,6,12,
            count,,observer-igos,9,9,
            count,,observer-ngos,11,11,
        "#]])
        .status(0);
}

#[test]
fn the_day_of_a_handover_belongs_to_what_changed_since_the_day_before() {
    let handovers = |line: &str| ask(line).into_iter().filter(|row| row["change"] == "handover").count();
    assert_eq!(handovers("diff 2021-05-19 2021-05-20"), 1);
    Arctic::new()
        .args("diff 2021-05-20 2022-05-20")
        .stdout(expect![[r#"
            nothing changed between 2021-05-20 and 2022-05-20
        "#]])
        .status(1);
}

#[test]
fn a_day_does_not_differ_from_itself() {
    for day in ["1996-09-18", "2013-05-15", "2019-07-01"] {
        let ran = Arctic::new().args("diff -f csv").args(day).args(day).output(1);
        assert_eq!(ran.stdout, "change,party,name,before,after,date\n", "{day}");
    }
}

#[test]
fn what_a_partial_date_leaves_open_is_not_a_change_and_not_none() {
    Arctic::new()
        .args("diff 2019-05-07 2019-07-01")
        .stdout(expect![[r#"
            2 not known between 2019-05-07 and 2019-07-01

             change      name                                            before      after       date
            ──────────────────────────────────────────────────────────────────────────────────────────
             not_known   National Geographic Society                     not_known   not_known   2019
             not_known   United Nations Economic Commission for Europe   not_known   not_known   2019
             count       members                                                 8           8
             count       participants                                            6           6
             count       observers                                              38          38
             count       observer-states                                        13          13
             count       observer-igos                                          13          13
             count       observer-ngos                                          12          12

            note: 2 memberships are not counted where dates that are only partly known leave them open
        "#]])
        .status(5);
    let left = ask("diff 2018 2019").into_iter().filter(|row| row["change"] == "left");
    assert_eq!(left.map(|row| (row["party"].clone(), row["date"].clone())).collect::<Vec<_>>().len(), 2);
}

#[test]
fn a_projected_handover_is_not_known() {
    let ran = Arctic::new().args("diff 2026 2027-06 -f csv").output(5);
    assert!(ran.stdout.contains("\nnot_known,sweden,Sweden,denmark,sweden,2027-05\n"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("note: projected: "), "{}", ran.stderr);
}

#[test]
fn before_the_founding_there_is_nothing_to_count() {
    let ran = Arctic::new().args("diff 1990 1996 -f csv").output(0);
    assert!(ran.stdout.contains("\nhandover,canada,Canada,none,canada,1996-09-19\n"));
    assert!(!ran.stdout.contains("count"));
    assert_eq!(ran.stderr, "note: the Arctic Council did not exist before 1996-09-19\n");
}

#[test]
fn a_diff_goes_forward() {
    Arctic::new()
        .args("diff 2013 2012")
        .stderr(expect![[r#"
            error: `2013` ends after `2012`; write `arctic diff 2012 2013`
        "#]])
        .status(2);
}

#[test]
fn the_timeline_is_in_order_and_cites() {
    let all = ask("timeline");
    let dates: Vec<&str> = all.iter().map(|row| row["date"].as_str()).collect();
    assert!(dates.windows(2).all(|pair| pair[0] <= pair[1]), "{dates:?}");
    let mut of_day = ask("timeline --on 2013-05-15 --cite");
    of_day.retain(|row| row["date"] == "2013-05-15");
    assert!(of_day.iter().all(|row| !row["sources"].is_empty()));
    let mut kinds: Vec<&str> = of_day.iter().map(|row| row["kind"].as_str()).collect();
    kinds.dedup();
    assert_eq!(
        kinds,
        ["meeting", "chairship", "joined", "signed", "set_up", "ended", "event", "application", "in_office"]
    );
}

#[test]
fn every_dated_record_is_in_the_timeline() {
    let home = Home::seeded();
    let all = rows(&home.arctic("timeline -f csv").output(0).stdout);
    let sql = home.sql();
    for (table, extra) in [
        ("meeting", "NULL"),
        ("chairship", "NULL"),
        ("membership", "\"end\""),
        ("agreement", "in_force"),
        ("body", "\"end\""),
        ("event", "NULL"),
        ("application", "NULL"),
        ("office_holder", "NULL"),
    ] {
        let count = format!("SELECT count(*) + count({extra}) FROM {table}");
        let expected: u32 = sql.query_row(&count, [], |row| row.get(0)).unwrap();
        assert_eq!(all.iter().filter(|row| row["table"] == table).count(), expected as usize, "{table}");
    }
}

#[test]
fn the_timeline_tells_another_council_in_its_words() {
    Home::tundra()
        .arctic("timeline --from 2021-06 -f csv")
        .today("2022-09-01")
        .stdout(expect![[r#"
            date,until,kind,what,table,id
            2021,,joined,Lichen Fund joins as Observer,membership,lichen-fund-observer-2021
            2021-06-01,2021-06-02,meeting,ministerial at Rime,meeting,rime-2021
            2021-06-02,,chairship,Arvik takes the chair from Borea,chairship,arvik-2021
            2021-06-02,,joined,Drift joins as Observer,membership,drift-observer-2021
            2021-06-02,,signed,Peat Agreement signed at Rime,agreement,peat-2021
            2021-06-02,,application,application of Drift: granted,application,drift-2021-granted
            2021-06-02,,in_office,Bo Fell takes office as Speaker of the Forum,office_holder,bo-2021
            2022-01-01,,in_force,Peat Agreement enters into force,agreement,peat-2021
            2022-06-03,,meeting,ministerial at Celsia Port,meeting,celsia-2022
            2022-06-03,,chairship,Celsia takes the chair from Arvik,chairship,celsia-2022
            2022-06-03,,in_office,Cy Heath takes office as Speaker of the Forum,office_holder,cy-2022
            2022-07,,left,Lichen Fund leaves as Observer,membership,lichen-fund-observer-2021
        "#]])
        .stderr(expect![[r#"
            note: the data was last verified on 2022-08-31; what changed after that day is not in it
        "#]])
        .status(0);
}

/// Fails unless every element of `xml` is closed, in order, and no mark stands unescaped.
fn assert_well_formed(xml: &str) {
    let mut open = Vec::new();
    let mut pieces = xml.split('<');
    assert_eq!(pieces.next(), Some(""), "text before the first element");
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("a mark that opens nothing: <{piece}"));
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "closed in the wrong order"),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split([' ', '\n']).next().unwrap()),
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
        for entity in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;"].iter().any(|name| entity.starts_with(name));
            assert!(known, "&{entity}");
        }
        assert!(!text.contains('>') && !text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

#[test]
fn the_picture_is_one_document_and_the_same_on_any_day() {
    let draw = |today: &str| Arctic::new().args("timeline --format svg").today(today).output(0).stdout;
    let svg = draw("2026-11-23");
    assert_well_formed(&svg);
    for forbidden in ["<script", "href", "url(", "@import"] {
        assert!(!svg.contains(forbidden), "{forbidden}");
    }
    for part in ["viewBox=", "<title id=", "<desc id=", "prefers-color-scheme:dark", ">Canada</text>", ">2013–2015<"]
    {
        assert!(svg.contains(part), "{part}");
    }
    assert_eq!(svg.matches("class=\"bar\"").count(), 15);
    assert_eq!(svg.matches("class=\"plan\"").count(), 1);
    assert_eq!(svg, draw("2001-01-01"));
}

#[test]
fn the_picture_escapes_what_the_data_holds() {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    let (file, name) = (folder.join("party.csv"), "\"<script>\u{9b}31m & \"\"Sons\"\"\"");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("arvik,state,Arvik,", &format!("arvik,state,{name},"))).unwrap();
    home.arctic("seed --from tundra").output(0);
    let svg = home.arctic("timeline --format svg").output(0).stdout;
    assert_well_formed(&svg);
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;\u{fffd}31m &amp;"), "{svg}");
}

#[test]
fn only_the_timeline_has_a_picture() {
    for line in ["chair", "", "observers --cite", "stats --by year"] {
        Arctic::new()
            .args(line)
            .args("--format svg")
            .stderr(expect![[r#"
                error: there is a picture of the timeline only: `arctic timeline --format svg`
            "#]])
            .status(2);
    }
    Arctic::new()
        .args("timeline --on 2013 --format svg")
        .stderr(expect![[r#"
            error: the picture is of all time and without sources: `arctic timeline --format svg` goes alone
        "#]])
        .status(2);
}

#[test]
fn the_days_in_the_chair_are_those_since_the_founding() {
    for (today, days) in [("1996-09-19", 1), ("2021-05-19", 9009), ("2021-05-20", 9010), ("2026-11-23", 11023)] {
        let ran = Arctic::new().args("stats -f csv").today(today).output(0);
        let sum: i64 = rows(&ran.stdout).iter().map(|row| row["days"].parse::<i64>().unwrap()).sum();
        assert_eq!(sum, days, "{today}");
    }
}

#[test]
fn the_stats_of_a_day_are_the_panel_up_to_it() {
    let mut by_party: HashMap<String, i64> = HashMap::new();
    for row in ask("panel --to 2025") {
        *by_party.entry(row["party"].clone()).or_default() += days(&row);
    }
    let stats = Arctic::new().args("stats -f csv").today("2025-12-31").output(0).stdout;
    for row in rows(&stats) {
        assert_eq!(by_party[&row["party"]].to_string(), row["days"], "{row:?}");
    }
}

#[test]
fn who_chaired_how_long() {
    Arctic::new()
        .args("stats -f csv")
        .today("2013-05-15")
        .stdout(expect![[r#"
            party,name,chairships,days,first,last
            norway,Norway,1,916,2006-10-26,2006-10-26
            iceland,Iceland,1,776,2002-10-10,2002-10-10
            united-states,United States,1,756,1998-09-18,1998-09-18
            denmark,Denmark,1,743,2009-04-29,2009-04-29
            sweden,Sweden,1,734,2011-05-12,2011-05-12
            canada,Canada,2,730,1996-09-19,2013-05-15
            finland,Finland,1,727,2000-10-13,2000-10-13
            russia,Russia,1,701,2004-11-24,2004-11-24
        "#]])
        .status(0);
}

#[test]
fn the_counts_of_each_year() {
    let years = ask("stats --by year");
    assert_eq!(years.len(), 31);
    let of = |year: &str| {
        let row = years.iter().find(|row| row["year"] == year).unwrap();
        ["members", "participants", "observers", "observer_states", "observer_igos", "observer_ngos", "chairs"]
            .map(|column| row[column].as_str())
    };
    assert_eq!(of("1996"), ["8", "3", "0", "0", "0", "0", "canada"]);
    assert_eq!(of("2013"), ["8", "6", "32", "12", "9", "11", "sweden;canada"]);
    let ran = Arctic::new().args("stats --by year -f csv").output(0);
    let note = "2026 is counted as of 2026-03-13, when the data was last verified; the other years as of 31 December";
    assert_eq!(ran.stderr, format!("note: {note}\n"));
}

#[test]
fn the_counts_by_role_leave_out_what_is_not_known() {
    Arctic::new()
        .args("stats --by role -f csv")
        .today("2019-07-01")
        .stdout(expect![[r#"
            role,now,ever,first,last
            member,8,8,1996-09-19,1996-09-19
            permanent_participant,6,6,1996-09-19,2000-10-13
            observer,38,40,1998-09-18,2019-05-07
        "#]])
        .stderr(expect![[r#"
            note: 2 memberships are not counted where dates that are only partly known leave them open
        "#]])
        .status(0);
    let kinds = ask("stats --by kind");
    let now = kinds.iter().map(|row| (row["kind"].as_str(), row["now"].as_str())).collect::<Vec<_>>();
    assert_eq!(now, [("state", "21"), ("indigenous", "6"), ("igo", "13"), ("ngo", "12")]);
}
