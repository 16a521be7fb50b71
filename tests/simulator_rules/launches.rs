//! Launching machines.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::client::Client;
use crate::simulator::schedule::Phase;
use crate::simulator::world::Place;
use crate::{SUBNET, check_codes, launch, launch_form, seconds, simulator};

#[test]
fn machines_of_a_launch_are_numbered_and_pending_then_run() {
    let simulator = simulator();
    let ids = launch(&simulator, 3, "ClientToken=t");
    assert_eq!(ids.len(), 3);
    let indices: BTreeSet<usize> = simulator
        .instances()
        .iter()
        .map(|one| one.launch_index)
        .collect();
    assert_eq!(indices, BTreeSet::from([0, 1, 2]));
    assert_eq!(simulator.instance(&ids[0]).state, Phase::Pending);
    simulator.clock().advance(seconds(10));
    assert_eq!(simulator.instance(&ids[0]).state, Phase::Running);
}

#[test]
fn a_client_token_launches_once() {
    let simulator = simulator();
    let client = Client::of(&simulator);
    let form = format!("{}&ClientToken=t", launch_form(&simulator, 2));
    let first = client.ec2("RunInstances", &form);
    let again = client.ec2("RunInstances", &form);
    assert_eq!(first.all("instanceId"), again.all("instanceId"));
    assert_eq!(first.text("reservationId"), again.text("reservationId"));
    assert_eq!(simulator.instances().len(), 2);

    let other = client.ec2("RunInstances", &format!("{form}&KeyName=k"));
    assert_eq!(
        (other.status, &*other.code()),
        (400, "IdempotentParameterMismatch")
    );
    let elsewhere = Client::with(&simulator, "AKIA210987654321", "us-east-1");
    assert_eq!(
        elsewhere.ec2("RunInstances", &form).code(),
        "ok",
        "tokens are an account's own"
    );
}

#[test]
fn the_token_of_terminated_machines_launches_nothing() {
    let simulator = simulator();
    let client = Client::of(&simulator);
    let form = format!("{}&ClientToken=t", launch_form(&simulator, 2));
    let ids = launch(&simulator, 2, "ClientToken=t");
    simulator.terminate(&ids[0]);
    simulator.clock().advance(seconds(60));
    let half = client.ec2("RunInstances", &form);
    assert_eq!(half.all("instanceId"), ids, "one of them lives");
    simulator.terminate(&ids[1]);
    assert_eq!(
        client.ec2("RunInstances", &form).code(),
        "ok",
        "it is still shutting down"
    );
    simulator.clock().advance(seconds(60));
    let refused = client.ec2("RunInstances", &form);
    assert_eq!(
        (refused.status, &*refused.code()),
        (400, "IdempotentInstanceTerminated")
    );
    simulator.clock().advance(seconds(7200));
    assert_eq!(
        client.ec2("RunInstances", &form).code(),
        "IdempotentInstanceTerminated"
    );
    assert_eq!(simulator.instances().len(), 2);
}

