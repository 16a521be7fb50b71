//! Another config on the same device: installed anew.

use std::time::Duration;

use super::by_name;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, MAIN, POOL, Pool, column, controllers, kill_during, motd, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_cores!(
    a_reinstall_keeps_devices_addresses_and_reservations,
    a_reinstall_is_waited_for_though_the_device_is_still_active,
    a_reinstall_that_nobody_saw_is_known_by_its_event,
    controllers_are_installed_anew_one_after_another,
    a_reinstall_that_breaks_off_goes_on,
    other_hardware_is_not_installed,
    rolls_take_other_devices,
);

/// A pool of three that installs anew, with a text in its config.
fn pool(text: &str) -> Pool {
    Pool::on(Cloud::EquinixMetal, 3)
        .with("on_config_change = \"reinstall\"")
        .with_motd(text)
}

/// The same, made, and asked for another text.
fn about_to_reinstall(core: Core, simulator: &Simulator) -> Workspace {
    let workspace = workspace(core, simulator, &pool("one").hcl());
    workspace.apply();
    workspace.write("main.tf", &pool("two").hcl());
    simulator.clear_requests();
    workspace
}

fn installations(simulator: &Simulator) -> Vec<usize> {
    let devices = by_name(simulator).into_iter();
    devices.map(|view| view.installations).collect()
}

fn a_reinstall_keeps_devices_addresses_and_reservations(core: Core) {
    let simulator = Simulator::start(Options::default());
    for _ in 0..3 {
        simulator.add_reservation("c3.small.x86", "am");
    }
    let reserved = |text| pool(text).with_in_block("reservation_ids_default = \"next-available\"");
    let workspace = workspace(core, &simulator, &reserved("one").hcl());
    workspace.apply();
    let before = workspace.attributes(POOL);
    let reservations = |simulator: &Simulator| -> Vec<Option<String>> {
        by_name(simulator)
            .into_iter()
            .map(|view| view.reservation)
            .collect()
    };
    let held = reservations(&simulator);
    workspace.write(
        "main.tf",
        &reserved("two").with("max_unavailable = 2").hcl(),
    );
    let plan = workspace.plan_json();
    let after = &plan["resource_changes"][0]["change"]["after"];
    assert_eq!(after["machine_ids"], before["machine_ids"]);
    assert_eq!(after["private_ipv4s"], before["private_ipv4s"]);
    simulator.clear_requests();
    workspace.run(&["apply", "plan"]).exits(0);
    workspace.expect_empty_plan();
    let after = workspace.attributes(POOL);
    for name in ["machine_ids", "public_ipv4s", "private_ipv4s", "uid"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    assert_eq!(after["outdated_count"], 0);
    assert_eq!(reservations(&simulator), held);
    assert_eq!(installations(&simulator), [2, 2, 2]);
    assert_eq!(
        (
            simulator.count("createDevice"),
            simulator.count("deleteDevice")
        ),
        (0, 0)
    );
    for view in by_name(&simulator) {
        assert_eq!(
            after["user_data"],
            view.installed_user_data.as_deref().unwrap()
        );
        assert_eq!(
            view.tag("lokomotive:config"),
            after["config_sha256"].as_str().unwrap()
        );
    }
}

/// The state says active for a while after the order: the next machine must not go by that.
fn a_reinstall_is_waited_for_though_the_device_is_still_active(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = about_to_reinstall(core, &simulator);
    workspace.apply();
    let orders: Vec<_> = simulator
        .requests()
        .into_iter()
        .filter(|request| request.action == "performAction")
        .map(|request| request.at)
        .collect();
    let takes = Duration::from_secs(20 + 240 + 120);
    for pair in orders.windows(2) {
        let gap = pair[1].since(pair[0]);
        assert!(
            gap >= takes,
            "{gap:?} of at least {takes:?}: installed, and ready for two minutes"
        );
    }
    assert_eq!(orders.len(), 3);
}

/// It is over before anybody looks.
fn a_reinstall_that_nobody_saw_is_known_by_its_event(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| {
        options.metal.linger_delay = Duration::ZERO;
        options.metal.reinstall_delay = Duration::from_millis(1);
    });
    let workspace = about_to_reinstall(core, &simulator);
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(installations(&simulator), [2, 2, 2]);
}

fn controllers_are_installed_anew_one_after_another(core: Core) {
    let simulator = Simulator::start(Options::default());
    let main = |text: &str| {
        let more = format!(
            "on_config_change = \"reinstall\"\n  controller_clc_snippets = [{:?}]",
            motd(text)
        );
        controllers(Cloud::EquinixMetal, 3, &more, "")
    };
    let workspace = workspace(core, &simulator, &main("one"));
    workspace.apply();
    let before = workspace.attributes(MAIN);
    workspace.write("main.tf", &main("two"));
    workspace.apply();
    workspace.expect_empty_plan();
    let after = workspace.attributes(MAIN);
    assert_eq!(after["dns_records"], before["dns_records"]);
    assert_eq!(after["machine_ids"], before["machine_ids"]);
    assert_eq!(installations(&simulator), [2, 2, 2]);
}

/// Refused half-way, or killed: what was not installed anew is outdated, and the next apply goes on with it.
fn a_reinstall_that_breaks_off_goes_on(core: Core) {
    for is_killed in [false, true] {
        let simulator = Simulator::start(Options::default());
        let workspace = about_to_reinstall(core, &simulator);
        let second = Fault::on("performAction").nth(2);
        if is_killed {
            kill_during(second, &simulator, &workspace, APPLY);
        } else {
            simulator.fault(second.status(422, "422", "Not now"));
            workspace.run(APPLY).exits(1).says("Not now");
            let hashes = column(&workspace, POOL, "config_sha256");
            assert_ne!(hashes[0], hashes[1]);
            assert_eq!(hashes[1], hashes[2]);
        }
        simulator.clear_faults();
        workspace.apply();
        workspace.expect_empty_plan();
        let attributes = workspace.attributes(POOL);
        assert_eq!(attributes["outdated_count"], 0);
        for view in by_name(&simulator) {
            assert_eq!(
                attributes["user_data"],
                view.installed_user_data.as_deref().unwrap()
            );
        }
        assert_eq!(simulator.devices().len(), 3, "no device was made");
        assert!(installations(&simulator).iter().all(|times| *times >= 2));
    }
}

fn other_hardware_is_not_installed(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = about_to_reinstall(core, &simulator);
    for (main, argument) in [
        (
            pool("one")
                .with_in_block("node_type = \"m3.large.x86\"")
                .hcl(),
            "equinix_metal.node_type",
        ),
        (
            pool("one").hcl().replace("\"am\"", "\"da\""),
            "equinix_metal.metro",
        ),
    ] {
        workspace.write("main.tf", &main);
        workspace
            .run(&["plan", "-no-color"])
            .exits(1)
            .says("This cannot be changed by installing anew")
            .says(&format!("while you change {argument}"));
    }
}

fn rolls_take_other_devices(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::on(Cloud::EquinixMetal, 2);
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    workspace.write("main.tf", &pool.with_motd("two").hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    assert!(
        column(&workspace, POOL, "id")
            .iter()
            .all(|id| !before.contains(id))
    );
    assert_eq!(installations(&simulator), [1, 1]);
    assert_eq!(simulator.count("performAction"), 0);
}
