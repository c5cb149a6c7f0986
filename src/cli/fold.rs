//! `fold`: the key of a name, for the scripts that prepare `alias.csv`.

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::{Error, names};

/// Print the key under which a name is stored, for each line of standard input
#[derive(Debug, Args)]
pub(crate) struct Fold {}

impl Fold {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        let mut text = String::new();
        for line in std::io::stdin().lines() {
            text += &names::fold(&line.map_err(Error::io("standard input".as_ref()))?);
            text.push('\n');
        }
        output::data(text.as_bytes())?;
        Ok(Exit::Yes)
    }
}
