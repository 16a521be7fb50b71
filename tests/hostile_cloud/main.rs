//! A cloud that is broken, or means ill: whatever it answers, commands end in time with an error that says what came,
//! memory is bounded, no secret is told to anyone, and nothing is lost.
//!
//! ```text
//! terraform ─▶ provider (the real binary, by its protocol) ─▶ front ─▶ simulator
//!                        redirects lead to ─▶ elsewhere         └─ or a bad answer
//! ```
//!
//! A scene is a pool that a good cloud has made. A case spoils the answers to one request of a command; what goes for
//! every case is in `Scene::play`.
//!
//! To add a case: an answer in `answers`, and a line in the tests of a cloud.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should say so and stop"
)]
#![expect(
    clippy::print_stderr,
    reason = "what each case took, for those who ask with --nocapture"
)]
#![cfg(target_os = "linux")] // it reads the provider's memory from /proc

mod answers;
#[path = "../terraform/aws.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod aws;
#[cfg(feature = "aws")]
mod aws_tests;
#[path = "../terraform/clouds.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod clouds;
#[path = "../terraform/equinix_metal.rs"]
mod equinix_metal;
mod equinix_metal_tests;
#[path = "../chaos/fit.rs"]
mod fit;
mod front;
#[path = "../host/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the tests of the handshake use the rest"
)]
mod host;
#[path = "../chaos/provider.rs"]
#[expect(dead_code, reason = "chaos uses the rest")]
mod provider;
mod scene;
#[path = "../simulator/mod.rs"]
mod simulator;
#[path = "../chaos/terraform.rs"]
#[expect(dead_code, reason = "chaos uses the rest")]
mod terraform;
