//! Bad files, hostile text, and interruptions.

mod bad_data;
mod bad_files;
mod damaged;
mod files;
mod fuzzed;
mod hostile_edits;
mod hostile_text;
mod killed;
mod random_edits;

/// Fails if `text` has characters that change how a terminal shows other text.
#[track_caller]
fn assert_harmless(text: &str) {
    let bidi = |c| matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let found: Vec<char> = text.chars().filter(|c| c.is_control() && *c != '\n' || bidi(*c)).collect();
    assert!(found.is_empty(), "{found:?}\n{text}");
}
