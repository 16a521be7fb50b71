//! What reaches the API, field by field, and what is changed in place.

use super::by_name;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::equinix_metal::{PROJECT, TOKEN};
use crate::machines::{MAIN, POOL, Pool, column, controllers, motd, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_cores!(
    devices_are_what_was_asked_for,
    a_facility_is_a_place_too,
    nobodys_keys_are_installed_unless_asked_for,
    ipxe_installs_the_config_of_the_machine,
    changes_in_place_make_no_device,
    bgp_sessions_come_and_go_with_their_argument,
    controllers_are_replaced_one_in_an_apply,
    the_root_password_is_nowhere,
    an_announced_end_is_in_the_log,
    mistakes_are_found_by_plan,
);

fn pool(count: usize) -> Pool {
    Pool::on(Cloud::EquinixMetal, count)
}

fn devices_are_what_was_asked_for(core: Core) {
    let simulator = Simulator::start(Options::default());
    let asked = pool(2)
        .with("tags = { team = \"web\" }")
        .with_in_block("node_type = \"m3.large.x86\"")
        .with_in_block("billing_cycle = \"monthly\"");
    let workspace = workspace(core, &simulator, &asked.hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    let attributes = workspace.attributes(POOL);
    assert_eq!(attributes["project_id"], PROJECT);
    let devices = by_name(&simulator);
    assert_eq!(devices.len(), 2);
    for (ordinal, view) in devices.iter().enumerate() {
        let device = view;
        assert_eq!(device.hostname, format!("ex-general-worker-{ordinal}"));
        assert_eq!(
            (device.plan, device.billing_cycle.as_str()),
            ("m3.large.x86", "monthly")
        );
        assert_eq!(
            (device.metro, device.operating_system),
            ("am", "flatcar_stable")
        );
        assert_eq!(
            attributes["user_data"],
            device.user_data.as_deref().unwrap()
        );
        let machine = &attributes["machines"][ordinal];
        assert_eq!(machine["id"], device.id.as_str());
        assert_eq!(machine["zone"], "am");
        for (name, address) in [
            ("public_ipv4", device.public_ipv4.unwrap().to_string()),
            ("private_ipv4", device.private_ipv4.unwrap().to_string()),
            ("public_ipv6", device.public_ipv6.unwrap().to_string()),
        ] {
            assert_eq!(machine[name], address, "{name}");
        }
        for (key, value) in [
            ("lokomotive:set", "ex/worker/general"),
            ("lokomotive:cluster", "ex"),
            ("lokomotive:role", "worker"),
            ("lokomotive:pool", "general"),
            ("lokomotive:uid", attributes["uid"].as_str().unwrap()),
            ("lokomotive:ordinals", &ordinal.to_string()),
            (
                "lokomotive:config",
                attributes["config_sha256"].as_str().unwrap(),
            ),
        ] {
            assert_eq!(view.tag(key), value, "{key}");
        }
        assert!(device.tags.contains(&"team:web".to_owned()));
    }
}

fn a_facility_is_a_place_too(core: Core) {
    let simulator = Simulator::start(Options::default());
    let main = pool(1)
        .hcl()
        .replace("metro = \"am\"", "facility = \"da11\"");
    let workspace = workspace(core, &simulator, &main);
    workspace.apply();
    workspace.expect_empty_plan();
    let devices = by_name(&simulator);
    assert_eq!((devices[0].metro, devices[0].facility), ("da", "da11"));
}

fn nobodys_keys_are_installed_unless_asked_for(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &pool(1).hcl());
    workspace.apply();
    assert_eq!(by_name(&simulator)[0].ssh_keys, 0);
    // machines that are made from now on have them
    workspace.write(
        "main.tf",
        &pool(2).with_in_block("no_ssh_keys = false").hcl(),
    );
    workspace.apply();
    let devices = by_name(&simulator);
    assert_eq!(devices[0].ssh_keys, 0);
    assert!(devices[1].ssh_keys > 0);
}

/// The machine boots twice: what iPXE has started installs Flatcar, with the config that the user asked for.
fn ipxe_installs_the_config_of_the_machine(core: Core) {
    let simulator = Simulator::start(Options::default());
    let asked = pool(1)
        .with_motd("hello")
        .with("os_arch = \"arm64\"")
        .with("os_version = \"4230.2.4\"")
        .with_in_block("node_type = \"c3.large.arm64\"")
        .with_in_block("ipxe_script_url = \"http://boot.example.com/flatcar.ipxe\"");
    let workspace = workspace(core, &simulator, &asked.hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    let device = by_name(&simulator).remove(0);
    assert_eq!(device.operating_system, "custom_ipxe");
    assert_eq!(
        device.ipxe_script_url.as_deref(),
        Some("http://boot.example.com/flatcar.ipxe")
    );
    assert!(!device.always_pxe);
    let config: serde_json::Value =
        serde_json::from_str(device.user_data.as_deref().unwrap()).unwrap();
    let files = config["storage"]["files"].as_array().unwrap();
    let installed = files
        .iter()
        .find(|file| file["path"] == "/opt/postinstall-ignition.json");
    assert!(installed.is_some(), "{config:#}");
    assert!(
        files.iter().all(|file| file["path"] != "/etc/motd"),
        "that is the installed system's"
    );
}

fn changes_in_place_make_no_device(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(
        core,
        &simulator,
        &pool(2).with("tags = { team = \"web\", old = \"1\" }").hcl(),
    );
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    let changed = pool(2)
        .with("tags = { team = \"db\" }")
        .with_in_block("billing_cycle = \"daily\"");
    workspace.write("main.tf", &changed.hcl());
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    assert_eq!(simulator.writes().len(), 2, "a request for each device");
    for view in by_name(&simulator) {
        assert!(view.tags.contains(&"team:db".to_owned()));
        assert!(!view.tags.contains(&"old:1".to_owned()));
        assert_eq!(view.billing_cycle, "daily");
    }
}

fn bgp_sessions_come_and_go_with_their_argument(core: Core) {
    let simulator = Simulator::start(Options::default());
    let with_sessions = |count| pool(count).with_in_block("bgp_session = true");
    let workspace = workspace(core, &simulator, &pool(1).hcl());
    let sessions = || -> Vec<usize> {
        let devices = by_name(&simulator).into_iter();
        devices.map(|view| view.bgp_sessions.len()).collect()
    };
    simulator.enable_bgp();
    workspace.apply();
    assert_eq!(sessions(), [0]);
    workspace.write("main.tf", &with_sessions(2).hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(sessions(), [1, 1]);
    // one that somebody has taken away comes back
    let id = column(&workspace, POOL, "id").remove(0);
    simulator.on_device(&id, |device| device.bgp_sessions.clear());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    assert_eq!(sessions(), [1, 1]);
    workspace.write("main.tf", &pool(2).hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(sessions(), [0, 0]);
    // the API's own words where the project has no BGP
    simulator.disable_bgp();
    workspace.write("main.tf", &with_sessions(2).hcl());
    workspace
        .run(&["apply", "-auto-approve", "-no-color"])
        .exits(1)
        .says("BGP is not enabled for the project");
}

/// Another device has other addresses, which DNS records must follow before the next one goes.
fn controllers_are_replaced_one_in_an_apply(core: Core) {
    let simulator = Simulator::start(Options::default());
    let main = |text: &str| {
        let more = format!(
            "on_config_change = \"roll\"\n  controller_clc_snippets = [{:?}]",
            motd(text)
        );
        controllers(Cloud::EquinixMetal, 3, &more, "")
    };
    let workspace = workspace(core, &simulator, &main("one"));
    workspace.apply();
    workspace.write("main.tf", &main("two"));
    let mut before = column(&workspace, MAIN, "id");
    for left in [2, 1, 0] {
        let run = workspace.apply();
        assert_eq!(workspace.attributes(MAIN)["outdated_count"], left);
        let after = column(&workspace, MAIN, "id");
        let kept = before.iter().filter(|id| after.contains(id)).count();
        assert_eq!(kept, 2, "{before:?} {after:?}");
        if left > 0 {
            run.says("so one at most is replaced in an apply");
        }
        before = after;
    }
    workspace.expect_empty_plan();
}

fn the_root_password_is_nowhere(core: Core) {
    let simulator = Simulator::start(Options::default());
    let mut workspace = workspace(core, &simulator, &pool(1).hcl());
    workspace.set("TF_LOG", "TRACE");
    let run = workspace.apply();
    let state = std::fs::read_to_string(workspace.path("terraform.tfstate")).unwrap();
    for text in [&run.stdout, &run.stderr, &state] {
        assert!(!text.contains("password-"));
        assert!(
            !text.contains(TOKEN) || text.contains("provider.tf"),
            "the token"
        );
    }
}

fn an_announced_end_is_in_the_log(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.metal.announces_end = true);
    let mut workspace = workspace(core, &simulator, &pool(1).hcl());
    workspace.set("TF_LOG_PROVIDER", "WARN");
    let run = workspace.apply();
    assert!(run.stderr.contains("announces an end"), "{}", run.stderr);
    assert!(run.stderr.contains("30 Jun 2026"), "{}", run.stderr);
}

fn mistakes_are_found_by_plan(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, "");
    let cases = [
        (
            pool(1).with_in_block("node_type = \"c9.huge\"").hcl(),
            "There is no such type of machine",
            "node_type",
        ),
        (
            pool(1).hcl().replace("\"am\"", "\"zz\""),
            "There is no such metro",
            "metro",
        ),
    ];
    for (main, summary, argument) in cases {
        workspace.write("main.tf", &main);
        workspace
            .run(&["plan", "-no-color"])
            .exits(1)
            .says(summary)
            .says(&format!("{argument} = "));
    }
    assert_eq!(simulator.writes().len(), 0);
}
