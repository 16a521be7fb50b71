//! Plans of machines: what is known before there is a cloud, and what a change does to machines that exist.
//!
//! Machines that exist are a state written by hand: what the first plan knows, and invented values for what only
//! an apply would.

use serde_json::{Value, json};

use crate::core::Core;
use crate::hcl::{resource, type_of};
use crate::machine_cases::{config, oversized};
use crate::on_both_cores;
use crate::workspace::Workspace;
use lokomotive::cluster::pki::{Lifetimes, Own, Pki, Which};
use lokomotive::cluster::time::Time;
use lokomotive::machines::Kind;

on_both_cores!(
    first_plan,
    snippets_from_files_and_inline,
    snippets_are_checked_while_the_kubeconfig_is_unknown,
    user_data_are_measured_while_the_kubeconfig_is_unknown,
    nothing_changes_by_itself,
    defaults_stay_those_of_the_creation,
    ignored_changes_are_noted,
    rolls_touch_what_is_outdated,
    scaling_leaves_the_others_known,
    clusters_are_not_lost,
    another_cloud_is_another_cluster,
);

const FIRST_PLAN: &str = r#"
resource "terraform_data" "kubeconfig" {
  input = "certificate-authority-data: AAAA\nserver: https://a\ntoken: b\n"
}
resource "lokomotive_controller" "main" {
  cluster_name      = "example"
  dns_zone          = "example.com"
  controller_count  = 3
  container_runtime = "containerd"
  ssh_pubkeys       = []
  aws { subnet_ids = ["subnet-0123456789abcdef0"] }
}
resource "lokomotive_worker_pool" "pool" {
  for_each          = { small = 2, large = 3 }
  cluster_name      = "example"
  dns_zone          = "example.com"
  pool_name         = each.key
  worker_count      = each.value
  container_runtime = "containerd"
  ssh_pubkeys       = []
  kubeconfig        = terraform_data.kubeconfig.output
  equinix_metal {
    project_id = "01234567-89ab-cdef-0123-456789abcdef"
    metro      = "am"
  }
}
resource "terraform_data" "record" {
  for_each = { for record in lokomotive_controller.main.dns_records : record.name => record }
  input    = each.value
}
"#;

