//! What controllers have beside their base config.

use std::time::SystemTime;

use lokomotive::butane::NoFiles;
use lokomotive::cluster::pki::{Lifetimes, Own, Pki};
use lokomotive::cluster::settings::Networking;
use lokomotive::cluster::time::Time;
use lokomotive::cluster::{self, ControlPlane};
use lokomotive::node::settings::Role;
use lokomotive::node::versions::Release;
use lokomotive::node::{self, Node};

use super::sources;

/// What a cluster of some controllers is to be.
pub(crate) fn control_plane(release: &'static Release, controllers: u32) -> ControlPlane {
    ControlPlane {
        cluster: "example".to_owned(),
        dns_zone: Some("example.com".to_owned()),
        api_server: None,
        controllers,
        release,
        service_cidr: "10.3.0.0/16".parse().unwrap(),
        pod_cidr: "10.2.0.0/16".parse().unwrap(),
        domain_suffix: "cluster.local".to_owned(),
        networking: Networking::Flannel,
        network_mtu: 1500,
        conntrack_max_per_core: 32_768,
        aggregation: true,
        oidc: None,
        certs_validity_hours: 8760,
        manifests: Vec::new(),
    }
}

/// A cluster's secrets, of today.
pub(crate) fn pki() -> Pki {
    Pki::generate(now(), Lifetimes::of_hours(8760), &Own::default()).unwrap()
}

pub(crate) fn now() -> Time {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Time(now.unwrap().as_secs())
}

/// The document that is merged into the base config of a node of the cluster `example`; none for workers.
pub(crate) fn document(node: &Node, pki: &Pki) -> Option<String> {
    let Role::Controller(controller) = &node.role else {
        return None;
    };
    let mut plane = control_plane(node.release, controller.count);
    plane.dns_zone.clone_from(&node.cluster.dns_zone);
    Some(cluster::config(
        &plane,
        &node.platform,
        pki,
        controller.ordinal,
    ))
}

/// The config that a machine boots with, which must render without a finding.
pub(crate) fn rendered(node: &Node, pki: &Pki, snippets: &[&str]) -> String {
    let additions: Vec<String> = document(node, pki).into_iter().collect();
    composed(node, &additions, snippets)
}

/// The same with documents of one's own in the place of the cluster's.
pub(crate) fn composed(node: &Node, additions: &[String], snippets: &[&str]) -> String {
    let (config, report) = node::render(node, additions, &sources(snippets), &NoFiles);
    assert_eq!(report.findings(), []);
    config.unwrap()
}
