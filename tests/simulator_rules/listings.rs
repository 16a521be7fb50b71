//! Finding machines.

use std::collections::BTreeSet;

use crate::client::Client;
use crate::simulator::schedule::Phase;
use crate::simulator::world::Place;
use crate::{check_codes, launch, seconds, simulator};

const TAGS: &str = "TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=pool\
                    &TagSpecification.1.Tag.1.Value=";

#[test]
fn pages_hold_every_machine_once() {
    let simulator = simulator();
    launch(&simulator, 7, "");
    launch(&simulator, 6, "");
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    let mut form = "MaxResults=5".to_owned();
    loop {
        let answer = Client::of(&simulator).ec2("DescribeInstances", &form);
        let ids = answer.all("instanceId");
        sizes.push(ids.len());
        found.extend(ids);
        let token = answer.text("nextToken");
        if token.is_empty() {
            break;
        }
        form = format!("MaxResults=5&NextToken={token}");
    }
    assert_eq!(sizes, [5, 5, 3]);
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 13);
}

#[test]
fn an_answer_may_hold_less_than_was_asked_for() {
    let simulator = simulator();
    simulator.set(|options| options.page = Some(3));
    launch(&simulator, 5, "");
    let first = Client::of(&simulator).ec2("DescribeInstances", "MaxResults=1000");
    assert_eq!(first.all("instanceId").len(), 3);
    let form = format!("MaxResults=1000&NextToken={}", first.text("nextToken"));
    let second = Client::of(&simulator).ec2("DescribeInstances", &form);
    assert_eq!(second.all("instanceId").len(), 2);
    assert_eq!(second.text("nextToken"), "");
}

#[test]
fn states_may_have_words_of_a_later_time() {
    let simulator = simulator();
    simulator.set(|options| {
        options.words = [("pending".to_owned(), "warming-up".to_owned())].into();
    });
    launch(&simulator, 1, "");
    let by_state = |state: &str| {
        let form = format!("Filter.1.Name=instance-state-name&Filter.1.Value.1={state}");
        Client::of(&simulator).ec2("DescribeInstances", &form)
    };
    assert_eq!(by_state("pending").all("instanceId").len(), 0);
    let warming_up = by_state("warming-up").body;
    assert!(
        warming_up.contains("<name>warming-up</name>"),
        "{warming_up}"
    );
}

#[test]
fn filters_choose_machines() {
    let simulator = simulator();
    let blue = launch(&simulator, 2, &format!("{TAGS}blue&ClientToken=b"));
    let red = launch(&simulator, 1, &format!("{TAGS}red&ClientToken=r"));
    simulator.clock().advance(seconds(10));
    simulator.terminate(&blue[0]);
    let all: Vec<&str> = blue.iter().chain(&red).map(String::as_str).collect();
    let id = &blue[1];
    let cases: &[(&str, &[&str])] = &[
        ("", &all),
        (
            "Filter.1.Name=tag:pool&Filter.1.Value.1=blue",
            &[&blue[0], &blue[1]],
        ),
        (
            "Filter.1.Name=tag:pool&Filter.1.Value.1=b*",
            &[&blue[0], &blue[1]],
        ),
        (
            "Filter.1.Name=tag:pool&Filter.1.Value.1=blue&Filter.1.Value.2=red",
            &all,
        ),
        ("Filter.1.Name=tag-key&Filter.1.Value.1=pool", &all),
        ("Filter.1.Name=tag-key&Filter.1.Value.1=colour", &[]),
        ("Filter.1.Name=client-token&Filter.1.Value.1=r", &[&red[0]]),
        (
            "Filter.1.Name=instance-state-name&Filter.1.Value.1=running",
            &[&blue[1], &red[0]],
        ),
        (
            "Filter.1.Name=tag:pool&Filter.1.Value.1=blue\
             &Filter.2.Name=instance-state-name&Filter.2.Value.1=shutting-down",
            &[&blue[0]],
        ),
        (
            &format!("Filter.1.Name=instance-id&Filter.1.Value.1={id}"),
            &[id],
        ),
        (
            &format!("InstanceId.1={id}&InstanceId.2={}", red[0]),
            &[id, &red[0]],
        ),
    ];
    for (form, expected) in cases {
        let found = Client::of(&simulator).ec2("DescribeInstances", form);
        let found: BTreeSet<String> = found.all("instanceId").into_iter().collect();
        let expected: BTreeSet<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{form}");
    }
}

