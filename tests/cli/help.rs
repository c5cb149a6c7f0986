//! Help, completions and the manual page.

use crate::support::{Arctic, Home};

/// The commands that `--help` lists, each with its description.
pub fn commands(home: &Home) -> Vec<(String, String)> {
    let help = home.arctic("--help").output(0).stdout;
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.trim().split_once(' '))
        .map(|(name, about)| (name.to_string(), about.trim().to_string()))
        .collect()
}

#[test]
fn every_command_has_help() {
    let home = Home::empty();
    let commands = commands(&home);
    assert!(commands.len() >= 21, "{commands:?}");
    for (name, about) in &commands {
        assert!(about.len() > 10, "{name}: {about}");
        let ran = home.arctic(name).arg("--help").command().output().unwrap();
        let help = String::from_utf8(ran.stdout).unwrap();
        if name == "help" {
            continue;
        }
        assert_eq!((ran.status.code(), &*ran.stderr), (Some(0), &b""[..]), "{name}");
        assert!(help.contains(&format!("Usage: arctic {name}")), "{name}: {help}");
        let about = about.split(" [aliases").next().unwrap();
        assert!(help.starts_with(about), "{name}: {help}");
    }
    assert!(home.names().is_empty(), "help created a file");
}

#[test]
fn no_help_shows_an_escape() {
    let home = Home::empty();
    let names = commands(&home).into_iter().map(|(name, _)| name).chain(["".to_string()]);
    for name in names.filter(|name| name != "help") {
        let help = home.arctic(&name).arg("--help").output(0).stdout;
        assert!(!help.contains('\\'), "{name}: {help}");
    }
}

#[test]
fn every_option_has_a_description() {
    let home = Home::empty();
    for (name, _) in commands(&home) {
        let help = home.arctic(&name).arg("-h").command().output().unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        let (options, _) = help.split_once("\nExamples:").unwrap_or((&help, ""));
        for line in options.lines().filter(|line| line.trim_start().starts_with("--")) {
            assert!(line.trim().split("  ").filter(|part| !part.is_empty()).count() >= 2, "{name}: {line}");
        }
    }
}

#[test]
fn the_help_has_examples_the_handover_rule_and_exit_statuses() {
    let help = Home::empty().arctic("--help").output(0).stdout;
    for part in [
        "Examples:\n  arctic chair 2021 ",
        "a handover day belongs to the",
        "Exit status: 0 yes",
        "ARCTIC_TODAY=YYYY-MM-DD",
    ] {
        assert!(help.contains(part), "{part}\n{help}");
    }
}

#[test]
fn the_examples_in_the_help_run() {
    let home = Home::seeded();
    let help = home.arctic("--help").output(0).stdout;
    let (_, examples) = help.split_once("Examples:\n").unwrap();
    let lines: Vec<&str> = examples.lines().take_while(|line| line.starts_with("  arctic ")).collect();
    assert!(lines.len() >= 4, "{examples}");
    for line in lines {
        let command = line.trim().trim_start_matches("arctic ").split("  ").next().unwrap();
        assert!(!home.arctic(command).output(0).stdout.is_empty(), "{command}");
    }
}

#[test]
fn completions_for_each_shell_have_all_commands() {
    let home = Home::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = home.arctic("completions").arg(shell).output(0);
        assert_eq!(ran.stderr, "");
        for (name, _) in commands(&home) {
            assert!(ran.stdout.contains(&name), "{shell} does not complete `{name}`");
        }
    }
    assert!(home.names().is_empty(), "completions created a file");
}

#[test]
fn the_manual_page_is_printed() {
    let ran = Home::empty().arctic("man").output(0);
    assert_eq!(ran.stderr, "");
    assert!(ran.stdout.contains(".TH arctic 1"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Exit status"), "{}", ran.stdout);
}

#[test]
fn the_version_is_that_of_the_package() {
    Arctic::new().args("--version").stdout(format!("arctic {}\n", env!("CARGO_PKG_VERSION"))).status(0);
}
