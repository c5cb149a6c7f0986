//! The first command creates the registry, completely or not at all.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use expect_test::expect;

use crate::support::{Home, names};

const CHAIR_2020: &str = "ordinal,party,iso3,name,start,end,standing,turn,certainty,confidence\n12,iceland,ISL,Iceland,2019-05-07,2021-05-20,past,2,certain,verified\n";

#[test]
fn the_first_command_creates_the_registry_in_the_data_folder_of_the_user() {
    let home = Home::empty();
    home.arctic("chair 2020 -f csv")
        .without_env("ARCTIC_DB")
        .stdout(CHAIR_2020)
        .stderr(expect![[r#"
            note: created [DIR]/data/arctic/registry.db from the bundled data
        "#]])
        .status(0);
    assert_eq!(names(&home.path("data/arctic")), ["registry.db"]);
    home.arctic("chair 2020 -f csv").without_env("ARCTIC_DB").stdout(CHAIR_2020).status(0);
}

#[test]
fn without_a_data_folder_in_the_environment_it_is_in_the_home_folder() {
    let home = Home::empty();
    let ran = home.arctic("chair 2020 -f csv").without_env("ARCTIC_DB").without_env("XDG_DATA_HOME").output(0);
    assert_eq!(ran.stdout, CHAIR_2020);
    if cfg!(target_os = "linux") {
        assert_eq!(names(&home.path(".local/share/arctic")), ["registry.db"]);
    }
}

#[test]
fn the_option_overrides_the_environment() {
    let home = Home::empty();
    home.arctic("--db other.db chair 2020 -f csv")
        .stdout(CHAIR_2020)
        .stderr(expect![[r#"
            note: created other.db from the bundled data
        "#]])
        .status(0);
    assert_eq!(home.names(), ["other.db"]);
    home.arctic("chair 2020 -f csv")
        .env("ARCTIC_DB", "")
        .stderr(expect![[r#"
            error: the path of the database is empty; set it with `--db FILE`
        "#]])
        .status(2);
}

#[test]
fn eight_first_uses_at_once_succeed_and_leave_one_file() {
    let home = Home::empty();
    let children: Vec<_> = (0..8)
        .map(|_| {
            let mut command = home.arctic("chair 2020 -f csv").without_env("ARCTIC_DB").command();
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut made = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{stderr}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), CHAIR_2020);
        made += usize::from(!stderr.is_empty());
    }
    assert_eq!(made, 1);
    assert_eq!(names(&home.path("data/arctic")), ["registry.db"]);
}

#[test]
fn a_killed_first_use_leaves_a_complete_registry_or_none() {
    const ROUNDS: u32 = 16;
    // The time it takes depends on the build and the machine; the kills are spread over it.
    let started = Instant::now();
    Home::empty().arctic("chair 2020").output(0);
    let usual = started.elapsed();
    let (mut none, mut whole) = (0, 0);
    for round in 0..ROUNDS {
        let home = Home::empty();
        let mut child =
            home.arctic("chair 2020").command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(usual * round / (ROUNDS - 2));
        child.kill().unwrap();
        child.wait().unwrap();
        if home.db().exists() {
            whole += 1;
            let conn = home.sql();
            let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(sound, "ok");
            let citations: i64 = conn.query_row("SELECT count(*) FROM citation", [], |row| row.get(0)).unwrap();
            assert!(citations > 1000, "{citations}");
        } else {
            none += 1;
        }
        // Creating a registry takes time, so that is repeated only now and then.
        if home.db().exists() || none % 4 == 1 {
            assert_eq!(home.arctic("chair 2020 -f csv").output(0).stdout, CHAIR_2020);
        }
    }
    assert!(none > 0, "no process was killed in time ({whole} registries were complete)");
}

#[test]
fn seeding_current_data_changes_nothing() {
    let home = Home::seeded();
    let before = fs::read(home.db()).unwrap();
    let modified = fs::metadata(home.db()).unwrap().modified().unwrap();
    for line in ["seed", "seed --overwrite", "seed --dry-run"] {
        home.arctic(line)
            .stdout(expect![[r#"
                already up to date: [DIR]/registry.db (Arctic Council, data of 2026.11.25, verified through 2026-03-13)
            "#]])
            .status(0);
    }
    assert!(fs::read(home.db()).unwrap() == before);
    assert_eq!(fs::metadata(home.db()).unwrap().modified().unwrap(), modified);
    assert_eq!(home.names(), ["registry.db"]);
}

#[test]
fn the_data_of_another_council_is_refused() {
    let home = Home::seeded();
    home.copy_of_tundra();
    let before = fs::read(home.db()).unwrap();
    for line in ["seed --from tundra", "seed --from tundra --overwrite"] {
        home.arctic(line)
            .stderr(expect![[r#"
                error: the registry is of the Arctic Council, the new data of the Tundra Forum; name another file with `--db FILE`
            "#]])
            .status(2);
    }
    assert!(fs::read(home.db()).unwrap() == before);
    assert_eq!(home.names(), ["registry.db", "tundra"]);
}

#[test]
fn refused_data_leaves_the_registry_unchanged() {
    let home = Home::tundra();
    let folder = home.copy_of_tundra();
    fs::write(folder.join("meta.csv"), "key,value,note\ncolour,white,\n").unwrap();
    let before = fs::read(home.db()).unwrap();
    home.arctic("seed --from tundra --overwrite").output(3);
    assert!(fs::read(home.db()).unwrap() == before);
    assert_eq!(home.names(), ["registry.db", "tundra"]);
}
