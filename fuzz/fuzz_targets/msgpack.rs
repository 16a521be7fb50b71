//! See `inputs/msgpack.rs`.
#![no_main]

#[path = "../inputs/msgpack.rs"]
mod msgpack;

libfuzzer_sys::fuzz_target!(|input: &[u8]| msgpack::run(input));
