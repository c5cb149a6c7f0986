//! `export`: the whole registry, in a form for others.

use std::io::{IsTerminal, Write};

use crate::Error;
use crate::export::{Calendar, Csv, Exporter, Json, JsonSchema, Output, OutputKind, Popolo, Site, Sql, Sqlite, Target};

use super::context::{Context, Exit};
use crate::cli::output;
use crate::cli::{Destination, Form};

pub fn run(context: &Context, form: &Form) -> Result<Exit, Error> {
    match form {
        Form::Csv { to, table, on, guard_formulas } => {
            let on = on.as_ref().map(|when| context.when(when)).transpose()?;
            let form = Csv { table: table.clone(), on, guard_formulas: *guard_formulas };
            write(context, &form, to)
        }
        Form::Json { to, schema: false } => write(context, &Json, to),
        Form::Json { to, schema: true } => write(context, &JsonSchema, to),
        Form::Sqlite { to } => write(context, &Sqlite, to),
        #[cfg(feature = "xlsx")]
        Form::Xlsx { to } => write(context, &crate::export::Xlsx, to),
        #[cfg(not(feature = "xlsx"))]
        Form::Xlsx { .. } => Err(Error::Usage(
            "this program was built without workbooks; `cargo build --release --features xlsx` makes one that has them"
                .to_string(),
        )),
        Form::Ics { to } => write(context, &Calendar, to),
        Form::Popolo { to } => write(context, &Popolo, to),
        Form::Site { to } => write(context, &Site, to),
        Form::Sql { to, dialect } => write(context, &Sql { dialect: *dialect }, to),
    }
}

fn write(context: &Context, exporter: &dyn Exporter, to: &Destination) -> Result<Exit, Error> {
    if to.dest.as_os_str() == "-" {
        return print(context, exporter);
    }
    let target = Target::open(&to.dest, exporter, to.force)?;
    let registry = context.registry()?;
    let output = exporter.export(&registry)?;
    let files = target.write(&output)?;
    output::write(&match output {
        Output::File(_) => format!("wrote {}\n", to.dest.display()),
        Output::Folder(_) => format!("wrote {files} files to {}\n", to.dest.display()),
    })?;
    Ok(Exit::Yes)
}

fn print(context: &Context, exporter: &dyn Exporter) -> Result<Exit, Error> {
    let folder = || Error::Usage("`-` takes one file, and this form is a folder; name one".to_string());
    if exporter.kind() != OutputKind::File {
        return Err(folder());
    }
    let registry = context.registry()?;
    let Output::File(bytes) = exporter.export(&registry)? else { return Err(folder()) };
    let mut out = std::io::stdout().lock();
    if out.is_terminal() && bytes.contains(&0) {
        return Err(Error::Usage("this form is no text for a terminal; name a file, or pipe it".to_string()));
    }
    out.write_all(&bytes).and_then(|()| out.flush()).map_err(Error::io("standard output".as_ref()))?;
    Ok(Exit::Yes)
}
