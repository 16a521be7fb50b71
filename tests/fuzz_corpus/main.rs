//! What fuzzing has found, and what it went through: every file of `fuzz/corpus` once more, on the test profile.
//!
//! A folder is a target; what a target does with an input is in `fuzz/inputs`, for here and for the fuzzer. An input that
//! fails here fails there as well: `cargo +nightly fuzz run TARGET FILE` shows where.

#[path = "../../fuzz/inputs/butane.rs"]
mod butane;
#[path = "../../fuzz/inputs/metal.rs"]
mod metal;
#[path = "../../fuzz/inputs/msgpack.rs"]
mod msgpack;
#[path = "../../fuzz/inputs/render.rs"]
mod render;
#[path = "../../fuzz/inputs/requests.rs"]
mod requests;

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

#[test]
fn butane_corpus() {
    replay("butane", butane::run);
}

#[test]
fn metal_corpus() {
    replay("metal", metal::run);
}

#[test]
fn msgpack_corpus() {
    replay("msgpack", msgpack::run);
}

#[test]
fn render_corpus() {
    replay("render", render::run);
}

#[test]
fn requests_corpus() {
    replay("requests", requests::run);
}

/// Tries every input of a target.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let folder = folder.join(target);
    let entries = fs::read_dir(&folder).expect("a target has a corpus");
    let files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    let fails = |file: &&PathBuf| {
        let input = fs::read(file).expect("a readable file");
        panic::catch_unwind(|| run(&input)).is_err()
    };
    let failed: Vec<&PathBuf> = files.iter().filter(fails).collect();
    assert!(failed.is_empty(), "these fail: {failed:#?}");
}
