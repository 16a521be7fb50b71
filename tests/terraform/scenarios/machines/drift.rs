//! What others do to machines, and what the next plan makes of it.

use std::time::Duration;

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, POOL, Pool, column, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(
    a_machine_that_vanished_is_made_anew_alone,
    a_machine_that_is_stopped_is_told_and_left,
    a_machine_of_another_resource_in_our_place_is_an_error,
    two_machines_in_one_place_are_an_error,
    a_refusal_is_not_an_absence,
    machines_without_their_tags_are_still_known,
    a_tag_that_somebody_took_off_is_set_again,
    tags_of_a_failed_change_that_is_taken_back_go_away,
);

fn a_machine_that_vanished_is_made_anew_alone(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    cloud.vanish(&simulator, &before[1]);
    simulator.clock().advance(Duration::from_mins(2));
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let after = column(&workspace, POOL, "id");
    assert_eq!((&after[0], &after[2]), (&before[0], &before[2]));
    assert_ne!(after[1], before[1]);
    assert_eq!(cloud.live(&simulator).len(), 3);
    assert_eq!(simulator.count(cloud.terminate()), 0);
    workspace.expect_empty_plan();
}

fn a_machine_that_is_stopped_is_told_and_left(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    cloud.stop(&simulator, &ids[0]);
    simulator.clock().advance(Duration::from_mins(2));
    let run = workspace.run(&["plan", "-no-color"]).exits(0);
    run.says("Machines are stopped")
        .says(&format!("ex-general-worker-0 ({})", ids[0]));
    workspace.apply();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    assert_eq!(column(&workspace, POOL, "state"), ["stopped", "running"]);
}

fn a_machine_of_another_resource_in_our_place_is_an_error(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    let ours = column(&workspace, POOL, "id").remove(1);
    let tags = [
        ("lokomotive:cluster", "ex"),
        ("lokomotive:role", "worker"),
        ("lokomotive:pool", "general"),
        ("lokomotive:uid", "somebody-else"),
        ("lokomotive:ordinals", "1"),
    ];
    let theirs = cloud.launch_foreign(&simulator, &tags);
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("Another resource has a machine ex-general-worker-1, too")
        .says(&ours)
        .says(&theirs)
        .says("somebody-else");
    cloud.vanish(&simulator, &theirs);
    simulator.clock().advance(Duration::from_mins(2));
    workspace.expect_empty_plan();
}

fn two_machines_in_one_place_are_an_error(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
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
    let second = cloud.launch_foreign(&simulator, &tags);
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("There are two machines ex-general-worker-0")
        .says(&second);
}

fn a_refusal_is_not_an_absence(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    let before = workspace.attributes(POOL);
    simulator.set(|options| {
        let denied = [cloud.list().to_owned()].into();
        options.denied.insert(cloud.key().to_owned(), denied);
    });
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says(&format!("The cloud does not allow {}", cloud.list()))
        .says("Nothing was taken to be gone because of it");
    assert_eq!(workspace.attributes(POOL), before);
}

fn machines_without_their_tags_are_still_known(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    for tag in ["set", "cluster", "uid", "config"].map(|tag| format!("lokomotive:{tag}")) {
        cloud.remove_tag(&simulator, &ids[0], &tag);
    }
    workspace.expect_empty_plan();
    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
}

fn a_tag_that_somebody_took_off_is_set_again(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::on(cloud, 2).with("tags = { team = \"web\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    cloud.remove_tag(&simulator, &ids[1], "team");
    let run = workspace.run(&["plan", "-no-color"]).exits(0);
    run.says("Machines are not as asked for")
        .says(&format!("ex-general-worker-1 ({}): tags", ids[1]));
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    let live = cloud.live(&simulator);
    assert!(live.iter().all(|machine| machine.tag("team") == "web"));
}

fn tags_of_a_failed_change_that_is_taken_back_go_away(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::on(cloud, 2).with("tags = { team = \"web\", old = \"1\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    let denied = [cloud.terminate().to_owned()];
    simulator.set(|options| {
        let denied = denied.clone().into();
        options.denied.insert(cloud.key().to_owned(), denied);
    });
    let change = Pool::on(cloud, 2)
        .with("tags = { team = \"db\", new = \"1\" }")
        .with_motd("hello");
    workspace.write("main.tf", &change.hcl());
    workspace.run(APPLY).exits(1).says("does not allow");
    let live = cloud.live(&simulator);
    assert!(live.iter().all(|machine| machine.tag("new") == "1"));
    simulator.set(|options| options.denied.clear());
    workspace.write("main.tf", &pool.hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    for machine in cloud.live(&simulator) {
        let tags = ["team", "old", "new"].map(|key| machine.tag(key));
        assert_eq!(tags, ["web", "1", ""], "{machine:?}");
    }
}
