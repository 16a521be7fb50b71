//! What the simulator promises, over raw HTTP: no SDK comes between, so that nothing is repaired on the way.
//!
//! [`client`] posts forms and reads answers; the other files hold the promises of AWS, by subject, and [`metal`] those of
//! Equinix Metal.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should say so and stop"
)]

mod callers;
mod changes;
mod client;
mod controls;
mod endings;
mod faults;
mod launches;
mod limits;
mod listings;
mod metal;
mod offers;
#[path = "../simulator/mod.rs"]
mod simulator;
mod targets;

use std::time::Duration;

use client::{Answer, Client};
use simulator::Simulator;
use simulator::options::Options;
use simulator::world::Place;

/// The subnet in the first zone.
const SUBNET: &str = "subnet-00000000000000001";

/// An image that is there.
const IMAGE: &str = "Flatcar-stable-4593.2.4-hvm";

/// A simulator that does as usual.
fn simulator() -> Simulator {
    Simulator::start(Options::default())
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// The form of a launch, without what makes it different from others.
fn launch_form(simulator: &Simulator, count: usize) -> String {
    let image = simulator.image(&Place::default(), IMAGE);
    format!(
        "ImageId={image}&InstanceType=t3.small&SubnetId={SUBNET}&MinCount={count}&MaxCount={count}"
    )
}

/// Launches machines; returns their ids.
fn launch(simulator: &Simulator, count: usize, rest: &str) -> Vec<String> {
    let form = format!("{}&{rest}", launch_form(simulator, count));
    let answer = Client::of(simulator).ec2("RunInstances", &form);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.all("instanceId")
}

/// Fails unless each form has the answer's error code that stands beside it; `ok` is none.
fn check_codes(simulator: &Simulator, action: &str, cases: &[(&str, &str)]) {
    for (form, code) in cases {
        let answer: Answer = Client::of(simulator).ec2(action, form);
        assert_eq!(answer.code(), *code, "{action} {form}: {}", answer.body);
    }
}
