//! A pool of a hundred costs hardly more than one of ten.

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{POOL, Pool, column, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(a_hundred_workers);

/// Requests are counted, not timed; the time is the simulator's.
fn a_hundred_workers(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let alone = cloud.start_as_usual(&simulator).as_millis();
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 100).hcl());
    let start = simulator.clock().now();
    workspace.apply();
    let took = simulator.clock().now().0 - start.0;
    // Equinix Metal has no request for several devices that could be repeated safely
    let launches = simulator.count(cloud.launch());
    assert!(launches == cloud.launches_of(100), "{launches} launches");
    let others = simulator.requests().len() - launches;
    assert!(
        others <= 50,
        "{others} requests to plan and make 100 machines, beside those that make them"
    );
    let took = u128::from(took);
    assert!(
        took * 10 <= alone * cloud.tenths_for_hundred(),
        "{took} ms for machines that take {alone} ms"
    );
    assert_eq!(column(&workspace, POOL, "id").len(), 100);

    simulator.clear_requests();
    workspace.run(&["refresh"]).exits(0);
    assert_eq!(simulator.count(cloud.list()), 1);
    assert_eq!(
        simulator.requests().len(),
        2,
        "one list, and whose account it is"
    );

    simulator.clear_requests();
    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
    assert_eq!(simulator.count(cloud.terminate()), cloud.ends_of(100));
    let others = simulator.requests().len() - cloud.ends_of(100);
    assert!(
        others <= 30,
        "{others} requests to end 100 machines, beside those that end them"
    );
}
