//! From nothing to machines, through all changes, and back to nothing.

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{POOL, Pool, column, controllers, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_clouds!(
    a_pool_lives_on_the_simulator,
    an_import_writes_nothing_to_the_cloud,
    a_new_recipe_changes_no_machine_that_exists,
);

fn a_pool_lives_on_the_simulator(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    story(cloud, &workspace, &Pool::on(cloud, 3), || {
        cloud.live(&simulator).len()
    });
}

/// Create, nothing to do, roll, grow, shrink, take in, destroy.
pub(crate) fn story(cloud: Cloud, workspace: &Workspace, pool: &Pool, live: impl Fn() -> usize) {
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(live(), 3);
    let ids = column(workspace, POOL, "id");
    assert_eq!(
        column(workspace, POOL, "name"),
        [
            "ex-general-worker-0",
            "ex-general-worker-1",
            "ex-general-worker-2"
        ]
    );
    assert_eq!(column(workspace, POOL, "state"), ["running"; 3]);

    let rolled = pool.clone().with_motd("hello").with("max_unavailable = 2");
    workspace.write("main.tf", &rolled.hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    let rolled_ids = column(workspace, POOL, "id");
    assert!(
        rolled_ids.iter().all(|id| !ids.contains(id)),
        "{ids:?} {rolled_ids:?}"
    );
    assert_eq!(live(), 3);

    for (count, kept) in [(5, 3), (1, 1), (0, 0), (2, 0)] {
        let scaled = Pool {
            count,
            ..rolled.clone()
        };
        let before = column(workspace, POOL, "id");
        workspace.write("main.tf", &scaled.hcl());
        workspace.apply();
        workspace.expect_empty_plan();
        let after = column(workspace, POOL, "id");
        assert_eq!(after[..kept], before[..kept]);
        assert_eq!((after.len(), live()), (count, count));
    }

    let uid = workspace.attributes(POOL)["uid"].clone();
    workspace.run(&["state", "rm", POOL]).exits(0);
    workspace
        .run(&["apply", "-auto-approve", "-no-color"])
        .exits(1)
        .says("There are such machines already")
        .says(&format!(
            "terraform import ADDRESS {}",
            cloud.import_id("ex/general")
        ));
    let before = live();
    workspace
        .run(&["import", "-no-color", POOL, &cloud.import_id("ex/general")])
        .exits(0);
    let scaled = Pool { count: 2, ..rolled };
    workspace.write("main.tf", &scaled.hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    assert_eq!(live(), before);

    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert_eq!(live(), 0);
    assert!(workspace.state().is_empty());
}

fn an_import_writes_nothing_to_the_cloud(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let main = format!(
        "{}\n{}",
        Pool::on(cloud, 3).hcl(),
        controllers(cloud, 3, "", "")
    );
    let workspace = workspace(core, &simulator, &main);
    workspace.apply();
    let before = [POOL, "lokomotive_controller.main"].map(|address| workspace.attributes(address));
    for address in [POOL, "lokomotive_controller.main"] {
        workspace.run(&["state", "rm", address]).exits(0);
    }
    simulator.clear_requests();
    workspace
        .run(&["import", POOL, &cloud.import_id("ex/general")])
        .exits(0);
    workspace
        .run(&[
            "import",
            "lokomotive_controller.main",
            &cloud.import_id("ex"),
        ])
        .exits(0);
    workspace.apply().says("0 added, 2 changed, 0 destroyed");
    assert_eq!(simulator.writes().len(), 0, "{:?}", simulator.writes());
    workspace.expect_empty_plan();
    for (address, before) in [POOL, "lokomotive_controller.main"].iter().zip(before) {
        let after = workspace.attributes(address);
        assert_eq!(after["machines"], before["machines"]);
        assert_eq!(after["uid"], before["uid"]);
    }
    for (set, says) in [
        ("ex", "Not an id to import"),
        ("ex/nothing", "There is nothing to import"),
    ] {
        workspace.run(&["state", "rm", POOL]);
        workspace
            .run(&["import", "-no-color", POOL, &cloud.import_id(set)])
            .exits(1)
            .says(says);
    }
}

/// A state as an older version of the provider left it, with an edition of the config that is not today's default.
fn a_new_recipe_changes_no_machine_that_exists(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    let path = workspace.path("terraform.tfstate");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&text).unwrap();
    let attributes = &mut state["resources"][0]["instances"][0]["attributes"];
    // text of an edition that this version would write otherwise
    attributes["user_data"] = "{\"ignition\":{\"version\":\"3.3.0\"}}".into();
    std::fs::write(&path, state.to_string()).unwrap();
    workspace.expect_empty_plan();
}
