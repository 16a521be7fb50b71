//! A cluster's controllers, from nothing but the user data that we render for them.
//!
//! Real Ignition writes a root directory for each; there `unpack` and `mint` run as they do on a machine, with the
//! real `openssl`; real `etcd` and `kubectl` judge what comes out. Each controller has a network namespace of its
//! own. What is not run: Docker, and with it the script `etcdctl`, for which Debian's program stands.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so and stop"
)]

mod certificates;
mod controllers;
#[path = "../documents/mod.rs"]
#[expect(dead_code, reason = "of this the machine needs two functions")]
mod documents;
mod etcd;
mod kubeconfigs;
#[path = "../real_ignition/machine.rs"]
mod machine;
mod member;
mod minting;
mod namespace;
#[path = "../nodes/mod.rs"]
#[expect(dead_code, reason = "of all kinds of nodes, controllers only")]
mod nodes;
mod openssl;
#[path = "../real_ignition/stage.rs"]
mod stage;
#[path = "../real_ignition/units.rs"]
mod units;

use std::path::{Path, PathBuf};

/// A folder of the tests.
fn tests(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder)
}
