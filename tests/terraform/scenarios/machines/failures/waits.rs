//! Rows 3 and 12: waiting, too long, and broken off.

use std::time::{Duration, Instant};

use super::super::expect_exactly;
use crate::background::Background;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, DESTROY, POOL, Pool, column, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(
    row_03_ctrl_c_while_waiting,
    row_12_a_create_that_takes_too_long,
    row_12_a_destroy_that_takes_too_long,
);

const HOUR: Duration = Duration::from_hours(1);

/// In the simulator's time the wait is for years, so that it lasts in real time.
fn row_03_ctrl_c_while_waiting(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    cloud.start_slowly(&simulator, HOUR * 100_000);
    let pool = Pool::on(cloud, 3).with("timeouts { create = \"99999h\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    let apply = Background::start(&workspace, APPLY);
    let start = Instant::now();
    while simulator.count(cloud.list()) < 5 {
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
    expect_exactly(cloud, &simulator, &workspace, 3);
    workspace.run(&["untaint", POOL]).exits(0);
    for id in column(&workspace, POOL, "id") {
        cloud.finish_start(&simulator, &id);
    }
    simulator.clock().advance(Duration::from_mins(1));
    workspace.expect_empty_plan();
}

fn row_12_a_create_that_takes_too_long(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    cloud.start_slowly(&simulator, HOUR);
    let pool = Pool::on(cloud, 2).with("timeouts { create = \"2m\" }");
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
    expect_exactly(cloud, &simulator, &workspace, 2);
    workspace.run(&["untaint", POOL]).exits(0);
    simulator.clock().advance(HOUR);
    workspace.expect_empty_plan();
}

fn row_12_a_destroy_that_takes_too_long(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::on(cloud, 2).with("timeouts { delete = \"1m\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    cloud.end_slowly(&simulator, HOUR);
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
    assert!(simulator.count(cloud.terminate()) <= 2);
}
