//! The resources, a file each.

pub mod flatcar_config;
