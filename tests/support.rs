//! One builder for all tests: it runs the real binary and compares everything that it says.
//!
//! What a test does not name is expected to be empty, so that nothing is said unnoticed.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::OnceLock;

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

/// One run of the command. [`Arctic::status`] runs it.
#[must_use = "nothing runs before `status`"]
pub struct Arctic {
    home: Home,
    args: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    stdout: String,
    stderr: String,
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
        Arctic { home, args: Vec::new(), env, stdout: String::new(), stderr: String::new() }
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

    /// What it writes, whole; `[DIR]` stands for the test's own folder.
    pub fn stdout(mut self, text: &str) -> Self {
        self.stdout = unindent(text);
        self
    }

    pub fn stderr(mut self, text: &str) -> Self {
        self.stderr = unindent(text);
        self
    }

    /// The command as it will run, for tests that need to hold the process.
    pub fn command(&self) -> Command {
        let mut command = Command::new(ARCTIC);
        command.args(&self.args).env_clear().envs(&self.env).current_dir(self.home.0.path()).stdin(Stdio::null());
        command
    }

    /// Runs, and compares only the exit status; for outputs that a test looks at in its own way.
    #[track_caller]
    pub fn output(self, code: i32) -> Ran {
        let output = self.command().output().unwrap();
        let here = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("only UTF-8 is written");
            text.replace(&*self.home.0.path().to_string_lossy(), "[DIR]")
        };
        let (stdout, stderr) = (here(output.stdout), here(output.stderr));
        assert_eq!(
            output.status.code(),
            Some(code),
            "wrong exit status of {:?}\n--- stdout\n{stdout}--- stderr\n{stderr}",
            self.args
        );
        Ran { home: self.home, stdout, stderr }
    }

    /// Runs, and compares all that was said and the exit status.
    #[track_caller]
    pub fn status(self, code: i32) -> Ran {
        let (stdout, stderr) = (self.stdout.clone(), self.stderr.clone());
        let label = format!("{:?}", self.args);
        let ran = self.output(code);
        let differences: Vec<String> = [("stdout", &stdout, &ran.stdout), ("stderr", &stderr, &ran.stderr)]
            .into_iter()
            .filter(|(_, expected, actual)| expected != actual)
            .map(|(stream, expected, actual)| {
                format!("{stream} of {label} (- expected, + written)\n{}", diff(expected, actual))
            })
            .collect();
        assert!(differences.is_empty(), "{}", differences.join("\n"));
        ran
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

/// Text written indented in a test, as it is meant: without the first line end and the indent that
/// all lines share.
pub fn unindent(text: &str) -> String {
    let Some(text) = text.strip_prefix('\n') else { return text.to_string() };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let shared = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = text.split('\n').map(|line| line.get(shared..).unwrap_or_default()).collect();
    lines.join("\n")
}

/// The lines of both texts, those that only one has marked with `-` or `+`.
pub fn diff(expected: &str, actual: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    // Length of the longest common subsequence of what is left from (i, j).
    let mut common = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, String::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines += &format!("  {}\n", a[i]);
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || common[i + 1][j] >= common[i][j + 1]) {
            lines += &format!("- {}\n", a[i]);
            i += 1;
        } else {
            lines += &format!("+ {}\n", b[j]);
            j += 1;
        }
    }
    lines
}
