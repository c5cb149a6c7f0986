//! One builder for all tests: it runs the real binary and compares everything that it prints.
//!
//! Output that a test does not mention must be empty, so that nothing is printed unnoticed.
//!
//! Expected output is written as `expect![[...]]`; `UPDATE_EXPECT=1 cargo test` rewrites it in place.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};

use expect_test::Expect;
use tempfile::TempDir;

/// The binary under test.
pub const ARCTIC: &str = env!("CARGO_BIN_EXE_arctic");

/// Every test runs on this day unless it names another.
pub const TODAY: &str = "2026-11-23";

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The made-up council.
pub fn tundra() -> PathBuf {
    repository().join("tests/data/tundra")
}

/// A folder of its own for one test, gone when the test ends.
#[derive(Clone)]
pub struct Home(Rc<TempDir>);

impl Home {
    /// Without a registry.
    pub fn empty() -> Self {
        Home(Rc::new(tempfile::tempdir().unwrap()))
    }

    /// With a registry of the bundled data.
    pub fn seeded() -> Self {
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        Home::with(BYTES.get_or_init(|| made_by(&["seed"])))
    }

    /// With a registry of the made-up council.
    pub fn tundra() -> Self {
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        Home::with(BYTES.get_or_init(|| made_by(&["seed", "--from", tundra().to_str().unwrap()])))
    }

    fn with(registry: &[u8]) -> Self {
        let home = Home::empty();
        fs::write(home.db(), registry).unwrap();
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Where the registry is, or will be.
    pub fn db(&self) -> PathBuf {
        self.path("registry.db")
    }

    /// A connection that is free to do damage.
    pub fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.db()).unwrap()
    }

    /// A copy of the made-up council's files, to be edited.
    pub fn copy_of_tundra(&self) -> PathBuf {
        let folder = self.path("tundra");
        copy(&tundra(), &folder);
        folder
    }

    /// Names of what is in the folder, without the environment that every run gets.
    pub fn names(&self) -> Vec<String> {
        names(self.0.path())
    }

    /// Copies a file of `tests/data` into the folder.
    pub fn bring(&self, name: &str) {
        fs::copy(repository().join("tests/data").join(name), self.path(name)).unwrap();
    }

    pub fn arctic(&self, line: &str) -> Arctic {
        Arctic::at(self.clone()).args(line)
    }
}

fn made_by(args: &[&str]) -> Vec<u8> {
    let home = Home::empty();
    let mut command = Arctic::at(home.clone()).command();
    let output = command.args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(home.db()).unwrap()
}

/// Names in `folder`, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Copies the files in one folder to another, which is made.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in names(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}

/// All files in `folder` by name.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    names(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

/// What a stream must hold.
pub enum Expected {
    /// A literal that `UPDATE_EXPECT=1` rewrites in place.
    Literal(Expect),
    /// Text that the test builds, to be corrected by hand.
    Text(String),
}

impl From<Expect> for Expected {
    fn from(literal: Expect) -> Self {
        Expected::Literal(literal)
    }
}

impl From<String> for Expected {
    fn from(text: String) -> Self {
        Expected::Text(text)
    }
}

impl From<&String> for Expected {
    fn from(text: &String) -> Self {
        Expected::Text(text.clone())
    }
}

impl From<&str> for Expected {
    fn from(text: &str) -> Self {
        Expected::Text(text.to_string())
    }
}

/// Whether expected output is to be rewritten instead of compared.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// Fails if `actual` is not what is expected, or rewrites the literal with `UPDATE_EXPECT=1`.
#[track_caller]
pub fn check(actual: &str, expected: impl Into<Expected>) {
    match expected.into() {
        Expected::Text(text) => assert!(actual == text, "--- expected\n{text}--- actual\n{actual}"),
        Expected::Literal(literal) => {
            // A literal that is compared in a loop must be rewritten only once.
            static UPDATED: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
            if updating() {
                let mut updated = UPDATED.lock().unwrap_or_else(PoisonError::into_inner);
                let place = literal.position.to_string();
                if let Some(earlier) = updated.get(&place) {
                    assert!(actual == earlier, "{place}: one literal cannot be both\n{earlier}--- and\n{actual}");
                    return;
                }
                updated.insert(place, actual.to_string());
            }
            literal.assert_eq(actual);
        }
    }
}

