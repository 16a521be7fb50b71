//! The static pod of `kube-controller-manager`, which runs the control loops of Kubernetes.
//!
//! It signs certificates with the cluster's authority. It approves none but those of kubelets' clients: its approver
//! asks whether whoever requests one may, and the cluster's manifests allow nothing else. Kubelets' certificates as
//! servers are therefore their own, and the API server does not check them.
//!
//! Each controller in it has the rights of a service account of its own, so the certificate of the whole has few.
//! Nodes are given networks for their pods whether or not Flannel uses them: a network of the user's may.

use super::PKI;
use super::flags::{Flags, Program};
use super::pod::{Capabilities, Mount, Pod, Probe};
use crate::cluster::settings::ControlPlane;

/// How it calls the API server.
const KUBECONFIG: &str = "/etc/kubernetes/controller-manager.conf";

const HEALTHY: Probe = Probe::Answers {
    port: 10257,
    path: "/healthz",
};

pub(super) fn pod(control_plane: &ControlPlane) -> Pod {
    let release = control_plane.release;
    let in_pki = |name: &str| format!("{PKI}/{name}");
    let mut flags = Flags::new(Program::ControllerManager, release);
    flags.set("allocate-node-cidrs", "true");
    flags.set("authentication-kubeconfig", KUBECONFIG);
    flags.set("authorization-kubeconfig", KUBECONFIG);
    flags.set("bind-address", "127.0.0.1");
    flags.set("cluster-cidr", &control_plane.pod_cidr.to_string());
    flags.set_file("cluster-signing-cert-file", "ca.crt");
    flags.set_file("cluster-signing-key-file", "ca.key");
    flags.set("controllers", "*,bootstrapsigner,tokencleaner");
    flags.set("kubeconfig", KUBECONFIG);
    flags.set("profiling", "false");
    flags.set_file("root-ca-file", "ca.crt");
    flags.set_file("service-account-private-key-file", "sa.key");
    flags.set(
        "service-cluster-ip-range",
        &control_plane.service_cidr.to_string(),
    );
    flags.set("use-service-account-credentials", "true");
    Pod {
        image: release.image(flags.program().as_str()),
        flags,
        environment: "",
        cpu: "200m",
        capabilities: Capabilities::None,
        probe: HEALTHY,
        mounts: vec![
            Mount::file("ca-crt", in_pki("ca.crt")),
            Mount::file("ca-key", in_pki("ca.key")),
            Mount::file("sa-key", in_pki("sa.key")),
            Mount::file("kubeconfig", KUBECONFIG),
        ],
    }
}
