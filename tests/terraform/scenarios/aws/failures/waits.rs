//! Rows 3, 12 and 15: waiting, too long, broken off, and for news that spread slowly.

use std::time::Duration;

use super::{APPLY, DESTROY, POOL, expect_exactly};
use crate::core::Core;
use crate::machines::{Pool, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_cores!(
    row_12_a_roll_that_takes_too_long,
    row_15_machines_that_are_not_shown_yet,
    row_15_ending_machines_that_are_not_shown_yet,
    row_15_machines_that_still_end,
);

const HOUR: Duration = Duration::from_hours(1);

fn row_12_a_roll_that_takes_too_long(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::of(2).with("timeouts { update = \"10m\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    simulator.clock().advance(HOUR);
    simulator.set(|options| options.status_delay = HOUR);
    workspace.write("main.tf", &pool.with_motd("hello").hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("It took longer than it may")
        .says("Still waited for: ex-general-worker-0 to pass its checks.")
        .says("The next terraform apply goes on from here");
    expect_exactly(&simulator, &workspace, 2);
    assert_eq!(workspace.attributes(POOL)["outdated_count"], 1);
    simulator.set(|options| options.status_delay = Duration::from_mins(1));
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    expect_exactly(&simulator, &workspace, 2);
    workspace.expect_empty_plan();
}

fn row_15_machines_that_are_not_shown_yet(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.visibility_delay = Duration::from_secs(30));
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    workspace.expect_empty_plan();
    let grown = Pool::of(4);
    workspace.write("main.tf", &grown.hcl());
    simulator.set(|options| options.visibility_delay = Duration::ZERO);
    workspace.apply();
    // the list that the next plan sees lacks the two new ones
    simulator.set(|options| options.visibility_delay = Duration::from_secs(59));
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, POOL, "id")[..2], ids);
    simulator.set(|options| options.visibility_delay = Duration::ZERO);
    expect_exactly(&simulator, &workspace, 4);
    assert_eq!(
        simulator.instances().len(),
        4,
        "none was made in the place of one that was not shown"
    );
}

/// `TerminateInstances` says of machines that are too new for it that there are none.
fn row_15_ending_machines_that_are_not_shown_yet(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    simulator.set(|options| options.visibility_delay = Duration::from_secs(59));
    let start = simulator.clock().now();
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
    assert!(workspace.state().is_empty());
    let took = simulator.clock().now().since(start);
    assert!(took < Duration::from_mins(3), "{took:?}");
}

/// What somebody has ended is gone for us at once, though it is shown for as long as it takes, and an hour longer.
fn row_15_machines_that_still_end(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    workspace.apply();
    simulator.clock().advance(HOUR);
    let before = column(&workspace, POOL, "id");
    simulator.terminate(&before[1]);
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let after = column(&workspace, POOL, "id");
    assert_ne!(after[1], before[1]);
    expect_exactly(&simulator, &workspace, 3);
    workspace.expect_empty_plan();
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}
