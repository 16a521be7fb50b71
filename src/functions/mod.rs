//! The functions, a file each.

pub mod render;
