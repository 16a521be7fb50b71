//! Labels and taints that a node registers with.

use std::collections::BTreeMap;

use crate::node::settings::{Node, Role};

/// The labels: ours, and the user's, which win.
pub(super) fn labels(node: &Node) -> String {
    let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
    match &node.role {
        Role::Controller(_) => {
            labels.insert("node.kubernetes.io/controller", "true");
            labels.insert("node.kubernetes.io/master", "");
        }
        Role::Worker(worker) => {
            labels.insert("node.kubernetes.io/node", "");
            if let Some(metal) = node.metal() {
                let bgp = if metal.bgp { "true" } else { "false" };
                labels.insert("lokomotive.alpha.kinvolk.io/bgp-enabled", bgp);
            }
            for (key, value) in &worker.labels {
                labels.insert(key, value);
            }
        }
    }
    joined(&labels)
}

/// The labels of a machine on Equinix Metal, with what is known on the machine only.
pub(super) fn with_addresses(node: &Node) -> String {
    let mut labels = String::from(
        "${NODE_LABELS},lokomotive.alpha.kinvolk.io/public-ipv4=${LOKOMOTIVE_IPV4_PUBLIC}",
    );
    if !node.is_controller() {
        labels.push_str(",metallb.lokomotive.io/src-address=${LOKOMOTIVE_IPV4_PRIVATE}");
    }
    labels
}

/// The taints: the user's, or what keeps pods off controllers.
pub(super) fn taints(node: &Node) -> String {
    match &node.role {
        Role::Controller(_) => joined(&BTreeMap::from([(
            node.release.controller_taint,
            ":NoSchedule",
        )])),
        Role::Worker(worker) => {
            let taints = worker.taints.iter();
            joined(
                &taints
                    .map(|(key, value)| (key.as_str(), value.as_str()))
                    .collect(),
            )
        }
    }
}

fn joined(pairs: &BTreeMap<&str, &str>) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    pairs.join(",")
}
