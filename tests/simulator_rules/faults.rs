//! What goes wrong when it is told to.

use std::thread;

use crate::client::{Client, Silence};
use crate::simulator::fault::Fault;
use crate::{launch_form, simulator};

#[test]
fn a_request_may_be_refused_once() {
    let simulator = simulator();
    let list = || Client::of(&simulator).ec2("DescribeInstances", "");
    simulator.fault(
        Fault::on("DescribeInstances")
            .nth(2)
            .status(503, "Unavailable", "Come again"),
    );
    let codes: Vec<String> = (0..3).map(|_| list().code()).collect();
    assert_eq!(codes, ["ok", "Unavailable", "ok"]);
    simulator.fault(Fault::on("*").html(502));
    let page = list();
    assert_eq!(page.status, 502);
    assert!(page.head.contains("text/html") && page.body.starts_with("<html>"));
    simulator.fault(Fault::on("*").retry_after(7));
    let busy = list();
    assert_eq!(busy.status, 503);
    assert!(busy.head.contains("retry-after: 7"));
    simulator.fault(Fault::on("*").always());
    assert_eq!(list().code(), "InternalError");
    simulator.clear_faults();
    assert_eq!(list().code(), "ok");
}

#[test]
fn a_request_may_be_done_or_not_and_never_be_answered() {
    let on = || Fault::on("RunInstances");
    for (fault, silence, done) in [
        (on().drop_before(), Silence::Broken, 0),
        (on().drop_after(), Silence::Broken, 1),
        (on().hang_before(), Silence::Hanging, 0),
        (on().hang_after(), Silence::Hanging, 1),
    ] {
        let simulator = simulator();
        simulator.fault(fault.clone());
        let form = format!("{}&ClientToken=t", launch_form(&simulator, 1));
        let answer = Client::of(&simulator).try_ec2("RunInstances", &form);
        assert_eq!(answer.unwrap_err(), silence, "{fault:?}");
        assert_eq!(simulator.instances().len(), done, "{fault:?}");
        assert_eq!(simulator.requests()[0].status, None);

        let again = Client::of(&simulator).ec2("RunInstances", &form);
        assert_eq!(again.code(), "ok");
        assert_eq!(simulator.instances().len(), 1, "the token launches once");
    }
}

#[test]
fn an_answer_may_be_held() {
    let simulator = simulator();
    let held = simulator.hold("RunInstances");
    let form = launch_form(&simulator, 1);
    thread::scope(|scope| {
        let request = scope.spawn(|| {
            let client = Client::of(&simulator);
            client.ec2("RunInstances", &form)
        });
        held.wait();
        assert_eq!(simulator.instances().len(), 1, "it is done already");
        assert!(!request.is_finished());
        held.release();
        assert_eq!(request.join().unwrap().code(), "ok");
    });
}

#[test]
fn what_was_asked_is_remembered_without_secrets() {
    let simulator = simulator();
    let form = format!("{}&UserData=c2VjcmV0", launch_form(&simulator, 1));
    Client::of(&simulator).ec2("RunInstances", &form);
    Client::of(&simulator).ec2("RunInstances", "");
    Client::of(&simulator).ec2("DescribeInstances", "");
    assert_eq!(simulator.count("RunInstances"), 2);
    let writes = simulator.writes();
    assert_eq!(writes.len(), 2);
    assert!(
        writes[0]
            .parameter("UserData")
            .unwrap()
            .ends_with("(6 bytes)")
    );
    assert!(!format!("{writes:?}").contains("c2VjcmV0"));
    let outcomes: Vec<_> = writes
        .iter()
        .map(|one| (one.status, one.code.as_deref()))
        .collect();
    assert_eq!(
        outcomes,
        [(Some(200), None), (Some(400), Some("MissingParameter"))]
    );
    simulator.clear_requests();
    assert_eq!(simulator.requests().len(), 0);
}
