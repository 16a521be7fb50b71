//! Flannel: the pod network that is the default, in VXLAN.
//!
//! The controller manager gives each node a network out of the pods'; Flannel reads it and makes it reachable from the
//! others. It takes the machine's address from the kubelet, since on Equinix Metal the first is the public one. Of the
//! MTU that it is told it subtracts the 50 bytes of its own headers for pods. It ends where `br_netfilter` is not loaded,
//! which machines' base config sees to.
//!
//! An image beside Flannel's own puts the plugins of CNI on the machine, where Flatcar has none.

use serde_json::json;

use crate::cluster::settings::ControlPlane;
use crate::node::template::fill;

pub(super) fn manifest(control_plane: &ControlPlane) -> String {
    let release = control_plane.release;
    let network = json!({
        "Network": control_plane.pod_cidr.to_string(),
        "Backend": { "Type": "vxlan", "MTU": control_plane.network_mtu },
    });
    fill(
        include_str!("../files/flannel.yaml"),
        &[
            ("NETWORK", &network.to_string()),
            ("CNI_IMAGE", release.flannel_cni_image),
            ("IMAGE", release.flannel_image),
        ],
    )
}
