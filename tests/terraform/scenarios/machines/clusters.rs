//! Whole clusters: controllers and the pools that join them, and the secrets that hold them together.

use std::time::Duration;

use serde_json::Value;

use super::expect_same_machines;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{
    APPLY, MAIN, Pool, column, controllers, interrupt_during, kill_during, motd, workspace,
};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use lokomotive::cluster::pki::{Lifetimes, Own, Pki, Which};
use lokomotive::cluster::time::Time;

on_both_clouds!(
    controllers_and_pools_are_one_apply,
    a_change_of_controllers_leaves_the_pools_unplanned,
    the_administrators_certificate_is_renewed,
    an_import_keeps_the_authorities,
    an_interrupted_create_keeps_the_authorities,
    authorities_of_ones_own,
    a_single_controller_needs_no_zone,
);

const POOLS: &str = "lokomotive_worker_pool.pool";

/// Controllers with more lines, and two pools that join them.
fn cluster(cloud: Cloud, count: usize, more: &str) -> String {
    let kubeconfig = format!("{:?}", crate::machines::KUBECONFIG);
    let pool = Pool::on(cloud, 2)
        .with("for_each = toset([\"general\", \"storage\"])")
        .hcl()
        .replace(&kubeconfig, &format!("{MAIN}.worker_kubeconfig"))
        .replace("\"general\"\n", "each.key\n");
    format!("{}{pool}", controllers(cloud, count, more, ""))
}

fn snippet(text: &str) -> String {
    format!("controller_clc_snippets = [{:?}]", motd(text))
}

fn text<'a>(attributes: &'a Value, name: &str) -> &'a str {
    attributes[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} is {}", attributes[name]))
}

fn controllers_and_pools_are_one_apply(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &cluster(cloud, 3, ""));
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(cloud.live(&simulator).len(), 7);
    let main = workspace.attributes(MAIN);
    let kubernetes = &main["kubernetes"];
    assert_eq!(kubernetes["host"], "https://ex.example.com:6443");
    assert_eq!(kubernetes["ca_certificate"], main["ca_cert"]);
    assert_eq!(main["ca_cert"], main["pki"]["cluster_ca_certificate"]);
    assert!(text(&main, "kubeconfig").contains("server: https://ex.example.com:6443\n"));
    let joins = text(&main, "worker_kubeconfig");
    assert!(joins.contains("server: https://ex-private.example.com:6443\n"));
    assert!(joins.contains(text(&main["pki"], "bootstrap_token")));
    // Workers have what they join with, and nothing else of the cluster's.
    let pool = workspace.attributes(&format!("{POOLS}[\"storage\"]"));
    assert_eq!(text(&pool, "kubeconfig"), joins);
    let user_data = text(&pool, "user_data");
    for (name, secret) in main["pki"].as_object().unwrap() {
        let inner = secret.as_str().unwrap().lines().nth(1);
        let is_there = inner.is_some_and(|line| user_data.contains(line));
        assert!(!is_there, "workers have {name}");
    }
}

fn a_change_of_controllers_leaves_the_pools_unplanned(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &cluster(cloud, 3, &snippet("one")));
    workspace.apply();
    workspace.write("main.tf", &cluster(cloud, 3, &snippet("two")));
    let plan = workspace.plan_json();
    assert_eq!(
        actions(&plan),
        [
            (MAIN.to_owned(), "update".to_owned()),
            (format!("{POOLS}[\"general\"]"), "no-op".to_owned()),
            (format!("{POOLS}[\"storage\"]"), "no-op".to_owned()),
        ]
    );
    // More controllers: still nothing for workers.
    workspace.write("main.tf", &cluster(cloud, 5, &snippet("one")));
    let plan = workspace.plan_json();
    assert_eq!(actions(&plan)[1].1, "no-op");
}

