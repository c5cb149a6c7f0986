//! A data package, one CSV a table.

use super::{Exporter, Output, Shape};
use crate::Error;
use crate::package::Package;
use crate::store::Registry;

/// The registry as the files that it would be made from.
#[derive(Clone, Debug, Default)]
pub struct DataPackage;

impl Exporter for DataPackage {
    fn shape(&self) -> Shape {
        Shape::Folder("datapackage.json")
    }

    fn export(&self, registry: &Registry) -> Result<Output, Error> {
        let package = Package::of(registry)?;
        let files = package.files().map(|(name, bytes)| (name.to_string(), bytes.to_vec()));
        Ok(Output::Folder(files.collect()))
    }
}
