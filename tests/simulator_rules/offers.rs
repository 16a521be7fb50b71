//! What machines can be made of.

use crate::client::Client;
use crate::{SUBNET, check_codes, launch, simulator};

#[test]
fn the_newest_image_of_a_channel_can_be_found() {
    let simulator = simulator();
    let form = "Owner.1=075585003325&Filter.1.Name=name&Filter.1.Value.1=Flatcar-stable-*\
                &Filter.2.Name=architecture&Filter.2.Value.1=x86_64\
                &Filter.3.Name=virtualization-type&Filter.3.Value.1=hvm\
                &Filter.4.Name=state&Filter.4.Value.1=available";
    let answer = Client::of(&simulator).ec2("DescribeImages", form);
    let mut found: Vec<_> = answer
        .all("creationDate")
        .into_iter()
        .zip(answer.all("name"))
        .collect();
    found.sort();
    let (_, newest) = found.last().unwrap();
    assert_eq!(newest, "Flatcar-stable-4593.2.4-hvm");
    assert_eq!(answer.text("rootDeviceName"), "/dev/xvda");
    let one = form.replace("stable-*", "stable-4230.2.3-*");
    let one = Client::of(&simulator).ec2("DescribeImages", &one);
    assert_eq!(one.all("imageId").len(), 1);
    let by_id = format!("ImageId.1={}", one.text("imageId"));
    let elsewhere = Client::with(&simulator, "test", "eu-west-1").ec2("DescribeImages", &by_id);
    assert_eq!(
        elsewhere.code(),
        "InvalidAMIID.NotFound",
        "ids differ between regions"
    );
}

#[test]
fn subnets_groups_and_types() {
    let simulator = simulator();
    let client = Client::of(&simulator);
    let subnets = client.ec2("DescribeSubnets", "");
    assert_eq!(
        subnets.all("availabilityZone"),
        ["us-east-1a", "us-east-1b", "us-east-1c"]
    );
    assert_eq!(
        subnets.all("cidrBlock"),
        ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]
    );
    launch(&simulator, 3, "");
    let one = client.ec2("DescribeSubnets", &format!("SubnetId.1={SUBNET}"));
    assert_eq!(one.all("availableIpAddressCount"), ["4088"]);
    let groups = client.ec2("DescribeSecurityGroups", "GroupId.1=sg-00000000000000002");
    assert_eq!(groups.all("groupName"), ["nodes"]);
    let types = client.ec2("DescribeInstanceTypes", "InstanceType.1=t4g.small");
    assert_eq!(types.text("supportedArchitectures"), "<item>arm64</item>");
    assert_eq!(types.text("defaultVCpus"), "2");

    check_codes(
        &simulator,
        "DescribeSubnets",
        &[("SubnetId.1=subnet-9", "InvalidSubnetID.NotFound")],
    );
    check_codes(
        &simulator,
        "DescribeSecurityGroups",
        &[("GroupId.1=sg-9", "InvalidGroup.NotFound")],
    );
    check_codes(
        &simulator,
        "DescribeInstanceTypes",
        &[("InstanceType.1=t9", "InvalidInstanceType")],
    );
    check_codes(&simulator, "DescribeMoon", &[("", "InvalidAction")]);
}
