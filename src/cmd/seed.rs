//! `seed`: making the database.

use std::path::Path;

use arctic_council::package::Package;
use arctic_council::{Error, Registry};

use super::{Context, Exit};
use crate::output;

pub fn run(context: &Context, from: Option<&Path>, replace: bool) -> Result<Exit, Error> {
    let path = context.path()?;
    let package = match from {
        // A folder's files may be in any order; what a registry makes of them is not.
        Some(folder) => Package::of(&Registry::in_memory(&Package::read(folder)?)?)?,
        None => Package::bundled(),
    };
    let done = if !path.exists() {
        context.make_folder(&path)?;
        Registry::make(&path, &package)?;
        "made"
    } else {
        let present = Package::of(&Registry::open(&path)?)?;
        let differing = package.differing(&present);
        if differing.is_empty() {
            "already current:"
        } else if replace {
            Registry::replace(&path, &package)?;
            "replaced"
        } else {
            return Err(Error::Usage(format!(
                "{} holds other data (different: {}); `--replace` puts this in its place",
                path.display(),
                differing.join(", ")
            )));
        }
    };
    let meta = Registry::open(&path)?.meta().clone();
    let text = format!(
        "{done} {} ({}, data of {}, verified through {})\n",
        path.display(),
        meta.name,
        meta.version,
        meta.verified_through
    );
    output::write(&text)?;
    Ok(Exit::Yes)
}