pub type Row = BTreeMap<String, String>;

/// The rows of CSV, by column.
pub fn rows(csv: &(impl AsRef<[u8]> + ?Sized)) -> Vec<Row> {
    csv::Reader::from_reader(csv.as_ref()).deserialize().map(Result::unwrap).collect()
}

/// The rows of an answer about the bundled data.
pub fn ask(line: &str) -> Vec<Row> {
    rows(&Arctic::new().args(line).args("-f csv").output(0).stdout)
}

/// The cells of CSV, without the header.
pub fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_string).collect()).collect()
}

/// One run of the command. [`Arctic::status`] runs it.
#[must_use = "nothing runs before `status`"]
pub struct Arctic {
    home: Home,
    args: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    stdout: Expected,
    stderr: Expected,
}

/// What a run left behind, for what a comparison cannot say.
pub struct Ran {
    pub home: Home,
    pub stdout: String,
    pub stderr: String,
}

impl Arctic {
    /// In a folder of its own with a registry of the bundled data.
    pub fn new() -> Self {
        Arctic::at(Home::seeded())
    }

    pub fn at(home: Home) -> Self {
        let env = BTreeMap::from([
            ("HOME".into(), home.0.path().into()),
            ("XDG_DATA_HOME".into(), home.path("data").into()),
            ("ARCTIC_DB".into(), home.db().into()),
            ("ARCTIC_TODAY".into(), TODAY.into()),
        ]);
        Arctic { home, args: Vec::new(), env, stdout: "".into(), stderr: "".into() }
    }

    /// Words split at blanks; double quotes hold words together.
    pub fn args(mut self, line: &str) -> Self {
        self.args.extend(words(line).into_iter().map(OsString::from));
        self
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_os_string());
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.env.insert(name.into(), value.as_ref().to_os_string());
        self
    }

    pub fn without_env(mut self, name: &str) -> Self {
        self.env.remove(OsStr::new(name));
        self
    }

    pub fn today(self, day: &str) -> Self {
        self.env("ARCTIC_TODAY", day)
    }

    /// The whole of what it prints, with `[DIR]` in place of the test's own folder.
    pub fn stdout(mut self, expected: impl Into<Expected>) -> Self {
        self.stdout = expected.into();
        self
    }

    pub fn stderr(mut self, expected: impl Into<Expected>) -> Self {
        self.stderr = expected.into();
        self
    }

    /// The command as it will run, for tests that need to hold the process.
    pub fn command(&self) -> Command {
        let mut command = Command::new(ARCTIC);
        command.args(&self.args).env_clear().envs(&self.env).current_dir(self.home.0.path()).stdin(Stdio::null());
        command
    }

    /// Runs, and compares only the exit status; for output that a test examines in its own way.
    #[track_caller]
    pub fn output(self, code: i32) -> Ran {
        self.run(code).0
    }

    /// Runs, and compares everything that is printed and the exit status.
    #[track_caller]
    pub fn status(self, code: i32) -> Ran {
        let (ran, stdout, stderr) = self.run(code);
        check(&ran.stdout, stdout);
        check(&ran.stderr, stderr);
        ran
    }

    #[track_caller]
    fn run(self, code: i32) -> (Ran, Expected, Expected) {
        let output = self.command().output().unwrap();
        let here = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("only UTF-8 is written");
            text.replace(&*self.home.0.path().to_string_lossy(), "[DIR]")
        };
        let (stdout, stderr) = (here(output.stdout), here(output.stderr));
        // Shown only when the test fails.
        println!("{:?}", self.args);
        assert_eq!(output.status.code(), Some(code), "wrong exit status\n--- stdout\n{stdout}--- stderr\n{stderr}");
        (Ran { home: self.home, stdout, stderr }, self.stdout, self.stderr)
    }
}

/// Splits a command line: blanks part words, double and single quotes hold them together.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut open, mut quote) = (String::new(), false, None);
    for letter in line.chars() {
        match (letter, quote) {
            (_, Some(mark)) if letter == mark => quote = None,
            ('"' | '\'', None) => (quote, open) = (Some(letter), true),
            (' ', None) => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            _ => {
                word.push(letter);
                open = true;
            }
        }
    }
    assert!(quote.is_none(), "a quote is never closed: {line}");
    if open {
        words.push(word);
    }
    words
}
