//! Where exports are written, and what they replace.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use expect_test::expect;

use super::FORMS;
use crate::support::{Home, contents, names};

#[test]
fn an_earlier_export_is_replaced_and_anything_else_is_not() {
    let home = Home::tundra();
    for form in FORMS {
        home.arctic("export").args(form).arg(form).output(0);
        let bytes = fs::read(home.path(form)).unwrap();
        home.arctic("export").args(form).arg(form).output(0);
        for (what, other) in [("text", b"mine".to_vec()), ("a registry", fs::read(home.db()).unwrap())] {
            fs::write(home.path(form), &other).unwrap();
            home.arctic("export").args(form).arg(form).output(2);
            assert!(fs::read(home.path(form)).unwrap() == other, "{form} replaced {what}");
        }
        home.arctic("export").args(form).arg(form).arg("--force").output(0);
        assert!(fs::read(home.path(form)).unwrap() == bytes);
        fs::write(home.path(form), "").unwrap();
        home.arctic("export").args(form).arg(form).output(0);
    }
    // An export in another format is not replaced.
    home.refuses(
        2,
        expect![[r#"
            $ export json popolo
            error: popolo already exists; name a new file, or replace it with `--force`
            $ export popolo json
            error: json already exists; name a new file, or replace it with `--force`
            $ export json --schema json
            error: json already exists; name a new file, or replace it with `--force`
            $ export ics json
            error: json already exists; name a new file, or replace it with `--force`
        "#]],
    );
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_may_have_been_edited_and_is_not_replaced() {
    let home = Home::tundra();
    home.arctic("export xlsx book").output(0);
    home.arctic("export xlsx book").output(2);
    home.arctic("export xlsx book --force").output(0);
}

#[cfg(not(feature = "xlsx"))]
#[test]
fn without_the_feature_a_workbook_is_refused_with_advice() {
    let home = Home::empty();
    home.arctic("export xlsx book")
        .stderr(expect![[r#"
            error: this program was built without workbooks; build it with the feature `xlsx`
        "#]])
        .status(2);
    assert!(home.names().is_empty());
}

#[test]
fn an_edited_sqlite_file_is_not_replaced() {
    let home = Home::tundra();
    for change in ["CREATE TABLE mine (x)", "PRAGMA journal_mode = WAL"] {
        home.arctic("export sqlite out --force").output(0);
        let conn = rusqlite::Connection::open(home.path("out")).unwrap();
        conn.execute_batch(change).unwrap();
        drop(conn);
        home.arctic("export sqlite out").output(2);
    }
}

#[test]
fn a_destination_that_cannot_be_written_is_refused_first() {
    let home = Home::empty();
    fs::create_dir(home.path("folder")).unwrap();
    fs::write(home.path("locked"), "").unwrap();
    let mut permissions = fs::metadata(home.path("locked")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(home.path("locked"), permissions).unwrap();
    home.refuses(
        2,
        expect![[r#"
            $ export json folder
            error: folder is a folder; name a file in it
            $ export json new/
            error: new/ is a folder; name a file in it
            $ export json locked
            error: locked is read-only; name another place
            $ export json /dev/null
            error: /dev/null is not a regular file; `-` writes to standard output
            $ export csv .
            error: . is the current folder, or contains it; run the command from outside it
        "#]],
    );
    home.refuses(
        4,
        expect![[r#"
            $ export json no/such
            error: no/such: No such file or directory (os error 2)
        "#]],
    );
    // No registry was created for it.
    assert_eq!(home.names(), ["folder", "locked"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_kept_and_its_target_replaced() {
    let home = Home::tundra();
    fs::create_dir_all(home.path("real/out")).unwrap();
    std::os::unix::fs::symlink("real/out", home.path("out")).unwrap();
    home.arctic("export csv out")
        .stdout(expect![[r#"
            wrote 17 files to out
        "#]])
        .status(0);
    assert!(home.path("out").is_symlink());
    assert_eq!(names(&home.path("real/out")).len(), 17);
    assert_eq!(names(&home.path("real")), ["out"]);
}

fn whole(folder: &Path, expected: &BTreeMap<String, Vec<u8>>) -> bool {
    folder.is_dir() && contents(folder) == *expected
}

#[test]
fn a_killed_export_leaves_the_old_or_the_new_files() {
    let home = Home::seeded();
    home.arctic("export csv old --on 2000").output(0);
    let (mut old, mut new) = (contents(&home.path("old")), BTreeMap::new());
    home.arctic("export csv new").output(0);
    new.extend(contents(&home.path("new")));
    for files in [&mut old, &mut new] {
        files.insert("mine.txt".to_string(), b"mine".to_vec());
    }
    let mut killed = 0;
    for wait in (0..120).step_by(4) {
        let place = home.path(&format!("place-{wait}"));
        fs::create_dir_all(place.join("out")).unwrap();
        old.iter().for_each(|(name, bytes)| fs::write(place.join("out").join(name), bytes).unwrap());
        let mut child = home
            .arctic("export csv --force")
            .arg(place.join("out"))
            .command()
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let mut new_but_mine = new.clone();
        new_but_mine.remove("mine.txt");
        let out = place.join("out");
        let aside: Vec<_> = names(&place).into_iter().filter(|name| name.starts_with(".arctic-")).collect();
        let kept = || aside.iter().any(|name| place.join(name).join("old/mine.txt").is_file());
        let fine = whole(&out, &old)
            || whole(&out, &new)
            || (whole(&out, &new_but_mine) && kept())
            || (!out.exists() && kept());
        assert!(fine, "killed after {wait} ms: {:?}", names(&place));
        fs::remove_dir_all(place).unwrap();
    }
    assert!(killed > 0, "no export was killed before it finished");
}
