//! `completions`: completions for a shell.

use clap::Args;

use super::{Context, Exit, Failure, complete_command, output};

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic completions bash > ~/.local/share/bash-completion/completions/arctic
  arctic completions fish > ~/.config/fish/completions/arctic.fish")]
pub(crate) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        context.refuse_format()?;
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut complete_command(), "arctic", &mut text);
        output::write(&String::from_utf8_lossy(&text))?;
        Ok(Exit::Yes)
    }
}
