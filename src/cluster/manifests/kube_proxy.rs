//! kube-proxy: how services are reached, on every machine.
//!
//! It cannot call the API server as a service, which is what it makes possible: variables of its own name the server
//! as nodes reach it. It does so as its service account, with the rights of a proxy.

use crate::cluster::control_plane::flags::{Flags, Program};
use crate::cluster::settings::ControlPlane;
use crate::cluster::yaml::scalar;
use crate::node::template::fill;

/// Stands for the address of the controller, which only that machine knows: the script `mint` puts it in.
const OWN_ADDRESS: &str = "OWN_ADDRESS";

pub(super) fn manifest(control_plane: &ControlPlane) -> String {
    let release = control_plane.release;
    let mut flags = Flags::new(Program::Proxy, release);
    flags.set("cluster-cidr", &control_plane.pod_cidr.to_string());
    flags.set(
        "conntrack-max-per-core",
        &control_plane.conntrack_max_per_core.to_string(),
    );
    flags.set("hostname-override", "$(NODE_NAME)");
    flags.set("proxy-mode", "iptables");
    let host = control_plane.internal_host();
    let server = host.as_deref().unwrap_or(OWN_ADDRESS);
    fill(
        include_str!("../files/kube-proxy.yaml"),
        &[
            ("IMAGE", &release.image(flags.program().as_str())),
            ("FLAGS", &flags.items(8)),
            ("SERVER", &scalar(server)),
        ],
    )
}
