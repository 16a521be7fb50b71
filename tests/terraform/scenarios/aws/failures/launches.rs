//! Rows 1, 2, 4, 5 and 25: machines that are not made, or of which nobody hears.

use super::{APPLY, DESTROY, POOL, asked, expect_exactly, in_one_subnet, is_tainted};
use crate::aws::subnets;
use crate::core::Core;
use crate::machines::{Pool, column, workspace};
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_cores!(
    row_01_partial_create,
    row_01_a_tainted_pool_is_made_anew,
    row_04_no_answer_to_the_launch_ever,
    row_05_post_with_unknown_outcome,
    row_25_the_clouds_own_words,
);

/// Leaves room for so many machines in the first subnet.
fn limit_room(simulator: &Simulator, machines: usize) {
    let place = (subnets(1).remove(0), "t3.small".to_owned());
    simulator.set(|options| {
        options.capacity.insert(place, machines);
    });
}

/// A create of four that got three.
fn three_of_four(core: Core) -> (Simulator, Workspace) {
    let simulator = Simulator::start(Options::default());
    limit_room(&simulator, 1);
    let workspace = workspace(core, &simulator, &Pool::of(4).hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("The cloud has no such machines now")
        .says("AWS had only 1 of 2 t3.small machines to give in subnet-00000000000000001.")
        .says("These machines exist, and are in the state: ex-general-worker-0")
        .says("terraform untaint");
    expect_exactly(&simulator, &workspace, 3);
    let ordinals = column(&workspace, POOL, "ordinal");
    assert_eq!(ordinals, ["0", "1", "3"]);
    assert!(is_tainted(&workspace, POOL));
    simulator.set(|options| options.capacity.clear());
    (simulator, workspace)
}

fn row_01_partial_create(core: Core) {
    let (simulator, workspace) = three_of_four(core);
    let before = column(&workspace, POOL, "id");
    workspace.run(&["untaint", POOL]).exits(0);
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    let after = column(&workspace, POOL, "id");
    assert!(
        before.iter().all(|id| after.contains(id)),
        "{before:?} {after:?}"
    );
    assert_eq!(
        (
            simulator.count("RunInstances"),
            simulator.count("TerminateInstances")
        ),
        (1, 0)
    );
    expect_exactly(&simulator, &workspace, 4);
    workspace.expect_empty_plan();
}

fn row_01_a_tainted_pool_is_made_anew(core: Core) {
    let (simulator, workspace) = three_of_four(core);
    let before = column(&workspace, POOL, "id");
    workspace.apply().says("1 added, 0 changed, 1 destroyed");
    let after = column(&workspace, POOL, "id");
    assert!(
        !before.iter().any(|id| after.contains(id)),
        "{before:?} {after:?}"
    );
    expect_exactly(&simulator, &workspace, 4);
    workspace.expect_empty_plan();
}

/// Each attempt makes the same machines, and then the list of them takes the answer's place.
fn row_04_no_answer_to_the_launch_ever(core: Core) {
    let simulator = Simulator::start(Options::default());
    simulator.fault(Fault::on("RunInstances").always().drop_after());
    let workspace = workspace(core, &simulator, &in_one_subnet(3).hcl());
    workspace.apply();
    let requests = asked(&simulator, "RunInstances");
    assert!(requests.len() > 1);
    let token = |index: usize| requests[index].parameter("ClientToken");
    assert!((0..requests.len()).all(|index| token(index) == token(0)));
    simulator.clear_faults();
    expect_exactly(&simulator, &workspace, 3);
    workspace.expect_empty_plan();
    workspace.run(DESTROY).exits(0);
    assert_eq!(simulator.live().len(), 0);
}

/// The pool grows by two with each way in which a request can be lost.
fn row_05_post_with_unknown_outcome(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, "");
    let ways: [fn(Fault) -> Fault; 7] = [
        Fault::drop_before,
        Fault::drop_after,
        Fault::hang_before,
        Fault::hang_after,
        |fault| fault.html(500),
        |fault| fault.retry_after(1),
        |fault| fault.status(500, "InternalError", "An internal error has occurred"),
    ];
    for (index, way) in ways.into_iter().enumerate() {
        let count = 2 * index + 2;
        workspace.write("main.tf", &in_one_subnet(count).hcl());
        simulator.clear_requests();
        simulator.fault(way(Fault::on("RunInstances")));
        workspace.apply();
        simulator.clear_faults();
        let requests = asked(&simulator, "RunInstances");
        let tokens: Vec<_> = requests
            .iter()
            .map(|request| request.parameter("ClientToken"))
            .collect();
        assert_eq!(tokens, [tokens[0], tokens[0]], "way {index}");
        expect_exactly(&simulator, &workspace, count);
    }
    workspace.expect_empty_plan();
}

/// What AWS says is told as it says it, with a way out, and what would be refused again is not asked again.
fn row_25_the_clouds_own_words(core: Core) {
    type Limit = fn(&Simulator);
    let cases: [(Limit, usize, &str, &str); 3] = [
        (
            |simulator| simulator.set(|options| options.vcpu_quota = Some(3)),
            1,
            "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 3 allows for the \
             instance bucket that the specified instance type belongs to. Please visit \
             http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
            "Ask the cloud for a higher quota (Service Quotas in AWS's console)",
        ),
        (
            |simulator| simulator.set(|options| options.instance_quota = Some(1)),
            1,
            "InstanceLimitExceeded: You have requested more instances than your current instance limit of 1 allows",
            "Ask the cloud for a higher quota (Service Quotas in AWS's console)",
        ),
        (
            |simulator| limit_room(simulator, 0),
            2, // for all, and for as many as there are
            "InsufficientInstanceCapacity: We currently do not have sufficient t3.small capacity in the Availability \
             Zone you requested (us-east-1a).",
            "choose another type, other subnets or another metro",
        ),
    ];
    for (limit, requests, words, way_out) in cases {
        let simulator = Simulator::start(Options::default());
        limit(&simulator);
        let workspace = workspace(core, &simulator, &in_one_subnet(2).hcl());
        workspace
            .run(APPLY)
            .exits(1)
            .says(words)
            .says(way_out)
            .says("No machine is known.");
        assert_eq!(simulator.count("RunInstances"), requests, "{words}");
        assert_eq!(simulator.live().len(), 0);
        assert!(workspace.state().is_empty());
    }
}
