//! The end of machines.

use crate::client::Client;
use crate::simulator::schedule::Phase;
use crate::{check_codes, launch, seconds, simulator};

#[test]
fn a_terminated_machine_is_listed_for_an_hour_without_its_addresses() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    simulator.clock().advance(seconds(10));
    let by_id = format!("InstanceId.1={id}");
    let answer = Client::of(&simulator).ec2("TerminateInstances", &by_id);
    assert_eq!(answer.all("name"), ["shutting-down", "running"]);
    assert_eq!(simulator.live().len(), 0);

    let describe = || Client::of(&simulator).ec2("DescribeInstances", &by_id);
    assert!(!describe().text("privateIpAddress").is_empty());
    simulator.clock().advance(seconds(20));
    assert_eq!(describe().text("name"), "terminated");
    assert_eq!(describe().text("privateIpAddress"), "");
    assert_eq!(describe().text("subnetId"), "");
    assert!(
        describe()
            .body
            .contains("<code>Client.UserInitiatedShutdown</code>")
    );
    simulator.clock().advance(seconds(3600));
    assert_eq!(describe().code(), "ok");
    simulator.clock().advance(seconds(1));
    assert_eq!(describe().code(), "InvalidInstanceID.NotFound");
}

#[test]
fn terminating_again_does_nothing() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let by_id = format!("InstanceId.1={id}");
    let terminate = || Client::of(&simulator).ec2("TerminateInstances", &by_id);
    terminate();
    simulator.clock().advance(seconds(15));
    assert_eq!(terminate().all("name"), ["shutting-down", "shutting-down"]);
    simulator.clock().advance(seconds(5));
    assert_eq!(terminate().all("name"), ["terminated", "terminated"]);
}

#[test]
fn all_of_a_request_end_or_none() {
    let simulator = simulator();
    let ids = launch(&simulator, 2, "");
    simulator.protect(&ids[1], true);
    let both = format!("InstanceId.1={}&InstanceId.2={}", ids[0], ids[1]);
    check_codes(
        &simulator,
        "TerminateInstances",
        &[(&both, "OperationNotPermitted"), ("", "MissingParameter")],
    );
    assert_eq!(simulator.live().len(), 2);
    let lift = format!("InstanceId={}&DisableApiTermination.Value=false", ids[1]);
    check_codes(&simulator, "ModifyInstanceAttribute", &[(&lift, "ok")]);
    check_codes(&simulator, "TerminateInstances", &[(&both, "ok")]);
    assert_eq!(simulator.live().len(), 0);
}

#[test]
fn volumes_go_with_their_machine_unless_they_are_to_stay() {
    let simulator = simulator();
    let stay = "BlockDeviceMapping.1.DeviceName=%2Fdev%2Fxvda\
                &BlockDeviceMapping.1.Ebs.DeleteOnTermination=false";
    let ids = [launch(&simulator, 1, ""), launch(&simulator, 1, stay)].concat();
    for id in &ids {
        simulator.terminate(id);
    }
    simulator.clock().advance(seconds(20));
    let volumes = Client::of(&simulator).ec2("DescribeVolumes", "");
    assert_eq!(volumes.all("volumeId").len(), 1);
    assert_eq!(volumes.text("status"), "available");
}

#[test]
fn machines_change_without_being_asked() {
    let simulator = simulator();
    let ids = launch(&simulator, 3, "");
    simulator.clock().advance(seconds(10));
    simulator.terminate(&ids[0]);
    simulator.stop(&ids[1]);
    simulator.set_state(&ids[2], Phase::Terminated);
    let state = |id: &str| simulator.instance(id).state;
    assert_eq!(state(&ids[0]), Phase::ShuttingDown);
    assert_eq!(state(&ids[1]), Phase::Stopping);
    assert_eq!(state(&ids[2]), Phase::Terminated);
    simulator.clock().advance(seconds(20));
    assert_eq!(state(&ids[0]), Phase::Terminated);
    assert_eq!(state(&ids[1]), Phase::Stopped);
}
