//! The options that every command takes.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Use this database; it is created on first use
    ///
    /// Without this option and ARCTIC_DB, it is `arctic/registry.db` in the user's data folder.
    #[arg(long, global = true, value_name = "FILE", env = "ARCTIC_DB", hide_env_values = true)]
    pub(crate) db: Option<OsString>,

    /// Select the output format
    ///
    /// `table` and `markdown` are for people. The columns of `csv`, `tsv`, `json` and `ndjson` are stable and described
    /// in seed/README.md. `svg` is for `timeline` only.
    #[arg(long, short, global = true, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Add the sources, or print only references to cite
    ///
    /// `bibtex`, `csl` and `text` print a reference to the registry, with its version and today's date, and one to each
    /// source of the answer.
    #[arg(
        long, global = true, value_enum, value_name = "STYLE",
        num_args = 0..=1, require_equals = true, default_missing_value = "sources"
    )]
    pub(crate) cite: Option<Cite>,

    /// Answer as of revision N, or as of the end of DATE
    ///
    /// `log` lists the revisions. Revision 0 is the registry as it was created.
    #[arg(long, global = true, value_name = "N|DATE")]
    pub(crate) known_at: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Csv,
    Tsv,
    Json,
    Ndjson,
    Markdown,
    Svg,
    /// `FILE:LINE:COLUMN: text` for editors
    Line,
    /// SARIF 2.1.0, for code review tools
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Cite {
    /// The answer with its sources
    Sources,
    /// Only BibTeX entries
    Bibtex,
    /// Only CSL-JSON, for Zotero, Pandoc and word processors
    Csl,
    /// Only one line of text per reference
    Text,
}

impl Global {
    /// Returns the style of the references if they are printed instead of the answer.
    pub(crate) fn references(&self) -> Option<Cite> {
        self.cite.filter(|cite| *cite != Cite::Sources)
    }

    /// Returns whether the output is for people, not for a program or a paper.
    pub(crate) fn for_people(&self) -> bool {
        matches!(self.format, Format::Table | Format::Markdown) && self.references().is_none()
    }
}

/// Joins `--cite STYLE` into one argument. clap accepts an optional value only after `=`, because it would otherwise
/// take the command in `--cite chair` for the value.
pub(crate) fn join_cite(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    let mut options = true;
    for argument in given {
        let style = argument.to_str().filter(|style| matches!(*style, "bibtex" | "csl" | "text"));
        match (style, arguments.last_mut()) {
            (Some(style), Some(cite)) if options && cite == "--cite" => *cite = format!("--cite={style}").into(),
            _ => {
                options &= argument != "--";
                arguments.push(argument);
            }
        }
    }
    arguments
}
