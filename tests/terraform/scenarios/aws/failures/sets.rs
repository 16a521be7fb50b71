//! Rows 23 and 24: several sets of machines at once.

use std::time::Duration;

use super::requests::most_in_a_second;
use super::{APPLY, POOL, asked, expect_exactly, in_one_subnet, is_tainted};
use crate::aws::subnets;
use crate::core::Core;
use crate::machines::{Pool, apply_twice_at_once, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_cores!(
    row_23_two_pools_share_a_limit,
    row_23_one_pool_fails_alone,
    row_24_two_applies_at_once,
);

const OTHER: &str = "lokomotive_worker_pool.other";

/// Two pools, one of them in another subnet.
fn two(pool: &Pool) -> String {
    let other = Pool {
        subnets: subnets(2)[1..].to_vec(),
        ..pool.clone()
    };
    let other = other
        .hcl()
        .replace("\"pool\"", "\"other\"")
        .replace("\"general\"", "\"other\"");
    format!("{}\n{other}", pool.hcl())
}

fn row_23_two_pools_share_a_limit(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = in_one_subnet(40);
    let workspace = workspace(core, &simulator, &two(&pool));
    workspace.apply().says("2 added, 0 changed, 0 destroyed");
    assert_eq!(asked(&simulator, "RunInstances").len(), 2);
    assert_eq!(simulator.live().len(), 80);
    simulator.clock().advance(Duration::from_mins(1));
    workspace.write(
        "main.tf",
        &two(&pool.with_in_block("metadata_hop_limit = 2")),
    );
    workspace.run(&["plan", "-out=plan"]).exits(0);
    simulator.clear_requests();
    workspace.run(&["apply", "plan"]).exits(0);
    let changes = asked(&simulator, "ModifyInstanceMetadataOptions");
    assert_eq!(changes.len(), 80);
    let most = most_in_a_second(&simulator.requests());
    assert!(most <= 30, "{most} requests in a second");
    let took = changes.last().unwrap().at.since(changes[0].at);
    assert!(
        took >= Duration::from_millis(5_500),
        "{took:?} for 80 requests, 20 at once and 10 a second"
    );
    workspace.expect_empty_plan();
}

fn row_23_one_pool_fails_alone(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| {
        let place = (subnets(1).remove(0), "t3.small".to_owned());
        options.capacity.insert(place, 1);
    });
    let workspace = workspace(core, &simulator, &two(&in_one_subnet(3)));
    workspace
        .run(APPLY)
        .exits(1)
        .says("AWS had only 1 of 3 t3.small machines to give");
    assert!(is_tainted(&workspace, POOL) && !is_tainted(&workspace, OTHER));
    assert_eq!(column(&workspace, POOL, "id").len(), 1);
    assert_eq!(column(&workspace, OTHER, "state"), ["running"; 3]);
    let others = column(&workspace, OTHER, "id");
    simulator.set(|options| options.capacity.clear());
    workspace.run(&["untaint", POOL]).exits(0);
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    assert_eq!(column(&workspace, OTHER, "id"), others);
    assert_eq!(simulator.live().len(), 6);
    workspace.expect_empty_plan();
}

/// Both have seen that there are no such machines; the token lets only one of them have its way.
fn row_24_two_applies_at_once(core: Core) {
    let simulator = Simulator::start(Options::default());
    let main = in_one_subnet(3).hcl();
    let (workspaces, runs) = apply_twice_at_once(core, &simulator, "DescribeInstances", &main);
    let [winner, loser] = match runs.each_ref().map(|run| run.code) {
        [Some(0), Some(1)] => [0, 1],
        [Some(1), Some(0)] => [1, 0],
        codes => panic!("{codes:?}: {runs:#?}"),
    };
    expect_exactly(&simulator, &workspaces[winner], 3);
    assert!(workspaces[loser].state().is_empty());
    let said = runs[loser].said_unwrapped();
    assert!(said.contains("There are such machines already"), "{said}");
    for id in column(&workspaces[winner], POOL, "id") {
        assert!(said.contains(&id), "no {id} in {said}");
    }
    assert_eq!(simulator.instances().len(), 3);
    workspaces[winner].expect_empty_plan();
}
