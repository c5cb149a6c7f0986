//! Registries damaged at random, given to every command: it answers or says what is wrong, in time, and a backup can be
//! restored.
//!
//! `ARCTIC_DAMAGED=500 cargo test damaged_at_random` tries as many files.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Home;

const COMMANDS: &[&str] = &[
    "chair 2021",
    "",
    "members",
    "show drift",
    "search rime",
    "status drift --on 2022",
    "timeline",
    "stats",
    "log",
    "verify",
    "members --known-at 0",
    "sql \"SELECT * FROM membership, party\"",
    "check claims.csv",
    "annotate rows.csv --country country --on 2021 -o annotated.csv",
    "compare panel.csv --country country --year year --role role",
    "export csv out --force",
    "export json out.json --force",
    "export sqlite out.sqlite --force",
    "export site site --force",
    "backup copy.db --force",
    "put source id=x title=X --reason r",
    "drop source x --reason r",
    "import source.csv --reason r",
    "undo 1",
    "seed --from tundra",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        // xorshift
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize % limit.max(1)
    }
}

/// Damages a file in one of several ways.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let length = bytes.len();
    match random.below(5) {
        // Single bits.
        0 => (0..=random.below(20)).for_each(|_| bytes[random.below(length)] ^= 1 << random.below(8)),
        // A page of another kind.
        1 => {
            let (from, to) = (random.below(length / 4096) * 4096, random.below(length / 4096) * 4096);
            bytes.copy_within(from..from + 4096, to);
        }
        2 => bytes.truncate(random.below(length)),
        3 => {
            let at = random.below(length);
            let end = length.min(at + random.below(9000));
            bytes[at..end].fill([0, 0x55, 0xff][random.below(3)]);
        }
        // The header and the schema.
        _ => (0..=random.below(8)).for_each(|_| bytes[random.below(4096)] = random.below(256) as u8),
    }
}

/// Runs a command, and returns its exit status and errors. It must end in time.
fn run(mut command: Command, what: &str) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begin.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{what} does not end");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_command_survives_a_registry_damaged_at_random() {
    let count = std::env::var("ARCTIC_DAMAGED").ok().and_then(|count| count.parse().ok()).unwrap_or(4);
    let home = Home::tundra();
    home.copy_of_tundra();
    home.arctic("put source id=x title=X --reason r").output(0);
    home.arctic("backup whole.db").output(0);
    fs::write(home.path("claims.csv"), "subject,property,on,value\n,members,2022,3\n").unwrap();
    fs::write(home.path("rows.csv"), "country\nDrift\n").unwrap();
    fs::write(home.path("panel.csv"), "country,year,role\nDrift,2021,observer\n").unwrap();
    fs::write(home.path("source.csv"), "id,title\ny,Y\n").unwrap();
    let whole = fs::read(home.path("whole.db")).unwrap();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for number in 0..count {
        let mut bytes = whole.clone();
        damage(&mut bytes, &mut random);
        for line in COMMANDS {
            for end in ["", "-journal", "-wal", "-shm"] {
                let _ = fs::remove_file(home.path(&format!("registry.db{end}")));
            }
            fs::write(home.db(), &bytes).unwrap();
            let (code, stderr) = run(home.arctic(line).command(), &format!("file {number}: {line}"));
            assert!(
                matches!(code, Some(0..=5)) && !stderr.contains("panicked"),
                "file {number}: {line}: {code:?} {stderr}"
            );
            assert!(
                !home.names().iter().any(|name| name.starts_with(".arctic-")),
                "file {number}: {line}: {:?}",
                home.names()
            );
        }
        fs::write(home.db(), &bytes).unwrap();
        let (code, stderr) = run(home.arctic("restore whole.db").command(), "restore");
        // Without any trace of a registry, the file could be anybody's.
        assert!(code == Some(0) || stderr.contains("it was not changed"), "file {number}: {stderr}");
        if code == Some(0) {
            home.arctic("verify").stdout("17 checks, 0 problems\n").status(0);
        }
        for name in home.names().iter().filter(|name| name.contains(".before-restore")) {
            fs::remove_file(home.path(name)).unwrap();
        }
    }
}
