//! What a control plane is to be, settled: every value is known and has been checked.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::node::settings::Names;
use crate::node::versions::Release;

/// The control plane of a cluster.
#[derive(Debug, Clone)]
pub struct ControlPlane {
    /// The cluster's name.
    pub cluster: String,
    /// The zone of its names; none for a single controller that needs no DNS.
    pub dns_zone: Option<String>,
    /// Name or address where the API server is reached, without a port, when the user says it.
    pub api_server: Option<String>,
    /// How many controllers there are.
    pub controllers: u32,
    /// The Kubernetes release.
    pub release: &'static Release,
    /// Network of services.
    pub service_cidr: Ipv4Net,
    /// Network of pods.
    pub pod_cidr: Ipv4Net,
    /// Domain of the names of services.
    pub domain_suffix: String,
    /// The pod network.
    pub networking: Networking,
    /// Largest packet on the machines' network, in bytes.
    pub network_mtu: u32,
    /// Connections that the kernel tracks for each CPU; 0 leaves its own limit.
    pub conntrack_max_per_core: u32,
    /// Whether the API server takes in others.
    pub aggregation: bool,
    /// Who names users, beside certificates.
    pub oidc: Option<Oidc>,
    /// How long leaf certificates are valid, in hours.
    pub certs_validity_hours: u32,
    /// Manifests of the user's, each one or more YAML documents.
    pub manifests: Vec<String>,
}

/// The pod network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Networking {
    /// Flannel.
    Flannel,
    /// The user's own.
    None,
}

/// An `OpenID` Connect provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// Its URL.
    pub issuer_url: String,
    /// The cluster's id there.
    pub client_id: String,
    /// The claim that is the user's name.
    pub username_claim: String,
    /// The claim that is the user's groups.
    pub groups_claim: String,
}

impl ControlPlane {
    /// The cluster's names, if it has a zone.
    #[must_use]
    pub fn names(&self) -> Option<Names<'_>> {
        let zone = self.dns_zone.as_deref()?;
        Some(Names {
            cluster: &self.cluster,
            zone,
        })
    }

    /// Where clients outside reach the API server. `None` when nothing but the first controller's address leads there,
    /// which is not known before it is made.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let public = || self.names().map(|names| names.public());
        self.api_server.clone().or_else(public)
    }

    /// Where nodes reach it: by private addresses, unless the user says otherwise. `None` as with [`Self::host`].
    #[must_use]
    pub fn internal_host(&self) -> Option<String> {
        let private = || self.names().map(|names| names.private());
        self.api_server.clone().or_else(private)
    }

    /// The address of the API server as a service: the first of the network.
    #[must_use]
    pub fn service_ip(&self) -> Ipv4Addr {
        Ipv4Addr::from(u32::from(self.service_cidr.network()).saturating_add(1))
    }

    /// Where a member of etcd is reached, without a port.
    #[must_use]
    pub fn member(&self, ordinal: u32) -> String {
        match self.names() {
            Some(names) => names.member(ordinal),
            None => "127.0.0.1".to_owned(),
        }
    }
}

/// A control plane for tests.
#[cfg(test)]
pub(crate) fn example() -> ControlPlane {
    let network = |text: &str| text.parse().expect("a network");
    ControlPlane {
        cluster: "example".to_owned(),
        dns_zone: Some("example.com".to_owned()),
        api_server: None,
        controllers: 3,
        release: &crate::node::versions::RELEASES[0],
        service_cidr: network("10.3.0.0/16"),
        pod_cidr: network("10.2.0.0/16"),
        domain_suffix: "cluster.local".to_owned(),
        networking: Networking::Flannel,
        network_mtu: 1480,
        conntrack_max_per_core: 32_768,
        aggregation: true,
        oidc: None,
        certs_validity_hours: 8760,
        manifests: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_api_server_is() {
        let mut plane = example();
        let check = |plane: &ControlPlane, host: Option<&str>, internal_host: Option<&str>| {
            assert_eq!(plane.host().as_deref(), host);
            assert_eq!(plane.internal_host().as_deref(), internal_host);
        };
        let (public, private) = ("example.example.com", "example-private.example.com");
        check(&plane, Some(public), Some(private));
        plane.api_server = Some("10.0.0.4".to_owned());
        check(&plane, Some("10.0.0.4"), Some("10.0.0.4"));
        (plane.api_server, plane.dns_zone) = (None, None);
        check(&plane, None, None);
        assert_eq!(plane.service_ip().to_string(), "10.3.0.1");
    }
}
