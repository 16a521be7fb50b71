//! What goes wrong when it is told to, what was asked, and the controls over HTTP.

use std::thread;

use serde_json::{Value, json};

use super::client::{Answer, Metal};
use super::{create, devices, order};
use crate::client::{Silence, exchange};
use crate::simulator;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;

fn list(simulator: &Simulator) -> Answer {
    Metal::of(simulator).ask("GET", &devices(), None).unwrap()
}

#[test]
fn errors_come_in_three_shapes() {
    let simulator = simulator();
    let on = || Fault::on("findProjectDevices");
    for (fault, status, content_type, body) in [
        (
            on().status(500, "", "Oh snap"),
            500,
            "application/json; charset=utf-8",
            json!({"errors": ["Oh snap"]}),
        ),
        (
            on().error(503, "Busy"),
            503,
            "application/json",
            json!({"error": "Busy"}),
        ),
        (
            on().html(502),
            502,
            "text/html",
            json!("<html><body><h1>502</h1></body></html>"),
        ),
        (
            on().body(200, "application/json", "{\"devices\": ["),
            200,
            "application/json",
            json!("{\"devices\": ["),
        ),
    ] {
        simulator.fault(fault);
        let answer = list(&simulator);
        assert_eq!((answer.status, &answer.body), (status, &body));
        assert_eq!(answer.header("content-type"), Some(content_type));
        let has_id = answer.header("x-request-id").is_some();
        assert_eq!(has_id, content_type != "text/html");
    }
    simulator.fault(on().retry_after(7));
    let busy = list(&simulator);
    assert_eq!((busy.status, busy.header("retry-after")), (429, Some("7")));
    assert_eq!(list(&simulator).status, 200);
}

#[test]
fn a_creation_may_be_done_or_not_and_never_be_answered() {
    let on = || Fault::on("createDevice");
    for (fault, silence, done) in [
        (on().drop_before(), Silence::Broken, 0),
        (on().drop_after(), Silence::Broken, 1),
        (on().hang_before(), Silence::Hanging, 0),
        (on().hang_after(), Silence::Hanging, 1),
    ] {
        let simulator = simulator();
        simulator.fault(fault.clone());
        let order = order(&json!({}));
        let answer = Metal::of(&simulator).ask("POST", &devices(), Some(&order));
        assert_eq!(answer.unwrap_err(), silence, "{fault:?}");
        assert_eq!(simulator.devices().len(), done, "{fault:?}");
        assert_eq!(simulator.requests()[0].status, None);
        create(&simulator, &json!({}));
        assert_eq!(
            simulator.devices().len(),
            done + 1,
            "asked twice, made twice"
        );
    }
}

#[test]
fn an_answer_may_be_held() {
    let simulator = simulator();
    let held = simulator.hold("createDevice");
    thread::scope(|scope| {
        let request = scope.spawn(|| create(&simulator, &json!({})));
        held.wait();
        assert_eq!(simulator.devices().len(), 1, "it is done already");
        held.release();
        request.join().unwrap();
    });
}

#[test]
fn what_was_asked_is_remembered_without_user_data() {
    let simulator = simulator();
    create(&simulator, &json!({"userdata": "#!secret"}));
    Metal::of(&simulator).get(&format!("{}?tag=set=a", devices()));
    Metal::of(&simulator).post(&devices(), &order(&json!({"metro": "xx"})));
    assert_eq!(simulator.count("createDevice"), 2);
    assert_eq!(simulator.writes().len(), 2);
    let requests = simulator.requests();
    assert!(!format!("{requests:?}").contains("#!secret"));
    let data = requests[0].parameter("userdata").unwrap();
    assert!(data.ends_with("(8 bytes)"), "{data}");
    assert_eq!(requests[0].parameter("hostname"), Some("node-0"));
    assert_eq!(requests[0].parameter("tags"), Some(r#"["set=a"]"#));
    assert_eq!(requests[0].path, format!("POST /metal/v1/{}", devices()));
    assert_eq!(requests[1].parameter("tag"), Some("set=a"));
    assert_eq!(requests[2].code.as_deref(), Some("xx is not a valid metro"));
}

#[test]
fn devices_can_be_seen_and_disturbed_over_http() {
    let simulator = simulator();
    let ask = |request: &str, body: &str| exchange(&simulator, request, "", body).unwrap();
    let made = ask("POST /control/reservation?plan=c3.small.x86&metro=am", "");
    let made: Value = serde_json::from_str(&made.body).unwrap();
    let id = create(
        &simulator,
        &json!({"hardware_reservation_id": made["reserved"]}),
    );
    let seen: Value = serde_json::from_str(&ask("GET /control/inventory", "").body).unwrap();
    assert_eq!(seen["devices"][0]["id"], json!(id));
    assert_eq!(seen["devices"][0]["state"], "queued");
    assert_eq!(seen["reservations"][0]["device"], json!(id));

    let fault =
        r#"{"action": "findProjectDevices", "effect": "error", "status": 503, "message": "Busy"}"#;
    assert_eq!(ask("POST /control/fault", fault).status, 200);
    assert_eq!(list(&simulator).body, json!({"error": "Busy"}));
    let statuses = ask("GET /control/statuses", "").body;
    let statuses: Value = serde_json::from_str(&statuses).unwrap();
    assert_eq!(
        statuses,
        json!({"createDevice": {"201": 1}, "findProjectDevices": {"503": 1}})
    );
    let terminate = format!("POST /control/terminate?id={id}");
    assert_eq!(ask(&terminate, "").status, 200);
    assert_eq!(simulator.live_devices().len(), 0);
    let wrong = ask("POST /control/reservation?plan=x&metro=am", "");
    assert_eq!(wrong.status, 404);
}
