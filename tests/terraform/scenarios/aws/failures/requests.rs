//! Rows 13, 14 and 20 to 22: how AWS is asked, and what of its answers is understood.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{APPLY, asked, expect_exactly, in_one_subnet};
use crate::core::Core;
use crate::machines::{Pool, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::log::Request;
use crate::simulator::options::Options;
use crate::simulator::throttle::Throttle;

on_both_cores!(
    row_13_what_is_asked_again,
    row_13_a_new_instance_profile,
    row_14_requests_are_spread_over_time,
    row_20_the_user_agent,
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
    let pool = in_one_subnet(2).with_in_block("iam_instance_profile = \"nodes\"");
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
        &in_one_subnet(60)
            .with_in_block("metadata_hop_limit = 2")
            .hcl(),
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

fn row_20_the_user_agent(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&crate::simulator::world::Place::default(), "http");
    let pool = Pool::of(1).with_in_block(&format!("target_group_arns = [{group:?}]"));
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
