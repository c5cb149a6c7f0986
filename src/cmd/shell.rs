//! `completions` and `man`: for the shell and the manual.

use arctic_council::Error;
use clap::CommandFactory;

use super::Exit;
use crate::cli::Cli;
use crate::output;

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
