//! Runs every example in the README and checks its reference sections against the program.
//! `UPDATE_EXPECT=1 cargo test readme` rewrites the outputs.
//!
//! In a block marked `console`, a line `$ arctic ...` is a command, followed by what it prints: first
//! standard output, then standard error. A line `...` stands for any lines. `$ echo $?` prints the
//! exit status of the previous command. `NAME=VALUE` before a command sets an environment variable,
//! and `> FILE` after it redirects standard output. A block marked `csv FILE=name.csv` or `text FILE=name.txt` is written to
//! that file first. All commands run in one folder with a registry of the bundled data, 80 columns
//! wide.

use std::fs;
use std::path::PathBuf;

use super::help;
use crate::support::{Arctic, Home, repository, updating, words};

/// The path of the registry in the README.
const REGISTRY: &str = "~/.local/share/arctic/registry.db";

fn path() -> PathBuf {
    repository().join("README.md")
}

fn readme() -> String {
    fs::read_to_string(path()).unwrap()
}

/// The result of running all examples in a text.
struct Run {
    /// The text with the actual outputs.
    blessed: String,
    commands: usize,
    /// One for each command whose output differs from the text.
    differences: Vec<String>,
}

fn run(text: &str) -> Run {
    let home = Home::seeded();
    let mut run = Run { blessed: String::new(), commands: 0, differences: Vec::new() };
    let mut code = 0;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((_, line)) = lines.next() {
        run.blessed += &format!("{line}\n");
        let Some(info) = line.strip_prefix("```").map(str::trim).filter(|info| !info.is_empty()) else { continue };
        if let Some((_, file)) = info.split_once(" FILE=") {
            let mut content = String::new();
            while let Some((_, line)) = lines.next_if(|(_, line)| *line != "```") {
                content += &format!("{line}\n");
            }
            fs::write(home.path(file), &content).unwrap();
            run.blessed += &content;
        } else if info == "console" {
            while let Some((at, line)) = lines.next_if(|(_, line)| *line != "```") {
                let at = at + 1;
                let command =
                    line.strip_prefix("$ ").unwrap_or_else(|| panic!("line {at}: output without a command: {line}"));
                let mut expected = Vec::new();
                while let Some((_, line)) = lines.next_if(|(_, line)| *line != "```" && !line.starts_with("$ ")) {
                    expected.push(line);
                }
                let printed = if command == "echo $?" {
                    code.to_string()
                } else {
                    let (printed, ended) =
                        execute(&home, command).unwrap_or_else(|why| panic!("line {at}: {why}: {command}"));
                    run.commands += 1;
                    code = ended;
                    printed
                };
                let actual: Vec<&str> = printed.trim_end().lines().collect();
                while expected.last().is_some_and(|line| line.is_empty()) {
                    expected.pop();
                }
                run.blessed += &format!("$ {command}\n");
                if like(&expected, &actual) {
                    run.blessed += &expected.iter().map(|line| format!("{line}\n")).collect::<String>();
                } else {
                    run.blessed += &actual.iter().map(|line| format!("{line}\n")).collect::<String>();
                    run.differences.push(format!(
                        "README.md:{at}: $ {command}\n--- expected\n{}\n--- actual\n{}\n",
                        expected.join("\n"),
                        actual.join("\n")
                    ));
                }
                // A blank line between two commands is kept.
                if lines.peek().is_some_and(|(_, line)| *line != "```")
                    && text.lines().nth(at + expected.len()) == Some("")
                {
                    run.blessed.push('\n');
                }
            }
        } else {
            while let Some((_, line)) = lines.next_if(|(_, line)| *line != "```") {
                run.blessed += &format!("{line}\n");
            }
        }
        if let Some((_, fence)) = lines.next() {
            run.blessed += &format!("{fence}\n");
        }
    }
    run
}

/// Runs one command line, and returns what it prints and its exit status.
fn execute(home: &Home, line: &str) -> Result<(String, i32), &'static str> {
    let (line, file) = match line.split_once(" > ") {
        Some((line, file)) => (line, Some(home.path(file.trim()))),
        None => (line, None),
    };
    let words = words(line);
    let program = words.iter().position(|word| !word.contains('=')).ok_or("no command")?;
    if words[program] != "arctic" {
        return Err("only `arctic` is run here");
    }
    let mut arctic = Arctic::at(home.clone()).env("COLUMNS", "80");
    for (name, value) in words[..program].iter().filter_map(|word| word.split_once('=')) {
        arctic = arctic.env(name, value);
    }
    for word in &words[program + 1..] {
        if matches!(word.as_str(), "|" | "<" | "&&" | ";") {
            return Err("there is no shell here");
        }
        arctic = arctic.arg(word);
    }
    let output = arctic.command().output().unwrap();
    let (mut stdout, stderr) = (output.stdout, output.stderr);
    if let Some(file) = file {
        fs::write(file, std::mem::take(&mut stdout)).unwrap();
    }
    let printed = String::from_utf8([stdout, stderr].concat()).unwrap();
    Ok((printed.replace(home.db().to_str().unwrap(), REGISTRY), output.status.code().unwrap_or(-1)))
}

