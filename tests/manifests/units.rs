//! All units of all machines, as systemd reads them: nothing to complain of, and started in the right order.

use std::path::Path;
use std::process::Command;

use lokomotive::node::{Node, Runtime};

use crate::machine::Machine;
use crate::order::Order;
use crate::{nodes, systemd};

/// A machine after first boot; a controller is the first of its cluster, which has the most units.
fn booted(node: &Node) -> Machine {
    let config = nodes::cluster::rendered(node, &nodes::cluster::pki(), &[]);
    let machine = Machine::new();
    machine.boot(&config).unwrap();
    if node.is_controller() {
        unpack(&machine.root());
    }
    machine
}

/// Writes the files of the bundle, as a unit does at first boot.
fn unpack(root: &Path) {
    let script = root.join("opt/cluster/unpack");
    let status = Command::new(script).env("ROOT", root).status().unwrap();
    assert!(status.success());
}

#[test]
fn systemd_has_nothing_against_them_and_the_order_is_right() {
    for (name, node) in nodes::all() {
        let machine = booted(&node);
        assert_eq!(systemd::complaints(&machine.root()), "", "{name}");
        check_order(&name, &node, &machine.root());
    }
}

fn check_order(name: &str, node: &Node, root: &Path) {
    let order = Order::read(root);
    assert_eq!(order.circle(), None, "{name}");
    let mut expected = vec![
        ("docker.service", "kubelet.service"),
        ("wait-for-dns.service", "kubelet.service"),
    ];
    if node.runtime == Runtime::Containerd {
        expected.push(("containerd.service", "kubelet.service"));
    }
    if node.metal().is_some() {
        expected.push(("network-online.target", "metal-metadata.service"));
        expected.push(("metal-metadata.service", "kubelet.service"));
    }
    if node.metal().is_some_and(|metal| metal.raid.is_some()) {
        expected.push(("persist-data-raid.service", "kubelet.service"));
    }
    if node.is_controller() {
        expected.extend([
            ("docker.service", "etcd.service"),
            ("wait-for-dns.service", "etcd.service"),
            ("cluster-unpack.service", "cluster-mint.service"),
            ("time-sync.target", "cluster-mint.service"),
            ("cluster-mint.service", "etcd.service"),
            ("cluster-mint.service", "kubelet.service"),
            ("cluster-mint.service", "cluster-apply.service"),
            ("kubelet.service", "cluster-apply.service"),
            ("docker.service", "cluster-apply.service"),
        ]);
    }
    if node.metal().is_some_and(|metal| metal.installer.is_some()) {
        // The config of the installation: the machine's own is in a file of it.
        return;
    }
    for (first, second) in expected {
        assert!(order.is_before(first, second), "{name}: {first}, {second}");
        assert!(!order.is_before(second, first), "{name}: {second}, {first}");
    }
}
