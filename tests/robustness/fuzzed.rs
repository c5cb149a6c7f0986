//! The inputs that fuzzing kept, once more: each reaches something that no other does. How to fuzz
//! is said in `tests/fuzz/run`.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;

use arctic_council::Registry;
use arctic_council::date::When;
use arctic_council::store::lists;

use crate::support::{Home, names, repository};

#[test]
fn every_input_of_the_corpus_keeps_the_laws() {
    for (name, target) in targets::TARGETS {
        let folder = repository().join("tests/fuzz/corpus").join(name);
        let inputs = names(&folder);
        assert!(!inputs.is_empty(), "{name}");
        for input in inputs {
            // What fails is named by the panic's own output and this line.
            println!("{name}/{input}");
            target(&fs::read(folder.join(input)).unwrap());
        }
    }
}

// What fuzzing found, each once more by name.

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
