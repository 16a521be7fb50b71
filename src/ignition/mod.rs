//! Ignition configs: the model, its rules, merging, and JSON as the old tools printed it.

pub mod append;
pub use crate::report::at;
pub mod by_key;
pub mod data_url;
pub mod go_url;
pub mod json;
mod percent;
pub mod rules;
pub mod unit_text;
pub mod v2_3;
pub mod v3;
