//! `export`: the whole registry, in a form for others.

use std::path::Path;

use arctic_council::Error;
use arctic_council::package::Package;

use super::{Context, Exit};
use crate::output;

pub fn csv(context: &Context, dest: &Path, force: bool) -> Result<Exit, Error> {
    let package = Package::of(&context.registry()?)?;
    let files = package.write(dest, force)?;
    output::write(&format!("wrote {files} files to {}\n", dest.display()))?;
    Ok(Exit::Yes)
}
