//! CSV: the whole registry as a data package, or one table.

use super::{Exporter, Output, OutputKind};
use crate::Error;
use crate::date::When;
use crate::package::Package;
use crate::store::Registry;

/// The registry as the files from which it could be made: a Frictionless Data Package, which
/// [`Package::read`](crate::package::Package::read) reads.
#[derive(Clone, Debug, Default)]
pub struct Csv {
    /// Export only this table, as one file.
    pub table: Option<String>,
    /// Export only what was in force at that time; see [`Registry::during`].
    pub on: Option<When>,
    /// Keep spreadsheets from reading text as formulas; see [`Package::for_spreadsheets`].
    pub guard_formulas: bool,
}

impl Exporter for Csv {
    fn kind(&self) -> OutputKind {
        if self.table.is_some() { OutputKind::File } else { OutputKind::Folder("datapackage.json") }
    }

    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let then = self.on.as_ref().map(|when| registry.during(when)).transpose()?;
        let registry = then.as_ref().unwrap_or(registry);
        let package =
            if self.guard_formulas { Package::for_spreadsheets(registry)? } else { Package::from_registry(registry)? };
        let mut files: std::collections::BTreeMap<_, _> =
            package.files().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
        let Some(table) = &self.table else { return Ok(Output::Folder(files)) };
        files.remove(&format!("{table}.csv")).map(Output::File).ok_or_else(|| {
            let tables = files.keys().filter_map(|name| name.strip_suffix(".csv")).map(str::to_string).collect();
            Error::UnknownTable { name: table.clone(), tables }
        })
    }
}
