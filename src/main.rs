//! The command `arctic`: parse, run, print one error, exit.

mod cli;
mod cmd;
mod output;

use std::process::ExitCode;

use arctic_council::Error;
use clap::Parser;

fn main() -> ExitCode {
    match cmd::run(cli::Cli::parse_from(cli::arguments(std::env::args_os()))) {
        Ok(exit) => exit.into(),
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::complain("error", &error.to_string());
            cmd::Exit::of(&error).into()
        }
    }
}
