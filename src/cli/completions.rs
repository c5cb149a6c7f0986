//! `completions`, `man` and `fold`: for the shell, the manual, and who prepares names.

use crate::Error;
use clap::CommandFactory;

use super::context::Exit;
use crate::cli::Cli;
use crate::cli::output;

pub fn completions(shell: clap_complete::Shell) -> Result<Exit, Error> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "arctic", &mut text);
    output::write(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Yes)
}

pub fn man() -> Result<Exit, Error> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text).map_err(Error::io("standard output".as_ref()))?;
    output::write(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Yes)
}

/// A key for each line of standard input, as [`crate::names::fold`] makes it.
pub fn fold() -> Result<Exit, Error> {
    let mut text = String::new();
    for line in std::io::stdin().lines() {
        text += &crate::names::fold(&line.map_err(Error::io("standard input".as_ref()))?);
        text.push('\n');
    }
    output::write(&text)?;
    Ok(Exit::Yes)
}
