//! The registry in the forms of others: one file a form.

mod timeline;

pub use timeline::timeline_svg;