#[test]
fn what_is_ordered_is_what_there_is() {
    let simulator = simulator();
    let image = simulator.image(&Place::default(), "Flatcar-stable-4593.2.4-arm64-hvm");
    let user_data = STANDARD.encode("{\"ignition\":{}}");
    let user_data: String = form_urlencoded::byte_serialize(user_data.as_bytes()).collect();
    let form = format!(
        "MinCount=1&MaxCount=1&ImageId={image}&InstanceType=t4g.small&ClientToken=t&UserData={user_data}\
         &NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.SubnetId=subnet-00000000000000002\
         &NetworkInterface.1.SecurityGroupId.1=sg-00000000000000002\
         &NetworkInterface.1.AssociatePublicIpAddress=true&NetworkInterface.1.PrivateIpAddress=10.0.16.9\
         &IamInstanceProfile.Name=nodes&KeyName=mine&DisableApiTermination=true\
         &BlockDeviceMapping.1.DeviceName=%2Fdev%2Fxvda&BlockDeviceMapping.1.Ebs.VolumeSize=40\
         &BlockDeviceMapping.1.Ebs.VolumeType=gp3&BlockDeviceMapping.1.Ebs.Iops=4000\
         &BlockDeviceMapping.1.Ebs.Throughput=250&BlockDeviceMapping.1.Ebs.Encrypted=true\
         &BlockDeviceMapping.1.Ebs.KmsKeyId=key&BlockDeviceMapping.1.Ebs.DeleteOnTermination=true\
         &MetadataOptions.HttpTokens=required&MetadataOptions.HttpPutResponseHopLimit=2\
         &InstanceMarketOptions.MarketType=spot&InstanceMarketOptions.SpotOptions.MaxPrice=0.05\
         &InstanceMarketOptions.SpotOptions.SpotInstanceType=one-time\
         &TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=Name\
         &TagSpecification.1.Tag.1.Value=a%26b&TagSpecification.2.ResourceType=volume\
         &TagSpecification.2.Tag.1.Key=of&TagSpecification.2.Tag.1.Value=disk"
    );
    let answer = Client::of(&simulator).ec2("RunInstances", &form);
    assert_eq!(answer.code(), "ok", "{}", answer.body);
    assert_eq!(answer.text("instanceLifecycle"), "spot");
    assert_eq!(answer.text("amiLaunchIndex"), "0");
    assert_eq!(answer.all("ipAddress").len(), 0, "it does not run yet");

    simulator.clock().advance(seconds(10));
    let id = answer.text("instanceId");
    let seen = simulator.instance(&id);
    assert_eq!(
        (seen.tag("Name"), &*seen.subnet),
        ("a&b", "subnet-00000000000000002")
    );
    assert_eq!(seen.user_data, b"{\"ignition\":{}}");
    assert_eq!(seen.private_ip.to_string(), "10.0.16.9");
    assert!(seen.public_ip.is_some() && seen.protected);
    assert_eq!(seen.security_groups, ["sg-00000000000000002"]);
    assert_eq!((&*seen.http_tokens, seen.hop_limit), ("required", 2));
    assert_eq!(
        (seen.profile.as_deref(), seen.key_name.as_deref()),
        (Some("nodes"), Some("mine"))
    );
    assert_eq!(seen.spot.as_deref(), Some("0.05"));
    let disk = &seen.volume.disk;
    assert_eq!(
        (disk.size, &*disk.kind, disk.iops, disk.throughput),
        (40, "gp3", Some(4000), Some(250))
    );
    assert!(disk.encrypted && disk.kms_key.as_deref() == Some("key"));

    let volumes = format!("Filter.1.Name=attachment.instance-id&Filter.1.Value.1={id}");
    let volumes = Client::of(&simulator).ec2("DescribeVolumes", &volumes);
    assert_eq!(
        (&*volumes.text("size"), &*volumes.text("volumeType")),
        ("40", "gp3")
    );
    assert_eq!(
        (&*volumes.text("encrypted"), &*volumes.text("value")),
        ("true", "disk")
    );

    let attribute = format!("InstanceId={id}&Attribute=userData");
    let attribute = Client::of(&simulator).ec2("DescribeInstanceAttribute", &attribute);
    assert_eq!(
        attribute.text("value"),
        STANDARD.encode("{\"ignition\":{}}")
    );
}

#[test]
fn wrong_orders_are_refused() {
    let simulator = simulator();
    let image = simulator.image(&Place::default(), crate::IMAGE);
    let good = launch_form(&simulator, 1);
    let gp2 =
        "BlockDeviceMapping.1.DeviceName=%2Fdev%2Fxvda&BlockDeviceMapping.1.Ebs.VolumeType=gp2";
    let of = |image: &str, kind: &str, subnet: &str, least: usize, most: usize| {
        format!(
            "ImageId={image}&InstanceType={kind}&SubnetId={subnet}&MinCount={least}&MaxCount={most}"
        )
    };
    let cases = [
        (good.clone(), "ok"),
        (
            of("ami-00000000", "t3.small", SUBNET, 1, 1),
            "InvalidAMIID.NotFound",
        ),
        (
            of("flatcar", "t3.small", SUBNET, 1, 1),
            "InvalidAMIID.Malformed",
        ),
        (of(&image, "t9.huge", SUBNET, 1, 1), "InvalidParameterValue"),
        (
            of(&image, "t4g.small", SUBNET, 1, 1),
            "InvalidParameterValue",
        ),
        (
            of(&image, "t3.small", "subnet-9", 1, 1),
            "InvalidSubnetID.NotFound",
        ),
        (
            of(&image, "t3.small", SUBNET, 2, 1),
            "InvalidParameterValue",
        ),
        (
            of(&image, "t3.small", SUBNET, 0, 1),
            "InvalidParameterValue",
        ),
        (
            format!("ImageId={image}&InstanceType=t3.small&MinCount=1&MaxCount=1"),
            "MissingInput",
        ),
        (
            format!("{good}&SecurityGroupId.1=sg-9"),
            "InvalidGroup.NotFound",
        ),
        (
            format!("{good}&SecurityGroupId.1=default"),
            "InvalidGroupId.Malformed",
        ),
        (format!("{good}&UserData=%7B"), "InvalidUserData.Malformed"),
        (
            format!("{good}&PrivateIpAddress=10.0.16.9"),
            "InvalidParameterValue",
        ),
        (
            format!("{good}&PrivateIpAddress=10.0.0.4"),
            "InvalidIPAddress.InUse",
        ),
        (
            format!("{good}&NetworkInterface.1.DeviceIndex=0"),
            "InvalidParameterCombination",
        ),
        (
            format!("{good}&MetadataOptions.HttpPutResponseHopLimit=65"),
            "InvalidParameterValue",
        ),
        (
            format!("{good}&MetadataOptions.HttpTokens=maybe"),
            "InvalidParameterValue",
        ),
        (
            format!("{good}&{gp2}&BlockDeviceMapping.1.Ebs.Throughput=250"),
            "InvalidParameterCombination",
        ),
        (
            format!("{good}&{gp2}&BlockDeviceMapping.1.Ebs.VolumeSize=4"),
            "InvalidBlockDeviceMapping",
        ),
        (
            format!("{good}&{gp2}&BlockDeviceMapping.1.Ebs.KmsKeyId=k"),
            "InvalidParameterDependency",
        ),
        (
            format!("{good}&TagSpecification.1.ResourceType=moon"),
            "InvalidParameterValue",
        ),
        (format!("{good}&Colour=blue"), "UnknownParameter"),
        (format!("{good}&DryRun=true"), "DryRunOperation"),
    ];
    let cases: Vec<(&str, &str)> = cases.iter().map(|(form, code)| (&**form, *code)).collect();
    check_codes(&simulator, "RunInstances", &cases);
    assert_eq!(simulator.instances().len(), 1);
}

