//! Replays the inputs that fuzzing kept, each of which reaches code that no other does.
//! `tests/fuzz/run` says how to fuzz.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;

use arctic_council::Registry;
use arctic_council::date::When;
use arctic_council::store::lists;

use crate::support::{Home, repository};

/// The bytes of one line of a corpus file, which `tests/fuzz/corpus.py` describes.
fn unescape(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match (byte, (byte == b'\\').then(|| rest.next().unwrap())) {
            (_, None | Some(b'\\')) => byte,
            (_, Some(b'n')) => b'\n',
            (_, Some(b'r')) => b'\r',
            (_, Some(b't')) => b'\t',
            (_, Some(b'x')) => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            (_, Some(other)) => panic!("unknown escape `\\{}` in `{line}`", char::from(other)),
        });
    }
    bytes
}

#[test]
fn every_input_of_the_corpus_keeps_the_laws() {
    for (name, target) in targets::TARGETS {
        let corpus = fs::read_to_string(repository().join(format!("tests/fuzz/corpus/{name}.txt"))).unwrap();
        assert!(!corpus.is_empty(), "{name}");
        for line in corpus.lines() {
            // Shown only if the test fails: the panic does not name the input.
            println!("{name}: {line}");
            target(&unescape(line));
        }
    }
}

// Bugs that fuzzing found.

#[test]
fn a_list_without_dates_is_whole_at_any_time() {
    let registry = Registry::bundled().unwrap();
    let sources = lists().find(|list| list.command == Some("sources")).unwrap();
    let when = When::parse("2035", registry.today()).unwrap();
    assert_eq!(registry.list(sources, Some(&when)).unwrap().rows, registry.list(sources, None).unwrap().rows);
}

#[test]
fn columns_are_named_before_a_carriage_return_that_ends_the_file() {
    let home = Home::tundra();
    fs::write(home.path("t.csv"), "x,c\r").unwrap();
    let ran = home.arctic("annotate t.csv --country c --on 2021 --columns role").output(0);
    assert_eq!(ran.stdout, "x,c,arctic_role\r");
}
