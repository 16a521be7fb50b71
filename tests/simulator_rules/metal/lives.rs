//! The life of a device, from queued to gone.

use serde_json::json;

use super::client::Metal;
use super::{create, create_active, devices, order, state};
use crate::simulator::metal::phase::Phase;
use crate::{seconds, simulator};

#[test]
fn a_device_is_queued_then_made_then_active() {
    let simulator = simulator();
    let made = Metal::of(&simulator).post(&devices(), &order(&json!({})));
    assert_eq!((made.status, &made.body["state"]), (201, &json!("queued")));
    assert_eq!(made.body["ip_addresses"], json!([]), "they come later");
    let id = made.body["id"].as_str().unwrap();
    for (after, expected, percentage) in [
        (0, "queued", json!(0.0)),
        (10, "provisioning", json!(0.0)),
        (159, "provisioning", json!(49.0)),
        (309, "provisioning", json!(99.0)),
        (310, "active", json!(null)),
    ] {
        simulator
            .clock()
            .until(crate::simulator::clock::START + seconds(after));
        let found = Metal::of(&simulator).find(id).body;
        assert_eq!(found["state"], expected, "after {after} s");
        assert_eq!(found["provisioning_percentage"], percentage);
    }
    let view = simulator.device(id);
    assert_eq!(view.installed_user_data.as_deref(), Some("{}"));
    assert_eq!((view.state, view.installations), (Phase::Active, 1));
}

#[test]
fn its_password_is_told_for_a_day() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    let told = || Metal::of(&simulator).find(&id).body["root_password"].is_string();
    assert!(!told());
    simulator.clock().advance(seconds(310));
    assert!(told());
    simulator.clock().advance(seconds(24 * 3600));
    assert!(!told());
    let found = Metal::of(&simulator).find(&id).body;
    assert_eq!(found["created_at"], "2026-11-22T12:00:00Z");
}

#[test]
fn addresses_come_before_the_device_is_active() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    simulator.clock().advance(seconds(40));
    let found = Metal::of(&simulator).find(&id).body;
    let addresses = found["ip_addresses"].as_array().unwrap();
    let kinds: Vec<_> = addresses
        .iter()
        .map(|one| (one["address_family"].as_u64().unwrap(), &one["public"]))
        .collect();
    assert_eq!(
        kinds,
        [(4, &json!(true)), (6, &json!(true)), (4, &json!(false))]
    );
    let view = simulator.device(&id);
    assert_eq!(
        addresses[0]["address"],
        view.public_ipv4.unwrap().to_string()
    );
}

#[test]
fn a_device_that_is_being_made_cannot_be_ended() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    let path = format!("devices/{id}");
    for _ in ["queued", "provisioning"] {
        let refused = Metal::of(&simulator).delete(&path);
        assert_eq!(refused.status, 422);
        assert_eq!(
            refused.sentence(),
            "Cannot delete a device while it is provisioning"
        );
        simulator.clock().advance(seconds(10));
    }
    simulator.clock().advance(seconds(300));
    assert_eq!(Metal::of(&simulator).delete(&path).status, 204);
    assert_eq!(state(&simulator, &id), "deprovisioning");
    assert_eq!(Metal::of(&simulator).delete(&path).status, 204);
    simulator.clock().advance(seconds(60));
    assert_eq!(state(&simulator, &id), "404");
    assert_eq!(Metal::of(&simulator).delete(&path).status, 404);
    assert_eq!(simulator.device(&id).state, Phase::Deleted);
}

#[test]
fn a_locked_device_cannot_be_ended_by_requests() {
    let simulator = simulator();
    let id = create_active(&simulator, &json!({}));
    let path = format!("devices/{id}");
    simulator.lock_device(&id, true);
    assert_eq!(Metal::of(&simulator).delete(&path).status, 422);
    let unlocked = Metal::of(&simulator).put(&path, &json!({"locked": false}));
    assert_eq!(unlocked.body["locked"], false);
    assert_eq!(Metal::of(&simulator).delete(&path).status, 204);
}

#[test]
fn a_failed_device_is_taken_out_of_the_project() {
    for status in [404, 403] {
        let simulator = simulator();
        simulator.set(|options| options.metal.hidden_status = status);
        simulator.fail_launch(2, "", "It does not start");
        let fine = create(&simulator, &json!({}));
        let id = create(&simulator, &json!({}));
        simulator.clock().advance(seconds(310));
        assert_eq!(state(&simulator, &fine), "active");
        assert_eq!(state(&simulator, &id), "failed");
        let events = Metal::of(&simulator).get(&format!("devices/{id}/events"));
        assert_eq!(events.body["events"][0]["body"], "It does not start");
        simulator.clock().advance(seconds(30));
        assert_eq!(state(&simulator, &id), status.to_string());
        assert_eq!(Metal::of(&simulator).get(&devices()).ids(), [&fine]);
        let path = format!("devices/{id}");
        assert_eq!(Metal::of(&simulator).delete(&path).status, status);
        assert_eq!(simulator.live_devices().len(), 1);
    }
}

#[test]
fn a_device_is_turned_off_and_on() {
    let simulator = simulator();
    let id = create_active(&simulator, &json!({}));
    let act = |kind: &str| {
        Metal::of(&simulator)
            .act(&id, &json!({ "type": kind }))
            .status
    };
    assert_eq!(act("power_on"), 422);
    for (kind, meanwhile, then) in [
        ("power_off", "powering_off", "inactive"),
        ("power_on", "powering_on", "active"),
        ("reboot", "active", "active"),
    ] {
        assert_eq!(act(kind), 202, "{kind}");
        assert_eq!(state(&simulator, &id), meanwhile);
        simulator.clock().advance(seconds(30));
        assert_eq!(state(&simulator, &id), then);
    }
    assert_eq!(act("hibernate"), 422);
}

#[test]
fn hands_do_what_the_console_does() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    simulator.set_device_tags(&id, &["set=b", "more"]);
    let foreign = simulator.launch_foreign_device(&["set=b"]);
    let listed = Metal::of(&simulator).get(&format!("{}?tag=set=b", devices()));
    assert_eq!(listed.ids(), [&foreign, &id]);
    simulator.power_off(&foreign);
    assert_eq!(state(&simulator, &foreign), "powering_off");
    simulator.fail_device(&id, "gone bad");
    assert_eq!(state(&simulator, &id), "failed");
    simulator.set_device_state(&id, Phase::Active);
    simulator.delete_device(&id);
    assert_eq!(state(&simulator, &id), "deprovisioning");
    assert_eq!(simulator.live_devices().len(), 1);
}

#[test]
fn a_state_may_be_one_that_nobody_knows() {
    let simulator = simulator();
    let id = create_active(&simulator, &json!({}));
    simulator.set(|options| {
        options
            .words
            .insert("active".to_owned(), "blooming".to_owned());
    });
    let found = Metal::of(&simulator).ask("GET", &format!("devices/{id}"), None);
    assert_eq!(found.unwrap().body["state"], "blooming");
}
