//! Rows 13, 14, 21 and 22: how clouds are asked, and what of their answers is understood.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::expect_exactly;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, DESTROY, POOL, Pool, column, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::log::Request;
use crate::simulator::options::Options;
use crate::simulator::throttle::Throttle;

on_both_clouds!(
    row_13_every_third_request_fails,
    row_14_a_throttled_account,
    row_21_lists_of_several_pages,
    row_22_states_of_a_later_cloud,
);

/// A life in bad weather: all goes well in the end, and nothing is doubled.
fn row_13_every_third_request_fails(core: Core, cloud: Cloud) {
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
    let rolled = Pool::on(cloud, 3).with_motd("hello");
    for (count, pool) in [
        (3, &Pool::on(cloud, 3)),
        (3, &rolled),
        (5, &rolled),
        (2, &rolled),
    ] {
        let pool = Pool {
            count,
            ..pool.clone()
        };
        workspace.write("main.tf", &pool.hcl());
        workspace.apply();
        expect_exactly(cloud, &simulator, &workspace, count);
    }
    workspace.expect_empty_plan();
    assert_eq!(cloud.made(&simulator), 3 + 3 + 2);
    workspace.run(DESTROY).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
}

fn row_14_a_throttled_account(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| {
        options.throttle = Some(Throttle {
            burst: 2,
            per_second: 0.5,
            in_real_time: false,
        });
    });
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    workspace.apply();
    let refused = |request: &Request| matches!(request.status, Some(429 | 503));
    assert!(simulator.requests().iter().any(refused));
    expect_exactly(cloud, &simulator, &workspace, 3);
    workspace.run(DESTROY).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
}

fn row_21_lists_of_several_pages(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    simulator.set(|options| options.page = Some(5));
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 12).hcl());
    workspace.apply();
    simulator.clear_requests();
    workspace.expect_empty_plan();
    assert_eq!(simulator.count(cloud.list()), 3);
    let before = workspace.attributes(POOL)["machines"].clone();
    workspace.run(&["state", "rm", POOL]).exits(0);
    workspace
        .run(&["import", POOL, &cloud.import_id("ex/general")])
        .exits(0);
    workspace.apply();
    assert_eq!(workspace.attributes(POOL)["machines"], before);
    expect_exactly(cloud, &simulator, &workspace, 12);
    workspace.run(DESTROY).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
}

/// A word that nobody knows is no end: it is waited for what comes after it.
fn row_22_states_of_a_later_cloud(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let call = |state: &str, word: &str| {
        simulator.set(|options| {
            options.words = BTreeMap::from([(state.to_owned(), word.to_owned())]);
        });
    };
    let (starting, running) = cloud.words();
    call(starting, "warming-up");
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.apply();
    assert_eq!(column(&workspace, POOL, "state"), ["running"; 2]);
    let ids = column(&workspace, POOL, "id");
    simulator.clock().advance(Duration::from_hours(2));
    call(running, "purring");
    simulator.clear_requests();
    let more = Pool::on(cloud, 3).with("timeouts { update = \"10m\" }");
    workspace.write("main.tf", &more.hcl());
    workspace
        .run(APPLY)
        .exits(1)
        .says("It took longer than it may")
        .says("ex-general-worker-2 to run.");
    assert_eq!(column(&workspace, POOL, "id")[..2], ids);
    assert_eq!(
        (
            simulator.count(cloud.launch()),
            simulator.count(cloud.terminate())
        ),
        (1, 0)
    );
    call(running, running);
    workspace.apply();
    workspace.expect_empty_plan();
    expect_exactly(cloud, &simulator, &workspace, 3);
    assert_eq!(column(&workspace, POOL, "id")[..2], ids);
}
