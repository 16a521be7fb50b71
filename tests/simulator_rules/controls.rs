//! The clock and the controls over HTTP.

use crate::client::{Answer, Client, exchange};
use crate::simulator::Simulator;
use crate::simulator::clock::START;
use crate::simulator::options::Options;
use crate::{launch, simulator};

fn ask(simulator: &Simulator, request: &str, body: &str) -> Answer {
    exchange(simulator, request, "", body).unwrap()
}

#[test]
fn the_clock_is_put_forward_and_never_back() {
    let simulator = simulator();
    let start = START.0;
    for (request, millis) in [
        ("GET /clock".to_owned(), start),
        (format!("POST /clock?until={}", start + 1500), start + 1500),
        (format!("POST /clock?until={start}"), start + 1500),
        ("GET /clock".to_owned(), start + 1500),
    ] {
        assert_eq!(
            ask(&simulator, &request, "").body,
            millis.to_string(),
            "{request}"
        );
    }
    assert_eq!(ask(&simulator, "POST /clock", "").status, 400);
    assert_eq!(
        simulator.clock().now().to_string(),
        "2026-11-22T12:00:01.500Z"
    );
}

#[test]
fn the_clock_can_follow_real_time() {
    let simulator = Simulator::start(Options {
        real_time: true,
        ..Options::default()
    });
    let before = simulator.clock().now();
    while simulator.clock().now() == before {}
    let jumped: u64 = ask(
        &simulator,
        &format!("POST /clock?until={}", START.0 + 60_000),
        "",
    )
    .body
    .parse()
    .unwrap();
    assert!(jumped >= START.0 + 60_000);
}

#[test]
fn machines_and_requests_can_be_seen_and_disturbed() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let inventory = ask(&simulator, "GET /control/inventory", "");
    assert!(inventory.body.contains(id) && inventory.body.contains("\"pending\""));
    let requests = ask(&simulator, "GET /control/requests", "");
    assert!(
        requests.body.contains("\"RunInstances\": 1"),
        "{}",
        requests.body
    );

    let fault =
        r#"{"action": "DescribeInstances", "effect": "status", "status": 503, "code": "Busy"}"#;
    assert_eq!(ask(&simulator, "POST /control/fault", fault).status, 200);
    assert_eq!(
        Client::of(&simulator).ec2("DescribeInstances", "").code(),
        "Busy"
    );
    let wrong = ask(&simulator, "POST /control/fault", "{}");
    assert_eq!(wrong.status, 400);

    let terminate = format!("POST /control/terminate?id={id}");
    assert_eq!(ask(&simulator, &terminate, "").status, 200);
    assert_eq!(simulator.live().len(), 0);
    let unknown = ask(&simulator, "POST /control/terminate?id=i-1", "");
    assert!(
        unknown.status == 404 && unknown.body.contains(id),
        "{}",
        unknown.body
    );
}

#[test]
fn a_simulator_stops_when_it_is_dropped() {
    let simulator = simulator();
    let address = simulator.address();
    ask(&simulator, "GET /clock", "");
    drop(simulator);
    let patience = std::time::Instant::now();
    while std::net::TcpStream::connect(address).is_ok() {
        assert!(patience.elapsed().as_secs() < 10, "it still listens");
    }
}
