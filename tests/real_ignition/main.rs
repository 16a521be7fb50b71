//! What we render, judged by the real Ignition: Debian's 2.14, and systemd beside it.
//!
//! `ignition-validate` reads every Ignition 3 output of the golden cases. The machines in `machines` are
//! applied: the fetch and files stages of `ignition` write them into a root directory, which must then
//! hold what `machine.txt` beside each config says.
//!
//! What is not run: the disks stage, since it wants block devices (partitions, RAID, LUKS and filesystems
//! are judged by the validator alone); kernel arguments, which the machine's own script applies; enabled
//! instances of template units, for which Ignition asks a running systemd; sources on the network; security labels (the `setfiles` that Ignition finds does nothing).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so and stop"
)]

mod accounts;
#[path = "../documents/mod.rs"]
mod documents;
mod fights;
mod golden_cases;
mod machine;
mod machines;
mod node_configs;
#[path = "../nodes/mod.rs"]
#[expect(
    dead_code,
    reason = "controllers are booted with their cluster elsewhere"
)]
mod nodes;
mod stage;
mod tree;
mod units;
#[path = "../ignition_validate/validator.rs"]
mod validator;

use std::path::{Path, PathBuf};

/// A folder of the tests.
fn tests(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder)
}