/// Whether `actual` matches `expected`, in which a line `...` stands for any lines.
fn like(expected: &[&str], actual: &[&str]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((&"...", rest)) => (0..=actual.len()).any(|at| like(rest, &actual[at..])),
        Some((first, rest)) => actual.split_first().is_some_and(|(line, others)| line == first && like(rest, others)),
    }
}

/// `text` with the table of the properties of claims as the program has them.
fn with_properties(text: &str) -> String {
    const HEAD: &str = "| property | subject | value |\n|---|---|---|\n";
    let start = text.find(HEAD).expect("README.md has no table of properties") + HEAD.len();
    let end = start + text[start..].find("\n\n").unwrap() + 1;
    let row = |property: &arctic_council::claims::Property| {
        format!("| `{}` | {} | {} |\n", property.name, property.subject, property.value)
    };
    let table: String = arctic_council::claims::PROPERTIES.iter().map(row).collect();
    if !updating() {
        assert_eq!(text[start..end], table, "`UPDATE_EXPECT=1 cargo test readme` writes the table");
    }
    format!("{}{table}{}", &text[..start], &text[end..])
}

#[test]
fn every_example_in_the_readme_is_up_to_date() {
    let text = readme();
    let run = run(&with_properties(&text));
    assert!(run.commands > 0, "README.md has no block marked `console` with a command `$ arctic ...`");
    if updating() {
        fs::write(path(), run.blessed).unwrap();
        return;
    }
    assert!(
        run.differences.is_empty(),
        "{}\n`UPDATE_EXPECT=1 cargo test readme` writes what is printed",
        run.differences.join("\n")
    );
}

#[test]
fn every_command_is_named_in_the_readme() {
    let text = readme();
    for (name, _) in help::commands(&Home::empty()) {
        if name == "help" {
            continue;
        }
        let named = text.contains(&format!("arctic {name}"))
            || text.lines().any(|line| line.starts_with('|') && line.contains(&format!("`{name}")));
        assert!(named, "README.md does not name the command `{name}`");
    }
}

#[test]
fn the_readme_explains_the_handover_day_and_the_exit_status() {
    let text = readme();
    assert!(text.contains("handover day"), "README.md does not speak of the handover day");
    for status in 0..=5 {
        let row =
            |line: &str| line.starts_with(&format!("| {status} |")) || line.starts_with(&format!("| `{status}` |"));
        assert!(text.lines().any(row), "README.md has no row for exit status {status}");
    }
}

// Tests of the runner itself.

#[test]
fn a_correct_example_passes_and_a_wrong_one_is_corrected() {
    const COMMANDS: &str = "\
# Title

```console
$ arctic chair 2020 -f csv

$ arctic status Brazil --on 2020
$ echo $?
$ ARCTIC_TODAY=2012-06-01 arctic chair -f csv
...
8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current
$ arctic status norwy
```
";
    let text = run(COMMANDS).blessed;
    assert!(text.contains("\n12,iceland,") && text.contains("\n$ echo $?\n1\n"), "{text}");
    let correct = run(&text);
    assert_eq!((correct.differences, correct.commands), (Vec::<String>::new(), 4));
    assert_eq!(correct.blessed, text);

    let wrong = run(&text.replace("12,iceland", "13,iceland").replace("\n1\n", "\n0\n"));
    assert_eq!(wrong.differences.len(), 2, "{:?}", wrong.differences);
    assert!(wrong.differences[0].contains("13,iceland") && wrong.differences[0].contains("12,iceland"));
    assert_eq!(wrong.blessed, text);
}

#[test]
fn a_block_of_csv_is_a_file_for_the_commands_after_it() {
    let text = "```csv FILE=meta.csv\nkey,value,note\ncolour,white,\n```\n```console\n$ arctic --db new.db seed --from .\n$ arctic terms -f csv > terms.csv\n```\n";
    let text = run(text).blessed;
    assert!(text.contains("\nmeta.csv:2: key: "), "{text}");
    let run = run(&text);
    assert_eq!((run.differences, run.commands), (Vec::<String>::new(), 2));
    assert_eq!(run.blessed, text);
}

#[test]
fn any_lines_stand_for_any_lines() {
    let text = ["a", "b", "c"];
    assert!(
        like(&["..."], &text)
            && like(&["...", "c"], &text)
            && like(&["a", "...", "c"], &text)
            && like(&["a", "...", "b", "c"], &text)
    );
    assert!(
        !like(&["...", "b"], &text) && !like(&["a"], &text) && !like(&["a", "...", "d"], &text) && !like(&[], &text)
    );
}
