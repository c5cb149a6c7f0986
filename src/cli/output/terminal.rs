//! Standard output for data: unchanged for a file or a pipe, sanitised for a terminal.

use std::io::{self, IsTerminal, Stdout, Write};

use super::printable;

/// Standard output.
pub(crate) struct Out {
    out: Stdout,
    terminal: bool,
    /// The beginning of a character whose other bytes are still to come.
    begun: Vec<u8>,
}

impl Out {
    pub(crate) fn new() -> Self {
        let out = io::stdout();
        Out { terminal: out.is_terminal(), out, begun: Vec::new() }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.terminal {
            return self.out.write(bytes);
        }
        self.begun.extend_from_slice(bytes);
        let (text, rest) = whole(&self.begun);
        let rest = rest.to_vec();
        self.out.write_all(for_terminal(&text).as_bytes())?;
        self.begun = rest;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Splits `bytes` into text, in which invalid bytes are replaced, and the beginning of a character at their end.
fn whole(bytes: &[u8]) -> (String, &[u8]) {
    let chunk = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let begun = match std::str::from_utf8(chunk) {
        Err(error) if error.error_len().is_none() && bytes.ends_with(chunk) => chunk.len(),
        _ => 0,
    };
    let (text, rest) = bytes.split_at(bytes.len() - begun);
    (String::from_utf8_lossy(text).into_owned(), rest)
}

/// Returns data without the characters that a terminal obeys, except those between cells and lines.
pub(super) fn for_terminal(text: &str) -> String {
    text.split('\t').map(printable).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_only_text() {
        assert_eq!(for_terminal("a\tb\n\u{1b}]0;x\u{7}\u{61c}"), "a\tb\n\\u{1b}]0;x\\u{7}\\u{61c}");
        assert_eq!(whole(b"a\xe2\x82"), ("a".to_string(), &b"\xe2\x82"[..]));
        assert_eq!(whole(b"a\xe2\x82\xac\xff"), ("a\u{20ac}\u{fffd}".to_string(), &b""[..]));
    }
}
