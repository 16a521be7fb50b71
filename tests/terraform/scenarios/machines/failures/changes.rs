//! Rows 8 to 11: what is changed, and what becomes of a change that breaks off.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::{asked, expect_exactly};
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, POOL, Pool, column, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::clock::Moment;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_clouds!(
    row_09_scale_down,
    row_10_a_roll_stops_at_a_refusal,
    row_10_a_roll_stops_at_a_machine_that_dies,
    row_11_replaced_machines_and_a_replaced_pool,
);

/// The last go first, all at once, also where those that stay are replaced afterwards.
fn row_09_scale_down(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 5).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    workspace.write("main.tf", &Pool::on(cloud, 2).with_motd("hello").hcl());
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let ends = asked(&simulator, cloud.terminate());
    let ended: Vec<String> = ends.iter().flat_map(|end| cloud.named(end)).collect();
    let (surplus, replaced) = ended.split_at(3);
    assert_eq!(
        BTreeSet::from_iter(surplus),
        BTreeSet::from_iter(&before[2..])
    );
    assert_eq!(replaced, &before[..2]);
    let at = |id: &String| {
        ends.iter()
            .find(|end| cloud.named(end).contains(id))
            .unwrap()
            .at
    };
    assert!(
        surplus.iter().all(|id| at(id) == at(&surplus[0])),
        "all at once"
    );
    assert_eq!(simulator.count(cloud.launch()), 2);
    expect_exactly(cloud, &simulator, &workspace, 2);
    workspace.expect_empty_plan();
}

fn row_10_a_roll_stops_at_a_refusal(core: Core, cloud: Cloud) {
    let (simulator, workspace) = about_to_roll(core, cloud);
    let refused = Fault::on(cloud.launch()).nth(3);
    simulator.fault(refused.status(422, "InvalidParameterValue", "Not this one"));
    workspace
        .run(APPLY)
        .exits(1)
        .says(&format!("The cloud refuses {}", cloud.launch()))
        .says("Not this one")
        .says("The next terraform apply goes on from here");
    simulator.clear_faults();
    let ends = asked(&simulator, cloud.terminate());
    let ended = ends.iter().flat_map(|end| cloud.named(end)).count();
    assert_eq!(ended, 4, "two waves");
    expect_exactly(cloud, &simulator, &workspace, 4);
    expect_the_rest(cloud, &simulator, &workspace);
}

fn row_10_a_roll_stops_at_a_machine_that_dies(core: Core, cloud: Cloud) {
    let (simulator, workspace) = about_to_roll(core, cloud);
    let reason = cloud.fail_launch(&simulator, 3);
    workspace
        .run(APPLY)
        .exits(1)
        .says("A machine could not be made")
        .says(&reason);
    let states = column(&workspace, POOL, "state");
    assert_eq!(
        states.iter().filter(|state| *state == "failed").count(),
        1,
        "{states:?}"
    );
    // until a cloud has cleared it away
    simulator.clock().advance(Duration::from_mins(1));
    assert_eq!(cloud.live(&simulator).len(), 4);
    expect_the_rest(cloud, &simulator, &workspace);
}

/// Another type of machine is other machines in the same pool; another name is another pool.
fn row_11_replaced_machines_and_a_replaced_pool(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    let first = column(&workspace, POOL, "id");
    let uid = workspace.attributes(POOL)["uid"].clone();
    let larger = Pool::on(cloud, 2).with_in_block(cloud.other_type());
    workspace.write("main.tf", &larger.hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let second = column(&workspace, POOL, "id");
    assert!(!second.iter().any(|id| first.contains(id)));
    let live = cloud.live(&simulator);
    assert!(
        live.iter()
            .all(|machine| cloud.other_type().contains(&machine.kind))
    );
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    workspace.write("main.tf", &larger.hcl().replace("\"general\"", "\"other\""));
    workspace.apply().says("1 added, 0 changed, 1 destroyed");
    assert_ne!(workspace.attributes(POOL)["uid"], uid);
    assert_eq!(
        column(&workspace, POOL, "name"),
        ["ex-other-worker-0", "ex-other-worker-1"]
    );
    expect_exactly(cloud, &simulator, &workspace, 2);
}

/// A pool of five whose next apply rolls them, two at a time.
pub(crate) fn about_to_roll(core: Core, cloud: Cloud) -> (Simulator, Workspace) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::on(cloud, 5).with("max_unavailable = 2");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    workspace.write("main.tf", &pool.with_motd("hello").hcl());
    simulator.clock().advance(Duration::from_hours(1));
    simulator.clear_requests();
    (simulator, workspace)
}

/// The rest of the roll, right away: no machine twice, and never more away than may be.
pub(crate) fn expect_the_rest(cloud: Cloud, simulator: &Simulator, workspace: &Workspace) {
    let plan = workspace.plan_json();
    let hash = plan["resource_changes"][0]["change"]["after"]["config_sha256"].clone();
    let mut fresh = cloud.live(simulator);
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
    expect_exactly(cloud, simulator, workspace, 5);
    assert_eq!(most_away(cloud, simulator), 2);
    workspace.expect_empty_plan();
}

/// How long workers must be ready.
const MIN_READY: Duration = Duration::from_mins(2);

/// The most machines that were away at once: from the request that ended one until another has been ready for long
/// enough.
fn most_away(cloud: Cloud, simulator: &Simulator) -> i32 {
    let ends = asked(simulator, cloud.terminate());
    let start = ends.first().unwrap().at;
    let mut events: Vec<(Moment, i32)> = Vec::new();
    for end in &ends {
        // one that has died was away before
        let ended = cloud.named(end).into_iter();
        let ended = ended.filter(|id| !cloud.has_died(simulator, id));
        events.extend(ended.map(|_| (end.at, 1)));
    }
    let instances = cloud.live(simulator);
    let made = instances
        .iter()
        .filter(|instance| instance.launched_at >= start);
    events.extend(made.map(|instance| (instance.launched_at + cloud.start() + MIN_READY, -1)));
    events.sort_unstable();
    let mut away = 0;
    let counts = events.into_iter().map(|(_, change)| {
        away += change;
        away
    });
    counts.max().unwrap()
}