#[test]
fn wrong_questions_are_refused() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let cases = [
        (
            format!("InstanceId.1={id}&MaxResults=5"),
            "InvalidParameterCombination",
        ),
        (
            "InstanceId.1=i-00000000000000001".to_owned(),
            "InvalidInstanceID.NotFound",
        ),
        (
            "InstanceId.1=machine".to_owned(),
            "InvalidInstanceID.Malformed",
        ),
        (
            "Filter.1.Name=colour&Filter.1.Value.1=blue".to_owned(),
            "InvalidParameterValue",
        ),
        ("MaxResults=4".to_owned(), "InvalidParameterValue"),
        ("MaxResults=1001".to_owned(), "InvalidParameterValue"),
        ("NextToken=x".to_owned(), "InvalidParameterValue"),
    ];
    let cases: Vec<(&str, &str)> = cases.iter().map(|(form, code)| (&**form, *code)).collect();
    check_codes(&simulator, "DescribeInstances", &cases);
}

#[test]
fn unknown_ids_are_all_named() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let form = format!(
        "InstanceId.1=i-00000000000000001&InstanceId.2={id}&InstanceId.3=i-00000000000000002"
    );
    for action in [
        "DescribeInstances",
        "TerminateInstances",
        "DescribeInstanceStatus",
    ] {
        let answer = Client::of(&simulator).ec2(action, &form);
        assert_eq!(
            answer.text("Message"),
            "The instance IDs 'i-00000000000000001, i-00000000000000002' do not exist"
        );
    }
    let one = Client::of(&simulator).ec2("DescribeInstances", "InstanceId.1=i-00000000000000001");
    assert_eq!(
        one.text("Message"),
        "The instance ID 'i-00000000000000001' does not exist"
    );
    assert_eq!(simulator.live().len(), 1);
}

#[test]
fn a_new_machine_is_not_known_everywhere_at_once() {
    let simulator = simulator();
    simulator.set(|options| options.visibility_delay = seconds(5));
    let id = &launch(&simulator, 1, "ClientToken=t")[0];
    let by_id = format!("InstanceId.1={id}");
    let list = || {
        Client::of(&simulator)
            .ec2("DescribeInstances", "")
            .all("instanceId")
            .len()
    };
    assert_eq!(list(), 0);
    check_codes(
        &simulator,
        "DescribeInstances",
        &[(&by_id, "InvalidInstanceID.NotFound")],
    );
    assert_eq!(
        launch(&simulator, 1, "ClientToken=t"),
        std::slice::from_ref(id),
        "the launch itself is known"
    );
    simulator.clock().advance(seconds(5));
    assert_eq!(list(), 1);
    check_codes(&simulator, "DescribeInstances", &[(&by_id, "ok")]);
}

#[test]
fn status_checks_follow_the_start() {
    let simulator = simulator();
    let id = &launch(&simulator, 1, "")[0];
    let form = format!("InstanceId.1={id}&IncludeAllInstances=true");
    let statuses = || {
        let answer = Client::of(&simulator).ec2("DescribeInstanceStatus", &form);
        (answer.text("systemStatus"), answer.text("instanceStatus"))
    };
    let both = |text: &str| {
        let (system, instance) = statuses();
        let element = format!("<status>{text}</status>");
        assert!(
            system.contains(&element) && instance.contains(&element),
            "{system} {instance}"
        );
    };
    let running = || {
        let answer = Client::of(&simulator).ec2("DescribeInstanceStatus", "");
        answer.all("instanceId").len()
    };
    both("not-applicable");
    assert_eq!(running(), 0);
    simulator.clock().advance(seconds(10));
    both("initializing");
    assert_eq!(running(), 1);
    simulator.clock().advance(seconds(60));
    both("ok");
    simulator.impair(id, true);
    both("impaired");
    let many: Vec<String> = (1..=101)
        .map(|number| format!("InstanceId.{number}={id}"))
        .collect();
    let many = many.join("&");
    check_codes(
        &simulator,
        "DescribeInstanceStatus",
        &[(&many, "InvalidParameterValue")],
    );
}

#[test]
fn accounts_and_regions_do_not_see_each_other() {
    let simulator = simulator();
    launch(&simulator, 1, "");
    let place = Place::new("210987654321", "eu-west-1");
    let foreign = simulator.launch_foreign(&place, &[("pool", "blue")]);
    let list = |key: &str, region: &str| {
        let client = Client::with(&simulator, key, region);
        client.ec2("DescribeInstances", "").all("instanceId")
    };
    assert_eq!(
        list("AKIA210987654321", "eu-west-1"),
        std::slice::from_ref(&foreign)
    );
    assert_eq!(list("AKIA210987654321", "us-east-1").len(), 0);
    assert_eq!(list("test", "us-east-1").len(), 1);
    let seen = simulator.instance(&foreign);
    assert_eq!(
        (seen.state, seen.tag("pool"), &seen.place),
        (Phase::Running, "blue", &place)
    );
}
