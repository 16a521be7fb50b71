//! The functions, a file each.

pub mod clc_to_butane;
pub mod render;
