//! Ignition configs: the model, its rules, merging, and JSON as the old tools printed it.

pub mod at;
pub mod v2_3;
