//! One builder for all tests: it runs the real binary and compares everything that it prints.
//!
//! Output that a test does not mention must be empty, so that nothing is printed unnoticed.
//!
//! Expected output is written as `expect![[...]]`; `UPDATE_EXPECT=1 cargo test` rewrites it in place.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use expect_test::{Expect, expect};
use tempfile::TempDir;

/// The binary under test.
pub const ARCTIC: &str = env!("CARGO_BIN_EXE_arctic");

/// The day on which every test runs unless it sets another.
pub const TODAY: &str = "2026-11-23";

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The data of the Tundra Forum, a fictional council.
pub fn tundra() -> PathBuf {
    repository().join("tests/data/tundra")
}

/// A folder for one test, removed when the test ends.
#[derive(Clone)]
pub struct Home(Rc<TempDir>);

impl Home {
    /// Returns a folder without a registry.
    pub fn empty() -> Self {
        Home(Rc::new(tempfile::tempdir().unwrap()))
    }

    /// Returns a folder with a registry of the bundled data.
    pub fn seeded() -> Self {
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        Home::with(BYTES.get_or_init(|| made_by(&["seed"])))
    }

    /// Returns a folder with a registry of the Tundra Forum.
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

    /// The path of the registry, whether or not it exists.
    pub fn db(&self) -> PathBuf {
        self.path("registry.db")
    }

    /// Opens the registry without the program's safeguards.
    pub fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.db()).unwrap()
    }

    /// Opens the registry without its rules about texts, to write what only a hostile program would.
    pub fn unguarded(&self) -> rusqlite::Connection {
        let sql = self.sql();
        sql.execute_batch("PRAGMA ignore_check_constraints = ON; DROP TRIGGER IF EXISTS change_plain").unwrap();
        sql
    }

    /// Copies the Tundra Forum's files into the folder `tundra`, to be edited.
    pub fn copy_of_tundra(&self) -> PathBuf {
        let folder = self.path("tundra");
        copy(&tundra(), &folder);
        folder
    }

    /// Copies a file of `tests/data` into the folder.
    pub fn bring(&self, name: &str) {
        fs::copy(repository().join("tests/data").join(name), self.path(name)).unwrap();
    }

    /// The names of the files in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        names(self.0.path())
    }

    pub fn arctic(&self, line: &str) -> Arctic {
        Arctic::at(self.clone()).args(line)
    }

    /// Runs each `$` line of a transcript. Every command must succeed and print only the lines below.
    #[track_caller]
    pub fn prints(&self, expected: Expect) {
        transcript(expected, |line| {
            let ran = self.arctic(line).output(0);
            assert_eq!(ran.stderr, "", "{line}");
            ran.stdout
        });
    }

    /// Runs each `$` line of a transcript. Every command must end with `code`, print only the error
    /// below, and leave the registry unchanged.
    #[track_caller]
    pub fn refuses(&self, code: i32, expected: Expect) {
        transcript(expected, |line| {
            let before = fs::read(self.db()).ok();
            let ran = self.arctic(line).output(code);
            assert_eq!(ran.stdout, "", "{line}");
            assert!(fs::read(self.db()).ok() == before, "`{line}` changed the registry");
            ran.stderr
        });
    }
}

fn made_by(args: &[&str]) -> Vec<u8> {
    let home = Home::empty();
    let mut command = Arctic::at(home.clone()).command();
    let output = command.args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(home.db()).unwrap()
}

/// The names of the files in `folder`, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Copies the files in one folder to a new one.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in names(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}

/// The contents of all files in `folder`, by name.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    names(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

