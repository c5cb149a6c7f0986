//! `export`: the whole registry in another format.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::files::Files;
use super::{Context, Exit, Failure, interrupt, output, usage};
use crate::export::{
    Calendar, Csv, Dialect, Exporter, Json, JsonSchema, Output, OutputKind, Popolo, Site, Sqlite, Target,
};
use crate::wording::count;

/// Export the whole registry: as CSV, JSON, SQLite, a calendar, a web site and more
///
/// Exports are atomic. An earlier export of the same kind is replaced; other files are kept unless `--force` is given.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  arctic export csv council/
  arctic export sqlite arctic.db
  arctic export ics - > arctic.ics")]
pub(crate) struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// A data package: one CSV per table and datapackage.json
    ///
    /// `seed --from` and `import` read it. It may have been edited by hand, so an earlier one is replaced only with
    /// `--force`.
    Csv {
        #[command(flatten)]
        to: Destination,
        /// Only this table, as one file
        #[arg(long, value_name = "TABLE")]
        table: Option<String>,
        /// Only the records of this time, and those that they refer to
        ///
        /// Keeps the roles, chairships, people, bodies and signed agreements in force then, and the meetings, events,
        /// applications and tallies of that time. Records that may be in it, because of a partial date, are kept.
        #[arg(long, value_name = "WHEN")]
        on: Option<String>,
        /// Put an apostrophe before text that a spreadsheet would run as a formula
        #[arg(long)]
        guard_formulas: bool,
    },

    /// One JSON document with an array per table, and the sources of each record
    Json {
        #[command(flatten)]
        to: Destination,
        /// Write the JSON Schema of the document instead
        #[arg(long)]
        schema: bool,
    },

    /// A SQLite file for Datasette and notebooks, with views such as `role_periods`
    Sqlite {
        #[command(flatten)]
        to: Destination,
    },

    /// An Excel workbook with a sheet per table
    Xlsx {
        #[command(flatten)]
        to: Destination,
    },

    /// A calendar of chairships and meetings
    Ics {
        #[command(flatten)]
        to: Destination,
    },

    /// Organizations, persons, posts, memberships and events in the Popolo format
    Popolo {
        #[command(flatten)]
        to: Destination,
    },

    /// A static web site with a page per record and a JSON API; works offline
    Site {
        #[command(flatten)]
        to: Destination,
    },

    /// An SQL script for another database, with the function `arctic_on` to annotate rows
    Sql {
        #[command(flatten)]
        to: Destination,
        /// The database
        #[arg(long, value_enum)]
        dialect: Dialect,
    },
}

#[derive(Debug, Args)]
struct Destination {
    /// File or folder to create; `-` writes a single file to standard output
    dest: PathBuf,

    /// Write even if the destination exists
    ///
    /// Without it, only an empty destination or an earlier export of the same kind is replaced. Other files in a folder
    /// are kept.
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(crate) fn run(self, context: &Context) -> Result<Exit, Failure> {
        context.refuse_references()?;
        context.refuse_format()?;
        match self.format {
            Format::Csv { to, table, on, guard_formulas } => {
                let on = on.map(|when| context.when(&when)).transpose()?;
                write(context, &Csv { table, on, guard_formulas }, &to)
            }
            Format::Json { to, schema: false } => write(context, &Json, &to),
            Format::Json { to, schema: true } => write(context, &JsonSchema, &to),
            Format::Sqlite { to } => write(context, &Sqlite, &to),
            #[cfg(feature = "xlsx")]
            Format::Xlsx { to } => write(context, &crate::export::Xlsx, &to),
            #[cfg(not(feature = "xlsx"))]
            Format::Xlsx { .. } => usage("this program was built without workbooks; build it with the feature `xlsx`"),
            Format::Ics { to } => write(context, &Calendar, &to),
            Format::Popolo { to } => write(context, &Popolo, &to),
            Format::Site { to } => write(context, &Site, &to),
            Format::Sql { to, dialect } => write(context, &crate::export::Sql { dialect }, &to),
        }
    }
}

fn write(context: &Context, exporter: &dyn Exporter, to: &Destination) -> Result<Exit, Failure> {
    if to.dest.as_os_str() == "-" {
        return print(context, exporter);
    }
    match exporter.kind() {
        OutputKind::File => Files::of(context).output(&to.dest)?,
        OutputKind::Folder(_) => Files::of(context).folder(&to.dest)?,
    };
    interrupt::clean_up();
    let target = Target::open(&to.dest, exporter, to.force)?;
    let registry = context.registry()?;
    let output = exporter.export(&registry)?;
    registry.release();
    let files = target.write(&output)?;
    let dest = to.dest.display();
    output::message(&match output {
        Output::File(_) => format!("wrote {dest}\n"),
        Output::Folder(_) => format!("wrote {} to {dest}\n", count(files, "file")),
    })?;
    Ok(Exit::Yes)
}

fn print(context: &Context, exporter: &dyn Exporter) -> Result<Exit, Failure> {
    let folder = || usage("`-` needs an export of one file, and this one is a folder; give its path");
    if exporter.kind() != OutputKind::File {
        return folder();
    }
    let registry = context.registry()?;
    let Output::File(bytes) = exporter.export(&registry)? else { return folder() };
    registry.release();
    if std::io::stdout().is_terminal() && bytes.contains(&0) {
        return usage("this export is binary and cannot be shown in a terminal; write it to a file, or pipe it");
    }
    output::data(&bytes)?;
    Ok(Exit::Yes)
}
