//! What the search page looks through: a key for each row, folded here, and the letters with which the
//! script folds what is typed in the same way.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::records::{Records, SHELVES};
use crate::Error;
use crate::names::{ascii_of, fold};

/// The script `keys.js`: `LETTERS`, what stands for each letter beyond ASCII that any of the texts
/// has, and `KEYS`, a text for each row of the search page. A name in any language or spelling leads to the
/// party or country that bears it.
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
    let mut keys = Vec::new();
    for record in SHELVES.iter().flat_map(|shelf| records.of(shelf.table)) {
        let texts = records.title(record.id.table, &record.id.id);
        let mut parts = vec![fold(&texts)];
        for text in record.fields.values().filter_map(Value::as_str) {
            learn(text);
            parts.push(fold(text));
        }
        parts.extend(aliases.remove(&(record.id.table.to_string(), record.id.id.clone())).unwrap_or_default());
        let mut kept: Vec<String> = Vec::with_capacity(parts.len());
        for part in parts {
            if !kept.iter().any(|known| known.contains(&part)) {
                kept.push(part);
            }
        }
        keys.push(kept.join("|"));
    }
    Ok(format!("const LETTERS = {};\nconst KEYS = {};\n", script(&json!(letters_of(&letters))), script(&json!(keys))))
}

fn letters_of(letters: &BTreeMap<char, &str>) -> BTreeMap<String, String> {
    letters.iter().map(|(letter, ascii)| (letter.to_string(), ascii.to_string())).collect()
}

/// A value as a script may hold it, inside a page as well: nothing in it ends the script.
fn script(value: &Value) -> String {
    let mut text = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => text += &format!("\\u{:04x}", u32::from(letter)),
            _ => text.push(letter),
        }
    }
    text
}
