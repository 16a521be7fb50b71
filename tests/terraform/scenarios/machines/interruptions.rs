//! Ctrl-C, and a provider that is killed, in the middle of create, update and destroy: nothing is lost or doubled, and
//! what the next command says leads back.

use super::expect_exactly;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, DESTROY, POOL, Pool, interrupt_during, kill_during, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;

on_both_clouds!(
    killed_during_create,
    killed_during_update,
    killed_during_destroy,
    interrupted_during_create,
    interrupted_during_update,
    interrupted_during_destroy,
);

fn killed_during_create(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    kill_during(cloud.launch(), &simulator, &workspace, APPLY);
    let made = cloud.live(&simulator).len();
    assert!(made > 0);
    assert!(workspace.state().is_empty());
    // the next apply makes nothing beside them, and says how to go on
    workspace
        .run(APPLY)
        .exits(1)
        .says("There are such machines already")
        .says(&format!(
            "terraform import ADDRESS {}",
            cloud.import_id("ex/general")
        ));
    assert_eq!(cloud.live(&simulator).len(), made);
    let uid = cloud.live(&simulator)[0].tag("lokomotive:uid").to_owned();
    workspace
        .run(&["import", POOL, &cloud.import_id("ex/general")])
        .exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    expect_exactly(cloud, &simulator, &workspace, 3);
}

fn killed_during_update(core: Core, cloud: Cloud) {
    for action in [cloud.terminate(), cloud.launch()] {
        let (simulator, workspace) = running(core, cloud);
        let uid = workspace.attributes(POOL)["uid"].clone();
        workspace.write("main.tf", &Pool::on(cloud, 3).with_motd("hello").hcl());
        kill_during(Fault::on(action).nth(2), &simulator, &workspace, APPLY);
        workspace.apply();
        workspace.expect_empty_plan();
        assert_eq!(workspace.attributes(POOL)["uid"], uid);
        assert_eq!(workspace.attributes(POOL)["outdated_count"], 0);
        expect_exactly(cloud, &simulator, &workspace, 3);
    }
}

fn killed_during_destroy(core: Core, cloud: Cloud) {
    let (simulator, workspace) = running(core, cloud);
    kill_during(cloud.terminate(), &simulator, &workspace, DESTROY);
    assert_eq!(workspace.state(), [POOL]);
    workspace.run(DESTROY).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
    assert!(workspace.state().is_empty());
}

fn interrupted_during_create(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    let run = interrupt_during(cloud.launch(), &simulator, &workspace, APPLY);
    run.says("Stopped as you asked").says("terraform untaint");
    assert_eq!(workspace.state(), [POOL]);
    expect_exactly(cloud, &simulator, &workspace, 3);
    let uid = workspace.attributes(POOL)["uid"].clone();
    workspace.run(&["untaint", POOL]).exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    expect_exactly(cloud, &simulator, &workspace, 3);
}

fn interrupted_during_update(core: Core, cloud: Cloud) {
    let (simulator, workspace) = running(core, cloud);
    workspace.write("main.tf", &Pool::on(cloud, 3).with_motd("hello").hcl());
    let run = interrupt_during(
        Fault::on(cloud.launch()).nth(2),
        &simulator,
        &workspace,
        APPLY,
    );
    run.says("Stopped as you asked")
        .says("The next terraform apply goes on from here");
    expect_exactly(cloud, &simulator, &workspace, 3);
    let run = workspace.run(APPLY).exits(0);
    run.says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["outdated_count"], 0);
    expect_exactly(cloud, &simulator, &workspace, 3);
}

fn interrupted_during_destroy(core: Core, cloud: Cloud) {
    let (simulator, workspace) = running(core, cloud);
    interrupt_during(cloud.terminate(), &simulator, &workspace, DESTROY)
        .says("Stopped as you asked");
    workspace.run(DESTROY).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
}

/// A pool of three that runs.
fn running(core: Core, cloud: Cloud) -> (Simulator, crate::workspace::Workspace) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    workspace.apply();
    (simulator, workspace)
}
