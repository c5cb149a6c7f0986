//! `check` of prose: articles, pages and sentences.

use std::fmt::Write;
use std::fs;
use std::process::Stdio;

use expect_test::expect;

use crate::support::{Home, Ran, cells};

#[test]
fn claims_are_read_from_prose() {
    let home = Home::seeded();
    let text = "The Arctic Council was established on 19 September 1996 with eight member states.\n\
        Sweden joined the Arctic Council as an observer in 2013.\n\
        The Nordic Council has five member states.\n";
    fs::write(home.path("article.md"), text).unwrap();
    home.arctic("check article.md --date 2020")
        .stdout(expect![[r#"
            line 2, column 1: false: Sweden since 2020 2013
                Sweden joined the Arctic Council as an observer in 2013.
                ^^^^^^
                1996-09-19: founding member since 1996-09-19
                source: Joint Communique on the Establishment of the Arctic Council, Ottawa, 19 September 1996. U.S. Department of State (archive). 1996-09-19. http://1997-2001.state.gov/www/global/oes/oceans/arctic_council.html
                source: Declaration on the Establishment of the Arctic Council (Ottawa Declaration). Arctic Council; published by Global Affairs Canada. 1996-09-19. https://www.international.gc.ca/world-monde/international_relations-relations_internationales/arctic-arctique/declaration_ac-declaration_ca.aspx?lang=eng
                and 1 other source

            3 claims: 2 true, 1 false, 0 not known; not judged: 0 sentences about the council
        "#]])
        .status(1);
    home.arctic("check article.md --date 2020 --all").stdout(expect![[r#"
        line 1, column 1: true: founded 1996-09-19
            The Arctic Council was established on 19 September 1996 with eight member states.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            founded on 1996-09-19: Ottawa Declaration
            source: News release No. 166, 19 September 1996. Department of Foreign Affairs and International Trade, Canada. 1996-09-19. https://bac-lac.wayback.archive-it.org/web/20060222200525/http:/w01.international.gc.ca/minpub/Publication.asp?Language=E&publication_id=376751
            source: Joint Communique on the Establishment of the Arctic Council, Ottawa, 19 September 1996. U.S. Department of State (archive). 1996-09-19. http://1997-2001.state.gov/www/global/oes/oceans/arctic_council.html
            and 1 other source

        line 1, column 62: true: members count 2020 8
            The Arctic Council was established on 19 September 1996 with eight member states.
                                                                         ^^^^^^^^^^^^^^^^^^^
            8 from 1996-09-19 on
            source: Joint Communique on the Establishment of the Arctic Council, Ottawa, 19 September 1996. U.S. Department of State (archive). 1996-09-19. http://1997-2001.state.gov/www/global/oes/oceans/arctic_council.html
            source: Declaration on the Establishment of the Arctic Council (Ottawa Declaration). Arctic Council; published by Global Affairs Canada. 1996-09-19. https://www.international.gc.ca/world-monde/international_relations-relations_internationales/arctic-arctique/declaration_ac-declaration_ca.aspx?lang=eng
            and 1 other source

        line 2, column 1: false: Sweden since 2020 2013
            Sweden joined the Arctic Council as an observer in 2013.
            ^^^^^^
            1996-09-19: founding member since 1996-09-19
            source: Joint Communique on the Establishment of the Arctic Council, Ottawa, 19 September 1996. U.S. Department of State (archive). 1996-09-19. http://1997-2001.state.gov/www/global/oes/oceans/arctic_council.html
            source: Declaration on the Establishment of the Arctic Council (Ottawa Declaration). Arctic Council; published by Global Affairs Canada. 1996-09-19. https://www.international.gc.ca/world-monde/international_relations-relations_internationales/arctic-arctique/declaration_ac-declaration_ca.aspx?lang=eng
            and 1 other source

        3 claims: 2 true, 1 false, 0 not known; not judged: 0 sentences about the council
    "#]]).status(1);
    home.arctic("check article.md --date 2020 -f line")
        .stdout(expect![[r#"
            article.md:2:1: Sweden: founding member since 1996-09-19 [since/became]
        "#]])
        .status(1);
    home.arctic("check - --as prose --date 2020 -f csv").stdin(text).stdout(expect![[r#"
        line,column,offset,length,words,sentence,subject,property,on,value,verdict,registry_value,reason,sources,file,rule
        1,1,0,55,The Arctic Council was established on 19 September 1996,The Arctic Council was established on 19 September 1996 with eight member states.,,founded,,1996-09-19,true,1996-09-19,founded on 1996-09-19: Ottawa Declaration,dfait-1996-166;joint-communique-1996;ottawa-declaration,standard input,founded/in
        1,62,61,19,eight member states,The Arctic Council was established on 19 September 1996 with eight member states.,members,count,2020,8,true,8,8 from 1996-09-19 on,joint-communique-1996;ottawa-declaration;ac-about-2018,standard input,count/members
        2,1,82,6,Sweden,Sweden joined the Arctic Council as an observer in 2013.,Sweden,since,2020,2013,false,1996-09-19,founding member since 1996-09-19,joint-communique-1996;ottawa-declaration;ac-about-2018,standard input,since/became
    "#]]).status(1);
    let sarif = home.arctic("check article.md --date 2020 -f sarif").output(1).stdout;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn prose_that_cannot_be_read_is_an_error_beside_answers() {
    let home = Home::seeded();
    fs::write(home.path("article.md"), "The Arctic Council has eight member states.\n").unwrap();
    fs::write(home.path("latin.md"), b"The Arctic Council\n has caf\xe9.\n").unwrap();
    home.arctic("check latin.md")
        .stderr(expect![[r#"
        error: 1 problem in the data
        latin.md:2: the text is not UTF-8
    "#]])
        .status(3);
    home.arctic("check missing.md article.md --all --date 2020")
        .stdout(expect![[r#"
            article.md:1:24: true: members count 2020 8
                The Arctic Council has eight member states.
                                       ^^^^^^^^^^^^^^^^^^^
                8 from 1996-09-19 on
                source: Joint Communique on the Establishment of the Arctic Council, Ottawa, 19 September 1996. U.S. Department of State (archive). 1996-09-19. http://1997-2001.state.gov/www/global/oes/oceans/arctic_council.html
                source: Declaration on the Establishment of the Arctic Council (Ottawa Declaration). Arctic Council; published by Global Affairs Canada. 1996-09-19. https://www.international.gc.ca/world-monde/international_relations-relations_internationales/arctic-arctique/declaration_ac-declaration_ca.aspx?lang=eng
                and 1 other source

            1 claim: 1 true, 0 false, 0 not known; not judged: 0 sentences about the council
        "#]])
        .stderr(expect![[r#"
        error: missing.md: No such file or directory (os error 2)
    "#]])
        .status(4);
    home.arctic("check article.md --as table -f line")
        .stderr(expect![[r#"
        error: `line` and `sarif` are formats for prose; a row of a table has no place in a text
    "#]])
        .status(2);
    home.arctic("members -f sarif")
        .stderr(expect![[r#"
        error: `line` and `sarif` are only for `check` of prose
    "#]])
        .status(2);
}

const ARTICLE: &str = "The Arctic Council formed in 1996 comprises Denmark, Iceland, Canada, Norway, Russia, the United States, \
    Finland and Sweden. 12 non-Arctic countries, including the United Kingdom, Germany, India, China and France, have the \
    observer status. During the event in Reykjavik, Russia will assume the rotating Arctic Council presidency for \
    2021-2023.\n";

/// README's first example.
#[test]
fn one_thing_in_an_article_is_false() {
    let home = Home::seeded();
    fs::write(home.path("article.txt"), ARTICLE).unwrap();
    home.arctic("check article.txt --date 2021-05-19").stdout(expect![[r#"
        line 1, column 126: false: non-arctic-observers count 2021-05-19 12
            12 non-Arctic countries, including the United Kingdom, Germany, India, China and France, have...
            ^^^^^^^^^^^^^^^^^^^^^^^
            13, not 12; 12 held from 2013-05-15 to 2017-05-10
            source: List of Arctic Council Observers. Arctic Council. https://arctic-council.org/about/observers/
            source: Arctic Council admits China, six others as observers. AFP, GlobalPost. 2013-05-15. http://www.globalpost.com/dispatch/news/afp/130515/arctic-council-admits-china-six-others-observers
            and 4 other sources

        19 claims: 18 true, 1 false, 0 not known; not judged: 0 sentences about the council
    "#]]).status(1);
    let rows = cells(&home.arctic("check article.txt --date 2021-05-19 -f csv").output(1).stdout);
    assert_eq!(rows.len(), 19);
    let wrong: Vec<&Vec<String>> = rows.iter().filter(|row| row[10] != "true").collect();
    assert_eq!(wrong.len(), 1);
    assert_eq!(
        (&*wrong[0][4], &*wrong[0][12]),
        ("12 non-Arctic countries", "13, not 12; 12 held from 2013-05-15 to 2017-05-10")
    );
}

/// The output is a table of claims.
#[test]
fn claims_written_as_csv_are_judged_the_same_again() {
    let home = Home::seeded();
    let text = format!(
        "{ARTICLE}The second Canadian chairmanship of the Arctic Council (2013-2015) was long. On 15 May 2013 the Arctic \
         Council admitted six new observer states. Iceland currently holds the chairmanship of the Arctic Council. Timo \
         Soini, chair of the Arctic Council, spoke. The secretariat is in Tromsø.\n"
    );
    fs::write(home.path("article.txt"), text).unwrap();
    let read = home.arctic("check article.txt --date 2021-05-19 -f csv").output(1).stdout;
    fs::write(home.path("claims.csv"), &read).unwrap();
    let again = home.arctic("check claims.csv -f csv").output(1).stdout;
    let verdicts = |csv: &str| {
        let mut read = csv::Reader::from_reader(csv.as_bytes());
        let header = read.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|column| column == name).unwrap();
        let columns = ["subject", "property", "value", "verdict", "registry_value", "reason", "sources"].map(at);
        read.records()
            .map(|row| {
                let row = row.unwrap();
                columns.map(|at| row[at].to_string())
            })
            .collect::<Vec<_>>()
    };
    assert!(verdicts(&read).len() >= 22);
    assert_eq!(verdicts(&read), verdicts(&again));
}

#[test]
fn many_files_are_read_side_by_side_and_told_in_order() {
    let home = Home::seeded();
    let mut line = "check --date 2021-05-19 -f csv".to_string();
    for number in 0..300 {
        // Some take longer than others.
        let text = ARTICLE.repeat(1 + number % 7 * 20);
        fs::write(home.path(&format!("{number}.txt")), text).unwrap();
        write!(line, " {number}.txt").unwrap();
    }
    let together = home.arctic(&line).output(1).stdout;
    let files: Vec<usize> =
        cells(&together).iter().map(|row| row[14].trim_end_matches(".txt").parse().unwrap()).collect();
    assert!(files.is_sorted());
    assert_eq!(files.len(), (0..300).map(|number| 19 * (1 + number % 7 * 20)).sum::<usize>());
    // One that cannot be read is an error beside the others.
    fs::write(home.path("7.txt"), b"The Arctic Council \xff").unwrap();
    let Ran { stdout, stderr, .. } = home.arctic(&line).output(3);
    assert_eq!(stderr, "error: 1 problem in the data\n7.txt:1: the text is not UTF-8\n");
    assert_eq!(cells(&stdout).len(), files.len() - files.iter().filter(|file| **file == 7).count());
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let home = Home::seeded();
    fs::write(home.path("article.txt"), ARTICLE.repeat(500)).unwrap();
    for line in ["article.txt -f csv", "article.txt article.txt -f csv", "article.txt -f ndjson", "article.txt --all"] {
        let arctic = home.arctic(&format!("check {line} --date 2021-05-19"));
        let mut child = arctic.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{line}");
    }
}

/// Texts of several windows: one line, one word, many paragraphs.
#[test]
fn places_are_those_of_the_file_however_long_it_is() {
    let home = Home::seeded();
    let filler = "Die Sonne scheint über dem Fjord und die Fähre wartet am Kai. ";
    for (name, before, line) in [
        ("line.txt", format!("The Arctic Council met. {}", filler.repeat(40_000)), 1),
        ("lines.txt", format!("The Arctic Council met.\n\n{}", format!("{filler}\n\n").repeat(30_000)), 60_003),
        ("word.txt", format!("The Arctic Council met. {} ", "ø".repeat(900_000)), 1),
        (
            "page.html",
            format!("<html><body><p>The Arctic Council met.</p><script>{}</script>", "x < 1; ".repeat(200_000)),
            1,
        ),
    ] {
        let text = format!("{before}The Arctic Council has nine member states.");
        fs::write(home.path(name), &text).unwrap();
        let rows = cells(&home.arctic(&format!("check {name} --date 2021 -f csv")).output(1).stdout);
        let wrong: Vec<&Vec<String>> = rows.iter().filter(|row| row[10] == "false").collect();
        assert_eq!(wrong.len(), 1, "{name}: {rows:?}");
        let (offset, length): (usize, usize) = (wrong[0][2].parse().unwrap(), wrong[0][3].parse().unwrap());
        assert_eq!(&text[offset..offset + length], "nine member states", "{name}");
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let column = text[start..offset].chars().count() + 1;
        assert_eq!((&wrong[0][0], &wrong[0][1]), (&line.to_string(), &column.to_string()), "{name}");
    }
}

#[test]
fn without_a_date_the_times_at_which_it_was_true_are_said() {
    let home = Home::seeded();
    let text = "Iceland currently holds the chairmanship of the Arctic Council. The Arctic Council has 32 observers. \
        The Arctic Council has 31 observers. China is a member of the Arctic Council.";
    home.arctic("check --all").arg(text).stdout(expect![[r#"
        line 1, column 1: not known: Iceland chair yes
            Iceland currently holds the chairmanship of the Arctic Council.
            ^^^^^^^
            no: true from 2002-10-10 to 2004-11-23 and from 2019-05-07 to 2021-05-19; the date of the text is not known
            source: Greenland, the Faroe Islands and Denmark agree on roles (unofficial translation of press release). Paartoq / Greenland foreign ministry. 2024-12-20. https://paartoq.gl/2024/12/20/translation-unofficial-greenland-the-faroe-islands-and-denmark-agree-on-roles-for-arctic-council-chairmanship
            source: Appendix 78, Kenneth Høegh appointed Arctic ambassador and programme. Folketing, Greenland Committee. 2025-04. https://ft.dk/samling/20241/almdel/GRU/bilag/78/3005821/index.htm
            and 4 other sources

        line 1, column 88: not known: observers count 32
            The Arctic Council has 32 observers.
                                   ^^^^^^^^^^^^
            38: true from 2013-05-15 to 2017-05-10; the date of the text is not known
            source: List of Arctic Council Observers. Arctic Council. https://arctic-council.org/about/observers/
            source: Observers accredited to the Arctic Council. Arctic Portal. http://arcticportal.org/en/arctic-council/observers
            and 4 other sources

        line 1, column 125: false: observers count 31
            The Arctic Council has 31 observers.
                                   ^^^^^^^^^^^^
            38, not 31; there never were 31; some of these memberships are unverified; last verified on 2026-03-13
            source: List of Arctic Council Observers. Arctic Council. https://arctic-council.org/about/observers/
            source: Observers accredited to the Arctic Council. Arctic Portal. http://arcticportal.org/en/arctic-council/observers
            and 4 other sources

        line 1, column 139: false: China role member
            China is a member of the Arctic Council.
            ^^^^^
            observer since 2013-05-15, granted at kiruna-2013; China never was a member; last verified on 2026-03-13
            source: Arctic Council admits China, six others as observers. AFP, GlobalPost. 2013-05-15. http://www.globalpost.com/dispatch/news/afp/130515/arctic-council-admits-china-six-others-observers
            source: Six nations get permanent tickets to Arctic Council. iPolitics. 2013-05-15. https://ipolitics.ca/2013/05/15/si-nations-get-permanent-tickets-to-arctic-council/
            and 2 other sources

        4 claims: 0 true, 2 false, 2 not known; not judged: 0 sentences about the council
    "#]]).stderr(expect![[r#"
        note: 2 claims about the time of a text without a date; give it with `--date WHEN`
    "#]]).status(1);
}

#[test]
fn the_date_of_a_text_is_found_in_it_and_said() {
    let home = Home::seeded();
    let claim = "Iceland currently holds the chairmanship of the Arctic Council.";
    for (name, text, from) in [
        ("1.txt", format!("REYKJAVIK, May 19, 2021 - {claim}"), Some("its dateline")),
        ("2.txt", format!("Iceland in the chair\n\nTROMSØ, Norway (19 May 2021): {claim}"), Some("its dateline")),
        ("3.txt", format!("Iceland in the chair\nWednesday, 19 May 2021\n\n{claim}"), Some("its dateline")),
        ("4.md", format!("---\ntitle: Chair\ndate: 2021-05-19\n---\n{claim}"), Some("the front matter")),
        (
            "5.html",
            format!(
                "<html><head><meta property=\"article:published_time\" content=\"2021-05-19T08:00\"></head><p>{claim}</p>"
            ),
            Some("the page's metadata"),
        ),
        (
            "6.html",
            format!("<html><body><time datetime=\"2021-05-19\">May 19</time><p>{claim}</p></body></html>"),
            Some("the page's first time element"),
        ),
        // A date that the text is about is not its own.
        ("7.txt", format!("On May 19, 2021 ministers met. {claim}"), None),
        ("8.txt", format!("NATO met on May 19, 2021 in Reykjavik. {claim}"), None),
    ] {
        fs::write(home.path(name), text).unwrap();
        let Ran { stdout, stderr, .. } = home.arctic(&format!("check {name} -f csv")).output(0);
        let chair = cells(&stdout).into_iter().find(|row| row[7] == "chair").unwrap();
        match from {
            Some(from) => {
                assert_eq!(stderr, format!("note: read as a text of 2021-05-19, from {from}; `--date` overrides it\n"));
                assert_eq!((&*chair[8], &*chair[10]), ("2021-05-19", "true"), "{name}");
            }
            None => {
                assert_eq!(
                    stderr,
                    "note: 1 claim about the time of a text without a date; give it with `--date WHEN`\n"
                );
                assert_eq!((&*chair[8], &*chair[10]), ("", "not_known"), "{name}");
            }
        }
    }
}

#[test]
fn what_is_said_twice_is_told_once_and_links_and_code_are_not_read() {
    let home = Home::seeded();
    let text = "# The Arctic Council\n\n\
        The [Arctic Council](https://example.org/China-is-a-member-of-the-Arctic-Council) has nine member states.\n\n\
        `The Arctic Council has ten member states.`\n\n\
        See https://example.org/The-Arctic-Council-has-eleven-member-states.\n\n\
        Once more: the Arctic Council, which has met in many towns of the north and in a few of the south, has nine member \
        states.\n";
    fs::write(home.path("page.md"), text).unwrap();
    home.arctic("check page.md --date 2021").stdout(expect![[r#"
        line 3, column 87: false: members count 2021 9
            The Arctic Council has nine member states.
                                   ^^^^^^^^^^^^^^^^^^
            8, not 9; there never were 9
            source: Joint Communique on the Establishment of the Arctic Council, Ottawa, 19 September 1996. U.S. Department of State (archive). 1996-09-19. http://1997-2001.state.gov/www/global/oes/oceans/arctic_council.html
            source: Declaration on the Establishment of the Arctic Council (Ottawa Declaration). Arctic Council; published by Global Affairs Canada. 1996-09-19. https://www.international.gc.ca/world-monde/international_relations-relations_internationales/arctic-arctique/declaration_ac-declaration_ca.aspx?lang=eng
            and 1 other source

        1 claim: 0 true, 1 false, 0 not known; not judged: 2 sentences about the council
    "#]]).status(1);
}

#[test]
fn lines_broken_to_a_width_are_read_as_one_sentence() {
    let home = Home::seeded();
    let text = "In the north the Arctic Council, which was\nfounded in 1990, has\nnine member states.\n";
    let rows = cells(&home.arctic("check - --as prose --date 2021 -f csv").stdin(text).output(1).stdout);
    let found: Vec<(&str, &str)> = rows.iter().map(|row| (&*row[7], &*row[9])).collect();
    assert_eq!(found, [("founded", "1990"), ("count", "9")]);
}

/// Rows of council, body, members, verb and time: none of them is about the Council.
#[test]
fn a_thousand_paragraphs_about_others_raise_no_flag() {
    let bodies = [
        "Nordic Council",
        "Barents Euro-Arctic Council",
        "Arctic Economic Council",
        "Saami Council",
        "city council of Oslo",
        "Security Council",
        "Council of Europe",
        "Antarctic Treaty",
        "European Council",
        "Baltic Council",
        "student council",
        "Arctic Athabaskan Council",
        "Inuit Circumpolar Council",
        "West Nordic Council",
        "Northern Forum",
        "Arctic Circle Assembly",
        "Pacific Islands Forum",
        "Gulf Cooperation Council",
        "tribal council",
        "parish council",
    ];
    let sentences = [
        "The {b} was founded in {y} and has {n} members, among them {p}, {q} and {r}.",
        "{p} took over the presidency of the {b} from {q} in {y}.",
        "{n} observers attend the {b}; {p} became an observer in {y}.",
        "The second {p} term ended when the {b} met in Kiruna on 3 May {y}.",
        "{p} is a member of the {b}, and {q} is not.",
        "The chair of the {b} rotates every {n} years. Timo Soini, chair of the {b}, welcomed {n} new members.",
        "The members of the {b} are {p}, {q} and {r}.",
        "The secretariat of the {b} moved to Tromsø in {y}, and its {n}th meeting was held there.",
        "The {b} rejected the application of {p} in {y}, and deferred that of {q}.",
        "Take {n} eggs, {n} spoons of sugar and a pinch of salt, said the cook of the {b} of {p}.",
        "Group A: {p}, {q}, {r}. Group B: {q}. The {b} of referees has {n} members.",
        "Under the {p} chairmanship of the {b}, {n} states signed a treaty in {y}.",
    ];
    let states =
        ["Norway", "China", "Canada", "Brazil", "Iceland", "Japan", "Sweden", "Kenya", "Russia", "Estonia", "India"];
    let leads = [
        "",
        "The Arctic Council is not the subject here. ",
        "Unlike the Arctic Council, this is about something else. ",
        "Reports on the Arctic Council are in another file. ",
    ];
    let home = Home::seeded();
    let (mut text, mut dice) = (String::new(), 15_u64);
    let mut next = |below: usize| {
        dice = dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (dice >> 33) as usize % below
    };
    let mut line = "check --date 2021-05-19 -f line".to_string();
    for number in 0..1000 {
        let p = next(states.len());
        let mut paragraph = String::new();
        for _ in 0..1 + next(3) {
            let sentence = sentences[next(sentences.len())]
                .replace("{b}", bodies[next(bodies.len())])
                .replace("{y}", &(1950 + next(75)).to_string())
                .replace("{n}", &(2 + next(90)).to_string())
                .replace("{p}", states[p])
                .replace("{q}", states[(p + 3) % states.len()])
                .replace("{r}", states[(p + 5) % states.len()]);
            paragraph += &sentence;
            paragraph += " ";
        }
        write!(text, "{}{paragraph}\n\n", leads[number % leads.len()]).unwrap();
        // Twenty to a text, so that each stands alone or among others.
        if number % 20 == 19 {
            fs::write(home.path(&format!("{number}.txt")), &text).unwrap();
            write!(line, " {number}.txt").unwrap();
            text.clear();
        }
    }
    let flags = home.arctic(&line).run().stdout;
    assert_eq!(flags, "", "{} flags", flags.lines().count());
}

/// An article about another council, with its own data.
#[test]
fn an_article_about_another_council_is_judged_by_its_own_data() {
    let home = Home::tundra();
    let text = "RIME, June 3, 2021 - The Tundra Forum, founded in 2020 in Borea Town, comprises Arvik, Borea and Celsia. \
        Drift became an observer of the Forum on 2 June 2021. At the first ministerial meeting of the Tundra Forum in Rime \
        on 2 June 2021, Arvik took over the chairmanship of the Tundra Forum from Borea. Bo Fell, chair of the Tundra \
        Forum, spoke. The chairmanship of the Tundra Forum rotates every year. Borea became an observer of the Tundra Forum \
        in 2021. The Tundra Forum has four members. Ada Moor is the current chair of the Tundra Forum. The chairmanship of \
        the Tundra Forum rotates every two years. The Arctic Council was founded in 1990 and has nine members.\n";
    fs::write(home.path("article.txt"), text).unwrap();
    home.arctic("check article.txt")
        .stdout(expect![[r#"
        line 1, column 402: false: Borea since 2021-06-03 2021
            Borea became an observer of the Tundra Forum in 2021.
            ^^^^^
            2020-06-01: founding member since 2020-06-01
            source: Borea Charter. Tundra Forum. 2020-06-01
            source: Tundra Almanac, third edition. Celsia Press. 2022-08. https://tundra.example/almanac

        line 1, column 477: false: members count 2021-06-03 4
            The Tundra Forum has four members.
                                 ^^^^^^^^^^^^
            3, not 4; there never were 4
            source: Borea Charter. Tundra Forum. 2020-06-01
            source: Tundra Almanac, third edition. Celsia Press. 2022-08. https://tundra.example/almanac

        line 1, column 593: false: term-length 2021-06-03 2
            The chairmanship of the Tundra Forum rotates every two years.
                                                               ^^^
            1: a term is meant to last 1 year
            source: Tundra Almanac, third edition. Celsia Press. 2022-08. https://tundra.example/almanac

        14 claims: 11 true, 3 false, 0 not known; not judged: 2 sentences about the council
    "#]])
        .stderr(expect![[r#"
        note: read as a text of 2021-06-03, from its dateline; `--date` overrides it
    "#]])
        .status(1);
}
