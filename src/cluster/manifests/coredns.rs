//! `CoreDNS`: the names of services.
//!
//! Its address is the tenth of the service network, which is what kubelets tell pods. It runs on controllers, too, so
//! that a cluster without workers has names. Images of it run as another user than root since 1.11, whose file asks
//! for a capability that such users do not get; so port 53 is nobody's privilege in its pod.

use std::net::Ipv4Addr;

use crate::cluster::settings::ControlPlane;
use crate::cluster::yaml::scalar;
use crate::node::template::fill;

pub(super) fn manifest(control_plane: &ControlPlane) -> String {
    let release = control_plane.release;
    fill(
        include_str!("../files/coredns.yaml"),
        &[
            ("DOMAIN", &control_plane.domain_suffix),
            ("TAINT", &scalar(release.controller_taint)),
            ("IMAGE", release.coredns_image),
            ("ADDRESS", &address(control_plane).to_string()),
        ],
    )
}

/// The tenth address of the service network.
fn address(control_plane: &ControlPlane) -> Ipv4Addr {
    let first = u32::from(control_plane.service_cidr.network());
    Ipv4Addr::from(first.saturating_add(10))
}
