//! The data sources, a file each.

pub mod flatcar_config;
