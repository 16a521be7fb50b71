//! Who may do what, and how often.

use std::collections::BTreeSet;

use serde_json::json;

use super::client::Metal;
use super::{create, devices, order};
use crate::client::exchange;
use crate::simulator::metal::{BASE, PROJECT};
use crate::simulator::throttle::Throttle;
use crate::{seconds, simulator};

#[test]
fn a_token_must_be_known() {
    let simulator = simulator();
    simulator.set(|options| {
        options.bad_keys.insert("stale".to_owned());
    });
    for token in ["", "stale"] {
        let refused = Metal::with(&simulator, token).get(&devices());
        assert_eq!(refused.status, 401);
        assert_eq!(
            refused.body,
            json!({"error": "Invalid authentication token"})
        );
    }
    assert_eq!(Metal::of(&simulator).get(&devices()).status, 200);
}

#[test]
fn a_token_may_be_kept_from_operations_and_projects() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    simulator.set(|options| {
        let delete = BTreeSet::from(["deleteDevice".to_owned()]);
        options.denied.insert("reader".to_owned(), delete);
        let none = BTreeSet::new();
        options.metal.members.insert("stranger".to_owned(), none);
    });
    let path = format!("devices/{id}");
    let reader = Metal::with(&simulator, "reader");
    assert_eq!(reader.get(&path).status, 200);
    assert_eq!(reader.delete(&path).status, 403);
    let stranger = Metal::with(&simulator, "stranger");
    assert_eq!(stranger.get(&devices()).status, 403);
    assert_eq!(stranger.get(&format!("projects/{PROJECT}")).status, 403);
    assert_eq!(stranger.get(&path).status, 404);
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    let reservation = format!("hardware-reservations/{reservation}");
    assert_eq!(stranger.get(&reservation).status, 404);
    assert_eq!(reader.get(&reservation).status, 200);
    simulator.set(|options| options.metal.hidden_status = 403);
    assert_eq!(stranger.get(&path).status, 403);
}

#[test]
fn what_is_not_there_is_not_found() {
    let simulator = simulator();
    let nobody = "00000000-0000-4000-a000-000000000000";
    for path in [
        format!("devices/{nobody}"),
        format!("devices/{nobody}/events"),
        format!("projects/{nobody}/devices"),
        format!("hardware-reservations/{nobody}"),
        "devices/nonsense".to_owned(),
        "nonsense".to_owned(),
    ] {
        assert_eq!(Metal::of(&simulator).get(&path).status, 404, "{path}");
    }
    let patch = Metal::of(&simulator)
        .ask("PATCH", &devices(), None)
        .unwrap();
    assert_eq!(
        (patch.status, patch.header("allow")),
        (405, Some("POST, GET"))
    );
}

#[test]
fn a_body_is_json_and_says_so() {
    let simulator = simulator();
    let order = order(&json!({})).to_string();
    let ask = |kind: &str, body: &str| {
        let headers = format!("x-auth-token: t\r\ncontent-type: {kind}\r\n");
        let request = format!("POST {BASE}{}", devices());
        exchange(&simulator, &request, &headers, body).unwrap()
    };
    assert_eq!(ask("application/json; charset=utf-8", &order).status, 201);
    let form = ask("application/x-www-form-urlencoded", &order);
    assert!(form.body.contains("Content-Type"), "{}", form.body);
    let half = ask("application/json", &order[1..]);
    assert!(half.body.contains("The body is not JSON"), "{}", half.body);
    let none = ask("application/json", "");
    assert!(none.body.contains("the body can't be blank"));
    assert_eq!(simulator.devices().len(), 1);
}

#[test]
fn too_many_requests_are_told_when_to_come_again() {
    let simulator = simulator();
    simulator.set(|options| {
        options.throttle = Some(Throttle {
            burst: 2,
            per_second: 0.25,
            in_real_time: false,
        });
    });
    let ask = || Metal::of(&simulator).get(&devices());
    let first = ask();
    assert_eq!(first.header("x-ratelimit-limit"), Some("2"));
    assert_eq!(first.header("x-ratelimit-remaining"), Some("1"));
    assert_eq!(ask().header("x-ratelimit-remaining"), Some("0"));
    let refused = ask();
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), Some("4"));
    let now = simulator.clock().now().0 / 1000;
    let reset = refused.header("x-ratelimit-reset").unwrap();
    assert_eq!(reset.parse(), Ok(now + 4));
    let other = Metal::with(&simulator, "other").get(&devices());
    assert_eq!(other.status, 200, "another token has a limit of its own");
    simulator.clock().advance(seconds(4));
    assert_eq!(ask().status, 200);
}

#[test]
fn the_end_may_be_announced() {
    let simulator = simulator();
    let ask = || Metal::of(&simulator).get(&devices());
    assert_eq!(ask().header("sunset"), None);
    simulator.set(|options| options.metal.announces_end = true);
    let announced = ask();
    assert_eq!(announced.header("deprecation"), Some("true"));
    assert_eq!(
        announced.header("sunset"),
        Some("Tue, 30 Jun 2026 23:59:59 GMT")
    );
    assert!(announced.header("link").unwrap().contains("rel=\"sunset\""));
}
