//! Waiting for names before what needs them starts.

use super::base::Base;
use super::mode::Mode;
use super::script::without_comments;
use super::settings::Node;
use super::template::fill;

pub(super) fn add(node: &Node, base: &mut Base) {
    base.file(
        "/opt/wait-for-dns",
        Mode::Program,
        without_comments(include_str!("files/wait-for-dns")),
    );
    let unit = fill(
        include_str!("files/wait-for-dns.service"),
        &[("NAMES", &names(node))],
    );
    base.on_demand("wait-for-dns.service", unit);
}

/// On Metal the cluster's name is awaited too, since it is made after the first machine. On AWS the zone may be
/// private, and the servers of a private zone answer nobody directly.
fn names(node: &Node) -> String {
    match (node.metal(), node.cluster.names()) {
        (Some(_), Some(names)) => format!(" {} {}", names.zone, names.private()),
        _ => String::new(),
    }
}
