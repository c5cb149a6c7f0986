//! `panel`: a table with a row for each state and year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use expect_test::expect;

use crate::support::{Arctic, Home, Row, ask, check, replace, rows};

const MEMBERS: [&str; 8] = ["CAN", "DNK", "FIN", "ISL", "NOR", "RUS", "SWE", "USA"];

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
fn a_panel_starts_with_the_founding_and_ends_with_the_last_verified_year() {
    let ran = Arctic::new().args("panel -f csv").output(0);
    assert!(ran.stdout.starts_with("year,iso3,cow,party,role,chair_days\n1996,CAN,20,canada,member,104\n"));
    assert!(ran.stdout.ends_with("\n2025,USA,2,united-states,member,0\n"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn every_state_is_in_every_year_once_and_the_chair_is_never_empty() {
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
fn the_months_add_up_to_the_year() {
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
fn a_handover_day_counts_only_for_the_incoming_chair() {
    let months = ask("panel --monthly --from 2021 --to 2021");
    let may = |iso3: &str| months.iter().find(|row| row["month"] == "5" && row["iso3"] == iso3).map(days);
    assert_eq!((may("ISL"), may("RUS")), (Some(19), Some(12)));
}

#[test]
fn a_panel_can_use_the_first_day_of_a_year() {
    let ran = Arctic::new().args("panel --at start --from 1996 --to 2013 -f csv").output(0);
    check(&ran.stderr, expect![""]);
    let role = |year: &str, iso3: &str| {
        rows(&ran.stdout).into_iter().find(|row| row["year"] == year && row["iso3"] == iso3).unwrap()["role"].clone()
    };
    assert_eq!(
        [role("1996", "CAN"), role("1996", "CHN"), role("1997", "CAN"), role("2013", "CHN"), role("2013", "FRA")],
        ["member", "none", "member", "none", "observer"]
    );
}

#[test]
fn a_panel_of_all_countries_includes_those_without_a_role() {
    let panel = ask("panel --from 2014 --to 2014 --all-countries");
    assert!(panel.len() > 190);
    let brazil = panel.iter().find(|row| row["iso3"] == "BRA").unwrap();
    assert_eq!([&brazil["cow"], &brazil["party"], &brazil["role"], &brazil["chair_days"]], ["140", "", "none", "0"]);
    // States according to Correlates of War are included, even if they are not in the United Nations.
    assert!(panel.iter().any(|row| row["iso3"] == "TWN" && row["cow"] == "713"));
    assert!(!panel.iter().any(|row| row["iso3"] == "GRL"));
    let mut sorted = panel.clone();
    sorted.sort_by_key(|row| row["iso3"].clone());
    assert_eq!(panel, sorted);
}

#[test]
fn a_panel_notes_years_beyond_the_data() {
    let ran = Arctic::new().args("panel --from 1990 --to 2030 -f csv").output(0);
    check(
        &ran.stderr,
        expect![[r#"
            note: the Arctic Council did not exist before 1996-09-19
            note: the data was last verified on 2026-03-13; later changes are not in it
        "#]],
    );
    let of = |year: &str| rows(&ran.stdout).into_iter().filter(|row| row["year"] == year).collect::<Vec<_>>();
    assert!(of("1990").iter().all(|row| row["role"] == "outside" && row["chair_days"] == "0"));
    // A chairship announced to end in May 2027 covers all of 2026; who chairs on each day of 2027 is not known.
    assert_eq!(of("2026").iter().map(days).sum::<i64>(), 365);
    assert!(of("2027").iter().all(|row| row["chair_days"].is_empty()));
}

#[test]
fn a_panel_needs_its_years_in_order() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ panel --from 2010 --to 2000
            error: `2010` ends after `2000`; give the earlier one first
        "#]],
    );
}

#[test]
fn a_panel_that_is_too_large_is_refused() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ panel --from 0 --to 9999 --monthly --all-countries
            error: a panel of 23640000 rows is too large; the limit is 1000000; use fewer years, with `--from` and `--to`
        "#]],
    );
}

#[test]
fn a_panel_marks_what_a_partial_date_leaves_open() {
    let home = Home::empty();
    let folder = home.copy_of_tundra();
    replace(&folder.join("membership.csv"), "drift,observer,2021-06-02", "drift,observer,2021-06");
    home.arctic("seed --from tundra").output(0);
    let ran = home.arctic("panel --monthly --at start --from 2021 --to 2021 -f csv").output(0);
    let drift = rows(&ran.stdout).into_iter().filter(|row| row["party"] == "drift").map(|row| row["role"].clone());
    let drift: Vec<String> = drift.collect();
    assert_eq!(drift[4..7], ["none", "not_known", "observer"]);
}

#[test]
fn a_state_has_no_row_before_it_was_one() {
    let home = Home::seeded();
    let rows = home.arctic("panel --all-countries -f csv").output(0).stdout;
    let first = |code: &str| rows.lines().find(|row| row.split(',').nth(1) == Some(code)).unwrap()[..4].to_string();
    assert_eq!(["SSD", "MNE", "TLS", "XKX", "ERI"].map(first), ["2011", "2006", "2002", "2008", "1996"]);
}
