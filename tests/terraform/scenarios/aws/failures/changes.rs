//! Rows 7 to 11: what is changed, by others and by us, and what becomes of a change that breaks off.

use std::time::Duration;

use super::{APPLY, POOL, asked, expect_exactly, named};
use crate::aws::{Pool, column, workspace};
use crate::core::Core;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::clock::Moment;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_cores!(
    row_07_tags_of_others,
    row_08_scale_up,
    row_09_scale_down,
    row_10_a_roll_stops_at_a_refusal,
    row_10_a_roll_stops_at_a_machine_that_dies,
    row_10_a_roll_waits_for_what_it_left,
    row_11_replaced_machines_and_a_replaced_pool,
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

/// The last go first, all at once, also where those that stay are replaced afterwards.
fn row_09_scale_down(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(5).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    workspace.write("main.tf", &Pool::of(2).with_motd("hello").hcl());
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let ended: Vec<Vec<String>> = asked(&simulator, "TerminateInstances")
        .iter()
        .map(named)
        .collect();
    let one = |index: usize| vec![before[index].clone()];
    assert_eq!(ended, [before[2..].to_vec(), one(0), one(1)]);
    assert_eq!(simulator.count("RunInstances"), 2);
    expect_exactly(&simulator, &workspace, 2);
    workspace.expect_empty_plan();
}

/// From a machine's start until it counts as ready: what the simulator takes, and `min_ready_seconds`.
const READY: Duration = Duration::from_secs(10 + 60 + 120);

/// The most machines that were away at once: from the request that ended one until another has been ready for long
/// enough.
fn most_away(simulator: &Simulator) -> i32 {
    let ends = asked(simulator, "TerminateInstances");
    let start = ends.first().unwrap().at;
    let mut events: Vec<(Moment, i32)> = Vec::new();
    for end in &ends {
        // one that has died was away before
        let dead = |id: &String| {
            simulator
                .instance(id)
                .reason
                .is_some_and(|reason| reason.starts_with("Server."))
        };
        let ended = named(end).into_iter().filter(|id| !dead(id));
        events.extend(ended.map(|_| (end.at, 1)));
    }
    let instances = simulator.live();
    let made = instances
        .iter()
        .filter(|instance| instance.launched_at >= start);
    events.extend(made.map(|instance| (instance.launched_at + READY, -1)));
    events.sort_unstable();
    let mut away = 0;
    let counts = events.into_iter().map(|(_, change)| {
        away += change;
        away
    });
    counts.max().unwrap()
}

/// A pool of five whose next apply rolls them, two at a time.
fn about_to_roll(core: Core) -> (Simulator, Workspace) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::of(5).with("max_unavailable = 2");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    workspace.write("main.tf", &pool.with_motd("hello").hcl());
    simulator.clock().advance(Duration::from_hours(1));
    simulator.clear_requests();
    (simulator, workspace)
}

/// The rest of the roll, right away: no machine twice, and never more away than may be.
fn expect_the_rest(simulator: &Simulator, workspace: &Workspace) {
    let plan = workspace.plan_json();
    let hash = plan["resource_changes"][0]["change"]["after"]["config_sha256"].clone();
    let mut fresh = simulator.live();
    fresh.retain(|instance| instance.tag("lokomotive:config") == hash);
    let fresh: Vec<String> = fresh.into_iter().map(|instance| instance.id).collect();
    assert!(!fresh.is_empty());
    workspace
        .run(APPLY)
        .exits(0)
        .says("0 added, 1 changed, 0 destroyed");
    let after = column(workspace, POOL, "id");
    assert!(
        fresh.iter().all(|id| after.contains(id)),
        "{fresh:?} {after:?}"
    );
    assert_eq!(workspace.attributes(POOL)["outdated_count"], 0);
    expect_exactly(simulator, workspace, 5);
    assert_eq!(most_away(simulator), 2);
    workspace.expect_empty_plan();
}

fn row_10_a_roll_stops_at_a_refusal(core: Core) {
    let (simulator, workspace) = about_to_roll(core);
    let refused = Fault::on("RunInstances").nth(3);
    simulator.fault(refused.status(400, "InvalidParameterValue", "Not this one"));
    workspace
        .run(APPLY)
        .exits(1)
        .says("The cloud refuses RunInstances")
        .says("InvalidParameterValue: Not this one.")
        .says("The next terraform apply goes on from here");
    simulator.clear_faults();
    assert_eq!(simulator.count("TerminateInstances"), 2, "two waves");
    expect_exactly(&simulator, &workspace, 4);
    expect_the_rest(&simulator, &workspace);
}

fn row_10_a_roll_stops_at_a_machine_that_dies(core: Core) {
    let (simulator, workspace) = about_to_roll(core);
    simulator.fail_launch(
        3,
        "Server.InternalError",
        "Server.InternalError: Internal error on launch",
    );
    workspace
        .run(APPLY)
        .exits(1)
        .says("A machine could not be made")
        .says("Server.InternalError: Internal error on launch");
    let states = column(&workspace, POOL, "state");
    assert_eq!(
        states.iter().filter(|state| *state == "failed").count(),
        1,
        "{states:?}"
    );
    assert_eq!(simulator.live().len(), 4);
    expect_the_rest(&simulator, &workspace);
}

/// A roll that is broken off while machines come up goes on when they are ready, not at once.
fn row_10_a_roll_waits_for_what_it_left(core: Core) {
    let (simulator, workspace) = about_to_roll(core);
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
    expect_the_rest(&simulator, &workspace);
}

/// Another type of machine is other machines in the same pool; another name is another pool.
fn row_11_replaced_machines_and_a_replaced_pool(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let first = column(&workspace, POOL, "id");
    let uid = workspace.attributes(POOL)["uid"].clone();
    let larger = Pool::of(2)
        .with_aws("instance_type = \"m5.large\"")
        .with_aws("disk_size = 80");
    workspace.write("main.tf", &larger.hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let second = column(&workspace, POOL, "id");
    assert!(!second.iter().any(|id| first.contains(id)));
    let asked_for = |kind: &str, size| kind == "m5.large" && size == 80;
    assert!(
        simulator
            .live()
            .iter()
            .all(|i| asked_for(&i.kind, i.volume.disk.size))
    );
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    workspace.write("main.tf", &larger.hcl().replace("\"general\"", "\"other\""));
    workspace.apply().says("1 added, 0 changed, 1 destroyed");
    assert_ne!(workspace.attributes(POOL)["uid"], uid);
    assert_eq!(
        column(&workspace, POOL, "name"),
        ["ex-other-worker-0", "ex-other-worker-1"]
    );
    expect_exactly(&simulator, &workspace, 2);
}
