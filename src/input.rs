//! Reads files of text as people have them: gzip is decompressed, other encodings are converted to UTF-8, and files that
//! are not text are named for what they are.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

pub use crate::error::{FileKind, InputError};
use crate::{Error, wording};

/// How many bytes tell what a file is.
const HEAD: usize = 4096;

/// A character encoding, by any of its usual names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// Returns the encoding called `label`, such as `utf-8`, `utf-16le`, `latin1`, `windows-1252` or `shift_jis`.
    pub fn named(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Encoding)
    }
}

/// The text of a file, however it came.
pub(crate) type Text<'a> = Box<dyn Read + Send + 'a>;

/// Returns `reader` with its text as UTF-8. Without an `encoding`, the bytes of a file that is not UTF-16 are returned as
/// they are. Errors call the file `name`.
///
/// # Errors
/// [`Error::Input`] if it is not text; [`Error::Io`] if it cannot be read.
pub(crate) fn text<'a>(
    name: &str,
    reader: impl Read + Send + 'a,
    encoding: Option<Encoding>,
) -> Result<Text<'a>, Error> {
    let io = |error| Error::io(name.as_ref())(error);
    let (mut head, reader) = peek(reader).map_err(io)?;
    let mut reader: Text<'a> = Box::new(reader);
    if head.starts_with(b"\x1f\x8b") {
        let (inner, unpacked) = peek(MultiGzDecoder::new(reader)).map_err(io)?;
        (head, reader) = (inner, Box::new(unpacked));
    }
    if let Some(kind) = kind(&head) {
        return Err(InputError::NotText { file: name.to_string(), kind }.into());
    }
    let found = encoding.map(|encoding| encoding.0).or_else(|| utf16(&head));
    match found {
        Some(encoding) if encoding != encoding_rs::UTF_8 => Ok(Box::new(Decoded::new(reader, encoding))),
        // Neither UTF-8 nor any encoding of one byte per letter has this byte in text.
        _ if head.contains(&0) => Err(InputError::NotText { file: name.to_string(), kind: FileKind::Binary }.into()),
        _ => Ok(reader),
    }
}

/// Returns the first bytes, and a reader of all bytes.
fn peek<R: Read>(mut reader: R) -> io::Result<(Vec<u8>, impl Read + use<R>)> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok((head.clone(), io::Cursor::new(head).chain(reader)))
}

/// Returns which UTF-16 this is: by its byte order mark, or because every second byte of a line of ASCII is zero.
fn utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(encoding_rs::UTF_16LE),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Returns what a file that begins with `head` is, if not text.
fn kind(head: &[u8]) -> Option<FileKind> {
    const SIGNATURES: &[(&[u8], FileKind)] = &[
        (b"PAR1", FileKind::Parquet),
        (b"ARROW1", FileKind::Arrow),
        (b"FEA1", FileKind::Arrow),
        (b"\xff\xff\xff\xff", FileKind::Arrow),
        (b"ORC", FileKind::Binary),
        (b"Obj\x01", FileKind::Binary),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::Workbook),
        (b"\x28\xb5\x2f\xfd", FileKind::Compressed("zstd")),
        (b"BZh", FileKind::Compressed("bzip2")),
        (b"\xfd7zXZ\0", FileKind::Compressed("xz")),
        (b"\x04\x22\x4d\x18", FileKind::Compressed("lz4")),
        (b"7z\xbc\xaf\x27\x1c", FileKind::Archive),
        (b"SQLite format 3\0", FileKind::Sqlite),
        (b"%PDF-", FileKind::Pdf),
        (b"<stata_dta>", FileKind::Stata),
        (b"$FL2", FileKind::Spss),
        (b"$FL3", FileKind::Spss),
        (b"RDX2\n", FileKind::R),
        (b"RDX3\n", FileKind::R),
        (b"X\n\0\0\0", FileKind::R),
        (b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60", FileKind::Sas),
        (b"\x89HDF", FileKind::Binary),
        (b"\x80\x04\x95", FileKind::Pickle),
        (b"\x80\x05\x95", FileKind::Pickle),
    ];
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Some(*kind);
    }
    if head.starts_with(b"PK\x03\x04") {
        let has = |text: &[u8]| memchr::memmem::find(head, text).is_some();
        let workbook = has(b"[Content_Types].xml") || has(b"xl/") || has(b"opendocument.spreadsheet");
        return Some(if workbook { FileKind::Workbook } else { FileKind::Archive });
    }
    // Older files of Stata begin with the version of the format, the byte order, and 1.
    if let [104..=115, 1 | 2, 1, 0, ..] = head {
        return Some(FileKind::Stata);
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |text: &[u8]| start.get(..text.len()).is_some_and(|first| first.eq_ignore_ascii_case(text));
    if [&b"<!doctype html"[..], b"<html", b"<table"].into_iter().any(begins) {
        Some(FileKind::Html)
    } else if begins(b"<?xml") {
        Some(FileKind::Xml)
    } else if [&b"{\""[..], b"[{", b"[[", b"{\n", b"[\n"].into_iter().any(begins) {
        Some(FileKind::Json)
    } else {
        None
    }
}

