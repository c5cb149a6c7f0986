//! Numbers and ordinals, in digits and words.

const ORDINALS: &[&str] = &[
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Returns the number that `text` stands for: `8`, `8th`, `eighth`.
pub(crate) fn number(text: &str) -> Option<u32> {
    let key = text.trim().to_ascii_lowercase();
    if let Some(at) = ORDINALS.iter().position(|word| *word == key) {
        return u32::try_from(at).ok();
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| key.strip_suffix(ending)).unwrap_or(&key);
    let is_number = !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// The words for ordinals, with their numbers.
pub(crate) fn words() -> impl Iterator<Item = (&'static str, u32)> {
    ORDINALS.iter().copied().zip(0..).skip(1)
}
