//! See `inputs/requests.rs`.
#![no_main]

#[path = "../inputs/requests.rs"]
mod requests;

libfuzzer_sys::fuzz_target!(|input: &[u8]| requests::run(input));