/// Converts text to UTF-8 while it is read.
struct Decoded<R> {
    reader: R,
    decoder: encoding_rs::Decoder,
    /// Bytes that are not converted yet.
    bytes: Vec<u8>,
    /// Converted text, and how much of it has been read.
    text: Vec<u8>,
    done: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    const BLOCK: usize = 64 << 10;

    fn new(reader: R, encoding: &'static encoding_rs::Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Decoded { reader, decoder, bytes: Vec::new(), text: Vec::new(), done: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.bytes.clear();
        let read = self.reader.by_ref().take(Self::BLOCK as u64).read_to_end(&mut self.bytes)?;
        self.ended = read < Self::BLOCK;
        let longest = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * Self::BLOCK);
        self.text.resize(longest, 0);
        let (_, _, written, wrong) = self.decoder.decode_to_utf8(&self.bytes, &mut self.text, self.ended);
        if wrong {
            let name = self.decoder.encoding().name();
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("not valid {name}")));
        }
        self.text.truncate(written);
        self.done = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.done == self.text.len() && !self.ended {
            self.fill()?;
        }
        let count = to.len().min(self.text.len() - self.done);
        to[..count].copy_from_slice(&self.text[self.done..self.done + count]);
        self.done += count;
        Ok(count)
    }
}

/// Returns the error of `bytes`, on this line of the file, which are not UTF-8. Most likely they are of Western Europe.
pub(crate) fn not_utf8(file: &str, line: u64, bytes: &[u8]) -> Error {
    // Windows has letters where ISO 8859-1 has control characters, and is otherwise the same.
    let windows = bytes.iter().any(|byte| (0x80..0xa0).contains(byte));
    let encoding = if windows { "Windows-1252" } else { "Latin-1" };
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    let text = wording::shown(text.trim()).to_string();
    InputError::NotUtf8 { file: file.to_string(), line, encoding, text }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte at a time, as a slow pipe does.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut to[..1.min(self.0.len())])
        }
    }

    fn read(bytes: &[u8], encoding: Option<&str>) -> Result<String, String> {
        let encoding = encoding.map(|label| Encoding::named(label).unwrap());
        let mut text = String::new();
        let mut reader = super::text("f", Slow(bytes), encoding).map_err(|error| error.to_string())?;
        reader.read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn text_is_converted_however_it_arrives() {
        let utf16: Vec<u8> = "\u{feff}Åland,𝄞\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, None).unwrap(), "Åland,𝄞\n");
        assert_eq!(read(&utf16[2..], Some("utf-16le")).unwrap(), "Åland,𝄞\n");
        assert_eq!(read(b"a\0,\0b\0\n\0", None).unwrap(), "a,b\n");
        assert_eq!(read(b"\0a\0,\0b\0\n", None).unwrap(), "a,b\n");
        assert_eq!(read(b"C\xf4te \x80", Some("latin1")).unwrap(), "Côte €");
        assert_eq!(read("Åland".as_bytes(), Some("utf-8")).unwrap(), "Åland");
        assert_eq!(read(&utf16[..utf16.len() - 1], None).unwrap_err(), "not valid UTF-16LE");
        let long: String = "Åland,".repeat(50_000);
        let bytes: Vec<u8> = long.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&bytes, Some("utf-16be")).unwrap(), long);
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, name) in [
            (&b"PAR1xx"[..], "f: is a Parquet file"),
            (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "f: is a workbook"),
            (b"PK\x03\x04\x14\0\x06\0a.csv", "f: is an archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f: is a workbook"),
            (b"\x28\xb5\x2f\xfd\0", "f: is compressed with zstd"),
            (b" <HTML><table>", "f: is a web page"),
            (b"[{\"a\":1}]", "f: is JSON"),
            (b"r\x02\x01\0", "f: is a Stata file"),
            (b"a,b\n1,\0\n", "f: is a binary file"),
        ] {
            assert_eq!(read(bytes, None).unwrap_err(), format!("{name}, not CSV"));
        }
    }
}
