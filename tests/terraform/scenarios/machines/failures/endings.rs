//! Row 27: finding what an abort has left.

use super::super::expect_exactly;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, DESTROY, POOL, Pool, kill_during, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(row_27_what_is_left_can_be_found,);

/// Whatever becomes of the state: each machine says whose it is.
fn row_27_what_is_left_can_be_found(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
    kill_during(cloud.launch(), &simulator, &workspace, APPLY);
    assert!(workspace.state().is_empty());
    let left = cloud.live(&simulator);
    assert!(!left.is_empty());
    for instance in &left {
        for (key, value) in [
            ("lokomotive:cluster", "ex"),
            ("lokomotive:role", "worker"),
            ("lokomotive:pool", "general"),
        ] {
            assert_eq!(instance.tag(key), value);
        }
        assert_eq!(instance.tag("lokomotive:uid").len(), 32);
        assert!(!instance.tag("lokomotive:ordinals").is_empty());
    }
    workspace
        .run(&["import", POOL, &cloud.import_id("ex/general")])
        .exits(0);
    expect_exactly(cloud, &simulator, &workspace, left.len());
    workspace.run(DESTROY).exits(0);
    assert_eq!(cloud.live(&simulator).len(), 0);
}
