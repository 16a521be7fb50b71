//! Equinix Metal: addresses from its metadata, and a firewall, which the cloud does not have.

use super::base::Base;
use super::mode::Mode;
use super::script::without_comments;
use super::settings::Node;
use super::template::fill;

/// etcd's clients, peers and metrics.
const ETCD: &str = "2379,2380,2381,";

/// BGP, the kubelet, kube-proxy's health.
const NODE: &str = "179,10250,10256";

/// Everybody may reach the API server.
const API_SERVER: &str = "-A INPUT -p tcp --dport 6443 -j ACCEPT\n";

pub(super) fn add(node: &Node, base: &mut Base) {
    if node.metal().is_none() {
        return;
    }
    base.file(
        "/opt/metal-metadata",
        Mode::Program,
        without_comments(include_str!("files/metal-metadata")),
    );
    base.on_demand(
        "metal-metadata.service",
        include_str!("files/metal-metadata.service"),
    );
    // Keys of the project and of its members would be let in beside those of the config.
    base.mask("coreos-metadata-sshkeys@core.service");
    base.file("/var/lib/iptables/rules-save", Mode::Public, rules(node));
    base.file(
        "/var/lib/ip6tables/rules-save",
        Mode::Public,
        include_str!("files/ip6tables"),
    );
    base.enable("iptables-restore.service");
    base.enable("ip6tables-restore.service");
}

fn rules(node: &Node) -> String {
    let is_controller = node.is_controller();
    let etcd = if is_controller { ETCD } else { "" };
    fill(
        include_str!("files/iptables"),
        &[
            ("CONTROLLER", if is_controller { API_SERVER } else { "" }),
            ("PRIVATE", &format!("{etcd}{NODE}")),
        ],
    )
}
