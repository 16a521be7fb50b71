//! See `inputs/render.rs`.
#![no_main]

#[path = "../inputs/render.rs"]
mod render;

libfuzzer_sys::fuzz_target!(|input: &[u8]| render::run(input));
