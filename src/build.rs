//! Packs the bundled data, `seed/*.csv`: plain, it is a fifth of the program's size.
//!
//! Writes `bundled.rs`, an array of the files' names and packed contents.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{Error, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::ZlibEncoder;

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed=seed");
    let to = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| Error::other("cargo names no folder to write to"))?);
    let mut files = Vec::new();
    for entry in fs::read_dir("seed")? {
        let path = entry?.path();
        if let (Some(table), Some("csv")) = (text(path.file_stem()), text(path.extension())) {
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&fs::read(&path)?)?;
            fs::write(to.join(format!("{table}.z")), packed.finish()?)?;
            files.push(format!("(\"{table}.csv\", include_bytes!(\"{table}.z\") as &[u8])"));
        }
    }
    files.sort();
    fs::write(to.join("bundled.rs"), format!("[{}]", files.join(",\n")))
}

fn text(name: Option<&OsStr>) -> Option<&str> {
    name.and_then(OsStr::to_str)
}