fn actions(plan: &Value) -> Vec<(String, String)> {
    let changes = plan["resource_changes"].as_array().unwrap();
    changes
        .iter()
        .map(|change| {
            let actions = change["change"]["actions"].as_array().unwrap();
            (
                text(change, "address").to_owned(),
                actions[0].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

/// The test clock is a year on; Terraform needs a refresh to see it, and the apply touches no machine.
fn the_administrators_certificate_is_renewed(core: Core, cloud: Cloud) {
    const DAY: u64 = 24 * 3600;
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &cluster(cloud, 3, ""));
    workspace.apply();
    let before = workspace.attributes(MAIN);
    // Valid for a year, renewed in the last third of it.
    simulator.clock().advance(Duration::from_secs(240 * DAY));
    workspace.expect_empty_plan();
    simulator.clock().advance(Duration::from_secs(10 * DAY));
    let plan = workspace.plan_json();
    let (actions, unchanged) = (actions(&plan), "no-op");
    assert_eq!(actions[0].1, "update");
    assert_eq!([&*actions[1].1, &*actions[2].1], [unchanged; 2]);
    simulator.clear_requests();
    workspace.apply();
    workspace.expect_empty_plan();
    assert_eq!(simulator.writes().len(), 0);
    let after = workspace.attributes(MAIN);
    for kept in [
        "pki",
        "worker_kubeconfig",
        "ca_cert",
        "machines",
        "user_data",
    ] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    for renewed in ["kubeconfig", "kubernetes"] {
        assert_ne!(after[renewed], before[renewed], "{renewed}");
    }
}

fn an_import_keeps_the_authorities(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &controllers(cloud, 3, "", ""));
    let last = Fault::on(cloud.launch()).nth(cloud.launches_of(3));
    kill_during(last, &simulator, &workspace, APPLY);
    assert!(workspace.state().is_empty());
    let live = cloud.live(&simulator).len();
    assert!(live > 0);
    let run = workspace.run(APPLY).exits(1);
    run.says("There are such machines already");
    let import = ["import", MAIN, &cloud.import_id("ex")];
    workspace.run(&import).exits(0);
    let imported = workspace.attributes(MAIN);
    workspace.apply();
    workspace.expect_empty_plan();
    let main = workspace.attributes(MAIN);
    assert_eq!(main["pki"], imported["pki"]);
    assert_eq!(cloud.live(&simulator).len(), 3);
    assert!(text(&main, "kubeconfig").contains("client-certificate-data: "));
    // Once more, from a state that was lost altogether.
    workspace.run(&["state", "rm", MAIN]).exits(0);
    workspace.run(&import).exits(0);
    assert_eq!(workspace.attributes(MAIN)["pki"], main["pki"]);
    assert_eq!(workspace.attributes(MAIN)["machines"], main["machines"]);
}

fn an_interrupted_create_keeps_the_authorities(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &controllers(cloud, 3, "", ""));
    interrupt_during(cloud.launch(), &simulator, &workspace, APPLY);
    let before = workspace.attributes(MAIN);
    workspace.run(&["untaint", MAIN]).exits(0);
    workspace.apply();
    workspace.expect_empty_plan();
    let after = workspace.attributes(MAIN);
    for kept in ["pki", "worker_kubeconfig"] {
        assert!(!before[kept].is_null(), "{kept}");
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    expect_same_machines(cloud, &simulator, &workspace, MAIN);
}

fn authorities_of_ones_own(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let own = pki(Time(simulator.clock().now().0 / 1000));
    let etcd = own.authority(Which::Etcd);
    let block = format!(
        "certificate_authorities {{\n    etcd_certificate = {:?}\n    etcd_key = {:?}\n    service_account_key = {:?}\n  }}",
        etcd.certificate(),
        etcd.key().reveal(),
        own.service_account_key.reveal(),
    );
    let workspace = workspace(core, &simulator, &controllers(cloud, 1, &block, ""));
    workspace.apply();
    workspace.expect_empty_plan();
    let main = workspace.attributes(MAIN);
    assert_eq!(main["pki"]["etcd_ca_certificate"], etcd.certificate());
    assert_eq!(
        main["pki"]["service_account_key"],
        own.service_account_key.reveal()
    );
    // Left out later, it stays.
    workspace.write("main.tf", &controllers(cloud, 1, "", ""));
    workspace.apply();
    assert_eq!(workspace.attributes(MAIN)["pki"], main["pki"]);
    // Another is refused.
    let other = block.replace(
        &format!("{:?}", own.service_account_key.reveal()),
        &format!("{:?}", pki(Time(0)).service_account_key.reveal()),
    );
    workspace.write("main.tf", &controllers(cloud, 1, &other, ""));
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("The cluster has another authority");
}

fn pki(now: Time) -> Pki {
    Pki::generate(now, Lifetimes::of_hours(8760), &Own::default()).unwrap()
}

fn a_single_controller_needs_no_zone(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let main = controllers(cloud, 1, "", "").replace("  dns_zone          = \"example.com\"\n", "");
    let workspace = workspace(core, &simulator, &main);
    workspace.apply();
    workspace.expect_empty_plan();
    let attributes = workspace.attributes(MAIN);
    let address = column(&workspace, MAIN, "private_ipv4").remove(0);
    assert_eq!(
        attributes["kubernetes"]["host"],
        format!("https://{address}:6443")
    );
    assert_eq!(attributes["dns_records"], Value::Array(Vec::new()));
    // Its etcd is at 127.0.0.1, where no other member finds it.
    workspace.write("main.tf", &controllers(cloud, 3, "", ""));
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("etcd and its certificates were made without a dns_zone");
}
