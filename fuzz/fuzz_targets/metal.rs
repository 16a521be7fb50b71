//! See `inputs/metal.rs`.
#![no_main]

#[path = "../inputs/metal.rs"]
mod metal;

libfuzzer_sys::fuzz_target!(|input: &[u8]| metal::run(input));
