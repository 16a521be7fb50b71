//! Ignition configs: the models, their rules, merging, what Flatcar makes of them at boot, and JSON as the old
//! tools printed it.

pub mod append;
pub use crate::report::at;
pub mod boot_check;
pub mod by_key;
pub mod convert;
pub mod data_url;
pub(crate) mod encode;
pub mod envelope;
pub mod go_url;
pub mod json;
mod path;
mod percent;
pub mod rules;
pub mod unit_text;
pub mod v2_3;
pub mod v3;
