//! `timeline`: dated events in order, and the chart of the chairships.

use expect_test::expect;

use crate::support::{Arctic, Home, ask, rows};

#[test]
fn the_timeline_is_in_order_and_cites() {
    let all = ask("timeline");
    let dates: Vec<&str> = all.iter().map(|row| row["date"].split("..").next().unwrap()).collect();
    assert!(dates.windows(2).all(|pair| pair[0] <= pair[1]), "{dates:?}");
    let mut of_day = ask("timeline --on 2013-05-15 --cite");
    of_day.retain(|row| row["date"] == "2013-05-15");
    assert!(of_day.iter().all(|row| !row["sources"].is_empty()));
    let mut kinds: Vec<&str> = of_day.iter().map(|row| row["kind"].as_str()).collect();
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "meeting",
            "chairship",
            "joined",
            "signed",
            "set_up",
            "ended",
            "event",
            "application",
            "in_office",
            "left_office"
        ]
    );
}

#[test]
fn every_dated_record_is_in_the_timeline() {
    let home = Home::seeded();
    let all = rows(&home.arctic("timeline -f csv").output(0).stdout);
    let sql = home.sql();
    // A handover and an admission have one row, whichever tables have it.
    let handovers = "(SELECT count(*) FROM event JOIN chairship ON start = date WHERE kind = 'handover')";
    let granted = "(SELECT count(*) FROM application WHERE outcome = 'granted')";
    for (table, extra) in [
        ("meeting", "0"),
        ("chairship", "1"),
        ("membership", "count(\"end\")"),
        ("agreement", "count(in_force)"),
        ("body", "count(\"end\")"),
        ("event", &format!("-{handovers}")),
        ("application", &format!("-{granted}")),
    ] {
        let count = format!("SELECT count(*) + {extra} FROM {table}");
        let expected: u32 = sql.query_row(&count, [], |row| row.get(0)).unwrap();
        assert_eq!(all.iter().filter(|row| row["table"] == table).count(), expected as usize, "{table}");
    }
}

#[test]
fn the_timeline_of_another_council_uses_its_words() {
    Home::tundra()
        .arctic("timeline --from 2021-06 -f csv")
        .today("2022-09-01")
        .stdout(expect![[r#"
            date,until,kind,what,table,id,certainty,confidence
            2021,,joined,Lichen Fund joins as Observer,membership,lichen-fund-observer-2021,not_known,single_source
            2021-06-01,2021-06-02,meeting,ministerial at Rime,meeting,rime-2021,certain,verified
            2021-06-02,,chairship,Arvik takes the chair from Borea,chairship,arvik-2021,certain,verified
            2021-06-02,,joined,Drift joins as Observer,membership,drift-observer-2021,certain,verified
            2021-06-02,,signed,Peat Agreement signed at Rime,agreement,peat-2021,certain,verified
            2021-06-02,,in_office,Bo Fell takes office as Speaker of the Forum,office_holder,bo-2021,certain,verified
            2022-01-01,,in_force,Peat Agreement enters into force,agreement,peat-2021,certain,verified
            2022-06-03,,meeting,ministerial at Celsia Port,meeting,celsia-2022,certain,single_source
            2022-06-03,,chairship,Celsia takes the chair from Arvik,chairship,celsia-2022,certain,single_source
            2022-06-03,,in_office,Cy Heath takes office as Speaker of the Forum,office_holder,cy-2022,certain,single_source
            2022-07,,left,Lichen Fund leaves as Observer,membership,lichen-fund-observer-2021,certain,single_source
            2023-06,,chair_ended,Celsia leaves the chair,chairship,celsia-2022,certain,single_source
        "#]])
        .stderr(expect![[r#"
            note: 1 row is marked `not_known` because of imprecise dates
            note: the data was last verified on 2022-08-31; later changes are not in it
        "#]])
        .status(0);
}

/// Fails unless every element of `xml` is closed in order and all text is escaped.
fn assert_well_formed(xml: &str) {
    let mut open = Vec::new();
    let mut pieces = xml.split('<');
    assert_eq!(pieces.next(), Some(""), "text before the first element");
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("unescaped: <{piece}"));
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
fn the_chart_is_one_document_and_the_same_on_any_day() {
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
fn the_chart_escapes_text_from_the_data() {
    let home = Home::empty();
    home.copy_of_tundra();
    home.arctic("seed --from tundra").output(0);
    let name = "<script>\u{9b}31m & \"Sons\"";
    home.unguarded().execute("UPDATE party SET name = ?1 WHERE id = 'arvik'", [name]).unwrap();
    let svg = home.arctic("timeline --format svg").output(0).stdout;
    assert_well_formed(&svg);
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;\u{fffd}31m &amp;"), "{svg}");
}

#[test]
fn only_the_timeline_has_a_chart() {
    Home::seeded().refuses(
        2,
        expect![[r#"
            $ chair --format svg
            error: only `timeline` can be drawn: `arctic timeline --format svg`
            $ --format svg
            error: only `timeline` can be drawn: `arctic timeline --format svg`
            $ observers --cite --format svg
            error: only `timeline` can be drawn: `arctic timeline --format svg`
            $ stats --by year --format svg
            error: only `timeline` can be drawn: `arctic timeline --format svg`
            $ timeline --on 2013 --format svg
            error: the picture always shows all time, without sources; use `arctic timeline -f svg` alone
            $ timeline --format svg --cite text
            error: the picture always shows all time, without sources; use `arctic timeline -f svg` alone
        "#]],
    );
}
