//! `put` and `drop`: changes of one record.

use std::fs;

use expect_test::expect;

use crate::support::Home;

#[test]
fn each_change_is_printed_and_counted() {
    let home = Home::tundra();
    // The rows that belong to a removed row are removed and printed, too.
    home.prints(expect![[r#"
        $ put source id=map title="Map of Rime" --reason r
        revision 1: 1 row changed
        added source map: title "Map of Rime"
        $ put membership id=drift-observer-2021 note="In the morning" --source map --source map --reason r
        revision 2: 2 rows changed
        changed membership drift-observer-2021: note (empty) -> "In the morning"
        added citation membership drift-observer-2021 map: table_name membership, record drift-observer-2021, source map
        $ put membership id=drift-observer-2021 note= end=2022-07 --reason r
        revision 3: 1 row changed
        changed membership drift-observer-2021: end (empty) -> 2022-07; note "In the morning" -> (empty)
        $ put alias alias=NOVA party=arvik kind=short --reason r
        revision 4: 1 row changed
        added alias nova: alias NOVA, party arvik, kind short, key nova
        $ put alias alias=Nova lang=en --reason r
        revision 5: 1 row changed
        changed alias nova: alias NOVA -> Nova; lang (empty) -> en
        $ drop alias nova --reason r
        revision 6: 1 row changed
        removed alias nova: alias Nova, party arvik, kind short, lang en, key nova
        $ put meta key=homepage value=https://tundra.example --reason r
        revision 7: 1 row changed
        added meta homepage: key homepage, value https://tundra.example
        $ put meta key=label.member value="Full member" --reason r
        revision 8: 1 row changed
        changed meta label.member: value Member -> "Full member"
        $ drop meta homepage --reason r
        revision 9: 1 row changed
        removed meta homepage: key homepage, value https://tundra.example
        $ put citation table_name=party record=arvik source=map --reason r
        revision 10: 1 row changed
        added citation party arvik map: table_name party, record arvik, source map
        $ drop citation party arvik map --reason r
        revision 11: 1 row changed
        removed citation party arvik map: table_name party, record arvik, source map
        $ drop country elsewhere --reason r
        revision 12: 3 rows changed
        removed alias elsewhere: alias Elsewhere, country elsewhere, kind short, lang en, key elsewhere
        removed country elsewhere: kind state, name Elsewhere, iso2 XE, iso3 XEL
        removed citation country elsewhere almanac: table_name country, record elsewhere, source almanac
        $ put tally id=member-2021 count=+3 --reason r
        nothing to change
        $ put party id=arvik name=Arvik --reason r
        nothing to change
        $ verify
        17 checks, 0 problems
    "#]]);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn a_dry_run_prints_the_same_and_changes_nothing() {
    for line in [
        "put source id=map title=\"Map of Rime\" --reason r",
        "put membership id=drift-observer-2021 note=x end=2022-07 --reason r",
        "drop country elsewhere --reason r",
    ] {
        let home = Home::tundra();
        let before = fs::read(home.db()).unwrap();
        let planned = home.arctic(line).args("--dry-run").output(0).stdout;
        assert!(fs::read(home.db()).unwrap() == before, "{line}");
        assert_eq!(home.names(), ["registry.db"]);
        let done = home.arctic(line).output(0).stdout;
        assert!(planned.lines().skip(1).eq(done.lines().skip(1)), "{planned}{done}");
    }
    Home::tundra().prints(expect![[r#"
        $ put source id=map title=Map --dry-run
        1 row would change; nothing was changed
        added source map: title Map
        $ drop country elsewhere --dry-run
        3 rows would change; nothing was changed
        removed alias elsewhere: alias Elsewhere, country elsewhere, kind short, lang en, key elsewhere
        removed country elsewhere: kind state, name Elsewhere, iso2 XE, iso3 XEL
        removed citation country elsewhere almanac: table_name country, record elsewhere, source almanac
    "#]]);
}

#[test]
fn csv_and_json_have_a_row_for_each_column() {
    let home = Home::tundra();
    home.arctic("put membership id=drift-observer-2021 note=x end=2022 --reason r -f csv")
        .stdout(expect![[r#"
            change,table,record,column,before,after
            changed,membership,drift-observer-2021,end,,2022
            changed,membership,drift-observer-2021,note,,x
        "#]])
        .status(0);
    home.arctic("drop citation membership drift-observer-2021 charter --reason r -f json")
        .stdout(expect![[r#"
            [
              {
                "change": "removed",
                "table": "citation",
                "record": "membership drift-observer-2021 charter",
                "column": "table_name",
                "before": "membership",
                "after": null
              },
              {
                "change": "removed",
                "table": "citation",
                "record": "membership drift-observer-2021 charter",
                "column": "record",
                "before": "drift-observer-2021",
                "after": null
              },
              {
                "change": "removed",
                "table": "citation",
                "record": "membership drift-observer-2021 charter",
                "column": "source",
                "before": "charter",
                "after": null
              }
            ]
        "#]])
        .status(0);
}

#[test]
fn a_change_that_breaks_a_rule_is_refused_with_the_reason() {
    let home = Home::tundra();
    home.refuses(3, expect![[r#"
        $ drop meta founded --reason r
        error: 1 problem in the data; nothing was changed
        meta founded: key: every registry needs this row
        $ drop meta name --reason r
        error: 1 problem in the data; nothing was changed
        meta name: key: every registry needs this row
        $ drop meta version --reason r
        error: 1 problem in the data; nothing was changed
        meta version: key: every registry needs this row
        $ drop meta verified_through --reason r
        error: 1 problem in the data; nothing was changed
        meta verified_through: key: every registry needs this row
        $ put meta key=founded value=garbage --reason r
        error: 1 problem in the data; nothing was changed
        meta founded: value: not a day (YYYY-MM-DD)
        $ put meta key=name value= --reason r
        error: 1 problem in the data; nothing was changed
        meta name: value: empty
        $ put meta key=colour value=white --reason r
        error: 1 problem in the data; nothing was changed
        meta colour: key: unknown key
        $ put application id=celsia-2022 party=celsia date=2022 outcome=pending confidence=verified --reason r
        error: 1 problem in the data; nothing was changed
        application celsia-2022: source: a fact needs at least one
        name sources with `--source ID`, or in `citation.csv`
        $ put application id=celsia-2022 party=celsia date=2022 outcome=pending confidence=verified --source nowhere --reason r
        error: 1 problem in the data; nothing was changed
        citation application celsia-2022 nowhere: source: no `nowhere` in table `source`
        $ put application id=celsia-2022 party=nobody date=2022 outcome=pending confidence=verified --source almanac --reason r
        error: 1 problem in the data; nothing was changed
        application celsia-2022: party: no `nobody` in table `party`
        $ drop citation meeting rime-2021 almanac --reason r
        error: 1 problem in the data; nothing was changed
        meeting rime-2021: source: a fact needs at least one
        name sources with `--source ID`, or in `citation.csv`
        $ put citation table_name=alias record=arvik source=almanac --reason r
        error: 1 problem in the data; nothing was changed
        citation alias arvik almanac: table_name: not a table of facts
        $ put citation table_name=party record=nobody source=almanac --reason r
        error: 1 problem in the data; nothing was changed
        citation party nobody almanac: record: no such record in that table
        $ drop party drift --reason r
        error: 1 problem in the data; nothing was changed
        party drift: id: the party still has roles, chairships or applications
        $ drop source almanac --reason r
        error: 1 problem in the data; nothing was changed
        source almanac: id: other records refer to it
        $ drop meeting rime-2021 --reason r
        error: 1 problem in the data; nothing was changed
        meeting rime-2021: id: other records refer to it
        $ drop chairship arvik-2021 --reason r
        error: 1 problem in the data; nothing was changed
        chairship arvik-2021: id: other records refer to it
        $ put chairship id=arvik-2021 start=2021-05-01 --reason r
        error: 1 problem in the data; nothing was changed
        chairship arvik-2021: start: another chairship covers part of that period
        $ put chairship id=arvik-2021 ordinal=1 --reason r
        error: 1 problem in the data; nothing was changed
        chairship arvik-2021: ordinal: already in table `chairship`
        $ put membership id=x party=arvik role=observer start=2021 confidence=verified --source almanac --reason r
        error: 1 problem in the data; nothing was changed
        membership x: party: already holds a role in that period
        $ put membership id=x.y party=arvik role=observer start=1990 end=1991 confidence=verified --source almanac --reason r
        error: 1 problem in the data; nothing was changed
        membership x.y: id: lower-case letters, digits and hyphens only
        $ put country id=floe represented_by=floe --reason r
        error: 1 problem in the data; nothing was changed
        country: represented_by: `floe` is in table `country`, not in `party`
        $ put party id=floe kind=state name=Floe arctic=0 confidence=verified --source almanac --reason r
        error: 1 problem in the data; nothing was changed
        party floe: id: this id or its ISO code is already in table `country`
        $ put party id=arvik name= --reason r
        error: 1 problem in the data; nothing was changed
        party arvik: name: empty
        $ put party id=arvik cow=12x --reason r
        error: 1 problem in the data; nothing was changed
        party: cow: `12x` is not a whole number
        $ put party id=arvik cow=99999999999999999999 --reason r
        error: 1 problem in the data; nothing was changed
        party: cow: `99999999999999999999` is not a whole number
        $ put tally id=member-2021 count=1.5 --reason r
        error: 1 problem in the data; nothing was changed
        tally: count: `1.5` is not a whole number
        $ put tally id=member-2021 count=-1 --reason r
        error: 1 problem in the data; nothing was changed
        tally member-2021: count: less than 0
        $ put alias alias=!!! party=arvik kind=short --reason r
        error: 1 problem in the data; nothing was changed
        alias : alias: no letter or digit in it
        $ put alias alias=Floe party=arvik --reason r
        error: 1 problem in the data; nothing was changed
        alias floe: party: a name belongs to either a party or a country
    "#]]);
    // Of two sources one may go.
    home.arctic("drop citation membership arvik-member-2020 almanac --dry-run").output(0);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn a_change_of_an_unknown_table_column_or_row_is_a_usage_error() {
    let home = Home::tundra();
    home.refuses(
        2,
        expect![[r#"
            $ put bogus id=1 --reason r
            error: no table `bogus`; the tables are meta, source, party, country, alias, code, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation
            $ put revision number=1 --reason r
            error: no table `revision`; the tables are meta, source, party, country, alias, code, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation
            $ put editing number=1 --reason r
            error: no table `editing`; the tables are meta, source, party, country, alias, code, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation
            $ drop sqlite_schema party --reason r
            error: no table `sqlite_schema`; the tables are meta, source, party, country, alias, code, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation
            $ put 'tally; DROP TABLE party' id=1 --reason r
            error: no table `tally; DROP TABLE party`; the tables are meta, source, party, country, alias, code, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation
            $ put tally id=x hue=3 --reason r
            error: no column `hue` in table `tally`; it has id, date, role, kind, count, confidence, note
            $ put alias alias=x key=y --reason r
            error: no column `key` in table `alias`; it has alias, party, country, kind, lang
            $ put membership id=drift-observer-2021 start_min=2020-01-01 --reason r
            error: no column `start_min` in table `membership`; it has id, party, role, start, end, granted_at, confidence, note
            $ put tally id=x id=y --reason r
            error: duplicate column `id`
            $ put party name=x --reason r
            error: missing key of table `party`: `id`; give it as `id=...`
            $ put party id= name=x --reason r
            error: missing key of table `party`: `id`; give it as `id=...`
            $ put citation table_name=party record=arvik --reason r
            error: missing key of table `citation`: `source`; give it as `source=...`
            $ put source id=new title=New --source almanac --reason r
            error: rows of table `source` do not cite sources
            $ drop tally nothing --reason r
            error: no row `nothing` in table `tally`
            $ drop tally "x' OR 1=1 --" --reason r
            error: no row `x' OR 1=1 --` in table `tally`
            $ drop tally a b --reason r
            error: the key of table `tally` is id
            $ drop citation a b --reason r
            error: the key of table `citation` is table_name, record, source
            $ drop alias '' --reason r
            error: no row `` in table `alias`
        "#]],
    );
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn a_change_needs_a_reason() {
    let home = Home::tundra();
    home.refuses(
        2,
        expect![[r#"
            $ put party id=arvik name=x
            error: a change needs a reason, which the log keeps; give one with `--reason TEXT`
            $ drop party arvik
            error: a change needs a reason, which the log keeps; give one with `--reason TEXT`
            $ import party.csv
            error: a change needs a reason, which the log keeps; give one with `--reason TEXT`
            $ put party id=arvik name=x --reason ''
            error: the reason is empty; give one in a few words
            $ put party id=arvik name=x --reason ' '
            error: the reason is empty; give one in a few words
            $ drop party arvik --reason ''
            error: the reason is empty; give one in a few words
            $ drop party arvik --reason ' '
            error: the reason is empty; give one in a few words
            $ put party id=arvik name=x --reason r --known-at 0
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ drop party arvik --reason r --known-at 0
            error: `--known-at` is only for questions; this command works on the registry as it is now
            $ import party.csv --reason r --known-at 0
            error: `--known-at` is only for questions; this command works on the registry as it is now
        "#]],
    );
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn new_findings_of_verify_are_reported() {
    let home = Home::tundra();
    home.arctic("put tally id=member-2021 count=7 --reason r")
        .stdout(expect![[r#"
            revision 1: 1 row changed
            changed tally member-2021: count 3 -> 7
        "#]])
        .stderr(expect![[r#"
            note: `arctic verify` now finds: counts: tally member-2021: 7 counted, 3 in table membership
        "#]])
        .status(0);
    // A later edit of something else does not report it again.
    home.arctic("put tally id=member-2021 note=x --reason r")
        .stdout(expect![[r#"
            revision 2: 1 row changed
            changed tally member-2021: note (empty) -> x
        "#]])
        .status(0);
}

#[test]
fn a_format_that_cannot_report_a_change_is_refused_before_it() {
    let home = Home::tundra();
    home.refuses(
        2,
        expect![[r#"
            $ put party id=drift name=Drifting --reason r -f svg
            error: only `timeline` can be drawn: `arctic timeline --format svg`
            $ put party id=drift name=Drifting --reason r -f line
            error: `line` and `sarif` are only for `check` of prose
            $ seed -f sarif
            error: `line` and `sarif` are only for `check` of prose
        "#]],
    );
}

#[test]
fn put_shows_the_tables_and_their_columns() {
    let home = Home::tundra();
    home.arctic("put").stdout(expect![[r#"
        16 tables

         table           a row is
        ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         meta            a property of the data set
         source          a cited document
         party           a state or organisation that holds, held or applied for a role
         country         a state or area that is not a party, so that a country without a role is told from an unknown name
         alias           a spelling of the name of a party or country
         code            a code that a party or country has in another system than ISO 3166, if it differs from its ISO code
         meeting         a ministerial meeting of the council, or one held in its place
         membership      one party in one role over one period
         chairship       a state in the chair over one period
         office_holder   a person in an office during a chairship
         body            a Working Group, secretariat, task force or expert group
         agreement       a binding agreement negotiated under the council
         event           a dated event in the history of the council
         application     an application for observer status and its outcome
         tally           a count of the parties in one role on one day; `arctic verify` compares it with the memberships
         citation        a source that supports a record; every fact has at least one

        note: `arctic put TABLE` lists the columns of one
    "#]]).status(0);
    home.arctic("put membership").stdout(expect![[r#"
        membership: one party in one role over one period

         column       needed   refers to   meaning
        ──────────────────────────────────────────────────────────────────────────────────────
         id           key                  party, role and year
         party        yes      party       party that holds the role
         role         yes                  `member`, `permanent_participant` or `observer`
         start        yes                  first day in the role
         end                               first day no longer in the role; empty if it lasts
         granted_at            meeting     meeting that granted the role
         confidence   yes                  `verified`, `single_source` or `unverified`
         note                              what is disputed or inferred

        note: example: `arctic put membership id=arvik-member-2020 party=arvik role=member start=2020-06-01 confidence=verified --source ID --reason "..."`
    "#]]).status(0);
    home.arctic("put alias -f csv").stdout(expect![[r#"
        column,needed,refers_to,about
        alias,key,,the name as written
        party,,party,party with this name; empty if it is the name of a country
        country,,country,country with this name; empty if it is the name of a party
        kind,yes,,"`short`, `official`, `endonym`, `translation`, `abbreviation`, `former`, `colloquial`, `code`, `deprecated` (insulting or wrong; recognised, never shown) or `people` (a people, read as its organisation)"
        lang,,,"language tag (BCP 47), if the name belongs to a language"
    "#]]).stderr(expect![[r#"
        note: example: `arctic put alias alias=Arvik kind=short --reason "..."`
    "#]]).status(0);
    home.refuses(
        2,
        expect![[r#"
            $ put member
            error: no table `member`; the tables are meta, source, party, country, alias, code, meeting, membership, chairship, office_holder, body, agreement, event, application, tally, citation
        "#]],
    );
}

/// Each example that `put TABLE` shows is a command that works.
#[test]
fn the_example_of_each_table_can_be_typed() {
    let home = Home::seeded();
    for table in crate::support::rows(&home.arctic("put -f csv").output(0).stdout) {
        let notes = home.arctic(&format!("put {} -f csv", table["table"])).output(0).stderr;
        let example = notes.split('`').nth(1).unwrap().strip_prefix("arctic ").unwrap();
        let line = example.replace(" --source ID", "");
        let ran = home.arctic(&format!("{line} --dry-run -f csv")).output(0);
        assert_eq!(ran.stdout, "change,table,record,column,before,after\n", "{line}");
    }
}

#[test]
fn put_takes_names_and_suggests_ids() {
    let home = Home::seeded();
    home.arctic("put alias alias=Norgesland party=Norge kind=colloquial --reason Used")
        .stdout(expect![[r#"
        revision 1: 1 row changed
        added alias norgesland: alias Norgesland, party norway, kind colloquial, key norgesland
    "#]])
        .status(0);
    home.arctic("put membership id=china-observer-2013 party=PRC note=x --reason Used --dry-run").output(0);
    home.refuses(
        2,
        expect![[r#"
            $ put membership id=china-obsever-2013 note=x --reason Used
            error: no row `china-obsever-2013` in table `membership`; did you mean `china-observer-2013`?
            $ drop membership china-obsever-2013 --reason Used
            error: no row `china-obsever-2013` in table `membership`; did you mean `china-observer-2013`?
            $ drop membership nothing-like-it --reason Used
            error: no row `nothing-like-it` in table `membership`
        "#]],
    );
    home.refuses(
        3,
        expect![[r#"
            $ put alias alias=Norgesland party=norwy kind=colloquial --reason Used
            error: 1 problem in the data; nothing was changed
            alias norgesland: party: no `norwy` in table `party`; did you mean `norway`?
            $ put alias alias=Brasilia party=Brasil kind=colloquial --reason Used
            error: 1 problem in the data; nothing was changed
            alias: party: `Brasil` is in table `country`, not in `party`
            $ put membership id=china-observer-2013 granted_at=kirna-2013 --reason Used
            error: 1 problem in the data; nothing was changed
            membership china-observer-2013: granted_at: no `kirna-2013` in table `meeting`; did you mean `kiruna-2013`?
            $ put membership id=china-observer-2013 note=x --source wikipedia-simpl --reason Used
            error: 1 problem in the data; nothing was changed
            citation membership china-observer-2013 wikipedia-simpl: source: no `wikipedia-simpl` in table `source`; did you mean `wikipedia-simple`?
            $ put membership id=estonia-observer-2027 party=Estonia --reason Used
            error: 1 problem in the data; nothing was changed
            membership estonia-observer-2027: role: empty
        "#]],
    );
}

#[test]
fn undo_alone_offers_the_last_revision() {
    let home = Home::tundra();
    home.arctic("undo")
        .stderr(expect![[r#"
        error: no such revision: 0; nothing was changed yet
    "#]])
        .status(2);
    home.arctic("put party id=arvik note=one --reason One").output(0);
    home.arctic("put party id=arvik note=two --reason Two").output(0);
    let before = fs::read(home.db()).unwrap();
    home.arctic("undo")
        .stdout(expect![[r#"
        revision 2, 2026-11-23T00:00:00.000Z, put: Two
        changed party arvik: note one -> two
    "#]])
        .stderr(expect![[r#"
        note: undo this revision with `arctic undo 2`
    "#]])
        .status(0);
    assert!(fs::read(home.db()).unwrap() == before);
    // The newest revision is first.
    home.arctic("log -f csv")
        .stdout(expect![[r#"
        number,at,command,who,changes,record,why
        2,2026-11-23T00:00:00Z,put,,1,party arvik,Two
        1,2026-11-23T00:00:00Z,put,,1,party arvik,One
    "#]])
        .status(0);
}
