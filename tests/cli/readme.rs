//! Runs every example in the README and checks its reference sections against the program.
//! `UPDATE_EXPECT=1 cargo test readme` rewrites the outputs.
//!
//! In a block marked `console` a line `$ arctic ...` is a command; what follows up to the next `$`
//! or the end of the block is what it prints, standard output first, then standard error. A line
//! `...` stands for any lines. `$ echo $?` prints the exit status of the command before. `NAME=VALUE`
//! before a command sets an environment variable for it, `> FILE` after it sends its output to a
//! file. A block marked `csv FILE=name.csv` is written to that file first. All commands run in one
//! folder, with a registry of the bundled data, 80 columns wide.

use std::fs;
use std::path::PathBuf;

use super::help;
use crate::support::{Arctic, Home, repository, updating, words};

/// What stands in the README for the place of the registry.
const REGISTRY: &str = "~/.local/share/arctic/registry.db";

fn path() -> PathBuf {
    repository().join("README.md")
}

/// The README; none while it is not written.
fn readme() -> Option<String> {
    fs::read_to_string(path()).ok()
}

/// What came of running all examples of a text.
struct Run {
    /// The text with the outputs as they are.
    blessed: String,
    commands: usize,
    /// One for each command whose output is not what the text says.
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
        if let Some(file) = info.strip_prefix("csv FILE=") {
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
                let said = if command == "echo $?" {
                    code.to_string()
                } else {
                    let (said, ended) =
                        execute(&home, command).unwrap_or_else(|why| panic!("line {at}: {why}: {command}"));
                    run.commands += 1;
                    code = ended;
                    said
                };
                let actual: Vec<&str> = said.trim_end().lines().collect();
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
                // A blank line between two commands is there for the reader.
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

/// Runs one command line; answers what it printed, and its exit status.
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
    let said = String::from_utf8([stdout, stderr].concat()).unwrap();
    Ok((said.replace(home.db().to_str().unwrap(), REGISTRY), output.status.code().unwrap_or(-1)))
}

/// Whether `actual` is `expected`, in which a line `...` stands for any lines.
fn like(expected: &[&str], actual: &[&str]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((&"...", rest)) => (0..=actual.len()).any(|at| like(rest, &actual[at..])),
        Some((first, rest)) => actual.split_first().is_some_and(|(line, others)| line == first && like(rest, others)),
    }
}

#[test]
fn every_example_in_the_readme_is_what_the_program_prints() {
    let Some(text) = readme() else { return };
    let run = run(&text);
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
    let Some(text) = readme() else { return };
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
fn the_readme_says_what_the_boundary_day_and_the_exit_status_mean() {
    let Some(text) = readme() else { return };
    assert!(text.contains("handover day"), "README.md does not speak of the handover day");
    for status in 0..=5 {
        let row =
            |line: &str| line.starts_with(&format!("| {status} |")) || line.starts_with(&format!("| `{status}` |"));
        assert!(text.lines().any(row), "README.md has no row for exit status {status}");
    }
}

// The runner itself: it must not be content with what is wrong.

#[test]
fn an_example_that_is_right_passes_and_one_that_is_wrong_is_corrected() {
    const RIGHT: &str = "\
# Title

```console
$ arctic chair 2020 -f csv
ordinal,party,iso3,name,start,end,standing
12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past

$ arctic status Brazil --on 2020
Brazil in 2020: no role in the Arctic Council

 name     on     role   since   chair then
───────────────────────────────────────────
 Brazil   2020   none           Iceland
$ echo $?
1
$ ARCTIC_TODAY=2012-06-01 arctic chair -f csv
...
8,sweden,SWE,Sweden,2011-05-12,2013-05-15,current
$ arctic status norwy
error: no party is called `norwy`; did you mean `norway`?
$ arctic seed
already current: ~/.local/share/arctic/registry.db (Arctic Council, data of ...
```
";
    let text = RIGHT.replace("already current: ~/.local/share/arctic/registry.db (Arctic Council, data of ...", "...");
    let right = run(&text);
    assert_eq!((right.differences, right.commands), (Vec::<String>::new(), 5));
    assert_eq!(right.blessed, text);

    let wrong = text.replace("12,iceland", "13,iceland").replace("\n1\n", "\n0\n");
    let run = run(&wrong);
    assert_eq!(run.differences.len(), 2, "{:?}", run.differences);
    assert!(run.differences[0].contains("13,iceland") && run.differences[0].contains("12,iceland"));
    assert_eq!(run.blessed, text);
}

#[test]
fn a_block_of_csv_is_a_file_for_the_commands_after_it() {
    let text = "```csv FILE=meta.csv\nkey,value,note\ncolour,white,\n```\n```console\n$ arctic --db new.db seed --from .\nerror: 1 problem in the data; nothing was changed\nmeta.csv:2: key: unknown key\n$ arctic terms -f csv > terms.csv\n```\n";
    let run = run(text);
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
