//! Rows 13, 14 and 20 to 22: how AWS is asked, and what of its answers is understood.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{APPLY, DESTROY, POOL, asked, expect_exactly, in_one_subnet};
use crate::aws::{Pool, column, workspace};
use crate::core::Core;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::log::Request;
use crate::simulator::options::Options;
use crate::simulator::throttle::Throttle;

on_both_cores!(
    row_13_what_is_asked_again,
    row_13_a_new_instance_profile,
    row_13_every_third_request_fails,
    row_14_requests_are_spread_over_time,
    row_14_a_throttled_account,
    row_20_the_user_agent,
    row_21_lists_of_several_pages,
    row_22_states_of_a_later_aws,
);

/// What each answer to `RunInstances` leads to: how often it is asked, and what is said in the end.
fn row_13_what_is_asked_again(core: Core) {
    type Way = fn(Fault) -> Fault;
    let cases: [(&str, Way, usize, Option<&str>); 9] = [
        (
            "503",
            |f| f.times(3).status(503, "RequestLimitExceeded", "Slow down"),
            4,
            None,
        ),
        ("500 in HTML", |f| f.times(2).html(500), 3, None),
        ("reset", |f| f.times(2).drop_before(), 3, None),
        ("Retry-After", |f| f.retry_after(45), 2, None),
        (
            "503 for good",
            |f| f.always().html(503),
            8,
            Some("The cloud does not answer RunInstances"),
        ),
        (
            "throttled for good",
            |f| f.always().status(503, "RequestLimitExceeded", "Slow down"),
            8,
            Some("The cloud gets too many requests to answer RunInstances"),
        ),
        (
            "400",
            |f| f.always().status(400, "InvalidParameterValue", "No"),
            1,
            Some("The cloud refuses RunInstances"),
        ),
        (
            "403",
            |f| f.always().status(403, "UnauthorizedOperation", "No"),
            1,
            Some("The cloud does not allow RunInstances"),
        ),
        (
            "a page for people",
            |f| f.html(404),
            1,
            Some("The answer (status 404) is not one of AWS's"),
        ),
    ];
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &in_one_subnet(1).hcl());
    workspace.apply();
    let mut count = 1;
    for (name, way, times, error) in cases {
        count += usize::from(error.is_none());
        workspace.write(
            "main.tf",
            &in_one_subnet(count + usize::from(error.is_some())).hcl(),
        );
        simulator.clear_requests();
        simulator.fault(way(Fault::on("RunInstances")));
        match error {
            None => drop(workspace.apply()),
            Some(said) => drop(workspace.run(APPLY).exits(1).says(said)),
        }
        simulator.clear_faults();
        let requests = asked(&simulator, "RunInstances");
        assert_eq!(requests.len(), times, "{name}");
        if name == "Retry-After" {
            let waited = requests[1].at.since(requests[0].at);
            assert!((45..=60).contains(&waited.as_secs()), "{waited:?}");
        }
        expect_exactly(&simulator, &workspace, count);
    }
}

/// A profile takes up to two minutes to reach EC2, which says meanwhile that there is none.
fn row_13_a_new_instance_profile(core: Core) {
    let simulator = Simulator::start(Options::default());
    let message = "Value (nodes) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name";
    let fault = Fault::on("RunInstances").times(7);
    simulator.fault(fault.status(400, "InvalidParameterValue", message));
    let pool = in_one_subnet(2).with_aws("iam_instance_profile = \"nodes\"");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let requests = asked(&simulator, "RunInstances");
    let waited = requests.last().unwrap().at.since(requests[0].at);
    assert!(waited >= Duration::from_mins(1), "{waited:?}");
    expect_exactly(&simulator, &workspace, 2);
    // one that never comes is told of as AWS does
    simulator.set(|options| {
        options.unknown_profiles.insert("nodes".to_owned());
    });
    workspace.write("main.tf", &Pool { count: 3, ..pool }.hcl());
    workspace.run(APPLY).exits(1).says(message);
    expect_exactly(&simulator, &workspace, 2);
}

/// A life in bad weather: all goes well in the end, and nothing is doubled.
fn row_13_every_third_request_fails(core: Core) {
    let simulator = Simulator::start(Options::default());
    let ways: [fn(Fault) -> Fault; 4] = [
        Fault::drop_after,
        |fault| fault.html(503),
        Fault::drop_before,
        |fault| fault.status(503, "RequestLimitExceeded", "Slow down"),
    ];
    let numbers = (3..1000).step_by(3);
    for (number, way) in numbers.zip(ways.into_iter().cycle()) {
        simulator.fault(way(Fault::on("*").nth(number)));
    }
    let workspace = workspace(core, &simulator, "");
    let rolled = Pool::of(3).with_motd("hello");
    for (count, pool) in [(3, &Pool::of(3)), (3, &rolled), (5, &rolled), (2, &rolled)] {
        let pool = Pool {
            count,
            ..pool.clone()
        };
        workspace.write("main.tf", &pool.hcl());
        workspace.apply();
        expect_exactly(&simulator, &workspace, count);
    }
    workspace.expect_empty_plan();
    assert_eq!(simulator.instances().len(), 3 + 3 + 2);
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}

