//! Fifty pools in one apply share the limits of their account.

use std::time::Duration;

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{Pool, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::log::Request;
use crate::simulator::options::Options;
use crate::simulator::throttle::Throttle;
use crate::workspace::Workspace;

on_both_clouds!(fifty_pools_in_one_apply);

const POOLS: usize = 50;

/// A limit that the provider keeps to in an account.
struct Limit {
    of: fn(&Request) -> bool,
    at_once: usize,
    a_second: usize,
}

/// As the guide on scale has them.
fn limits(cloud: Cloud) -> Vec<Limit> {
    let limit = |of, at_once, a_second| Limit {
        of,
        at_once,
        a_second,
    };
    match cloud {
        Cloud::Aws => vec![
            limit(|request| !request.is_write(), 20, 10),
            limit(|request| request.is_write() && !is_launch(request), 20, 5),
            limit(is_launch, 4, 2),
        ],
        Cloud::EquinixMetal => vec![limit(|_| true, 20, 10)],
    }
}

fn is_launch(request: &Request) -> bool {
    request.action == "RunInstances"
}

/// Most requests that there were beyond the limit, in any stretch of time.
fn most_beyond(limit: &Limit, requests: &[Request]) -> usize {
    let mut most = 0;
    let requests = requests.iter().filter(|request| (limit.of)(request));
    let requests: Vec<&Request> = requests.collect();
    for (index, first) in requests.iter().enumerate() {
        for (number, last) in requests[index..].iter().enumerate() {
            let passed = last.at.since(first.at).as_millis();
            let passed = usize::try_from(passed).unwrap();
            let allowed = limit.at_once + (limit.a_second * passed).div_ceil(1000);
            most = most.max((number + 1).saturating_sub(allowed));
        }
    }
    most
}

/// All pools of two workers each.
fn pools(cloud: Cloud) -> String {
    let pool = Pool::on(cloud, 2).with(&format!("count = {POOLS}"));
    pool.hcl().replace("\"general\"", "\"pool-${count.index}\"")
}

fn fifty_pools_in_one_apply(core: Core, cloud: Cloud) {
    let mut options = Options {
        visibility_delay: Duration::from_secs(5),
        limits_as_aws: true,
        ..Options::default()
    };
    if cloud == Cloud::EquinixMetal {
        // it never said what it allows: what the provider keeps to
        options.throttle = Some(Throttle {
            burst: 20,
            per_second: 10.0,
            in_real_time: false,
        });
    }
    let simulator = Simulator::start(options);
    let workspace = workspace(core, &simulator, &pools(cloud));
    change(cloud, &simulator, &workspace, &[]);
    assert_eq!(cloud.live(&simulator).len(), 2 * POOLS);
    simulator.clock().advance(FULL);
    workspace
        .run(&["plan", "-detailed-exitcode", PARALLEL])
        .exits(0)
        .says("No changes.");
    simulator.clock().advance(FULL);
    change(cloud, &simulator, &workspace, &["-destroy"]);
    assert_eq!(cloud.live(&simulator).len(), 0);
}

/// Long enough for buckets to be full again. Each command starts another process, which knows nothing of the one before.
const FULL: Duration = Duration::from_mins(1);

const PARALLEL: &str = "-parallelism=50";

/// Applies a plan; the apply must keep to the limits, and nothing be refused.
fn change(cloud: Cloud, simulator: &Simulator, workspace: &Workspace, more: &[&str]) {
    let plan = ["plan", "-out=all", PARALLEL];
    workspace.run(&[&plan, more].concat()).exits(0);
    simulator.clock().advance(FULL);
    simulator.clear_requests();
    workspace.run(&["apply", PARALLEL, "all"]).exits(0);
    let requests = simulator.requests();
    let is_refused = |request: &&Request| matches!(request.status, Some(429 | 503));
    let refused = requests.iter().filter(is_refused);
    let refused: Vec<&Request> = refused.collect();
    assert!(refused.is_empty(), "{refused:#?}");
    let limits = limits(cloud);
    let beyond = limits.iter().map(|limit| most_beyond(limit, &requests));
    let beyond: Vec<usize> = beyond.collect();
    assert!(beyond.iter().all(|most| *most == 0), "{beyond:?}");
}
