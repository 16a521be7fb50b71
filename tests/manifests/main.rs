//! The control plane's static pods and the cluster's manifests, of every release and setting: judged by Kubernetes' own
//! schemas, and held against what they are to say. And the units of all machines, as systemd reads them.
//!
//! `PyPI`'s `kubernetes-validate` has the schemas; `tests/setup/schemas` installs it. What is not run is Kubernetes.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so and stop"
)]

mod applied;
mod authentication;
#[path = "../documents/mod.rs"]
#[expect(dead_code, reason = "machines need only some of it")]
mod documents;
mod flags;
#[path = "../real_ignition/machine.rs"]
mod machine;
#[path = "../nodes/mod.rs"]
#[expect(dead_code, reason = "base configs are looked at elsewhere")]
mod nodes;
mod order;
mod planes;
mod pods;
mod schemas;
#[path = "../real_ignition/stage.rs"]
mod stage;
#[path = "../real_ignition/units.rs"]
#[expect(dead_code, reason = "which units are enabled is looked at elsewhere")]
mod systemd;
mod units;
mod yaml;

use std::path::{Path, PathBuf};

/// A folder of the tests.
fn tests(folder: &str) -> PathBuf {
    package().join("tests").join(folder)
}

/// The package's root.
fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
