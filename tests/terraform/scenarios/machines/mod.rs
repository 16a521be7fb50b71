//! Machines through real Terraform, where both clouds mean the same: each scenario runs on the simulators of both.

mod controllers;
mod drift;
pub(crate) mod failures;
mod interruptions;
pub(crate) mod lifecycle;
mod scale;
mod secrets;

use std::collections::BTreeSet;

use crate::clouds::Cloud;
use crate::machines::{POOL, column};
use crate::simulator::Simulator;
use crate::simulator::log::Request;
use crate::workspace::Workspace;

/// The requests of an action, in order.
pub(crate) fn asked(simulator: &Simulator, action: &str) -> Vec<Request> {
    let mut requests = simulator.requests();
    requests.retain(|request| request.action == action);
    requests
}

/// The machines in the cloud are those in the state, each identity once, so many of them.
#[track_caller]
pub(crate) fn expect_exactly(
    cloud: Cloud,
    simulator: &Simulator,
    workspace: &Workspace,
    count: usize,
) {
    let live: Vec<String> = cloud
        .live(simulator)
        .into_iter()
        .map(|machine| machine.id)
        .collect();
    assert_eq!(live.len(), count);
    let live: BTreeSet<String> = live.into_iter().collect();
    let stored: BTreeSet<String> = column(workspace, POOL, "id").into_iter().collect();
    assert_eq!(live, stored);
}

/// Whether the next plan makes a resource anew because its create has failed.
#[track_caller]
pub(crate) fn is_tainted(workspace: &Workspace, address: &str) -> bool {
    let plan = workspace.plan_json();
    let changes = plan["resource_changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["address"] == address);
    change.unwrap()["action_reason"] == "replace_because_tainted"
}
