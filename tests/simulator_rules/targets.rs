//! Target groups.

use crate::client::Client;
use crate::simulator::Simulator;
use crate::simulator::world::Place;
use crate::{launch, seconds, simulator};

/// The form that names a group, and a machine.
fn form(simulator: &Simulator, id: &str) -> String {
    let arn = simulator.target_group(&Place::default(), "http");
    format!("TargetGroupArn={arn}&Targets.member.1.Id={id}")
}

/// State and reason of a target.
fn health(simulator: &Simulator, id: &str) -> (String, String) {
    let answer = Client::of(simulator).elb("DescribeTargetHealth", &form(simulator, id));
    (answer.text("State"), answer.text("Reason"))
}

/// A running machine in a target group.
fn registered(simulator: &Simulator) -> String {
    let id = launch(simulator, 1, "").remove(0);
    simulator.clock().advance(seconds(10));
    let answer = Client::of(simulator).elb("RegisterTargets", &form(simulator, &id));
    assert_eq!(answer.code(), "ok", "{}", answer.body);
    id
}

#[test]
fn a_target_gets_healthy_then_drains_then_is_gone() {
    let simulator = simulator();
    let id = &registered(&simulator);
    assert_eq!(health(&simulator, id).0, "initial");
    simulator.clock().advance(seconds(15));
    assert_eq!(health(&simulator, id).0, "healthy");
    simulator.sicken(id, true);
    assert_eq!(health(&simulator, id).0, "unhealthy");

    Client::of(&simulator).elb("DeregisterTargets", &form(&simulator, id));
    assert_eq!(health(&simulator, id).0, "draining");
    assert_eq!(simulator.targets()[0].state, "draining");
    simulator.clock().advance(seconds(30));
    let gone = ("unused".to_owned(), "Target.NotRegistered".to_owned());
    assert_eq!(health(&simulator, id), gone);
    let arn = simulator.target_group(&Place::default(), "http");
    let all = Client::of(&simulator).elb("DescribeTargetHealth", &format!("TargetGroupArn={arn}"));
    assert_eq!(all.all("Id").len(), 0);
    assert_eq!(simulator.targets().len(), 0);
}

#[test]
fn a_machine_that_ends_leaves_its_groups_by_itself() {
    let simulator = simulator();
    let id = &registered(&simulator);
    simulator.clock().advance(seconds(15));
    simulator.terminate(id);
    assert_eq!(health(&simulator, id).0, "draining");
    simulator.clock().advance(seconds(30));
    assert_eq!(health(&simulator, id).1, "Target.NotRegistered");
}

#[test]
fn a_draining_target_can_come_back() {
    let simulator = simulator();
    let id = &registered(&simulator);
    simulator.clock().advance(seconds(15));
    simulator.deregister("http", id);
    assert_eq!(health(&simulator, id).0, "draining");
    Client::of(&simulator).elb("RegisterTargets", &form(&simulator, id));
    assert_eq!(health(&simulator, id).0, "initial");
    simulator.clock().advance(seconds(15));
    assert_eq!(health(&simulator, id).0, "healthy");
}

#[test]
fn only_running_machines_are_registered() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let register = |id: &str| {
        let answer = Client::of(&simulator).elb("RegisterTargets", &form(&simulator, id));
        answer.code()
    };
    assert_eq!(register(id), "InvalidTarget");
    assert_eq!(register("i-00000000000000001"), "InvalidTarget");
    simulator.clock().advance(seconds(10));
    assert_eq!(register(id), "ok");
}

#[test]
fn groups_are_found_by_arn() {
    let simulator = simulator();
    let client = Client::of(&simulator);
    let all = client.elb("DescribeTargetGroups", "");
    assert_eq!(all.all("TargetGroupName"), ["http", "https"]);
    assert_eq!(all.all("Port"), ["30080", "30443"]);
    let arn = simulator.target_group(&Place::default(), "https");
    let one = client.elb(
        "DescribeTargetGroups",
        &format!("TargetGroupArns.member.1={arn}"),
    );
    assert_eq!(one.all("TargetGroupName"), ["https"]);
    let unknown =
        "TargetGroupArns.member.1=arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/x/1";
    assert_eq!(
        client.elb("DescribeTargetGroups", unknown).code(),
        "TargetGroupNotFound"
    );
}
