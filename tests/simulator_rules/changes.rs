//! Changing machines in place.

use crate::client::Client;
use crate::{check_codes, launch, simulator};

#[test]
fn tags_are_set_and_removed() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let volume = simulator.instance(id).volume.id;
    let set = format!(
        "ResourceId.1={id}&ResourceId.2={volume}&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b&Tag.2.Value=2"
    );
    check_codes(&simulator, "CreateTags", &[(&set, "ok")]);
    let seen = simulator.instance(id);
    assert_eq!((seen.tag("a"), seen.tag("b")), ("1", "2"));
    assert_eq!(seen.volume.tags, seen.tags);

    let remove = format!("ResourceId.1={id}&Tag.1.Key=a&Tag.2.Key=b&Tag.2.Value=other");
    check_codes(&simulator, "DeleteTags", &[(&remove, "ok")]);
    let seen = simulator.instance(id);
    assert_eq!(
        (seen.tag("a"), seen.tag("b")),
        ("", "2"),
        "a tag of another value stays"
    );
    simulator.remove_tag(id, "b");
    assert!(simulator.instance(id).tags.is_empty());
}

#[test]
fn wrong_tags_are_refused() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let many: Vec<String> = (1..=51)
        .map(|number| format!("Tag.{number}.Key=k{number}"))
        .collect();
    let many = many.join("&");
    let cases = [
        (
            format!("ResourceId.1={id}&Tag.1.Key=aws:x"),
            "InvalidParameterValue",
        ),
        (
            format!("ResourceId.1={id}&Tag.1.Key=x&Tag.2.Key=x"),
            "InvalidParameterValue",
        ),
        (
            format!("ResourceId.1={id}&Tag.1.Value=x"),
            "MissingParameter",
        ),
        (format!("ResourceId.1={id}"), "MissingParameter"),
        (format!("ResourceId.1={id}&{many}"), "TagLimitExceeded"),
        (
            "ResourceId.1=i-00000001&Tag.1.Key=x".to_owned(),
            "InvalidInstanceID.NotFound",
        ),
        (
            "ResourceId.1=vol-00000001&Tag.1.Key=x".to_owned(),
            "InvalidVolume.NotFound",
        ),
        ("ResourceId.1=x&Tag.1.Key=x".to_owned(), "InvalidID"),
    ];
    let cases: Vec<(&str, &str)> = cases.iter().map(|(form, code)| (&**form, *code)).collect();
    check_codes(&simulator, "CreateTags", &cases);
    assert!(simulator.instance(id).tags.is_empty());
}

#[test]
fn security_groups_and_the_hop_limit_change_in_place() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let groups = format!("InstanceId={id}&GroupId.1=sg-00000000000000002");
    let both = format!("{groups}&DisableApiTermination.Value=true");
    let unknown = format!("InstanceId={id}&GroupId.1=sg-9");
    let none = format!("InstanceId={id}");
    check_codes(
        &simulator,
        "ModifyInstanceAttribute",
        &[
            (&groups, "ok"),
            (&both, "InvalidParameterCombination"),
            (&unknown, "InvalidGroup.NotFound"),
            (&none, "InvalidParameterCombination"),
        ],
    );
    assert_eq!(
        simulator.instance(id).security_groups,
        ["sg-00000000000000002"]
    );

    let hops = format!("InstanceId={id}&HttpPutResponseHopLimit=3");
    let answer = Client::of(&simulator).ec2("ModifyInstanceMetadataOptions", &hops);
    assert_eq!(answer.text("httpPutResponseHopLimit"), "3");
    assert_eq!(simulator.instance(id).hop_limit, 3);
    simulator.terminate(id);
    check_codes(
        &simulator,
        "ModifyInstanceMetadataOptions",
        &[(&hops, "IncorrectInstanceState")],
    );
    check_codes(
        &simulator,
        "ModifyInstanceAttribute",
        &[(&groups, "IncorrectInstanceState")],
    );
}
