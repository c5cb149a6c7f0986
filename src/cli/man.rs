//! `man`: the manual page.

use clap::Args;

use super::{Context, Exit, Failure, complete_command, output};
use crate::Error;

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  arctic man > arctic.1")]
pub(crate) struct Man {}

impl Man {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        context.refuse_format()?;
        let mut text = Vec::new();
        clap_mangen::Man::new(complete_command()).render(&mut text).map_err(Error::io("standard output".as_ref()))?;
        output::write(&String::from_utf8_lossy(&text))?;
        Ok(Exit::Yes)
    }
}
