//! From nothing to machines, through all changes, and back to nothing.

use crate::aws::{Pool, column, controllers, workspace};
use crate::core::Core;
use crate::moto::Moto;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_cores!(
    a_pool_lives_on_the_simulator,
    a_pool_lives_on_moto,
    machines_are_what_was_asked_for,
    changes_in_place_make_no_machine,
    target_groups_are_drained_before_machines_go,
    an_import_writes_nothing_to_the_cloud,
    a_new_recipe_changes_no_machine_that_exists,
);

const POOL: &str = "lokomotive_worker_pool.pool";

fn a_pool_lives_on_the_simulator(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(3).hcl());
    story(&workspace, &Pool::of(3), || simulator.live().len());
}

fn a_pool_lives_on_moto(core: Core) {
    let moto = Moto::start();
    let pool = Pool {
        subnets: moto.subnets().into_iter().take(2).collect(),
        ..Pool::of(3)
    };
    let workspace = moto.workspace(core, &pool.hcl());
    story(&workspace, &pool, || moto.live().len());
}

/// Create, nothing to do, roll, grow, shrink, take in, destroy.
fn story(workspace: &Workspace, pool: &Pool, live: impl Fn() -> usize) {
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(live(), 3);
    let ids = column(workspace, POOL, "id");
    assert_eq!(
        column(workspace, POOL, "name"),
        [
            "ex-general-worker-0",
            "ex-general-worker-1",
            "ex-general-worker-2"
        ]
    );
    assert_eq!(column(workspace, POOL, "state"), ["running"; 3]);

    let rolled = pool.clone().with_motd("hello").with("max_unavailable = 2");
    workspace.write("main.tf", &rolled.hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    let rolled_ids = column(workspace, POOL, "id");
    assert!(
        rolled_ids.iter().all(|id| !ids.contains(id)),
        "{ids:?} {rolled_ids:?}"
    );
    assert_eq!(live(), 3);

    for (count, kept) in [(5, 3), (1, 1), (0, 0), (2, 0)] {
        let scaled = Pool {
            count,
            ..rolled.clone()
        };
        let before = column(workspace, POOL, "id");
        workspace.write("main.tf", &scaled.hcl());
        workspace.apply();
        workspace.expect_empty_plan();
        let after = column(workspace, POOL, "id");
        assert_eq!(after[..kept], before[..kept]);
        assert_eq!((after.len(), live()), (count, count));
    }

    let uid = workspace.attributes(POOL)["uid"].clone();
    workspace.run(&["state", "rm", POOL]).exits(0);
    workspace
        .run(&["apply", "-auto-approve", "-no-color"])
        .exits(1)
        .says("There are such machines already")
        .says("terraform import ADDRESS aws/us-east-1/ex/general");
    let before = live();
    workspace
        .run(&["import", "-no-color", POOL, "aws/us-east-1/ex/general"])
        .exits(0);
    let scaled = Pool { count: 2, ..rolled };
    workspace.write("main.tf", &scaled.hcl());
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(workspace.attributes(POOL)["uid"], uid);
    assert_eq!(live(), before);

    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert_eq!(live(), 0);
    assert!(workspace.state().is_empty());
}

/// What reaches AWS, field by field.
fn machines_are_what_was_asked_for(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::of(2)
        .with("tags = { team = \"web\" }")
        .with_aws("instance_type = \"m5.large\"")
        .with_aws("security_group_ids = [\"sg-00000000000000002\"]")
        .with_aws("associate_public_ip_address = true")
        .with_aws("iam_instance_profile = \"nodes\"")
        .with_aws("spot_price = \"0.05\"")
        .with_aws("disk_size = 100")
        .with_aws("disk_iops = 4000")
        .with_aws("disk_throughput = 200");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let attributes = workspace.attributes(POOL);
    let user_data = attributes["user_data"].as_str().unwrap();
    let instances = simulator.live();
    assert_eq!(instances.len(), 2);
    for instance in &instances {
        assert_eq!(instance.kind, "m5.large");
        assert_eq!(instance.security_groups, ["sg-00000000000000002"]);
        assert_eq!(instance.profile.as_deref(), Some("nodes"));
        assert_eq!(String::from_utf8_lossy(&instance.user_data), user_data);
        assert_eq!(
            (instance.http_tokens.as_str(), instance.hop_limit),
            ("required", 1)
        );
        assert!(instance.public_ip.is_some());
        let disk = &instance.volume.disk;
        assert!(disk.encrypted && disk.goes_with_machine);
        assert_eq!(
            (disk.device.as_str(), disk.kind.as_str(), disk.size),
            ("/dev/xvda", "gp3", 100)
        );
        assert_eq!((disk.iops, disk.throughput), (Some(4000), Some(200)));
        assert_eq!(instance.volume.tags, instance.tags);
        for (key, value) in [
            ("Name", "ex-general-worker"),
            ("team", "web"),
            ("lokomotive:cluster", "ex"),
            ("lokomotive:role", "worker"),
            ("lokomotive:pool", "general"),
            ("lokomotive:uid", attributes["uid"].as_str().unwrap()),
            (
                "lokomotive:config",
                attributes["config_sha256"].as_str().unwrap(),
            ),
        ] {
            assert_eq!(instance.tag(key), value, "{key}");
        }
    }
    let images = instances.iter().map(|instance| instance.image.as_str());
    assert!(
        images
            .into_iter()
            .all(|image| attributes["ami_id"] == image)
    );
    assert_eq!(attributes["account_id"], "123456789012");
    assert_eq!(attributes["region"], "us-east-1");
}

fn changes_in_place_make_no_machine(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::of(2).with("tags = { team = \"web\", old = \"1\" }");
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    let ids = column(&workspace, POOL, "id");
    let changed = Pool::of(2)
        .with("tags = { team = \"db\", new = \"1\" }")
        .with_aws("security_group_ids = [\"sg-00000000000000002\"]")
        .with_aws("metadata_hop_limit = 2")
        .with_aws(&format!(
            "target_group_arns = [{:?}]",
            simulator.target_group(&crate::simulator::world::Place::default(), "http")
        ));
    workspace.write("main.tf", &changed.hcl());
    simulator.clear_requests();
    workspace.apply().says("0 added, 1 changed, 0 destroyed");
    workspace.expect_empty_plan();
    assert_eq!(column(&workspace, POOL, "id"), ids);
    assert_eq!(
        (
            simulator.count("RunInstances"),
            simulator.count("TerminateInstances")
        ),
        (0, 0)
    );
    for instance in simulator.live() {
        assert_eq!(instance.tag("team"), "db");
        assert_eq!(instance.tag("new"), "1");
        assert!(!instance.tags.contains_key("old"));
        assert_eq!(instance.volume.tags, instance.tags);
        assert_eq!(instance.security_groups, ["sg-00000000000000002"]);
        assert_eq!(instance.hop_limit, 2);
    }
    assert_eq!(simulator.targets().len(), 2);
    workspace.write("main.tf", &Pool::of(2).hcl());
    workspace.apply();
    simulator
        .clock()
        .advance(std::time::Duration::from_mins(10));
    assert_eq!(simulator.targets(), []);
    workspace.expect_empty_plan();
}

fn target_groups_are_drained_before_machines_go(core: Core) {
    let simulator = Simulator::start(Options::default());
    let place = crate::simulator::world::Place::default();
    let groups = ["http", "https"].map(|name| simulator.target_group(&place, name));
    let pool = Pool::of(3).with_aws(&format!("target_group_arns = {groups:?}"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    workspace.apply();
    assert_eq!(simulator.targets().len(), 6);
    simulator.clear_requests();
    workspace.write("main.tf", &pool.with_motd("hello").hcl());
    workspace.apply();
    workspace.expect_empty_plan();
    let writes: Vec<String> = simulator
        .writes()
        .iter()
        .map(|request| request.action.clone())
        .collect();
    let of_one = [
        "DeregisterTargets",
        "DeregisterTargets",
        "TerminateInstances",
        "RunInstances",
        "RegisterTargets",
        "RegisterTargets",
    ];
    assert_eq!(writes, [of_one; 3].concat());
    assert_eq!(simulator.targets().len(), 6);
}

fn an_import_writes_nothing_to_the_cloud(core: Core) {
    let simulator = Simulator::start(Options::default());
    let main = format!("{}\n{}", Pool::of(3).hcl(), controllers(3, "", ""));
    let workspace = workspace(core, &simulator, &main);
    workspace.apply();
    let before = [POOL, "lokomotive_controller.main"].map(|address| workspace.attributes(address));
    for address in [POOL, "lokomotive_controller.main"] {
        workspace.run(&["state", "rm", address]).exits(0);
    }
    simulator.clear_requests();
    workspace
        .run(&["import", POOL, "aws/us-east-1/ex/general"])
        .exits(0);
    workspace
        .run(&["import", "lokomotive_controller.main", "aws/us-east-1/ex"])
        .exits(0);
    workspace.apply().says("0 added, 2 changed, 0 destroyed");
    assert_eq!(simulator.writes().len(), 0, "{:?}", simulator.writes());
    workspace.expect_empty_plan();
    for (address, before) in [POOL, "lokomotive_controller.main"].iter().zip(before) {
        let after = workspace.attributes(address);
        assert_eq!(after["machines"], before["machines"]);
        assert_eq!(after["uid"], before["uid"]);
    }
    for (id, says) in [
        ("aws/us-east-1/ex", "Not an id to import"),
        ("aws/us-east-1/ex/nothing", "There is nothing to import"),
        (
            "aws/eu-central-1/ex/general",
            "The provider is configured for another region",
        ),
    ] {
        workspace.run(&["state", "rm", POOL]);
        workspace
            .run(&["import", "-no-color", POOL, id])
            .exits(1)
            .says(says);
    }
}

/// A state as an older version of the provider left it, with an edition of the config that is not today's default.
fn a_new_recipe_changes_no_machine_that_exists(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    workspace.apply();
    let path = workspace.path("terraform.tfstate");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&text).unwrap();
    let attributes = &mut state["resources"][0]["instances"][0]["attributes"];
    // text of an edition that this version would write otherwise
    attributes["user_data"] = "{\"ignition\":{\"version\":\"3.3.0\"}}".into();
    std::fs::write(&path, state.to_string()).unwrap();
    workspace.expect_empty_plan();
}
