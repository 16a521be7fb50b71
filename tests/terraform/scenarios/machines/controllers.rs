//! Controllers: members of etcd, whose number does not shrink.

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{MAIN, column, controllers, motd, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(
    ignored_changes_touch_nothing,
    growth_is_one_member_after_another,
    shrinking_is_refused,
);

fn ignored_changes_touch_nothing(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let main = |text| {
        controllers(
            cloud,
            3,
            &format!("controller_clc_snippets = [{:?}]", motd(text)),
            "",
        )
    };
    let workspace = workspace(core, &simulator, &main("one"));
    workspace.apply();
    let before = workspace.attributes(MAIN);
    workspace.write("main.tf", &main("two"));
    simulator.clear_requests();
    workspace
        .run(&["apply", "-auto-approve", "-no-color"])
        .exits(0)
        .says("3 of 3 controllers run an older config");
    assert_eq!(simulator.writes().len(), 0);
    let after = workspace.attributes(MAIN);
    assert_eq!(after["machines"], before["machines"]);
    assert_eq!(after["outdated_count"], 3);
    workspace
        .run(&["plan", "-no-color", "-detailed-exitcode"])
        .exits(0)
        .says("3 of 3 controllers run an older config");
}

fn growth_is_one_member_after_another(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &controllers(cloud, 1, "", ""));
    workspace.apply();
    let first = column(&workspace, MAIN, "id").remove(0);
    workspace.write("main.tf", &controllers(cloud, 3, "", ""));
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, MAIN, "id")[0], first);
    let live = cloud.live(&simulator).into_iter();
    let mut launches: Vec<_> = live.map(|machine| machine.launched_at).collect();
    launches.sort_unstable();
    let gap = launches[2].0 - launches[1].0;
    assert!(
        gap >= 300_000,
        "the third came {gap} ms after the second, which must be ready for 300 s"
    );
}

fn shrinking_is_refused(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &controllers(cloud, 3, "", ""));
    workspace.apply();
    workspace.write("main.tf", &controllers(cloud, 1, "", ""));
    workspace
        .run(&["apply", "-auto-approve", "-no-color"])
        .exits(1)
        .says("Controllers cannot be taken away")
        .says("etcdctl member remove");
    assert_eq!(cloud.live(&simulator).len(), 3);
}
