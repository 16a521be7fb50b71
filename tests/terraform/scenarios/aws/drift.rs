//! What others do to machines, and what the next plan makes of it.

use std::time::Duration;

use super::super::machines::asked;
use crate::aws::provider;
use crate::core::Core;
use crate::machines::{POOL, Pool, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::simulator::world::Place;

on_both_cores!(
    a_token_of_a_machine_that_is_gone_makes_no_other_one,
    a_machine_that_left_its_load_balancer_goes_back,
    security_groups_that_somebody_changed_are_set_again,
    another_region_is_an_error_and_loses_nothing,
    another_account_is_an_error_and_loses_nothing,
);

fn a_token_of_a_machine_that_is_gone_makes_no_other_one(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    workspace.apply();
    simulator.terminate(&column(&workspace, POOL, "id")[1]);
    simulator.clock().advance(Duration::from_mins(2));
    simulator.clear_requests();
    workspace.apply();
    // it is refused, and the next one makes one machine
    let launches = asked(&simulator, "RunInstances").into_iter();
    let codes: Vec<Option<String>> = launches.map(|request| request.code).collect();
    let gone = "IdempotentInstanceTerminated".to_owned();
    assert_eq!(codes, [Some(gone), None]);
    assert_eq!(simulator.live().len(), 3);
}

fn a_machine_that_left_its_load_balancer_goes_back(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&Place::default(), "http");
    let pool = Pool::of(2).with_in_block(&format!("target_group_arns = [{group:?}]"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    simulator.deregister("http", &ids[0]);
    simulator.clock().advance(Duration::from_mins(10));
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    assert_eq!(column(&workspace, POOL, "id"), ids);
    assert_eq!(simulator.targets().len(), 2);
    workspace.expect_empty_plan();
}

fn security_groups_that_somebody_changed_are_set_again(core: Core) {
    let simulator = Simulator::start(Options::default());
    let (ours, other) = ("sg-00000000000000001", "sg-00000000000000002");
    let pool = Pool::of(2).with_in_block(&format!("security_group_ids = [{ours:?}]"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    simulator.set_security_groups(&ids[0], &[ours, other]);
    let run = workspace.run(&["plan", "-no-color"]).exits(0);
    run.says(&format!(
        "ex-general-worker-0 ({}): security groups",
        ids[0]
    ));
    assert_eq!(column(&workspace, POOL, "state"), ["running", "running"]);
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    for instance in simulator.live() {
        assert_eq!(instance.security_groups, [ours]);
    }
    assert_eq!(simulator.count("ModifyInstanceAttribute"), 1);
}

fn another_region_is_an_error_and_loses_nothing(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let before = workspace.attributes(POOL);
    workspace.write("provider.tf", &provider(&simulator.url(), "eu-central-1"));
    for command in [
        &["plan", "-no-color"][..],
        &["destroy", "-auto-approve", "-no-color"],
    ] {
        workspace
            .run(command)
            .exits(1)
            .says("The provider is configured for another region")
            .says("us-east-1")
            .says("eu-central-1");
    }
    assert_eq!(workspace.attributes(POOL), before);
    assert_eq!(simulator.live().len(), 2);
    workspace.write("provider.tf", &provider(&simulator.url(), "us-east-1"));
    workspace.expect_empty_plan();
    workspace.run(&["state", "rm", POOL]).exits(0);
    workspace
        .run(&["import", "-no-color", POOL, "aws/eu-central-1/ex/general"])
        .exits(1)
        .says("The provider is configured for another region");
}

fn another_account_is_an_error_and_loses_nothing(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let before = workspace.attributes(POOL);
    let other =
        provider(&simulator.url(), "us-east-1").replace("AKIA123456789012", "AKIA999999999999");
    workspace.write("provider.tf", &other);
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("The provider is configured for another account");
    assert_eq!(workspace.attributes(POOL), before);
    assert_eq!(simulator.live().len(), 2);
}