#[test]
fn user_data_may_have_16384_bytes_before_base64() {
    let simulator = simulator();
    let form = |length: usize| {
        let data = URL_SAFE.encode(vec![b'x'; length]).replace('=', "%3D");
        format!("{}&UserData={data}", launch_form(&simulator, 1))
    };
    let cases = [
        (&*form(16_384), "ok"),
        (&*form(16_385), "InvalidUserData.Malformed"),
    ];
    check_codes(&simulator, "RunInstances", &cases);
}

#[test]
fn a_machine_may_end_instead_of_starting() {
    let simulator = simulator();
    simulator.fail_launch(
        2,
        "Client.InvalidKMSKey.InvalidState",
        "The KMS key is disabled",
    );
    launch(&simulator, 3, "");
    let states = || {
        let mut states: Vec<(usize, Phase)> = Vec::new();
        for one in simulator.instances() {
            states.push((one.launch_index, one.state));
        }
        states
    };
    assert!(states().iter().all(|(_, state)| *state == Phase::Pending));
    simulator.clock().advance(seconds(10));
    assert_eq!(
        states(),
        [
            (0, Phase::Running),
            (1, Phase::Terminated),
            (2, Phase::Running)
        ]
    );
    let answer = Client::of(&simulator).ec2("DescribeInstances", "");
    assert!(
        answer
            .body
            .contains("<code>Client.InvalidKMSKey.InvalidState</code>"),
        "{}",
        answer.body
    );
}

#[test]
fn an_address_is_free_again_when_its_machine_is_gone() {
    let simulator = simulator();
    let ids = launch(&simulator, 1, "PrivateIpAddress=10.0.0.77");
    let again = format!("{}&PrivateIpAddress=10.0.0.77", launch_form(&simulator, 1));
    simulator.terminate(&ids[0]);
    check_codes(
        &simulator,
        "RunInstances",
        &[(&again, "InvalidIPAddress.InUse")],
    );
    simulator.clock().advance(seconds(20));
    check_codes(&simulator, "RunInstances", &[(&again, "ok")]);
}

#[test]
fn an_instance_profile_may_not_be_there_yet() {
    let simulator = simulator();
    simulator.set(|options| {
        options.unknown_profiles.insert("late".to_owned());
    });
    let form = format!(
        "{}&IamInstanceProfile.Name=late",
        launch_form(&simulator, 1)
    );
    let refused = Client::of(&simulator).ec2("RunInstances", &form);
    assert_eq!(refused.code(), "InvalidParameterValue");
    assert!(
        refused
            .text("Message")
            .contains("Invalid IAM Instance Profile name")
    );
    simulator.set(|options| options.unknown_profiles.clear());
    check_codes(&simulator, "RunInstances", &[(&form, "ok")]);
}
