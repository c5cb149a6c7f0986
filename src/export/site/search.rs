//! The index of the search page: a key for each row, and the letters with which its script folds what is typed as the
//! keys are folded here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::records::Records;
use crate::Error;
use crate::names::{ascii_of, fold};
use crate::store::catalogue::CATALOGUE;
use crate::wording::is_unsafe;

/// Returns the script `keys.js`: `LETTERS`, the ASCII letters for each other letter in the texts; `KEYS`, a text for each
/// row of the search page, with a space before each word; and `OWNERS`, for each row about a party the row of that party.
/// So any name of a party finds the party and everything about it.
pub(super) fn keys(records: &Records) -> Result<String, Error> {
    let mut aliases: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut letters: BTreeMap<char, &str> = BTreeMap::new();
    let mut learn = |text: &str| {
        for letter in text.chars().filter(|letter| !letter.is_ascii()) {
            letters.entry(letter).or_insert_with(|| ascii_of(letter));
        }
    };
    let mut statement = records.registry.conn.prepare(
        "SELECT CASE WHEN party IS NULL THEN 'country' ELSE 'party' END, coalesce(party, country), alias, key
         FROM alias ORDER BY key",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        learn(row.get_ref(2)?.as_str().unwrap_or_default());
        aliases.entry((row.get(0)?, row.get(1)?)).or_default().push(row.get(3)?);
    }
    let mut keys: Vec<String> = Vec::new();
    let (mut rows, mut owners): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    for record in CATALOGUE.iter().flat_map(|info| records.of(info.table)) {
        let texts = records.title(record.id.table, &record.id.id);
        let mut parts = vec![fold(&texts)];
        // Addresses, and words that are in hundreds of rows, are no use in a search.
        let skipped = ["confidence", "url", "website"];
        let searched = record.fields.iter().filter(|(column, _)| !skipped.contains(&column.as_str()));
        for text in searched.filter_map(|(_, value)| value.as_str()) {
            learn(text);
            parts.push(fold(text));
        }
        parts.extend(aliases.remove(&(record.id.table.to_string(), record.id.id.clone())).unwrap_or_default());
        let mut key = String::new();
        for part in parts {
            let part = format!(" {part}");
            if memchr::memmem::find(key.as_bytes(), part.as_bytes()).is_none() {
                key.push('|');
                key.push_str(&part);
            }
        }
        if record.id.table == "party" {
            rows.insert(record.id.id.clone(), keys.len());
        } else if let Some(owner) = rows.get(record.text("party")) {
            owners.insert(keys.len().to_string(), *owner);
        }
        keys.push(key);
    }
    let letters: BTreeMap<String, &str> =
        letters.into_iter().map(|(letter, ascii)| (letter.to_string(), ascii)).collect();
    let (letters, owners, keys) = (script(&json!(letters)), script(&json!(owners)), script(&json!(keys)));
    Ok(format!("const LETTERS = {letters};\nconst OWNERS = {owners};\nconst KEYS = {keys};\n"))
}

/// Writes a value as JavaScript, with everything escaped that could end the script or mislead a reader of it.
fn script(value: &Value) -> String {
    let mut text = String::new();
    for letter in value.to_string().chars() {
        match letter {
            _ if is_unsafe(letter) || "<>&\u{2028}\u{2029}".contains(letter) => {
                text += &format!("\\u{:04x}", u32::from(letter))
            }
            _ => text.push(letter),
        }
    }
    text
}
