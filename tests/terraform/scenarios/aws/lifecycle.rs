//! From nothing to machines, through all changes, and back to nothing.

use super::super::machines::lifecycle::story;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{POOL, Pool, column, workspace};
use crate::moto::Moto;
use crate::on_both_cores;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_cores!(
    a_pool_lives_on_moto,
    machines_are_what_was_asked_for,
    changes_in_place_make_no_machine,
    target_groups_are_drained_before_machines_go,
);

fn a_pool_lives_on_moto(core: Core) {
    let moto = Moto::start();
    let pool = Pool {
        subnets: moto.subnets().into_iter().take(2).collect(),
        ..Pool::of(3)
    };
    let workspace = moto.workspace(core, &pool.hcl());
    story(Cloud::Aws, &workspace, &pool, || moto.live().len());
}

/// What reaches AWS, field by field.
fn machines_are_what_was_asked_for(core: Core) {
    let simulator = Simulator::start(Options::default());
    let pool = Pool::of(2)
        .with("tags = { team = \"web\" }")
        .with_in_block("instance_type = \"m5.large\"")
        .with_in_block("security_group_ids = [\"sg-00000000000000002\"]")
        .with_in_block("associate_public_ip_address = true")
        .with_in_block("iam_instance_profile = \"nodes\"")
        .with_in_block("spot_price = \"0.05\"")
        .with_in_block("disk_size = 100")
        .with_in_block("disk_iops = 4000")
        .with_in_block("disk_throughput = 200");
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
        .with_in_block("security_group_ids = [\"sg-00000000000000002\"]")
        .with_in_block("metadata_hop_limit = 2")
        .with_in_block(&format!(
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
    let pool = Pool::of(3).with_in_block(&format!("target_group_arns = {groups:?}"));
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
