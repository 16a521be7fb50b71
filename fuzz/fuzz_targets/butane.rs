//! See `inputs/butane.rs`.
#![no_main]

#[path = "../inputs/butane.rs"]
mod butane;

libfuzzer_sys::fuzz_target!(|input: &[u8]| butane::run(input));
