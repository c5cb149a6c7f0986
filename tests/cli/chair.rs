//! `chair` and `terms`: who held the chair, and when.

use expect_test::expect;

use crate::support::{Arctic, Home, rows};

#[test]
fn a_year_with_a_handover_has_two_chairs() {
    Arctic::new()
        .args("chair 2021")
        .stdout(expect![[r#"
            Chairship of the Arctic Council in 2021: Iceland until 2021-05-20, then Russian Federation

             nth   state                from         until        standing   turn
            ──────────────────────────────────────────────────────────────────────
              12   Iceland              2019-05-07   2021-05-20   past       2nd
              13   Russian Federation   2021-05-20   2023-05-11   past       2nd

            note: 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn the_handover_day_belongs_to_the_incoming_chair() {
    Arctic::new()
        .args("chair 2021-05-20")
        .stdout(expect![[r#"
            Chairship of the Arctic Council on 2021-05-20: Russian Federation

             nth   state                from         until        standing   turn
            ──────────────────────────────────────────────────────────────────────
              13   Russian Federation   2021-05-20   2023-05-11   past       2nd

            note: 2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation, and the day belongs to the incoming chair
        "#]])
        .status(0);
}

#[test]
fn the_day_before_the_handover_belongs_to_the_outgoing_chair() {
    Arctic::new()
        .args("chair 2021-05-19")
        .stdout(expect![[r#"
            Chairship of the Arctic Council on 2021-05-19: Iceland

             nth   state     from         until        standing   turn
            ───────────────────────────────────────────────────────────
              12   Iceland   2019-05-07   2021-05-20   past       2nd
        "#]])
        .status(0);
}

#[test]
fn the_chair_changes_on_every_handover_day() {
    // Last day of each chairship and first day of the next.
    const HANDOVERS: &[(&str, &str, &str, &str)] = &[
        ("1998-09-17", "Canada", "1998-09-18", "United States"),
        ("2000-10-12", "United States", "2000-10-13", "Finland"),
        ("2002-10-09", "Finland", "2002-10-10", "Iceland"),
        ("2004-11-23", "Iceland", "2004-11-24", "Russia"),
        ("2006-10-25", "Russia", "2006-10-26", "Norway"),
        ("2009-04-28", "Norway", "2009-04-29", "Denmark"),
        ("2011-05-11", "Denmark", "2011-05-12", "Sweden"),
        ("2013-05-14", "Sweden", "2013-05-15", "Canada"),
        ("2015-04-23", "Canada", "2015-04-24", "United States"),
        ("2017-05-10", "United States", "2017-05-11", "Finland"),
        ("2019-05-06", "Finland", "2019-05-07", "Iceland"),
        ("2021-05-19", "Iceland", "2021-05-20", "Russia"),
        ("2023-05-10", "Russia", "2023-05-11", "Norway"),
        ("2025-05-11", "Norway", "2025-05-12", "Denmark"),
    ];
    let home = Home::seeded();
    let chairs = |day: &str| {
        let ran = home.arctic("chair -f csv").arg(day).output(0);
        rows(&ran.stdout).into_iter().map(|row| row["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(chairs("1996-09-19"), ["Canada"]);
    for (before, outgoing, day, incoming) in HANDOVERS {
        assert_eq!(chairs(before), [*outgoing], "{before}");
        assert_eq!(chairs(day), [*incoming], "{day}");
    }
}

#[test]
fn nobody_held_the_chair_before_the_founding() {
    Arctic::new()
        .args("chair 1995")
        .stdout(expect![[r#"
            Chairship of the Arctic Council in 1995: nobody

            note: the Arctic Council did not exist before 1996-09-19
        "#]])
        .status(1);
}

#[test]
fn after_the_last_stored_term_the_chair_is_marked_as_projected() {
    Arctic::new()
        .args("chair 2029")
        .stdout(expect![[r#"
            Chairship of the Arctic Council in 2029: Sweden (projected) until 2029, then Canada (projected)

             nth   state    from      until   standing    turn
            ───────────────────────────────────────────────────
              16   Sweden   2027-05   2029    projected   2nd
              17   Canada   2029      2031    projected   3rd

            note: projected: the Arctic Council has not announced this term; it follows from the order of rotation and terms of 2 years
            note: the data was last verified on 2026-03-13; later changes are not in it
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(5);
}

#[test]
fn a_day_inside_an_uncertain_handover_is_not_known() {
    Arctic::new()
        .args("chair 2027-05-10 -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            15,denmark,DNK,Denmark,2025-05-12,2027-05,current,2,not_known,verified
            16,sweden,SWE,Sweden,2027-05,2029,projected,2,not_known,
        "#]])
        .stderr(expect![[r#"
            note: whether the Kingdom of Denmark or Sweden holds the chair on 2027-05-10 is not known: of the handover only `2027-05` is known
            note: projected: the Arctic Council has not announced this term; it follows from the order of rotation and terms of 2 years
            note: the data was last verified on 2026-03-13; later changes are not in it
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(5);
}

#[test]
fn presidency_and_chairship_are_aliases_of_chair() {
    let home = Home::seeded();
    let chair = home.arctic("chair 2009..2013 -f csv").output(0).stdout;
    assert_eq!(rows(&chair).len(), 4, "{chair}");
    for word in ["presidency", "chairship", "chairmanship"] {
        home.arctic(word).args("2009..2013 -f csv").stdout(&chair).status(0);
    }
}

#[test]
fn standing_depends_on_today() {
    Arctic::new()
        .today("2012-06-01")
        .args("terms -f csv")
        .stdout(expect![[r#"
            ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence
            1,canada,CAN,Canada,1996-09-19,1998-09-18,past,1,certain,verified
            2,united-states,USA,United States,1998-09-18,2000-10-13,past,1,certain,verified
            3,finland,FIN,Finland,2000-10-13,2002-10-10,past,1,certain,verified
            4,iceland,ISL,Iceland,2002-10-10,2004-11-24,past,1,certain,verified
            5,russia,RUS,Russia,2004-11-24,2006-10-26,past,1,certain,verified
            6,norway,NOR,Norway,2006-10-26,2009-04-29,past,1,certain,verified
            7,denmark,DNK,Denmark,2009-04-29,2011-05-12,past,1,certain,verified
            8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current,1,certain,verified
            9,canada,CAN,Canada,2013-05-15,2015-04-24,planned,2,certain,verified
            10,united-states,USA,United States,2015-04-24,2017-05-11,planned,2,certain,verified
            11,finland,FIN,Finland,2017-05-11,2019-05-07,planned,2,certain,verified
            12,iceland,ISL,Iceland,2019-05-07,2021-05-20,planned,2,certain,verified
            13,russia,RUS,Russia,2021-05-20,2023-05-11,planned,2,certain,verified
            14,norway,NOR,Norway,2023-05-11,2025-05-12,planned,2,certain,verified
            15,denmark,DNK,Denmark,2025-05-12,2027-05,planned,2,certain,verified
        "#]])
        .stderr(expect![[r#"
            note: planned: the term of Canada is announced but has not begun
            note: planned: the term of the United States of America is announced but has not begun
            note: planned: the term of Finland is announced but has not begun
            note: planned: the term of Iceland is announced but has not begun
            note: planned: the term of the Russian Federation is announced but has not begun
            note: planned: the term of Norway is announced but has not begun
            note: planned: the term of the Kingdom of Denmark is announced but has not begun
            note: Seven members, all but Russia, paused on 2022-03-03; projects without Russia from 2022-06-08, Working Groups in writing from 2023-08-29 and online from 2024-02-28; membership and chairship unchanged
        "#]])
        .status(0);
}

#[test]
fn terms_are_projected_up_to_the_requested_year() {
    let home = Home::seeded();
    let terms = |line: &str| rows(&home.arctic(line).output(0).stdout);
    assert_eq!(terms("terms -f csv").len(), 15);
    let projected = terms("terms --until 2033 -f csv");
    let found: Vec<String> = projected[15..].iter().map(|row| format!("{} {}", row["start"], row["name"])).collect();
    assert_eq!(found, ["2027-05 Sweden", "2029 Canada", "2031 United States", "2033 Finland"]);
    assert!(projected[15..].iter().all(|row| row["standing"] == "projected"));
}