/// The most requests within a second.
pub(super) fn most_in_a_second(requests: &[Request]) -> usize {
    let within = |first: &Request| {
        let later = requests.iter().filter(|request| request.at >= first.at);
        later
            .filter(|request| request.at.since(first.at) < Duration::from_secs(1))
            .count()
    };
    requests.iter().map(within).max().unwrap_or(0)
}

/// A change of the hop limit is a request for each machine.
fn row_14_requests_are_spread_over_time(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &in_one_subnet(60).hcl());
    workspace.apply();
    simulator.clock().advance(Duration::from_mins(1));
    simulator.clear_requests();
    // as AWS has it for requests that change something
    simulator.set(|options| {
        options.throttle = Some(Throttle {
            burst: 50,
            per_second: 10.0,
            in_real_time: false,
        });
    });
    workspace.write(
        "main.tf",
        &in_one_subnet(60).with_aws("metadata_hop_limit = 2").hcl(),
    );
    workspace.apply();
    let requests = simulator.requests();
    assert_eq!(asked(&simulator, "ModifyInstanceMetadataOptions").len(), 60);
    assert!(
        requests.iter().all(|request| request.code.is_none()),
        "none was refused"
    );
    let most = most_in_a_second(&requests);
    assert!(most <= 40, "{most} requests in a second");
}

fn row_14_a_throttled_account(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| {
        options.throttle = Some(Throttle {
            burst: 2,
            per_second: 0.5,
            in_real_time: false,
        });
    });
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    workspace.apply();
    let refused = |request: &Request| request.code.as_deref() == Some("RequestLimitExceeded");
    assert!(simulator.requests().iter().any(refused));
    expect_exactly(&simulator, &workspace, 3);
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}

fn row_20_the_user_agent(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&crate::simulator::world::Place::default(), "http");
    let pool = Pool::of(1).with_aws(&format!("target_group_arns = [{group:?}]"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let mut actions = BTreeMap::new();
    for request in simulator.requests() {
        let agent = request.user_agent;
        assert!(
            agent.contains("app/terraform-provider-lokomotive"),
            "{}: {agent}",
            request.action
        );
        actions.insert(request.action, agent);
    }
    for action in ["GetCallerIdentity", "RunInstances", "RegisterTargets"] {
        assert!(actions.contains_key(action), "{actions:?}");
    }
}

fn row_21_lists_of_several_pages(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.page = Some(5));
    let workspace = workspace(core, &simulator, &Pool::of(12).hcl());
    workspace.apply();
    simulator.clear_requests();
    workspace.expect_empty_plan();
    assert_eq!(simulator.count("DescribeInstances"), 3);
    let before = workspace.attributes(POOL)["machines"].clone();
    workspace.run(&["state", "rm", POOL]).exits(0);
    workspace
        .run(&["import", POOL, "aws/us-east-1/ex/general"])
        .exits(0);
    workspace.apply();
    assert_eq!(workspace.attributes(POOL)["machines"], before);
    expect_exactly(&simulator, &workspace, 12);
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}

/// A word that nobody knows is no end: it is waited for what comes after it.
fn row_22_states_of_a_later_aws(core: Core) {
    let simulator = Simulator::start(Options::default());
    let call = |state: &str, word: &str| {
        simulator.set(|options| {
            options.words = BTreeMap::from([(state.to_owned(), word.to_owned())]);
        });
    };
    call("pending", "warming-up");
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    assert_eq!(column(&workspace, POOL, "state"), ["running"; 2]);
    let ids = column(&workspace, POOL, "id");
    simulator.clock().advance(Duration::from_hours(2));
    call("running", "purring");
    simulator.clear_requests();
    let more = Pool::of(3).with("timeouts { update = \"1m\" }");
    workspace.write("main.tf", &more.hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("It took longer than it may")
        .says("ex-general-worker-2 to run.");
    assert_eq!(column(&workspace, POOL, "id")[..2], ids);
    assert_eq!(
        (
            simulator.count("RunInstances"),
            simulator.count("TerminateInstances")
        ),
        (1, 0)
    );
    call("running", "running");
    workspace.apply();
    workspace.expect_empty_plan();
    expect_exactly(&simulator, &workspace, 3);
    assert_eq!(column(&workspace, POOL, "id")[..2], ids);
}