/// Exports the data, seeds a second database from the export, and exports that one: both exports must be equal.
/// Returns the files of one.
pub fn exported_twice(home: &Home, created: Expect) -> BTreeMap<String, Vec<u8>> {
    home.arctic("export csv once")
        .stdout(expect![[r#"
            wrote 17 files to once
        "#]])
        .status(0);
    home.arctic("--db second.db seed --from once").stdout(created).status(0);
    home.arctic("--db second.db export csv twice")
        .stdout(expect![[r#"
            wrote 17 files to twice
        "#]])
        .status(0);
    let (once, twice) = (contents(&home.path("once")), contents(&home.path("twice")));
    assert!(once == twice);
    once
}

/// Replaces `from` by `to` in a file, in which it must occur exactly once.
#[track_caller]
pub fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "`{from}` in {}", path.display());
    fs::write(path, text.replace(from, to)).unwrap();
}

/// What a stream must hold.
pub enum Expected {
    /// A literal that `UPDATE_EXPECT=1` rewrites in place.
    Literal(Expect),
    /// Text that the test builds, to be corrected by hand.
    Text(String),
}

impl Default for Expected {
    fn default() -> Self {
        Expected::Text(String::new())
    }
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

/// Passes each line of a literal that begins with `$ ` to `run`, and compares what that returns with
/// the lines below.
#[track_caller]
pub fn transcript(expected: Expect, mut run: impl FnMut(&str) -> String) {
    let lines = inputs(&expected);
    assert!(!lines.is_empty(), "no line begins with `$ `");
    check(&lines.iter().map(|line| format!("$ {line}\n{}", run(line))).collect::<String>(), expected);
}

/// The lines of a transcript that begin with `$ `, without that.
pub fn inputs(transcript: &Expect) -> Vec<&'static str> {
    transcript.data.lines().filter_map(|line| line.trim_start().strip_prefix("$ ")).collect()
}

pub type Row = BTreeMap<String, String>;

/// The rows of CSV, by column.
pub fn rows(csv: &(impl AsRef<[u8]> + ?Sized)) -> Vec<Row> {
    csv::Reader::from_reader(csv.as_ref()).deserialize().map(Result::unwrap).collect()
}

/// The rows that `line` returns from the bundled data.
pub fn ask(line: &str) -> Vec<Row> {
    rows(&Arctic::new().args(line).args("-f csv").output(0).stdout)
}

/// The first line of `text`, with its line end.
pub fn first_line(text: &str) -> String {
    text.lines().take(1).map(|line| format!("{line}\n")).collect()
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
    program: Vec<OsString>,
    args: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    stdin: Vec<u8>,
    stdout: Expected,
    stderr: Expected,
}

/// What a finished run printed, for tests that look at it in their own way.
pub struct Ran {
    pub home: Home,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Arctic {
    /// Runs in a new folder with a registry of the bundled data.
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
        Arctic {
            home,
            program: vec![ARCTIC.into()],
            args: Vec::new(),
            env,
            stdin: Vec::new(),
            stdout: Expected::default(),
            stderr: Expected::default(),
        }
    }

    /// Adds arguments, split at spaces; quotes hold words together.
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

    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = bytes.as_ref().to_vec();
        self
    }

    /// Runs as a user that may not write everywhere: another one if this is root. Returns nothing if
    /// that is not possible here.
    #[cfg(unix)]
    pub fn unprivileged(mut self) -> Option<Self> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        const AS_NOBODY: [&str; 5] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        /// The program in a folder that other users can read.
        static SHARED: OnceLock<Option<(TempDir, PathBuf)>> = OnceLock::new();
        if fs::metadata(self.home.path("")).unwrap().uid() != 0 {
            return Some(self);
        }
        let shared = SHARED.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
            let program = folder.path().join("arctic");
            fs::copy(ARCTIC, &program).unwrap();
            // Another thread may just have forked and still hold the copy open, which then cannot be executed.
            let runs = |_| {
                thread::sleep(Duration::from_millis(5));
                let mut command = Command::new(AS_NOBODY[0]);
                command.args(&AS_NOBODY[1..]).arg(&program).arg("--version");
                command.output().is_ok_and(|output| output.status.success())
            };
            (0..100).any(runs).then_some((folder, program))
        });
        let (_, program) = shared.as_ref()?;
        self.program = AS_NOBODY.iter().map(OsString::from).chain([program.into()]).collect();
        Some(self)
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
        let mut command = Command::new(&self.program[0]);
        command
            .args(&self.program[1..])
            .args(&self.args)
            .env_clear()
            .envs(&self.env)
            .current_dir(self.home.0.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs, and compares only the exit status.
    #[track_caller]
    pub fn output(self, code: i32) -> Ran {
        self.expect_code(code).0
    }

    /// Runs, and compares everything that is printed and the exit status.
    #[track_caller]
    pub fn status(self, code: i32) -> Ran {
        let (ran, stdout, stderr) = self.expect_code(code);
        check(&ran.stdout, stdout);
        check(&ran.stderr, stderr);
        ran
    }

    #[track_caller]
    fn expect_code(mut self, code: i32) -> (Ran, Expected, Expected) {
        let (stdout, stderr) = (std::mem::take(&mut self.stdout), std::mem::take(&mut self.stderr));
        let ran = self.run();
        let Ran { stdout: out, stderr: err, .. } = &ran;
        assert_eq!(ran.code, Some(code), "wrong exit status\n--- stdout\n{out}--- stderr\n{err}");
        (ran, stdout, stderr)
    }

    /// Runs, and compares nothing.
    pub fn run(self) -> Ran {
        // Shown only if the test fails.
        println!("{:?}", self.args);
        let output = self.wait();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("output is UTF-8");
            text.replace(&*self.home.0.path().to_string_lossy(), "[DIR]")
        };
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Ran { home: self.home, code: output.status.code(), stdout, stderr }
    }

    fn wait(&self) -> Output {
        let mut command = self.command();
        if self.stdin.is_empty() {
            return command.output().unwrap();
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&self.stdin).unwrap();
        child.wait_with_output().unwrap()
    }
}

/// Splits a command line at spaces; double and single quotes hold words together.
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
    assert!(quote.is_none(), "unclosed quote: {line}");
    if open {
        words.push(word);
    }
    words
}
