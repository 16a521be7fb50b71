//! Rows 2 and 4: machines that come to nothing.

use std::time::Duration;

use super::super::expect_exactly;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, POOL, Pool, column, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(row_02_a_machine_dies_while_pending,);

/// The machine is taken for one that could not be made while it is new, and for one that is gone later: it is made
/// anew either way.
fn row_02_a_machine_dies_while_pending(core: Core, cloud: Cloud) {
    for later in [Duration::ZERO, Duration::from_hours(2)] {
        let simulator = Simulator::start(Options::default());
        let reason = cloud.fail_launch(&simulator, 2);
        let workspace = workspace(core, &simulator, &Pool::on(cloud, 3).hcl());
        let run = workspace.run(APPLY).exits(1);
        let states = column(&workspace, POOL, "state");
        let dead = states.iter().position(|state| state == "failed").unwrap();
        assert!(
            states
                .iter()
                .enumerate()
                .all(|(index, state)| index == dead || state == "running")
        );
        let id = column(&workspace, POOL, "id").remove(dead);
        run.says("A machine could not be made")
            .says(&format!("ex-general-worker-{dead} ({id}): {reason}"))
            .says("terraform untaint");
        workspace.run(&["untaint", POOL]).exits(0);
        simulator.clock().advance(later);
        let plan = workspace.plan_json();
        let unknown = &plan["resource_changes"][0]["change"]["after_unknown"]["machines"];
        let made: Vec<bool> = (0..3).map(|index| unknown[index]["id"] == true).collect();
        assert!(
            made.iter()
                .enumerate()
                .all(|(index, made)| *made == (index == dead)),
            "{made:?}"
        );
        let before = column(&workspace, POOL, "id");
        workspace.run(&["apply", "plan"]).exits(0);
        let after = column(&workspace, POOL, "id");
        assert!((0..3).all(|index| (after[index] == before[index]) == (index != dead)));
        expect_exactly(cloud, &simulator, &workspace, 3);
        workspace.expect_empty_plan();
    }
}
