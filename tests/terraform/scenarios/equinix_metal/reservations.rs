//! Hardware reservations: explicit ones, any of the project's, and who waits for whom.

use std::collections::BTreeSet;

use super::by_name;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, DESTROY, POOL, Pool, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_cores!(
    explicit_reservations_come_before_any_other,
    a_reservation_is_used_again_after_its_device,
    a_roll_waits_for_its_reservations,
    a_reservation_that_is_taken_is_told_with_its_device,
    two_pools_race_for_what_is_available,
);

const PLAN: &str = "c3.small.x86";

fn pool(count: usize) -> Pool {
    Pool::on(Cloud::EquinixMetal, count)
}

fn next_available(count: usize) -> Pool {
    pool(count).with_in_block("reservation_ids_default = \"next-available\"")
}

/// So many reservations in the metro of tests.
fn reserved(count: usize) -> (Simulator, Vec<String>) {
    let simulator = Simulator::start(Options::default());
    let ids = (0..count).map(|_| simulator.add_reservation(PLAN, "am"));
    let ids = ids.collect();
    (simulator, ids)
}

/// Who takes any must not take one that another set has of its own: it depends on that set.
fn explicit_reservations_come_before_any_other(core: Core) {
    let (simulator, ids) = reserved(2);
    let own = pool(1).with_in_block(&format!(
        "reservation_ids = {{ \"worker-0\" = {:?} }}",
        ids[0]
    ));
    let any = next_available(1).with("depends_on = [lokomotive_worker_pool.other]");
    let own = own
        .hcl()
        .replace("\"pool\"", "\"other\"")
        .replace("\"general\"", "\"a\"");
    let main = format!("{}\n{own}", any.hcl());
    let workspace = workspace(core, &simulator, &main);
    workspace.apply();
    workspace.expect_empty_plan();
    let devices = by_name(&simulator);
    let on: Vec<Option<&str>> = devices
        .iter()
        .map(|view| view.reservation.as_deref())
        .collect();
    assert_eq!(on, [Some(ids[0].as_str()), Some(ids[1].as_str())]);
}

/// The machine is wiped for minutes after its device is gone.
fn a_reservation_is_used_again_after_its_device(core: Core) {
    let (simulator, ids) = reserved(1);
    let explicit = pool(1).with_in_block(&format!(
        "reservation_ids = {{ \"worker-0\" = {:?} }}",
        ids[0]
    ));
    for asked in [explicit, next_available(1)] {
        let workspace = workspace(core, &simulator, &asked.hcl());
        workspace.apply();
        workspace.run(DESTROY).exits(0);
        assert_eq!(simulator.live_devices().len(), 0);
        assert!(
            simulator
                .reservations()
                .iter()
                .all(|one| !one.provisionable),
            "it is not free yet"
        );
        workspace.apply();
        assert_eq!(by_name(&simulator)[0].reservation.as_ref(), Some(&ids[0]));
        workspace.run(DESTROY).exits(0);
        simulator
            .clock()
            .advance(std::time::Duration::from_hours(1));
    }
}

/// With every reservation in use, each machine goes before another comes, on the same reservation.
fn a_roll_waits_for_its_reservations(core: Core) {
    let (simulator, ids) = reserved(2);
    let workspace = workspace(core, &simulator, &next_available(2).hcl());
    workspace.apply();
    let before = column(&workspace, POOL, "id");
    workspace.write("main.tf", &next_available(2).with_motd("hello").hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    let after = column(&workspace, POOL, "id");
    assert!(before.iter().all(|id| !after.contains(id)));
    let used: BTreeSet<String> = by_name(&simulator)
        .into_iter()
        .filter_map(|view| view.reservation)
        .collect();
    assert_eq!(used, ids.into_iter().collect());
}

fn a_reservation_that_is_taken_is_told_with_its_device(core: Core) {
    let (simulator, ids) = reserved(1);
    let theirs = simulator.take_reservation(&ids[0]);
    let asked = pool(1).with_in_block(&format!(
        "reservation_ids = {{ \"worker-0\" = {:?} }}",
        ids[0]
    ));
    let workspace = workspace(core, &simulator, &asked.hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("Server is not provisionable")
        .says(&format!("The reservation is the device {theirs}'s"))
        .says("No machine is known.");
    assert_eq!(
        simulator.count("createDevice"),
        1,
        "what stays taken is not asked for again"
    );
    assert!(workspace.state().is_empty());
}

/// Three reservations for four machines of two pools: three machines, and an error that says what is missing.
fn two_pools_race_for_what_is_available(core: Core) {
    let (simulator, ids) = reserved(3);
    let one = next_available(2).hcl();
    let other = one
        .replace("\"pool\"", "\"other\"")
        .replace("\"general\"", "\"other\"");
    let workspace = workspace(core, &simulator, &format!("{one}\n{other}"));
    workspace
        .run(APPLY)
        .exits(1)
        .says("There are no available hardware reservations for selected plan and facility")
        .says(&format!(
            "No reservation of the plan {PLAN} is free or on its way back"
        ));
    let used: BTreeSet<String> = by_name(&simulator)
        .into_iter()
        .filter_map(|view| view.reservation)
        .collect();
    assert_eq!(used, ids.into_iter().collect(), "each is used once");
    assert_eq!(simulator.live_devices().len(), 3);
    // with one more, what exists stays, and the rest is made
    let before: BTreeSet<String> = by_name(&simulator)
        .into_iter()
        .map(|view| view.id)
        .collect();
    simulator.add_reservation(PLAN, "am");
    let plan = workspace.plan_json();
    for change in plan["resource_changes"].as_array().unwrap() {
        if change["action_reason"] == "replace_because_tainted" {
            let address = change["address"].as_str().unwrap();
            workspace.run(&["untaint", address]).exits(0);
        }
    }
    workspace.apply();
    workspace.expect_empty_plan();
    let after: BTreeSet<String> = by_name(&simulator)
        .into_iter()
        .map(|view| view.id)
        .collect();
    assert!(
        before.is_subset(&after) && after.len() == 4,
        "{before:?} {after:?}"
    );
}
