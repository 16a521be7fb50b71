//! Devices that are installed anew.

use serde_json::json;

use super::client::Metal;
use super::{create, create_active, state};
use crate::{seconds, simulator};

#[test]
fn a_device_is_active_for_a_while_before_it_is_installed_anew() {
    let simulator = simulator();
    let id = create_active(&simulator, &json!({}));
    let before = simulator.device(&id);
    let path = format!("devices/{id}");
    let changed = Metal::of(&simulator).put(&path, &json!({"userdata": "#!/bin/sh"}));
    assert_eq!(changed.body["userdata"], "#!/bin/sh");
    let installed = simulator.device(&id).installed_user_data;
    assert_eq!(installed.as_deref(), Some("{}"), "what runs stays");
    let asked = Metal::of(&simulator).act(&id, &json!({"type": "reinstall"}));
    assert_eq!(asked.status, 202);
    assert!(asked.body.is_null());
    for (after, expected) in [
        (0, "active"),
        (19, "active"),
        (1, "reinstalling"),
        (239, "reinstalling"),
    ] {
        simulator.clock().advance(seconds(after));
        assert_eq!(state(&simulator, &id), expected);
        assert_eq!(simulator.device(&id).installations, 1);
    }
    assert_eq!(Metal::of(&simulator).delete(&path).status, 422);
    simulator.clock().advance(seconds(1));
    let after = simulator.device(&id);
    assert_eq!(state(&simulator, &id), "active");
    assert_eq!(after.installations, 2);
    assert_eq!(after.installed_user_data.as_deref(), Some("#!/bin/sh"));
    assert_eq!(after.public_ipv4, before.public_ipv4);
}

#[test]
fn its_end_is_an_event_that_is_newer_than_the_request() {
    let simulator = simulator();
    let id = create_active(&simulator, &json!({}));
    let newest = || {
        let events = Metal::of(&simulator).get(&format!("devices/{id}/events"));
        let newest = &events.body["events"][0];
        (newest["type"].clone(), newest["created_at"].clone())
    };
    let first = newest();
    assert_eq!(first.0, "provisioning.110");
    Metal::of(&simulator).act(&id, &json!({"type": "reinstall"}));
    assert_eq!(newest(), first, "nothing has happened yet");
    simulator.clock().advance(seconds(20));
    assert_ne!(newest().0, "provisioning.110");
    simulator.clock().advance(seconds(240));
    let last = newest();
    assert_eq!(last.0, "provisioning.110");
    assert!(last.1.as_str() > first.1.as_str());
}

#[test]
fn an_installation_shows_its_steps_as_it_takes_them() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    let count = || {
        let events = Metal::of(&simulator).get(&format!("devices/{id}/events"));
        events.body["meta"]["total"].as_u64().unwrap()
    };
    for (after, expected) in [(0, 1), (10, 2), (60, 3), (60, 4), (180, 7)] {
        simulator.clock().advance(seconds(after));
        assert_eq!(count(), expected);
    }
}

#[test]
fn an_installation_may_take_no_time() {
    let simulator = simulator();
    simulator.set(|options| {
        options.metal.linger_delay = seconds(0);
        options.metal.reinstall_delay = seconds(0);
    });
    let id = create_active(&simulator, &json!({}));
    Metal::of(&simulator).put(&format!("devices/{id}"), &json!({"userdata": "#!/bin/sh"}));
    Metal::of(&simulator).act(&id, &json!({"type": "reinstall"}));
    let device = simulator.device(&id);
    assert_eq!(device.installations, 2);
    assert_eq!(device.installed_user_data.as_deref(), Some("#!/bin/sh"));
}

#[test]
fn the_operating_system_changes_with_the_request() {
    let simulator = simulator();
    let id = create_active(&simulator, &json!({}));
    let act = |body| Metal::of(&simulator).act(&id, &body);
    for (body, sentence) in [
        (
            json!({"type": "reinstall", "operating_system": "plan9"}),
            "plan9 is not a valid operating system",
        ),
        (
            json!({"type": "reinstall", "operating_system": "custom_ipxe"}),
            "ipxe_script_url can't be blank",
        ),
        (
            json!({"type": "reinstall", "os": "x"}),
            "os is not a known field",
        ),
    ] {
        let refused = act(body);
        assert_eq!((refused.status, refused.sentence()), (422, sentence));
    }
    let asked = act(json!({
        "type": "reinstall", "operating_system": "custom_ipxe", "ipxe_script_url": "http://boot.example.com",
    }));
    assert_eq!(asked.status, 202);
    assert_eq!(simulator.device(&id).operating_system, "custom_ipxe");
}

#[test]
fn a_device_that_is_being_made_or_locked_is_left_alone() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    let act = || {
        let asked = Metal::of(&simulator).act(&id, &json!({"type": "reinstall"}));
        (asked.status, asked.sentence().to_owned())
    };
    let why = "Cannot reinstall a device while it is queued";
    assert_eq!(act(), (422, why.to_owned()));
    simulator.clock().advance(seconds(310));
    simulator.lock_device(&id, true);
    let why = "Cannot reinstall a locked device";
    assert_eq!(act(), (422, why.to_owned()));
}
