//! `backup` and `restore`.

use std::path::Path;

use crate::{Error, Registry};

use super::context::{Context, Exit};
use crate::cli::output;

pub fn backup(context: &Context, file: &Path, force: bool) -> Result<Exit, Error> {
    context.only_now()?;
    let registry = context.registry()?;
    let revision = registry.backup(file, force)?;
    output::write(&format!("copied {} to {}, as of revision {revision}\n", context.path()?.display(), file.display()))?;
    Ok(Exit::Yes)
}

pub fn restore(context: &Context, file: &Path) -> Result<Exit, Error> {
    context.only_now()?;
    let path = context.path()?;
    context.make_folder(&path)?;
    let kept = Registry::restore(&path, file)?;
    let mut text = format!("{} is now what {} was", path.display(), file.display());
    if let Some(kept) = kept {
        text += &format!("; as it was before, it is kept as {}", kept.display());
    }
    output::write(&format!("{text}\n"))?;
    Ok(Exit::Yes)
}
