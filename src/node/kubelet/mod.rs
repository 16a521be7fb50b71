//! The kubelet: a container of Docker's on every machine, whatever runs the pods.
//!
//! Docker runs it in the foreground, without a log of its own, so that what it says is in the journal once.
//! Where the kubelet has both a flag and a setting, it is a setting, in `kubelet.yaml`; the flags are what
//! only exists as such.
//!
//! Pods that use the machine's DNS get the servers that systemd-resolved asks. /etc/resolv.conf may name its stub, which
//! a pod does not reach, and with which the cluster's DNS would ask itself.

pub mod mounts;
mod node_labels;

use std::fmt::Write as _;

use super::base::Base;
use super::image;
use super::mode::Mode;
use super::runtime::Runtime;
use super::settings::{CpuPolicy, Node, Role};
use super::template::fill;

/// What static CPU management keeps for the system and for Kubernetes, as Lokomotive had it.
const STATIC_CPUS: &str =
    "cpuManagerPolicy: static\nkubeReserved:\n  cpu: 300m\nsystemReserved:\n  cpu: 500m\n";

pub(super) fn add(node: &Node, base: &mut Base) {
    base.file(
        "/etc/kubernetes/kubelet.env",
        Mode::Public,
        environment(node),
    );
    base.file("/etc/kubernetes/kubelet.yaml", Mode::Public, settings(node));
    if let Role::Worker(worker) = &node.role {
        base.file(
            "/etc/kubernetes/kubeconfig",
            Mode::Secret,
            worker.kubeconfig.reveal(),
        );
    }
    base.enabled("kubelet.service", unit(node));
}

/// What users change on a running machine, under the names that they know from Lokomotive.
fn environment(node: &Node) -> String {
    let (url, tag) = image::split(&node.kubelet_image);
    fill(
        include_str!("../files/kubelet.env"),
        &[
            ("URL", url),
            ("TAG", tag),
            ("LABELS", &node_labels::labels(node)),
            ("TAINTS", &node_labels::taints(node)),
        ],
    )
}

fn settings(node: &Node) -> String {
    let cgroup_driver = match node.runtime {
        Runtime::Docker => "cgroupfs",
        Runtime::Containerd => "systemd",
    };
    let is_static = match &node.role {
        Role::Controller(_) => false,
        Role::Worker(worker) => worker.cpu_manager_policy == CpuPolicy::Static,
    };
    fill(
        include_str!("../files/kubelet.yaml"),
        &[
            ("CGROUP_DRIVER", cgroup_driver),
            ("DNS", &node.cluster.dns_service_ip.to_string()),
            ("DOMAIN", &node.cluster.domain_suffix),
            ("CPU", if is_static { STATIC_CPUS } else { "" }),
        ],
    )
}

fn unit(node: &Node) -> String {
    let is_metal = node.metal().is_some();
    let is_raid = node.metal().is_some_and(|metal| metal.raid.is_some());
    let mut wants = String::new();
    if node.runtime == Runtime::Containerd {
        wants.push_str(" containerd.service");
    }
    if is_raid {
        wants.push_str(" persist-data-raid.service");
    }
    let metadata = "Requires=metal-metadata.service\nAfter=metal-metadata.service\n";
    let environment = "EnvironmentFile=/run/metadata/lokomotive\n";
    fill(
        include_str!("../files/kubelet.service"),
        &[
            ("WANTS", &wants),
            ("REQUIRES", if is_metal { metadata } else { "" }),
            ("ENVIRONMENT", if is_metal { environment } else { "" }),
            ("DIRECTORIES", &mounts::directories()),
            ("MOUNTS", &mount_lines(node.runtime)),
            ("FLAGS", &flag_lines(node)),
        ],
    )
}

fn mount_lines(runtime: Runtime) -> String {
    let mounts = mounts::mounts(runtime).map(|mount| format!("--volume={}", mount.volume()));
    lines(mounts)
}

fn flag_lines(node: &Node) -> String {
    let mut flags = vec![
        "--bootstrap-kubeconfig=/etc/kubernetes/kubeconfig".to_owned(),
        "--config=/etc/kubernetes/kubelet.yaml".to_owned(),
        "--kubeconfig=/var/lib/kubelet/kubeconfig".to_owned(),
        "--register-with-taints=${NODE_TAINTS}".to_owned(),
    ];
    match node.runtime {
        Runtime::Docker => flags.extend([
            "--cni-bin-dir=/opt/cni/bin".to_owned(),
            "--cni-conf-dir=/etc/cni/net.d".to_owned(),
            "--container-runtime=docker".to_owned(),
            "--network-plugin=cni".to_owned(),
            // The default of these releases is on a registry that is frozen.
            format!("--pod-infra-container-image={}", node.release.pause_image),
        ]),
        // CNI's directories are containerd's to know: Flatcar's has the usual ones.
        Runtime::Containerd => {
            if node.release.minor() < 24 {
                flags.push("--container-runtime=remote".to_owned());
            }
            flags.push(
                "--container-runtime-endpoint=unix:///run/containerd/containerd.sock".to_owned(),
            );
        }
    }
    if node.metal().is_some() {
        flags.push("--address=${LOKOMOTIVE_IPV4_PRIVATE}".to_owned());
        flags.push("--node-ip=${LOKOMOTIVE_IPV4_PRIVATE}".to_owned());
        flags.push(format!(
            "--node-labels={}",
            node_labels::with_addresses(node)
        ));
    } else {
        flags.push("--node-labels=${NODE_LABELS}".to_owned());
    }
    flags.sort();
    lines(flags)
}

/// Continued lines of a command.
fn lines(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().fold(String::new(), |mut lines, word| {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "  {word} \\");
        lines
    })
}
