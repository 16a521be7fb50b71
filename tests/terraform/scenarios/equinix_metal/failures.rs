//! Rows of the table in `machines::failures` that mean something of their own on Equinix Metal.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::machines::{asked, expect_exactly};
use crate::clouds::Cloud;
use crate::core::Core;
use crate::equinix_metal::TOKEN;
use crate::machines::{APPLY, DESTROY, POOL, Pool, apply_twice_at_once, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;

on_both_cores!(
    row_01_partial_create,
    row_05_post_with_unknown_outcome,
    row_07_tags_of_others,
    row_08_scale_up,
    row_13_what_is_asked_again,
    row_16_a_locked_device,
    row_16_a_device_that_is_still_made,
    row_16_ending_devices_that_are_gone,
    row_20_the_user_agent,
    row_24_two_applies_at_once,
    row_25_the_clouds_own_words,
    a_reserved_device_that_fails_is_kept_with_the_reason,
    a_device_that_is_forbidden_is_gone_only_within_its_project,
);

/// How a request goes wrong.
type Way = fn(Fault) -> Fault;

const METAL: Cloud = Cloud::EquinixMetal;

fn pool(count: usize) -> Pool {
    Pool::on(METAL, count)
}

fn limit_room(simulator: &Simulator, devices: usize) {
    let place = ("am".to_owned(), "c3.small.x86".to_owned());
    simulator.set(|options| {
        options.capacity.insert(place, devices);
    });
}

fn row_01_partial_create(core: Core) {
    let simulator = Simulator::start(Options::default());
    limit_room(&simulator, 3);
    let workspace = workspace(core, &simulator, &pool(4).hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("There aren't available servers in that metro")
        .says("terraform untaint");
    expect_exactly(METAL, &simulator, &workspace, 3);
    let before = column(&workspace, POOL, "id");
    simulator.set(|options| options.capacity.clear());
    workspace.run(&["untaint", POOL]).exits(0);
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let after = column(&workspace, POOL, "id");
    assert!(before.iter().all(|id| after.contains(id)));
    expect_exactly(METAL, &simulator, &workspace, 4);
    workspace.expect_empty_plan();
}

/// The pool grows by one with each way in which a request can be lost. The API would make another device for another
/// request, so what came of the first is looked for, and only where that was nothing there is a second.
fn row_05_post_with_unknown_outcome(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, "");
    let ways: [(Way, usize); 6] = [
        (Fault::drop_before, 2),
        (Fault::drop_after, 1),
        (Fault::hang_before, 2),
        (Fault::hang_after, 1),
        (|fault| fault.html(500), 2),
        (
            |fault| fault.status(500, "500", "Oh snap, something went wrong!"),
            2,
        ),
    ];
    for (index, (way, posts)) in ways.into_iter().enumerate() {
        let count = index + 1;
        workspace.write("main.tf", &pool(count).hcl());
        simulator.clear_requests();
        simulator.fault(way(Fault::on("createDevice")));
        workspace.apply();
        simulator.clear_faults();
        let requests = asked(&simulator, "createDevice");
        assert_eq!(requests.len(), posts, "way {index}");
        if let [first, second] = &requests[..] {
            let between = |request: &crate::simulator::log::Request| {
                request.action == "findProjectDevices"
                    && request.at > first.at
                    && request.at <= second.at
            };
            assert!(
                simulator.requests().iter().any(between),
                "way {index}: no look between"
            );
        }
        expect_exactly(METAL, &simulator, &workspace, count);
        assert_eq!(simulator.devices().len(), count, "way {index}");
    }
    workspace.expect_empty_plan();
}

/// Others may write what they like on devices until a change of ours, which gives a device exactly our tags and the user's.
fn row_07_tags_of_others(core: Core) {
    let simulator = Simulator::start(Options::default());
    let tagged = |team: &str| pool(1).with(&format!("tags = {{ team = {team:?} }}"));
    let workspace = workspace(core, &simulator, &tagged("web").hcl());
    workspace.apply();
    let id = column(&workspace, POOL, "id").remove(0);
    simulator.on_device(&id, |device| device.order.tags.push("theirs".to_owned()));
    workspace.expect_empty_plan();
    workspace.write("main.tf", &tagged("db").hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    let tags = simulator.device(&id).tags;
    assert!(
        tags.contains(&"team:db".to_owned()) && tags.contains(&"theirs".to_owned()),
        "{tags:?}"
    );
    assert!(!tags.contains(&"team:web".to_owned()), "{tags:?}");
}

/// One POST each, all at once; everything else is the same for one as for many.
fn row_08_scale_up(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &pool(2).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    workspace.write("main.tf", &pool(6).hcl());
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    assert_eq!(column(&workspace, POOL, "id")[..2], before);
    let posts = asked(&simulator, "createDevice");
    assert_eq!(posts.len(), 4);
    assert!(
        posts.iter().all(|post| post.at == posts[0].at),
        "all at once"
    );
    expect_exactly(METAL, &simulator, &workspace, 6);
}

/// What each answer to a POST leads to: how often it is made, and what is said in the end.
fn row_13_what_is_asked_again(core: Core) {
    let cases: [(&str, Way, usize, Option<&str>); 6] = [
        (
            "429",
            |f| f.times(2).status(429, "429", "Slow down"),
            3,
            None,
        ),
        ("500 in HTML", |f| f.times(2).html(500), 3, None),
        ("503 with a time", |f| f.retry_after(45), 2, None),
        (
            "503 for good",
            |f| f.always().html(503),
            4,
            Some("The cloud does not answer createDevice"),
        ),
        (
            "422",
            |f| f.always().status(422, "422", "Not like that"),
            1,
            Some("Not like that"),
        ),
        (
            "403",
            |f| f.always().status(403, "403", "No"),
            1,
            Some("The cloud does not allow createDevice"),
        ),
    ];
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &pool(1).hcl());
    workspace.apply();
    let mut count = 1;
    for (name, way, times, error) in cases {
        count += usize::from(error.is_none());
        workspace.write("main.tf", &pool(count + usize::from(error.is_some())).hcl());
        simulator.clear_requests();
        simulator.fault(way(Fault::on("createDevice")));
        match error {
            None => drop(workspace.apply()),
            Some(said) => drop(workspace.run(APPLY).exits(1).says(said)),
        }
        simulator.clear_faults();
        assert_eq!(simulator.count("createDevice"), times, "{name}");
        expect_exactly(METAL, &simulator, &workspace, count);
    }
}

/// The others end all the same, and the state holds what is left.
fn row_16_a_locked_device(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &pool(3).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    simulator.lock_device(&ids[1], true);
    workspace
        .run(DESTROY)
        .exits(1)
        .says("Cannot delete a locked device")
        .says(&format!("The device {} is locked: unlock it first", ids[1]))
        .says("The next terraform destroy goes on from here");
    let live: Vec<String> = simulator
        .live_devices()
        .into_iter()
        .map(|view| view.id)
        .collect();
    assert_eq!(live, ids[1..2]);
    simulator.lock_device(&ids[1], false);
    simulator.clock().advance(Duration::from_mins(2));
    workspace.run(DESTROY).exits(0);
    assert!(workspace.state().is_empty());
    assert_eq!(simulator.live_devices().len(), 0);
}

/// The API refuses to end what is being made, so it is asked again until it can.
fn row_16_a_device_that_is_still_made(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.metal.provision_delay = Duration::from_mins(20));
    let slow = pool(2).with("timeouts { create = \"1m\" }");
    let workspace = workspace(core, &simulator, &slow.hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("It took longer than it may");
    assert_eq!(column(&workspace, POOL, "id").len(), 2);
    workspace.run(DESTROY).exits(0);
    assert!(workspace.state().is_empty());
    assert_eq!(simulator.live_devices().len(), 0);
    let refused = asked(&simulator, "deleteDevice");
    assert!(refused.iter().any(|request| request.status == Some(422)));
}

fn row_16_ending_devices_that_are_gone(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &pool(3).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    simulator.delete_device(&ids[0]);
    simulator.clock().advance(Duration::from_mins(10));
    workspace
        .run(&["destroy", "-auto-approve", "-refresh=false"])
        .exits(0);
    assert!(workspace.state().is_empty());
    assert_eq!(simulator.live_devices().len(), 0);
}

fn row_20_the_user_agent(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &pool(1).hcl());
    workspace.apply();
    for request in simulator.requests() {
        let agent = request.user_agent;
        assert!(
            agent.starts_with("terraform-provider-lokomotive/"),
            "{}: {agent}",
            request.action
        );
    }
}

