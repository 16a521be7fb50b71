//! Rows 3, 12 and 15: waiting, too long, broken off, and for news that spread slowly.

use std::time::{Duration, Instant};

use super::{APPLY, DESTROY, POOL, expect_exactly};
use crate::aws::{Pool, column, workspace};
use crate::background::Background;
use crate::core::Core;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::simulator::schedule::Phase;

on_both_cores!(
    row_03_ctrl_c_while_waiting,
    row_12_a_create_that_takes_too_long,
    row_12_a_roll_that_takes_too_long,
    row_12_a_destroy_that_takes_too_long,
    row_15_machines_that_are_not_shown_yet,
    row_15_ending_machines_that_are_not_shown_yet,
    row_15_machines_that_still_end,
);

const HOUR: Duration = Duration::from_hours(1);

/// In the simulator's time the wait is for years, so that it lasts in real time.
fn row_03_ctrl_c_while_waiting(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.start_delay = HOUR * 100_000);
    let pool = Pool::of(3).with("timeouts { create = \"99999h\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    let apply = Background::start(&workspace, APPLY);
    let start = Instant::now();
    while simulator.count("DescribeInstances") < 5 {
        assert!(start.elapsed() < Duration::from_mins(1), "it does not wait");
        std::thread::sleep(Duration::from_millis(20));
    }
    let interrupted = Instant::now();
    apply.interrupt();
    let run = apply.finished().exits(1);
    let took = interrupted.elapsed();
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    run.says("Stopped as you asked")
        .says("ex-general-worker-2")
        .says("terraform untaint");
    expect_exactly(&simulator, &workspace, 3);
    workspace.run(&["untaint", POOL]).exits(0);
    for id in column(&workspace, POOL, "id") {
        simulator.set_state(&id, Phase::Running);
    }
    workspace.expect_empty_plan();
}

fn row_12_a_create_that_takes_too_long(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.start_delay = HOUR);
    let pool = Pool::of(2).with("timeouts { create = \"2m\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    let start = simulator.clock().now();
    workspace
        .run(APPLY)
        .exits(1)
        .says("It took longer than it may")
        .says("The block timeouts says how long")
        .says("Still waited for: ex-general-worker-0 to run, ex-general-worker-1 to run.")
        .says(", pending)")
        .says("terraform untaint");
    let took = simulator.clock().now().since(start);
    assert!((120..140).contains(&took.as_secs()), "{took:?}");
    expect_exactly(&simulator, &workspace, 2);
    workspace.run(&["untaint", POOL]).exits(0);
    simulator.clock().advance(HOUR);
    workspace.expect_empty_plan();
}

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

fn row_12_a_destroy_that_takes_too_long(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::of(2).with("timeouts { delete = \"1m\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    simulator.set(|options| options.stop_delay = HOUR);
    workspace
        .run(DESTROY)
        .exits(1)
        .says("It took longer than it may")
        .says("Still waited for: ex-general-worker-0 to end, ex-general-worker-1 to end.")
        .says("The next terraform destroy goes on from here");
    assert_eq!(workspace.state(), [POOL]);
    assert_eq!(column(&workspace, POOL, "state"), ["shutting-down"; 2]);
    simulator.clock().advance(HOUR);
    workspace.run(DESTROY).exits(0);
    assert!(workspace.state().is_empty());
    assert_eq!(simulator.count("TerminateInstances"), 1);
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
