//! Rows 7 to 11: what is changed, by others and by us, and what becomes of a change that breaks off.

use super::super::super::machines::failures::changes::{about_to_roll, expect_the_rest};
use super::{APPLY, POOL, asked, expect_exactly};
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{Pool, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;

on_both_cores!(
    row_07_tags_of_others,
    row_08_scale_up,
    row_10_a_roll_waits_for_what_it_left,
);

/// Others may write what they like on machines; what is ours is put right when it is next changed.
fn row_07_tags_of_others(core: Core) {
    let simulator = Simulator::start(Options::default());
    let tagged = |team: &str| Pool::of(2).with(&format!("tags = {{ team = {team:?} }}"));
    let workspace = workspace(core, &simulator, &tagged("web").hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    for (key, value) in [
        ("Name", "theirs"),
        ("owner", "ops"),
        ("aws:autoscaling", "x"),
    ] {
        simulator.set_tag(&ids[0], key, value);
    }
    simulator.clear_requests();
    workspace.expect_empty_plan();
    workspace.write("main.tf", &tagged("db").hcl());
    workspace.apply();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    let written: Vec<String> = simulator
        .writes()
        .iter()
        .map(|request| request.action.clone())
        .collect();
    assert_eq!(written, ["CreateTags"]);
    let instance = simulator.instance(&ids[0]);
    for (key, value) in [
        ("Name", "theirs"),
        ("owner", "ops"),
        ("aws:autoscaling", "x"),
        ("team", "db"),
    ] {
        assert_eq!(instance.tag(key), value);
    }
}

fn row_08_scale_up(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    workspace.write("main.tf", &Pool::of(7).hcl());
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let after = column(&workspace, POOL, "id");
    assert_eq!(after[..2], before);
    let names = column(&workspace, POOL, "name");
    let expected: Vec<String> = (0..7)
        .map(|ordinal| format!("ex-general-worker-{ordinal}"))
        .collect();
    assert_eq!(names, expected);
    let launches = asked(&simulator, "RunInstances");
    assert_eq!(launches.len(), 2, "a request for each subnet");
    assert_eq!(launches[0].at, launches[1].at, "all at once");
    let fresh = simulator.live();
    let fresh = fresh
        .iter()
        .filter(|instance| !before.contains(&instance.id));
    let mut ordinals: Vec<&str> = fresh
        .map(|instance| instance.tag("lokomotive:ordinals"))
        .collect();
    ordinals.sort_unstable();
    assert_eq!(ordinals, ["2-6/2", "2-6/2", "2-6/2", "3-5/2", "3-5/2"]);
    expect_exactly(&simulator, &workspace, 7);
}

/// A roll that is broken off while machines come up goes on when they are ready, not at once.
fn row_10_a_roll_waits_for_what_it_left(core: Core) {
    let (simulator, workspace) = about_to_roll(core, Cloud::Aws);
    simulator.fault(
        Fault::on("DescribeInstanceStatus")
            .always()
            .status(400, "Unknown", "Not now"),
    );
    workspace
        .run(APPLY)
        .exits(1)
        .says("The cloud refuses DescribeInstanceStatus");
    simulator.clear_faults();
    assert_eq!(simulator.count("TerminateInstances"), 1);
    expect_exactly(&simulator, &workspace, 5);
    expect_the_rest(Cloud::Aws, &simulator, &workspace);
}