fn first_plan(core: Core) {
    let workspace = Workspace::new(core, FIRST_PLAN);
    let plan = workspace.plan_json();
    let controllers = change(&plan, "lokomotive_controller.main");
    let after = &controllers["after"];
    let names: Vec<_> = (0..3)
        .map(|i| after["machines"][i]["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "example-controller-0",
            "example-controller-1",
            "example-controller-2"
        ]
    );
    let hash = after["config_sha256"].as_str().unwrap();
    assert_eq!(hash.len(), 64);
    assert_eq!(after["machines"][2]["config_sha256"], hash);
    assert_eq!(after["outdated_count"], 0);
    assert_eq!(after["kubernetes_version"], "1.36.1");
    assert_eq!(after["node_config_version"], 1);
    assert_eq!(after["aws"]["controller_type"], "t3.medium");
    assert_eq!(after["admin_certificate_renewal"], false);
    let unknown = &controllers["after_unknown"];
    assert_eq!(unknown["uid"], true);
    assert_eq!(unknown["machines"][0]["id"], true);
    assert_eq!(unknown["machine_ids"], json!([true, true, true]));
    for secret in ["user_data", "pki", "kubeconfig", "worker_kubeconfig"] {
        assert_eq!(unknown[secret], true, "{secret}");
    }
    let records: Vec<_> = addresses(&plan)
        .into_iter()
        .filter_map(|address| Some(address.strip_prefix("terraform_data.record")?.to_owned()))
        .collect();
    assert_eq!(
        records,
        [
            r#"["example-etcd0.example.com"]"#,
            r#"["example-etcd1.example.com"]"#,
            r#"["example-etcd2.example.com"]"#,
            r#"["example-private.example.com"]"#,
            r#"["example.example.com"]"#,
        ]
    );
    let large = change(&plan, r#"lokomotive_worker_pool.pool["large"]"#);
    assert_eq!(
        large["after"]["machines"][2]["name"],
        "example-large-worker-2"
    );
    assert_eq!(large["after"]["config_sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        large["after"]["dns_records"][0]["name"],
        "example-large-worker-0.example.com"
    );
    assert_eq!(large["after_unknown"]["user_data"], true);
    assert_eq!(large["after_unknown"]["kubeconfig"], true);
}

/// As Lokomotive's page on Flatcar shows it, to the letter.
const SNIPPETS: &str = r#"
resource "lokomotive_controller" "main" {
  cluster_name      = "example"
  container_runtime = "containerd"
  ssh_pubkeys       = []
  aws { subnet_ids = ["subnet-0123456789abcdef0"] }
  controller_clc_snippets = [
    file("./snippet/controller-snippet.yaml"),
  ]
}
resource "lokomotive_worker_pool" "main" {
  cluster_name      = "example"
  pool_name         = "general"
  worker_count      = 1
  container_runtime = "containerd"
  ssh_pubkeys       = []
  kubeconfig        = "certificate-authority-data: AAAA\nserver: https://a\ntoken: b\n"
  aws { subnet_ids = ["subnet-0123456789abcdef0"] }
  clc_snippets = [
  <<EOF
systemd:
  units:
  - name: helloworld.service
    dropins:
      - name: 10-helloworld.conf
        contents: |
          [Install]
          WantedBy=multi-user.target
EOF
        ,
  ]
}
"#;

fn snippets_from_files_and_inline(core: Core) {
    let workspace = Workspace::new(core, SNIPPETS);
    let snippet = "systemd:\n  units:\n  - name: hello.service\n    contents: |\n      [Service]\n      ExecStart=/usr/bin/true\n";
    workspace.write("snippet/controller-snippet.yaml", snippet);
    assert_eq!(workspace.run(&["plan", "-json"]).exits(0).diagnostics(), []);
    let plan = workspace.plan_json();
    // What controllers boot with holds their cluster's secrets, which an apply makes.
    let controllers = change(&plan, "lokomotive_controller.main");
    assert_eq!(controllers["after_unknown"]["user_data"], true);
    let workers = change(&plan, "lokomotive_worker_pool.main");
    let worker = workers["after"]["user_data"].to_string();
    assert!(worker.contains("10-helloworld.conf"), "{worker}");
    workspace.write("snippet/controller-snippet.yaml", "systemd:\n  units: x\n");
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("controller_clc_snippets[0] line 2, column 10");
}

/// The first plan with a snippet in the pools.
fn with_pool_snippet(snippet: &str) -> String {
    let snippet = json!(snippet);
    FIRST_PLAN.replace(
        "pool_name         = each.key",
        &format!("pool_name = each.key\n clc_snippets = [null, {snippet}]"),
    )
}

fn snippets_are_checked_while_the_kubeconfig_is_unknown(core: Core) {
    let main = with_pool_snippet("systemd:\n  units:\n    - name: a.servic");
    let workspace = Workspace::new(core, &main);
    let run = workspace.run(&["plan", "-no-color"]).exits(1);
    run.says("clc_snippets[1] line 3, column 13");
}

fn user_data_are_measured_while_the_kubeconfig_is_unknown(core: Core) {
    let workspace = Workspace::new(core, &with_pool_snippet(&oversized()));
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("The config is too large for user data, even compressed")
        .says("of at most 65536. The largest in it: file /opt/noise (12")
        .says("These sizes are about right: kubeconfig or certificates are not known yet.");
}

fn nothing_changes_by_itself(core: Core) {
    for kind in [Kind::Controller, Kind::WorkerPool] {
        existing(core, kind, &[], |_| {}).expect_empty_plan();
    }
}

/// What an older version of the provider made stays, though this one has other defaults.
fn defaults_stay_those_of_the_creation(core: Core) {
    let workspace = existing(core, Kind::WorkerPool, &[], |state| {
        state["kubernetes_version"] = json!("1.26.4");
        state["kubelet_image"] = json!("quay.io/kubermatic/kubelet:v1.26.4");
        state["service_cidr"] = json!("10.99.0.0/16");
        state["aws"]["instance_type"] = json!("m5.large");
        state["aws"]["disk_type"] = json!("gp2");
    });
    // The hash is that of the state, not of today's defaults, so only the hash of our own making is new.
    let plan = workspace.plan_json();
    let after = &change(&plan, "lokomotive_worker_pool.main")["after"];
    assert_eq!(after["kubernetes_version"], "1.26.4");
    assert_eq!(after["kubelet_image"], "quay.io/kubermatic/kubelet:v1.26.4");
    assert_eq!(after["service_cidr"], "10.99.0.0/16");
    assert_eq!(after["aws"]["instance_type"], "m5.large");
    assert_eq!(after["aws"]["disk_type"], "gp2");
    // Another release takes its image along.
    workspace.write(
        "main.tf",
        &main(Kind::WorkerPool, &[("kubernetes_version", json!("1.36.1"))]),
    );
    let plan = workspace.plan_json();
    let after = &change(&plan, "lokomotive_worker_pool.main")["after"];
    assert_eq!(after["kubelet_image"], "quay.io/poseidon/kubelet:v1.36.1");
}

fn ignored_changes_are_noted(core: Core) {
    let workspace = existing(core, Kind::Controller, &[], |_| {});
    let before = change(&workspace.plan_json(), "lokomotive_controller.main")["before"].clone();
    let snippet = ("controller_clc_snippets", json!(["{}"]));
    workspace.write("main.tf", &main(Kind::Controller, &[snippet]));
    let run = workspace.run(&["plan", "-no-color", "-out=plan"]).exits(0);
    run.says("3 of 3 controllers run an older config");
    let plan = workspace.plan_json();
    let after = &change(&plan, "lokomotive_controller.main")["after"];
    assert_eq!(after["machines"], before["machines"]);
    assert_eq!(after["dns_records"], before["dns_records"]);
    assert_eq!(after["outdated_count"], 3);
    assert_ne!(after["config_sha256"], before["config_sha256"]);
}

fn rolls_touch_what_is_outdated(core: Core) {
    let snippet = ("clc_snippets", json!(["{}"]));
    let workspace = existing(
        core,
        Kind::WorkerPool,
        std::slice::from_ref(&snippet),
        |state| {
            state["machines"][1]["config_sha256"] = json!("0".repeat(64));
            state["outdated_count"] = json!(1);
        },
    );
    let plan = workspace.plan_json();
    let change = change(&plan, "lokomotive_worker_pool.main");
    assert_eq!(change["actions"], json!(["update"]));
    assert_eq!(
        change["after"]["machines"][0],
        change["before"]["machines"][0]
    );
    assert_eq!(change["after_unknown"]["machines"][1]["id"], true);
    assert_eq!(
        change["after"]["machine_ids"][0],
        change["before"]["machine_ids"][0]
    );
    assert_eq!(change["after"]["outdated_count"], 0);
    assert_eq!(change["after"]["uid"], "u-1");
    assert_eq!(change["after"]["ami_id"], "ami-0123456789abcdef0");
}

fn scaling_leaves_the_others_known(core: Core) {
    let workspace = existing(core, Kind::WorkerPool, &[], |_| {});
    for count in [3, 1, 0] {
        workspace.write(
            "main.tf",
            &main(Kind::WorkerPool, &[("worker_count", json!(count))]),
        );
        let plan = workspace.plan_json();
        let change = change(&plan, "lokomotive_worker_pool.main");
        assert_eq!(change["actions"], json!(["update"]));
        let machines = change["after"]["machines"].as_array().unwrap();
        assert_eq!(machines.len(), count);
        for (index, machine) in machines.iter().enumerate().take(2) {
            assert_eq!(*machine, change["before"]["machines"][index]);
        }
        if count == 3 {
            assert_eq!(machines[2]["name"], "example-general-worker-2");
            assert_eq!(
                change["after_unknown"]["machine_ids"],
                json!([false, false, true])
            );
        }
    }
}

fn clusters_are_not_lost(core: Core) {
    let own = secrets();
    let (certificate, key) = (&own["cluster_ca_certificate"], &own["cluster_ca_key"]);
    let workspace = existing(core, Kind::Controller, &[], |_| {});
    let refused = |changes: &[(&str, Value)], says: &str| {
        workspace.write("main.tf", &main(Kind::Controller, changes));
        workspace.run(&["plan", "-no-color"]).exits(1).says(says);
    };
    refused(
        &[("controller_count", json!(1))],
        "Controllers cannot be taken away",
    );
    for name in ["service_cidr", "pod_cidr"] {
        refused(
            &[(name, json!("10.77.0.0/16"))],
            &format!("made with {name} = "),
        );
    }
    refused(
        &[("cluster_domain_suffix", json!("other.local"))],
        "made with cluster_domain_suffix",
    );
    refused(
        &[("dns_zone", json!("other.com"))],
        "etcd and its certificates were made with dns_zone = \"example.com\"",
    );
    let other = json!({ "cluster_certificate": certificate, "cluster_key": key });
    refused(
        &[("certificate_authorities", other)],
        "The cluster has another authority",
    );
    let single = [("controller_count", json!(1))];
    let workspace = existing(core, Kind::Controller, &single, |_| {});
    let roll = [
        ("controller_count", json!(1)),
        ("on_config_change", json!("roll")),
        ("os_channel", json!("beta")),
    ];
    workspace.write("main.tf", &main(Kind::Controller, &roll));
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("Too few controllers to replace one")
        .says("With 1 controller, etcd does not bear the loss of one");
}

fn another_cloud_is_another_cluster(core: Core) {
    let workspace = existing(core, Kind::Controller, &[], |_| {});
    workspace.write(
        "main.tf",
        &main(Kind::Controller, &[("cluster_name", json!("other"))]),
    );
    let run = workspace.run(&["plan", "-no-color"]).exits(0);
    run.says("All controllers are replaced, and the cluster's data are lost")
        .says("1 to add, 0 to change, 1 to destroy");
    let metal = config(Kind::Controller, "equinix_metal", &[]);
    workspace.write("main.tf", &resource(Kind::Controller, "main", &metal));
    workspace
        .run(&["plan", "-no-color"])
        .exits(0)
        .says("1 to add, 0 to change, 1 to destroy");
}

/// The configuration of one resource `main` on AWS.
fn main(kind: Kind, changes: &[(&str, Value)]) -> String {
    resource(kind, "main", &config(kind, "aws", changes))
}

/// A workspace whose state holds the machines of a configuration. No cloud has them, so plans take the state's word.
fn existing(
    core: Core,
    kind: Kind,
    changes: &[(&str, Value)],
    adjust: impl FnOnce(&mut Value),
) -> Workspace {
    let mut workspace = Workspace::new(core, &main(kind, changes));
    let plan = workspace.plan_json();
    let resource_type = type_of(kind);
    let mut state = change(&plan, &format!("{resource_type}.main"))["after"].clone();
    invent(&mut state);
    adjust(&mut state);
    let schema = lokomotive::machines::schema_of(kind, "");
    let sensitive: Vec<_> = schema
        .block
        .attributes
        .iter()
        .filter(|attribute| attribute.sensitive)
        .map(|attribute| attribute.name)
        .map(|name| json!([{ "type": "get_attr", "value": name }]))
        .collect();
    let state = json!({
        "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "a", "outputs": {},
        "resources": [{
            "mode": "managed", "type": resource_type, "name": "main",
            "provider": "provider[\"registry.terraform.io/lokomotive/lokomotive\"]",
            "instances": [{ "schema_version": 0, "attributes": state, "sensitive_attributes": sensitive }],
        }],
    });
    workspace.write("terraform.tfstate", &state.to_string());
    workspace.set("TF_CLI_ARGS_plan", "-refresh=false");
    workspace
}

/// Fills in what only an apply knows.
fn invent(state: &mut Value) {
    for (name, value) in [
        ("uid", json!("u-1")),
        ("account_id", json!("123456789012")),
        ("region", json!("eu-central-1")),
        ("project_id", json!(null)),
        ("ami_id", json!("ami-0123456789abcdef0")),
    ] {
        state[name] = value;
    }
    let count = state["machines"].as_array().unwrap().len();
    let private: Vec<String> = (0..count).map(|i| format!("10.0.0.{}", i + 10)).collect();
    let public: Vec<String> = (0..count).map(|i| format!("192.0.2.{}", i + 10)).collect();
    let ids: Vec<String> = (0..count).map(|i| format!("i-{i:017}")).collect();
    for (index, machine) in state["machines"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        for (name, value) in [
            ("id", json!(ids[index])),
            ("state", json!("running")),
            ("zone", json!("eu-central-1a")),
            ("public_ipv4", json!(public[index])),
            ("private_ipv4", json!(private[index])),
            ("public_ipv6", json!(null)),
            ("launched_at", json!("2026-11-22T12:00:00Z")),
        ] {
            machine[name] = value;
        }
    }
    for record in state["dns_records"].as_array_mut().unwrap() {
        let name = record["name"].as_str().unwrap();
        let last = name.split('.').next().unwrap();
        let ordinal = last
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .parse::<usize>();
        record["values"] = match ordinal {
            Ok(ordinal) => json!([private[ordinal]]),
            Err(_) if last.ends_with("-private") => json!(private),
            Err(_) => json!(public),
        };
    }
    if state.get("controller_count").is_some() {
        state["pki"] = secrets();
        state["user_data"] = json!(vec!["{}"; count]);
    }
    state["machine_ids"] = json!(ids);
    state["public_ipv4s"] = json!(public);
    state["private_ipv4s"] = json!(private);
}

/// A cluster's secrets, as states have them.
fn secrets() -> Value {
    let pki = Pki::generate(
        Time(1_750_000_000),
        Lifetimes::of_hours(8760),
        &Own::default(),
    );
    let pki = pki.unwrap();
    let certificate = |which| pki.authority(which).certificate();
    let key = |which| pki.authority(which).key().reveal();
    json!({
        "cluster_ca_certificate": certificate(Which::Cluster),
        "cluster_ca_key": key(Which::Cluster),
        "etcd_ca_certificate": certificate(Which::Etcd),
        "etcd_ca_key": key(Which::Etcd),
        "front_proxy_ca_certificate": certificate(Which::FrontProxy),
        "front_proxy_ca_key": key(Which::FrontProxy),
        "service_account_key": pki.service_account_key.reveal(),
        "encryption_key": pki.encryption_key.reveal(),
        "bootstrap_token": pki.bootstrap_token.bearer().reveal(),
    })
}

fn change<'a>(plan: &'a Value, address: &str) -> &'a Value {
    let changes = plan["resource_changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["address"] == address);
    &change.unwrap_or_else(|| panic!("no {address} in {plan:#}"))["change"]
}

fn addresses(plan: &Value) -> Vec<String> {
    let changes = plan["resource_changes"].as_array().unwrap();
    changes
        .iter()
        .map(|change| change["address"].as_str().unwrap().to_owned())
        .collect()
}
