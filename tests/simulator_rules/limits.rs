//! Not everything can be had.

use std::time::Duration;

use crate::client::Client;
use crate::simulator::throttle::Throttle;
use crate::{SUBNET, check_codes, launch, launch_form, seconds, simulator};

/// A launch of this many machines.
fn between(form: &str, least: usize, most: usize) -> String {
    form.replace("MinCount=1", &format!("MinCount={least}"))
        .replace("MaxCount=1", &format!("MaxCount={most}"))
}

#[test]
fn a_launch_gets_what_fits_unless_that_is_too_little() {
    let simulator = simulator();
    let place = (SUBNET.to_owned(), "t3.small".to_owned());
    simulator.set(|options| {
        options.capacity.insert(place.clone(), 3);
    });
    let form = launch_form(&simulator, 1);
    let refused = Client::of(&simulator).ec2("RunInstances", &between(&form, 4, 5));
    assert_eq!(
        (refused.status, &*refused.code()),
        (500, "InsufficientInstanceCapacity")
    );
    assert_eq!(simulator.instances().len(), 0);
    let some = Client::of(&simulator).ec2("RunInstances", &between(&form, 1, 5));
    assert_eq!(some.all("instanceId").len(), 3);
    let elsewhere = form.replace(SUBNET, "subnet-00000000000000002");
    check_codes(
        &simulator,
        "RunInstances",
        &[(&form, "InsufficientInstanceCapacity"), (&elsewhere, "ok")],
    );
    simulator.terminate(&some.text("instanceId"));
    simulator.clock().advance(seconds(20));
    check_codes(&simulator, "RunInstances", &[(&form, "ok")]);
}

#[test]
fn an_account_has_quotas() {
    let simulator = simulator();
    let form = launch_form(&simulator, 1);
    simulator.set(|options| options.instance_quota = Some(2));
    launch(&simulator, 2, "");
    check_codes(
        &simulator,
        "RunInstances",
        &[(&form, "InstanceLimitExceeded")],
    );
    simulator.set(|options| {
        options.instance_quota = None;
        options.vcpu_quota = Some(7);
    });
    check_codes(
        &simulator,
        "RunInstances",
        &[(&between(&form, 2, 2), "VcpuLimitExceeded"), (&form, "ok")],
    );
}

#[test]
fn ec2_limits_each_action_by_itself() {
    let simulator = simulator();
    simulator.set(|options| options.limits_as_aws = true);
    let form = launch_form(&simulator, 1);
    let launch = || Client::of(&simulator).ec2("RunInstances", &form).code();
    let codes: Vec<String> = (0..6).map(|_| launch()).collect();
    assert_eq!(codes[4..], ["ok", "RequestLimitExceeded"]);
    let list = Client::of(&simulator).ec2("DescribeInstances", "");
    assert_eq!(list.code(), "ok");
    simulator.clock().advance(Duration::from_millis(500));
    assert_eq!([launch(), launch()], ["ok", "RequestLimitExceeded"]);
}

#[test]
fn too_many_requests_are_throttled() {
    let simulator = simulator();
    simulator.set(|options| {
        options.throttle = Some(Throttle {
            burst: 2,
            per_second: 1.0,
            in_real_time: false,
        });
    });
    let list = || Client::of(&simulator).ec2("DescribeInstances", "");
    let codes: Vec<String> = (0..3).map(|_| list().code()).collect();
    assert_eq!(codes, ["ok", "ok", "RequestLimitExceeded"]);
    assert_eq!(list().status, 503);
    let other = Client::with(&simulator, "AKIA210987654321", "us-east-1");
    assert_eq!(
        other.sts("GetCallerIdentity", "").code(),
        "ok",
        "a bucket is an account's own"
    );
    simulator.clock().advance(seconds(1));
    assert_eq!(list().code(), "ok");
    assert_eq!(list().code(), "RequestLimitExceeded");
}
