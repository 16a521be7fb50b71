//! Networks in CIDR notation.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::text::{fault, text};
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Fault, Value};
use crate::machines::arguments::Arguments;

/// Accepts networks whose address has no bits of a host.
pub(crate) fn network(value: &Value) -> Result<(), Fault> {
    text(value, |written| {
        let network: Ipv4Net = written.parse().map_err(|_| {
            fault(
                "Not an IPv4 network",
                "Write an address and the length of its prefix, e.g. \"10.3.0.0/16\".",
            )
        })?;
        if network.trunc() == network {
            Ok(())
        } else {
            Err(fault(
                "Address is not the first of its network",
                format!("Write \"{}\".", network.trunc()),
            ))
        }
    })
}

/// The prefix of a node's share of the pods' network: the controller manager's default.
const NODE_PREFIX: u8 = 24;

/// Accepts networks of pods, which must have a share for a node.
pub(crate) fn pods(value: &Value) -> Result<(), Fault> {
    network(value)?;
    text(value, |written| {
        let prefix = written.parse().map(|network: Ipv4Net| network.prefix_len());
        if prefix.is_ok_and(|prefix| prefix > NODE_PREFIX) {
            return Err(fault(
                "Network is too small for pods",
                "Each node has a /24 of it for its pods, so its prefix has at most 24 bits, fewer for several nodes.",
            ));
        }
        Ok(())
    })
}

/// Accepts networks of services: the API server has the first address, the cluster's DNS the tenth.
pub(crate) fn services(value: &Value) -> Result<(), Fault> {
    network(value)?;
    text(value, |written| match dns_service_ip(written) {
        Some(_) => Ok(()),
        None => Err(fault(
            "Network is too small for services",
            "The cluster's DNS has its tenth address, so its prefix has at most 28 bits.",
        )),
    })
}

/// The address of the cluster's DNS in a network of services.
#[must_use]
pub(crate) fn dns_service_ip(services: &str) -> Option<Ipv4Addr> {
    let network: Ipv4Net = services.parse().ok()?;
    let address = Ipv4Addr::from(u32::from(network.network()).checked_add(10)?);
    (network.prefix_len() <= 28 && network.contains(&address)).then_some(address)
}

/// Pods and services have networks of their own.
pub(crate) fn overlap(arguments: &Arguments, found: &mut Diagnostics) {
    let network = |written: Option<&String>| written?.parse::<Ipv4Net>().ok();
    let pods = network(arguments.controller.pod_cidr.known());
    let services = network(arguments.common.service_cidr.known());
    let (Some(pods), Some(services)) = (pods, services) else {
        return;
    };
    if pods.contains(&services) || services.contains(&pods) {
        found.push(
            Diagnostic::error(
                "Networks of pods and services overlap",
                format!(
                    "{pods} and {services} have addresses in common. Use networks of their own."
                ),
            )
            .at(AttributePath::of("pod_cidr")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, summary: &str) {
        check_as(services, written, summary);
    }

    fn check_as(rule: fn(&Value) -> Result<(), Fault>, written: &str, summary: &str) {
        let found = rule(&Value::String(written.to_owned()));
        let found = found.map_or_else(|fault| fault.summary, |()| String::new());
        assert_eq!(found, summary, "{written}");
    }

    #[test]
    fn networks_of_services() {
        check("10.3.0.0/16", "");
        check("10.3.0.0/28", "");
        check("10.3.0.0/29", "Network is too small for services");
        check("10.3.0.1/16", "Address is not the first of its network");
        check("10.3.0.0", "Not an IPv4 network");
        check("fd00::/64", "Not an IPv4 network");
        check("10.3.0/16", "Not an IPv4 network");
    }

    #[test]
    fn networks_of_pods() {
        check_as(pods, "10.2.0.0/16", "");
        check_as(pods, "10.2.0.0/24", "");
        check_as(pods, "10.2.0.0/25", "Network is too small for pods");
        check_as(
            pods,
            "10.2.0.1/16",
            "Address is not the first of its network",
        );
    }

    #[test]
    fn the_tenth_address_is_dns() {
        assert_eq!(
            dns_service_ip("10.3.0.0/16"),
            Some(Ipv4Addr::new(10, 3, 0, 10))
        );
    }
}
