//! `ask`: questions in words, answered as the command that they amount to.

use crate::support::Home;

/// Questions, with the command that answers each.
const QUESTIONS: &[(&str, &str)] = &[
    // Written before the code.
    ("who chaired in 2012?", "chair 2012"),
    ("who chaired the Arctic Council in May 2011?", "chair 2011-05"),
    ("which country holds the chair?", "chair"),
    ("who is in the chair now?", "chair"),
    ("who had the presidency on 19 May 2021?", "chair 2021-05-19"),
    ("who comes next?", "terms"),
    ("who will chair after Denmark?", "terms"),
    ("when did Norway chair?", "show norway"),
    ("is China an observer?", "status china"),
    ("was China an observer in 2012?", "status china --on 2012"),
    ("is Greenland a member?", "status greenland"),
    ("was germany a member in 2000", "status germany --on 2000"),
    ("what was the role of Japan in 2012?", "status japan --on 2012"),
    ("how many observers in 2014?", "observers --on 2014"),
    ("how many members are there?", "members"),
    ("which observers are non-Arctic?", "observers --non-arctic"),
    ("who were the non-Arctic observers in 2014?", "observers --non-arctic --on 2014"),
    ("who are the members?", "members"),
    ("list the permanent participants", "participants"),
    ("how many NGOs were observers in 2018?", "observers --kind ngo --on 2018"),
    ("when did Switzerland join?", "show switzerland"),
    ("since when is Poland an observer?", "show poland"),
    ("where was the 2011 ministerial?", "meetings --on 2011"),
    ("when was the meeting in Kiruna?", "search Kiruna"),
    ("what is AMAP?", "search AMAP"),
    ("what is the Saami Council?", "show saami-council"),
    ("who presided in 2012?", "people --on 2012"),
    ("who chairs the Senior Arctic Officials?", "people --on 2026-11-23"),
    ("who joined in 2013?", "diff 2012 2013"),
    ("what happened in 2022?", "timeline --on 2022"),
    ("which agreements were signed?", "agreements"),
    ("which applications were deferred in 2015?", "applications --on 2015"),
    // Written after it.
    ("When was the Council founded?", "events"),
    ("who was Chair of the Arctic Council in 2005?", "people --on 2005"),
    ("which working groups are there?", "bodies"),
    ("did the United States chair in 2016?", "status united-states --on 2016"),
    ("Has India ever been a member?", "show india"),
    ("how many states observed the Council in 1999?", "observers --kind state --on 1999"),
    ("Which countries became observers in 2017?", "diff 2016 2017"),
    ("What did the council look like in 2001", "timeline --on 2001"),
    ("which meetings took place from 2009 to 2013?", "meetings --on 2009..2013"),
    ("what are the sources?", "sources"),
    ("tell me about the Northern Forum", "show northern-forum"),
    ("who is the current chair?", "chair"),
    ("when was Norway in the chair", "show norway"),
    ("who has chaired since 2013?", "chair 2013..2026-11-23"),
    ("where did the ministers meet in 2013?", "meetings --on 2013"),
    ("did Estonia apply?", "show estonia"),
    ("what events were there in 2019", "events --on 2019"),
];

#[test]
fn a_question_is_answered_as_its_command() {
    let home = Home::seeded();
    let mut wrong = Vec::new();
    for (question, command) in QUESTIONS {
        let asked = home.arctic("ask").arg(*question).run();
        let answered = home.arctic(command).run();
        let shown = format!("note: read as `arctic {command}`\n");
        if !asked.stderr.starts_with(&shown) {
            wrong.push(format!("{question}\n  wanted {shown}  got {}", asked.stderr));
        } else if (asked.stdout, asked.code) != (answered.stdout, answered.code) {
            wrong.push(format!("{question}: another answer"));
        }
    }
    assert!(QUESTIONS.len() >= 40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_that_are_no_command_are_a_question() {
    let home = Home::seeded();
    for (line, command) in [
        ("who chaired in 2012?", "chair 2012"),
        ("is China an observer", "status china"),
        ("-f csv how many observers in 2014", "observers --on 2014"),
        ("how many observers in 2014 -f csv", "observers --on 2014"),
        ("Norway", "show norway"),
        ("2012", "chair 2012"),
    ] {
        let ran = home.arctic(line).output(0);
        assert!(ran.stderr.starts_with(&format!("note: read as `arctic {command}`\n")), "{line}: {}", ran.stderr);
        if line.contains("csv") {
            assert!(ran.stdout.starts_with("party,"), "{}", ran.stdout);
        }
    }
}

#[test]
fn what_is_not_understood_is_said_plainly() {
    let home = Home::seeded();
    for question in [
        "what is the weather in Oslo?",
        "why is the sky blue",
        "who is foreign minister of Sweden?",
        "is Norway rich?",
        "who chaired before 2000?",
        "is Norway not a member?",
        "how many members did the Nordic Council have in 2014?",
        "who chaired the Barents Council in 2012?",
        "",
        "?",
        "the",
    ] {
        let ran = home.arctic("ask").arg(question).output(2);
        assert!(ran.stderr.starts_with("error: cannot read "), "{question}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
    // A misspelt command is one, with its suggestion.
    let ran = home.arctic("obsevers").output(2);
    assert!(ran.stderr.contains("unrecognized subcommand 'obsevers'"), "{}", ran.stderr);
    assert!(ran.stderr.contains("'observers'"), "{}", ran.stderr);
}

#[test]
fn a_question_about_another_council_uses_its_words() {
    let home = Home::tundra();
    let ask = |question: &str| home.arctic("ask").arg(question).run().stderr;
    assert!(ask("who chaired the Tundra Forum in 2021?").starts_with("note: read as `arctic chair 2021`\n"));
    assert!(ask("is Drift an observer?").starts_with("note: read as `arctic status drift`\n"));
    assert!(ask("who chaired the Arctic Council in 2021?").starts_with("error: cannot read "));
}