/// There is nothing in the API that would stop the second of two, so the first who looks finds both, and says so.
fn row_24_two_applies_at_once(core: Core) {
    let simulator = Simulator::start(Options::default());
    let main = pool(1).hcl();
    let (workspaces, runs) = apply_twice_at_once(core, &simulator, METAL.list(), &main);
    // nothing is lost: each state has its own machine, and each plan names the other's
    let ids: Vec<String> = workspaces
        .iter()
        .flat_map(|workspace| column(workspace, POOL, "id"))
        .collect();
    assert_eq!(simulator.live_devices().len(), ids.len(), "{runs:#?}");
    for (index, workspace) in workspaces.iter().enumerate() {
        workspace
            .run(&["plan", "-no-color"])
            .exits(1)
            .says("Another resource has a machine ex-general-worker-0, too")
            .says(&ids[1 - index]);
    }
    // the way out that the error names; a destroy with a refresh would come to the error again
    let [ours, theirs] = workspaces;
    theirs.run(DESTROY).exits(1).says("-refresh=false");
    theirs
        .run(&["destroy", "-auto-approve", "-refresh=false"])
        .exits(0);
    ours.expect_empty_plan();
    expect_exactly(METAL, &simulator, &ours, 1);
}

fn row_25_the_clouds_own_words(core: Core) {
    let simulator = Simulator::start(Options::default());
    limit_room(&simulator, 0);
    let workspace = workspace(core, &simulator, &pool(2).hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("There aren't available servers in that metro")
        .says("No machine is known.");
    assert_eq!(simulator.count("createDevice"), 2, "once for each");
    assert!(workspace.state().is_empty());
}

/// On a reservation, a device that could not be installed stays where it is.
fn a_reserved_device_that_fails_is_kept_with_the_reason(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.add_reservation("c3.small.x86", "am");
    simulator.fail_launch(1, "", "Disk failure");
    let asked = pool(1).with_in_block("reservation_ids_default = \"next-available\"");
    let workspace = workspace(core, &simulator, &asked.hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("A machine could not be made")
        .says("Disk failure");
    assert_eq!(column(&workspace, POOL, "state"), ["failed"]);
    workspace.run(&["untaint", POOL]).exits(0);
    // it goes, its reservation comes back, and another takes its place
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(simulator.live_devices().len(), 1);
    assert_eq!(simulator.devices().len(), 2);
}

/// A device that failed is taken out of the project, and forbidden then. With a project that is forbidden, too, that says
/// nothing.
fn a_device_that_is_forbidden_is_gone_only_within_its_project(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.metal.hidden_status = 403);
    simulator.fail_launch(1, "", "no more tries");
    let workspace = workspace(core, &simulator, &pool(2).hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("A machine could not be made");
    workspace.run(&["untaint", POOL]).exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    expect_exactly(METAL, &simulator, &workspace, 2);
    let before = workspace.attributes(POOL);
    simulator.set(|options| {
        options
            .metal
            .members
            .insert(TOKEN.to_owned(), BTreeSet::new());
    });
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("The cloud does not allow findProjectById")
        .says("Nothing was taken to be gone because of it");
    assert_eq!(workspace.attributes(POOL), before);
}
