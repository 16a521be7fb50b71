//! What others do to machines, and what the next plan makes of it.

use std::time::Duration;

use crate::aws::{Pool, column, provider, workspace};
use crate::core::Core;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::simulator::world::Place;

on_both_cores!(
    a_machine_that_vanished_is_made_anew_alone,
    a_machine_that_is_stopped_is_told_and_left,
    a_machine_of_another_resource_in_our_place_is_an_error,
    two_machines_in_one_place_are_an_error,
    a_machine_that_left_its_load_balancer_goes_back,
    another_region_is_an_error_and_loses_nothing,
    another_account_is_an_error_and_loses_nothing,
    a_refusal_is_not_an_absence,
    machines_without_their_tags_are_still_known,
);

const POOL: &str = "lokomotive_worker_pool.pool";

fn a_machine_that_vanished_is_made_anew_alone(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    simulator.terminate(&before[1]);
    simulator.clock().advance(Duration::from_mins(2));
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let after = column(&workspace, POOL, "id");
    assert_eq!((&after[0], &after[2]), (&before[0], &before[2]));
    assert_ne!(after[1], before[1]);
    // the token of the one that is gone is refused, and the next one makes one machine
    let launches = simulator
        .requests()
        .into_iter()
        .filter(|request| request.action == "RunInstances");
    let codes: Vec<Option<String>> = launches.map(|request| request.code).collect();
    assert_eq!(
        codes,
        [Some("IdempotentInstanceTerminated".to_owned()), None]
    );
    assert_eq!(simulator.live().len(), 3);
    assert_eq!(simulator.count("TerminateInstances"), 0);
    workspace.expect_empty_plan();
}

fn a_machine_that_is_stopped_is_told_and_left(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    simulator.stop(&ids[0]);
    simulator.clock().advance(Duration::from_mins(2));
    let run = workspace.run(&["plan", "-no-color"]).exits(0);
    run.says("Machines are stopped")
        .says(&format!("ex-general-worker-0 ({})", ids[0]));
    workspace.apply();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    assert_eq!(column(&workspace, POOL, "state"), ["stopped", "running"]);
}

fn a_machine_of_another_resource_in_our_place_is_an_error(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let ours = column(&workspace, POOL, "id").remove(1);
    let tags = [
        ("lokomotive:cluster", "ex"),
        ("lokomotive:role", "worker"),
        ("lokomotive:pool", "general"),
        ("lokomotive:uid", "somebody-else"),
        ("lokomotive:ordinals", "1"),
    ];
    let theirs = simulator.launch_foreign(&Place::default(), &tags);
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("Another resource has a machine ex-general-worker-1, too")
        .says(&ours)
        .says(&theirs)
        .says("somebody-else");
    simulator.terminate(&theirs);
    simulator.clock().advance(Duration::from_mins(2));
    workspace.expect_empty_plan();
}

fn two_machines_in_one_place_are_an_error(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let uid = workspace.attributes(POOL)["uid"]
        .as_str()
        .unwrap()
        .to_owned();
    let tags = [
        ("lokomotive:cluster", "ex"),
        ("lokomotive:role", "worker"),
        ("lokomotive:pool", "general"),
        ("lokomotive:uid", uid.as_str()),
        ("lokomotive:ordinals", "0"),
    ];
    let second = simulator.launch_foreign(&Place::default(), &tags);
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("There are two machines ex-general-worker-0")
        .says(&second);
}

fn a_machine_that_left_its_load_balancer_goes_back(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&Place::default(), "http");
    let pool = Pool::of(2).with_aws(&format!("target_group_arns = [{group:?}]"));
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

fn a_refusal_is_not_an_absence(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let before = workspace.attributes(POOL);
    simulator.set(|options| {
        let key = crate::aws::ACCESS_KEY.to_owned();
        options
            .denied
            .insert(key, ["DescribeInstances".to_owned()].into());
    });
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("The cloud does not allow DescribeInstances")
        .says("Nothing was taken to be gone because of it");
    assert_eq!(workspace.attributes(POOL), before);
}

fn machines_without_their_tags_are_still_known(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    for tag in ["lokomotive:cluster", "lokomotive:uid", "lokomotive:config"] {
        simulator.remove_tag(&ids[0], tag);
    }
    workspace.expect_empty_plan();
    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert_eq!(simulator.live().len(), 0);
}
