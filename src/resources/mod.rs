//! The resources, a file each; those that run machines share one.

pub mod flatcar_config;
pub mod machines;
