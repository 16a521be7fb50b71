//! Mistakes in the arguments of machines, one for each rule: a configuration, where the answer points, and its
//! summary.

mod clouds;
mod documents;
mod general;

use std::fmt::Write as _;

use lokomotive::machines::Kind;
use serde_json::{Map, Value, json};

/// A configuration that breaks one rule.
pub(crate) struct Case {
    /// Name of the rule, and of the resource in configurations.
    pub(crate) name: &'static str,
    /// The resource.
    pub(crate) kind: Kind,
    /// Its arguments and blocks.
    pub(crate) config: Value,
    /// Path of the answer.
    pub(crate) path: &'static str,
    /// First line of the answer.
    pub(crate) summary: &'static str,
}

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2bHVxVvkwzvIgAsJcpDHqbHGPWnLZhDx9Wc5T8n1XK";

/// Arguments without a fault. `changes` are paths of attributes, as `aws.disk_size`, and what they become; null
/// takes them away.
pub(crate) fn config(kind: Kind, cloud: &str, changes: &[(&str, Value)]) -> Value {
    let mut config = match kind {
        Kind::Controller => json!({
            "cluster_name": "example", "dns_zone": "example.com", "ssh_pubkeys": [KEY],
            "container_runtime": "containerd", "controller_count": 3,
        }),
        Kind::WorkerPool => json!({
            "cluster_name": "example", "dns_zone": "example.com", "ssh_pubkeys": [KEY],
            "container_runtime": "containerd", "pool_name": "general", "worker_count": 2,
            "kubeconfig": "certificate-authority-data: AAAA\nserver: https://example\ntoken: a.b\n",
        }),
    };
    config[cloud] = match cloud {
        "aws" => json!({ "subnet_ids": ["subnet-0123456789abcdef0"] }),
        _ => json!({ "project_id": "01234567-89ab-cdef-0123-456789abcdef", "metro": "am" }),
    };
    for (path, value) in changes {
        let (object, name) = match path.split_once('.') {
            Some((block, name)) => {
                if config[block].is_null() {
                    config[block] = json!({});
                }
                (&mut config[block], name)
            }
            None => (&mut config, *path),
        };
        let object: &mut Map<String, Value> = object.as_object_mut().unwrap();
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.to_owned(), value.clone());
        }
    }
    config
}

const CONTROLLER: Kind = Kind::Controller;
const POOL: Kind = Kind::WorkerPool;
const METAL: &str = "equinix_metal";
const AWS: &str = "aws";

/// Cases in the making.
struct Cases(Vec<Case>);

impl Cases {
    fn add(
        &mut self,
        name: &'static str,
        kind: Kind,
        cloud: &str,
        changes: &[(&str, Value)],
        path: &'static str,
        summary: &'static str,
    ) {
        self.0.push(Case {
            name,
            kind,
            config: config(kind, cloud, changes),
            path,
            summary,
        });
    }
}

/// A mistake for each rule whose breach is an error.
pub(crate) fn errors() -> Vec<Case> {
    let mut cases = Cases(Vec::new());
    general::add(&mut cases);
    clouds::add(&mut cases);
    documents::add(&mut cases);
    cases.0
}

/// A mistake for each rule whose breach is a warning.
pub(crate) fn warnings() -> Vec<Case> {
    let case = |name, kind, changes: &[(&str, Value)], path, summary| Case {
        name,
        kind,
        config: config(kind, AWS, changes),
        path,
        summary,
    };
    vec![
        case(
            "even",
            CONTROLLER,
            &[("controller_count", json!(2))],
            "controller_count",
            "An even number of controllers",
        ),
        case(
            "end_of_life",
            POOL,
            &[("container_runtime", json!("docker"))],
            "kubernetes_version",
            "Kubernetes 1.23.17 is at its end of life",
        ),
        case(
            "deprecated_mode",
            POOL,
            &[(
                "clc_snippets",
                json!(["storage: {files: [{path: /etc/a, filesystem: root}]}"]),
            )],
            "clc_snippets[0]",
            "The file has no mode and gets 0644",
        ),
    ]
}

/// A snippet that no compression makes small enough.
pub(crate) fn oversized() -> String {
    let mut state: u32 = 1;
    let mut noise = String::new();
    while noise.len() < 120_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        write!(noise, "{state:08x}").unwrap();
    }
    format!(
        "storage: {{files: [{{path: /opt/noise, filesystem: root, mode: 0644, contents: {{inline: n{noise}}}}}]}}"
    )
}
