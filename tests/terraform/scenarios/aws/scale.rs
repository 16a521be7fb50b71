//! A pool of a hundred costs hardly more than one of ten.

use crate::aws::{Pool, column, workspace};
use crate::core::Core;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_cores!(a_hundred_workers);

const POOL: &str = "lokomotive_worker_pool.pool";

/// Requests are counted, not timed; the time is the simulator's.
fn a_hundred_workers(core: Core) {
    let options = Options {
        start_delay: std::time::Duration::from_secs(30),
        ..Options::default()
    };
    let simulator = Simulator::start(options);
    let workspace = workspace(core, &simulator, &Pool::of(100).hcl());
    let start = simulator.clock().now();
    workspace.apply();
    let took = simulator.clock().now().0 - start.0;
    let requests = simulator.requests().len();
    assert!(
        requests <= 30,
        "{requests} requests to plan and make 100 machines"
    );
    assert!(took <= 33_000, "{took} ms for machines that take 30000 ms");
    assert_eq!(column(&workspace, POOL, "id").len(), 100);

    simulator.clear_requests();
    workspace.run(&["refresh"]).exits(0);
    assert_eq!(simulator.count("DescribeInstances"), 1);
    assert_eq!(
        simulator.requests().len(),
        2,
        "one list, and whose account it is"
    );

    simulator.clear_requests();
    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert_eq!(simulator.live().len(), 0);
    assert_eq!(simulator.count("TerminateInstances"), 1);
}
