//! Controllers: members of etcd, whose addresses stay and whose number does not shrink.

use std::time::Duration;

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, MAIN, column, controllers, motd, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::simulator::world::Place;

on_both_cores!(
    a_roll_keeps_addresses_and_records,
    a_controller_that_vanished_keeps_its_address,
    where_others_took_a_controllers_address_an_import_leads_on,
);

/// Controllers whose config has a text in it, rolled when it changes.
fn rolled(count: usize, text: &str) -> String {
    let more = format!(
        "on_config_change = \"roll\"\n  controller_clc_snippets = [{:?}]",
        motd(text)
    );
    controllers(Cloud::Aws, count, &more, "")
}

fn a_roll_keeps_addresses_and_records(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &rolled(3, "one"));
    workspace.apply();
    workspace.expect_empty_plan();
    let before = workspace.attributes(MAIN);
    let ids = column(&workspace, MAIN, "id");
    workspace.write("main.tf", &rolled(3, "two"));
    let plan = workspace.plan_json();
    let change = &plan["resource_changes"][0]["change"];
    // addresses from outside are those of other machines now; that members of etcd stay is known before
    let records =
        |value: &serde_json::Value| value["dns_records"].as_array().unwrap()[1..].to_vec();
    assert_eq!(records(&change["after"]), records(&before));
    assert_eq!(change["after"]["private_ipv4s"], before["private_ipv4s"]);
    simulator.clear_requests();
    workspace.run(&["apply", "plan"]).exits(0);
    workspace.expect_empty_plan();
    let after = workspace.attributes(MAIN);
    assert_eq!(after["dns_records"], before["dns_records"]);
    assert_eq!(after["uid"], before["uid"]);
    assert!(
        column(&workspace, MAIN, "id")
            .iter()
            .all(|id| !ids.contains(id))
    );
    let writes: Vec<String> = simulator
        .writes()
        .iter()
        .map(|request| request.action.clone())
        .collect();
    assert_eq!(writes, [["TerminateInstances", "RunInstances"]; 3].concat());
    assert_eq!(simulator.live().len(), 3);
}

fn a_controller_that_vanished_keeps_its_address(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &controllers(Cloud::Aws, 3, "", ""));
    workspace.apply();
    let before = workspace.attributes(MAIN);
    let gone = column(&workspace, MAIN, "id").remove(1);
    simulator.terminate(&gone);
    simulator.clock().advance(Duration::from_hours(2));
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    let after = workspace.attributes(MAIN);
    assert_eq!(after["dns_records"], before["dns_records"]);
    assert_eq!(after["machines"][0], before["machines"][0]);
    assert_ne!(after["machines"][1]["id"], before["machines"][1]["id"]);
}

fn where_others_took_a_controllers_address_an_import_leads_on(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &controllers(Cloud::Aws, 3, "", ""));
    workspace.apply();
    let before = workspace.attributes(MAIN);
    let ids = column(&workspace, MAIN, "id");
    simulator.terminate(&ids[0]);
    simulator.clock().advance(Duration::from_hours(2));
    let other = simulator.launch_foreign(&Place::default(), &[]);
    let address = |id: &str| simulator.instance(id).private_ip.to_string();
    assert_eq!(before["machines"][0]["private_ipv4"], address(&other));
    workspace
        .run(APPLY)
        .exits(1)
        .says("InvalidIPAddress.InUse")
        .says(&address(&other));
    workspace.run(&["state", "rm", MAIN]).exits(0);
    workspace
        .run(&["import", MAIN, &Cloud::Aws.import_id("ex")])
        .exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    let after = workspace.attributes(MAIN);
    assert_eq!(after["machines"][1], before["machines"][1]);
    assert_eq!(after["machines"][2], before["machines"][2]);
    assert_ne!(
        after["machines"][0]["private_ipv4"],
        before["machines"][0]["private_ipv4"]
    );
    assert_eq!(simulator.live().len(), 4);
}
