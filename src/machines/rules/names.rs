//! Names: of clusters, pools, zones, and of the machines that come of them.

use super::text::{fault, is_dns_label, is_dns_name, text};
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Fault, Field, Value};
use crate::machines::arguments::{Arguments, Kind};

/// Accepts names of clusters and pools.
pub(crate) fn label(value: &Value) -> Result<(), Fault> {
    text(value, |name| {
        is_dns_label(name).then_some(()).ok_or_else(|| {
            fault(
                "Name cannot be part of a host name",
                "Use lower case letters, digits and dashes, with a letter or digit at both ends, e.g. \
                 \"production-1\".",
            )
        })
    })
}

/// Accepts zones and domains.
pub(crate) fn domain(value: &Value) -> Result<(), Fault> {
    text(value, |name| {
        is_dns_name(name).then_some(()).ok_or_else(|| {
            fault(
                "Domain is not a DNS name",
                "Write labels of lower case letters, digits and dashes with dots between, and none at the \
                 end, e.g. \"example.com\".",
            )
        })
    })
}

/// Accepts host names and addresses.
pub(crate) fn host(value: &Value) -> Result<(), Fault> {
    text(value, |name| {
        let is_host = is_dns_name(name) || name.parse::<std::net::IpAddr>().is_ok();
        is_host.then_some(()).ok_or_else(|| {
            fault(
                "Not a host name or address",
                "Write the name or address alone, without https:// and without a port.",
            )
        })
    })
}

/// The longest host name, in characters.
const HOST_NAME: usize = 63;

/// Host names have 63 characters at most. Lokomotive allowed 18 for each name, for load balancers that it made.
pub(crate) fn machine_names(arguments: &Arguments, found: &mut Diagnostics) {
    let last = arguments.count().known().copied().unwrap_or(1).max(1) - 1;
    let Field::Known(name) = arguments.machine_name(last) else {
        return;
    };
    let path = match arguments.kind {
        Kind::Controller => "cluster_name",
        Kind::WorkerPool => "pool_name",
    };
    if name.len() > HOST_NAME {
        found.push(
            Diagnostic::error(
                "Machine names are too long",
                format!(
                    "The last machine would be called {name}, which has {} characters; host names have {HOST_NAME} \
                     at most. Use a shorter {path}.",
                    name.len()
                ),
            )
            .at(AttributePath::of(path)),
        );
    }
}

/// Members of etcd know each other by names in the zone.
pub(crate) fn zone_for_members(arguments: &Arguments, found: &mut Diagnostics) {
    let several = arguments.controller.controller_count.known() > Some(&1);
    if arguments.kind == Kind::Controller && several && arguments.common.dns_zone.is_null() {
        found.push(
            Diagnostic::error(
                "Several controllers need a DNS zone",
                "Members of etcd find each other by names in it. Set dns_zone, and create the records of the \
                 output dns_records there.",
            )
            .at(AttributePath::of("controller_count")),
        );
    }
}
