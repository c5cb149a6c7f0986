//! Compresses the bundled data, `seed/*.csv`, which would otherwise be a fifth of the size of the program.
//!
//! Writes `bundled.rs`, an array of names, sizes and compressed contents, and `edition.rs`, the name of the council and
//! the version of the data: every command reads these two, and parsing CSV for them would be slow.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{Error, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::ZlibEncoder;

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed=seed");
    let to = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| Error::other("OUT_DIR is not set"))?);
    let mut files = Vec::new();
    for entry in fs::read_dir("seed")? {
        let path = entry?.path();
        if let (Some(table), Some("csv")) = (text(path.file_stem()), text(path.extension())) {
            let plain = fs::read(&path)?;
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&plain)?;
            fs::write(to.join(format!("{table}.z")), packed.finish()?)?;
            files.push(format!("(\"{table}.csv\", {}, include_bytes!(\"{table}.z\") as &[u8])", plain.len()));
        }
    }
    files.sort();
    fs::write(to.join("bundled.rs"), format!("[{}]", files.join(",\n")))?;
    let meta = csv::Reader::from_path("seed/meta.csv")?.into_records().collect::<Result<Vec<_>, _>>()?;
    let value = |key| meta.iter().find(|row| row.get(0) == Some(key)).and_then(|row| row.get(1));
    let (Some(name), Some(version)) = (value("name"), value("version")) else {
        return Err(Error::other("seed/meta.csv has no row `name` or `version`"));
    };
    fs::write(to.join("edition.rs"), format!("({name:?}, {version:?})"))
}

fn text(name: Option<&OsStr>) -> Option<&str> {
    name.and_then(OsStr::to_str)
}
