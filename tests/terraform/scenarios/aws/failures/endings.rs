//! Rows 16 and 27: ending machines, and finding what an abort has left.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{DESTROY, POOL, asked, named};
use crate::core::Core;
use crate::machines::{Pool, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::simulator::world::Place;

on_both_cores!(
    row_16_ending_machines_that_are_gone,
    row_16_a_protected_machine,
    row_16_target_groups_that_are_gone,
);

/// AWS forgets machines an hour after they have ended, and then refuses a request that names one of them.
fn row_16_ending_machines_that_are_gone(core: Core) {
    let everything: &[&str] = &["destroy", "-auto-approve", "-refresh=false"];
    for gone in [1, 3] {
        let simulator = Simulator::start(Options::default());
        let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
        workspace.apply();
        let ids = column(&workspace, POOL, "id");
        for id in &ids[..gone] {
            simulator.terminate(id);
        }
        simulator.clock().advance(Duration::from_hours(2));
        simulator.clear_requests();
        workspace.run(everything).exits(0);
        assert_eq!(simulator.live().len(), 0);
        assert!(workspace.state().is_empty());
        let requests = asked(&simulator, "TerminateInstances");
        assert_eq!(
            requests[0].code.as_deref(),
            Some("InvalidInstanceID.NotFound")
        );
        let left: BTreeSet<String> = requests[1..].iter().flat_map(named).collect();
        assert_eq!(left, ids[gone..].iter().cloned().collect());
    }
}

/// The others end all the same, and the state holds what is left.
fn row_16_a_protected_machine(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    simulator.protect(&ids[1], true);
    workspace
        .run(DESTROY)
        .exits(1)
        .says("The cloud refuses TerminateInstances")
        .says(&format!("The instance '{}' may not be terminated.", ids[1]))
        .says("Modify its 'disableApiTermination' instance attribute")
        .says("The next terraform destroy goes on from here");
    let live: Vec<String> = simulator
        .live()
        .into_iter()
        .map(|instance| instance.id)
        .collect();
    assert_eq!(live, ids[1..2]);
    let states = column(&workspace, POOL, "state");
    assert_eq!(states, ["shutting-down", "running", "shutting-down"]);
    simulator.clock().advance(Duration::from_mins(2));
    simulator.protect(&ids[1], false);
    simulator.clear_requests();
    workspace.run(DESTROY).exits(0);
    let ended: Vec<String> = asked(&simulator, "TerminateInstances")
        .iter()
        .flat_map(named)
        .collect();
    assert_eq!(ended, ids[1..2]);
    assert!(workspace.state().is_empty());
}

/// A configuration's own target groups may be destroyed before the machines behind them.
fn row_16_target_groups_that_are_gone(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&Place::default(), "http");
    let pool = Pool::of(2).with_in_block(&format!("target_group_arns = [{group:?}]"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    for action in ["DeregisterTargets", "DescribeTargetHealth"] {
        let gone = Fault::on(action).always();
        simulator.fault(gone.status(
            400,
            "TargetGroupNotFound",
            "One or more target groups not found",
        ));
    }
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}
