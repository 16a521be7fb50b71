//! Machines through real Terraform, where both clouds mean the same: each scenario runs on the simulators of both.

mod clusters;
mod controllers;
mod drift;
pub(crate) mod failures;
mod growth;
mod interruptions;
pub(crate) mod lifecycle;
mod many_pools;
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

/// The machines in the cloud are those of a pool in the state, each identity once, so many of them.
#[track_caller]
pub(crate) fn expect_exactly(
    cloud: Cloud,
    simulator: &Simulator,
    workspace: &Workspace,
    count: usize,
) {
    assert_eq!(cloud.live(simulator).len(), count);
    expect_same_machines(cloud, simulator, workspace, POOL);
}

/// The machines in the cloud are those of a resource in the state, each identity once.
#[track_caller]
pub(crate) fn expect_same_machines(
    cloud: Cloud,
    simulator: &Simulator,
    workspace: &Workspace,
    address: &str,
) {
    let live = cloud.live(simulator);
    let ids: BTreeSet<String> = live.iter().map(|machine| machine.id.clone()).collect();
    assert_eq!(ids.len(), live.len());
    let stored: BTreeSet<String> = column(workspace, address, "id").into_iter().collect();
    assert_eq!(ids, stored);
}

/// Whether the next plan makes a resource anew because its create has failed.
#[track_caller]
pub(crate) fn is_tainted(workspace: &Workspace, address: &str) -> bool {
    let plan = workspace.plan_json();
    let changes = plan["resource_changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["address"] == address);
    change.unwrap()["action_reason"] == "replace_because_tainted"
}
