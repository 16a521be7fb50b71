//! Ctrl-C, and a provider that is killed, in the middle of create, update and destroy: nothing is lost or doubled, and
//! what the next command says leads back.

use crate::aws::{Pool, column, kill_during, workspace};
use crate::background::Background;
use crate::core::Core;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;

on_both_cores!(
    killed_during_create,
    killed_during_update,
    killed_during_destroy,
    interrupted_during_create,
    interrupted_during_update,
    interrupted_during_destroy,
);

const POOL: &str = "lokomotive_worker_pool.pool";
const APPLY: &[&str] = &["apply", "-auto-approve", "-no-color"];
const DESTROY: &[&str] = &["destroy", "-auto-approve", "-no-color"];

fn killed_during_create(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    kill_during("RunInstances", &simulator, &workspace, APPLY);
    let made = simulator.live().len();
    assert!(made > 0);
    assert!(workspace.state().is_empty());
    // the next apply makes nothing beside them, and says how to go on
    workspace
        .run(APPLY)
        .exits(1)
        .says("There are such machines already")
        .says("terraform import ADDRESS aws/us-east-1/ex/general");
    assert_eq!(simulator.live().len(), made);
    let uid = simulator.live()[0].tag("lokomotive:uid").to_owned();
    workspace
        .run(&["import", POOL, "aws/us-east-1/ex/general"])
        .exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    expect_exactly(&simulator, &column(&workspace, POOL, "id"), 3);
}

fn killed_during_update(core: Core) {
    for action in ["TerminateInstances", "RunInstances"] {
        let (simulator, workspace) = running(core);
        let uid = workspace.attributes(POOL)["uid"].clone();
        workspace.write("main.tf", &Pool::of(3).with_motd("hello").hcl());
        kill_during(Fault::on(action).nth(2), &simulator, &workspace, APPLY);
        workspace.apply();
        workspace.expect_empty_plan();
        assert_eq!(workspace.attributes(POOL)["uid"], uid);
        assert_eq!(workspace.attributes(POOL)["outdated_count"], 0);
        expect_exactly(&simulator, &column(&workspace, POOL, "id"), 3);
    }
}

fn killed_during_destroy(core: Core) {
    let (simulator, workspace) = running(core);
    kill_during("TerminateInstances", &simulator, &workspace, DESTROY);
    assert_eq!(workspace.state(), [POOL]);
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
    assert!(workspace.state().is_empty());
}

fn interrupted_during_create(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    let held = simulator.hold("RunInstances");
    let mut apply = Background::start(&workspace, APPLY);
    held.wait();
    apply.interrupt();
    apply.wait_for("Gracefully shutting down");
    held.release();
    let run = apply.finished().exits(1);
    run.says("Stopped as you asked").says("terraform untaint");
    simulator.clear_faults();
    assert_eq!(workspace.state(), [POOL]);
    expect_exactly(&simulator, &column(&workspace, POOL, "id"), 3);
    let uid = workspace.attributes(POOL)["uid"].clone();
    workspace.run(&["untaint", POOL]).exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    expect_exactly(&simulator, &column(&workspace, POOL, "id"), 3);
}

fn interrupted_during_update(core: Core) {
    let (simulator, workspace) = running(core);
    workspace.write("main.tf", &Pool::of(3).with_motd("hello").hcl());
    let held = simulator.hold(Fault::on("RunInstances").nth(2));
    let mut apply = Background::start(&workspace, APPLY);
    held.wait();
    apply.interrupt();
    apply.wait_for("Gracefully shutting down");
    held.release();
    let run = apply.finished().exits(1);
    run.says("Stopped as you asked")
        .says("The next terraform apply goes on from here");
    simulator.clear_faults();
    expect_exactly(&simulator, &column(&workspace, POOL, "id"), 3);
    let run = workspace.run(APPLY).exits(0);
    run.says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["outdated_count"], 0);
    expect_exactly(&simulator, &column(&workspace, POOL, "id"), 3);
}

fn interrupted_during_destroy(core: Core) {
    let (simulator, workspace) = running(core);
    let held = simulator.hold("TerminateInstances");
    let mut destroy = Background::start(&workspace, DESTROY);
    held.wait();
    destroy.interrupt();
    destroy.wait_for("Gracefully shutting down");
    held.release();
    destroy.finished().exits(1).says("Stopped as you asked");
    simulator.clear_faults();
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}

/// A pool of three that runs.
fn running(core: Core) -> (Simulator, crate::workspace::Workspace) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    workspace.apply();
    (simulator, workspace)
}

/// The machines in the cloud are those in the state, each identity once.
#[track_caller]
fn expect_exactly(simulator: &Simulator, ids: &[String], count: usize) {
    let mut live: Vec<String> = simulator
        .live()
        .iter()
        .map(|instance| instance.id.clone())
        .collect();
    let mut stored = ids.to_vec();
    live.sort();
    stored.sort();
    assert_eq!(live, stored);
    assert_eq!(live.len(), count);
}
