//! The certificates that a controller makes for itself: one table.
//!
//! Nobody but the administrator is in `system:masters`. What the others may do, their names give them: Kubernetes has
//! roles for `system:kube-controller-manager` and `system:kube-scheduler`, and the cluster's manifests bind
//! [`KUBELET_CLIENT`] to the role `system:kubelet-api-admin`. Kubelets have no row: they ask for their certificates
//! with the bootstrap token, on controllers like on workers.
//!
//! To add a certificate: a row in [`leaves`].

use std::fmt::Write as _;
use std::net::IpAddr;

use super::pki::{ADMIN_GROUP, ADMIN_NAME, Which};
use super::settings::ControlPlane;

/// The user that the API server is to kubelets. It needs the cluster role `system:kubelet-api-admin`.
pub const KUBELET_CLIENT: &str = "kube-apiserver-kubelet-client";

/// The name that the API server shows to those that it takes in, for `--requestheader-allowed-names`.
pub const FRONT_PROXY_CLIENT: &str = "front-proxy-client";

/// Where the control plane's certificates are, under kubeadm's names.
pub const PKI: &str = "/etc/kubernetes/pki";

/// Where the administrator's kubeconfig is on controller 0, for applying manifests.
pub const ADMIN_KUBECONFIG: &str = "/etc/kubernetes/admin.conf";

/// A certificate to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where it is: without `.crt` and `.key`, or a kubeconfig that holds both.
    pub path: &'static str,
    /// Who signs it.
    pub signer: Which,
    /// The name in it.
    pub common_name: &'static str,
    /// The group in it.
    pub organization: Option<&'static str>,
    /// What it is for.
    pub usages: &'static [Usage],
    /// Names of the machine.
    pub names: Vec<Name>,
    /// Who may read the key.
    pub owner: Owner,
    /// Who is restarted when it is new.
    pub user: User,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// To show to clients.
    Server,
    /// To show to servers.
    Client,
}

/// A name of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// In the DNS.
    Dns(String),
    /// An address.
    Ip(IpAddr),
    /// Whatever addresses the machine has.
    OwnAddresses,
}

/// Who may read a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Static pods run as root.
    Root,
    /// etcd runs as a user of its own.
    Etcd,
}

/// Who uses a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum User {
    /// Programs that read it anew each time.
    Anyone,
    /// A unit of systemd.
    Unit(&'static str),
    /// A program in a static pod: it is ended, and the kubelet starts it again.
    Program(&'static str),
}

const CLIENT: &[Usage] = &[Usage::Client];
const SERVER: &[Usage] = &[Usage::Server];
/// Members of etcd are clients of each other, and each of itself.
const MEMBER: &[Usage] = &[Usage::Server, Usage::Client];

const ETCD: User = User::Unit("etcd.service");
const API_SERVER: User = User::Program("kube-apiserver");

/// The certificates of a controller.
#[must_use]
pub fn leaves(control_plane: &ControlPlane, ordinal: u32) -> Vec<Leaf> {
    let client = |path, signer, common_name, user| Leaf {
        path,
        signer,
        common_name,
        organization: None,
        usages: CLIENT,
        names: Vec::new(),
        owner: Owner::Root,
        user,
    };
    let member = |path, common_name| Leaf {
        usages: MEMBER,
        names: member_names(control_plane, ordinal),
        owner: Owner::Etcd,
        ..client(path, Which::Etcd, common_name, ETCD)
    };
    let mut leaves = vec![
        member("/etc/ssl/etcd/etcd/server", "etcd-server"),
        member("/etc/ssl/etcd/etcd/peer", "etcd-peer"),
        client(
            "/etc/ssl/etcd/etcd-client",
            Which::Etcd,
            "etcd-client",
            User::Anyone,
        ),
        Leaf {
            usages: SERVER,
            names: api_server_names(control_plane),
            ..client(
                "/etc/kubernetes/pki/apiserver",
                Which::Cluster,
                "kube-apiserver",
                API_SERVER,
            )
        },
        client(
            "/etc/kubernetes/pki/apiserver-etcd-client",
            Which::Etcd,
            "kube-apiserver-etcd-client",
            API_SERVER,
        ),
        client(
            "/etc/kubernetes/pki/apiserver-kubelet-client",
            Which::Cluster,
            KUBELET_CLIENT,
            API_SERVER,
        ),
        client(
            "/etc/kubernetes/pki/front-proxy-client",
            Which::FrontProxy,
            FRONT_PROXY_CLIENT,
            API_SERVER,
        ),
        client(
            "/etc/kubernetes/controller-manager.conf",
            Which::Cluster,
            "system:kube-controller-manager",
            User::Program("kube-controller-manager"),
        ),
        client(
            "/etc/kubernetes/scheduler.conf",
            Which::Cluster,
            "system:kube-scheduler",
            User::Program("kube-scheduler"),
        ),
    ];
    if ordinal == 0 {
        // Whoever applies the first roles cannot have been given one.
        leaves.push(Leaf {
            organization: Some(ADMIN_GROUP),
            ..client(ADMIN_KUBECONFIG, Which::Cluster, ADMIN_NAME, User::Anyone)
        });
    }
    leaves
}

/// The names of a member of etcd.
fn member_names(control_plane: &ControlPlane, ordinal: u32) -> Vec<Name> {
    distinct([
        name(&control_plane.member(ordinal)),
        name("localhost"),
        name("127.0.0.1"),
    ])
}

/// All names under which clients may call the API server.
fn api_server_names(control_plane: &ControlPlane) -> Vec<Name> {
    let service = "kubernetes.default.svc";
    let mut names = vec![
        name("kubernetes"),
        name("kubernetes.default"),
        name(service),
        name(&format!("{service}.{}", control_plane.domain_suffix)),
        name("localhost"),
    ];
    names.extend(control_plane.api_server.as_deref().map(name));
    if let Some(zone) = control_plane.names() {
        names.extend([name(&zone.public()), name(&zone.private())]);
    }
    names.extend([
        name("127.0.0.1"),
        Name::Ip(control_plane.service_ip().into()),
        Name::OwnAddresses,
    ]);
    distinct(names)
}

fn name(text: &str) -> Name {
    match text.parse() {
        Ok(address) => Name::Ip(address),
        Err(_) => Name::Dns(text.to_owned()),
    }
}

fn distinct(names: impl IntoIterator<Item = Name>) -> Vec<Name> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

impl Leaf {
    /// The line by which the script `mint` makes it: words in the order that the script reads them.
    #[must_use]
    pub fn line(&self, hours: u32) -> String {
        let mut subject = String::new();
        for (kind, value) in [("O", self.organization), ("CN", Some(self.common_name))] {
            if let Some(value) = value {
                // Writing to a String cannot fail.
                let _ = write!(subject, "/{kind}={value}");
            }
        }
        let usages = self.usages.iter().map(|usage| match usage {
            Usage::Server => "serverAuth".to_owned(),
            Usage::Client => "clientAuth".to_owned(),
        });
        let names = self.names.iter().map(|name| match name {
            Name::Dns(name) => format!("DNS:{name}"),
            Name::Ip(address) => format!("IP:{address}"),
            Name::OwnAddresses => "own".to_owned(),
        });
        let owner = match self.owner {
            Owner::Root => "root",
            Owner::Etcd => "etcd",
        };
        let user = match self.user {
            User::Anyone => "-",
            User::Unit(name) | User::Program(name) => name,
        };
        [
            self.path,
            authority_path(self.signer),
            owner,
            user,
            &hours.to_string(),
            &subject,
            &list(usages),
            &list(names),
        ]
        .join(" ")
    }
}

/// Where an authority is on a controller, without `.crt` and `.key`.
#[must_use]
pub fn authority_path(which: Which) -> &'static str {
    match which {
        Which::Cluster => "/etc/kubernetes/pki/ca",
        Which::Etcd => "/etc/kubernetes/pki/etcd/ca",
        Which::FrontProxy => "/etc/kubernetes/pki/front-proxy-ca",
    }
}

/// Words with commas between, or a dash.
fn list(words: impl Iterator<Item = String>) -> String {
    let words: Vec<_> = words.collect();
    if words.is_empty() {
        "-".to_owned()
    } else {
        words.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::settings::example;

    fn line(control_plane: &ControlPlane, path: &str) -> String {
        let leaves = leaves(control_plane, 1);
        let leaf = leaves.iter().find(|leaf| leaf.path == path).unwrap();
        leaf.line(24)
    }

    /// The names in a certificate's line.
    fn names(control_plane: &ControlPlane, path: &str) -> String {
        let line = line(control_plane, path);
        line.rsplit(' ').next().unwrap().to_owned()
    }

    #[test]
    fn lines() {
        let plane = example();
        for (path, expected) in [
            (
                "/etc/ssl/etcd/etcd/peer",
                "/etc/kubernetes/pki/etcd/ca etcd etcd.service 24 /CN=etcd-peer serverAuth,clientAuth \
                 DNS:example-etcd1.example.com,DNS:localhost,IP:127.0.0.1",
            ),
            (
                "/etc/kubernetes/scheduler.conf",
                "/etc/kubernetes/pki/ca root kube-scheduler 24 /CN=system:kube-scheduler clientAuth -",
            ),
        ] {
            assert_eq!(line(&plane, path), format!("{path} {expected}"));
        }
    }

    #[test]
    fn names_of_the_api_server() {
        let mut plane = example();
        let common = "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,\
                      DNS:kubernetes.default.svc.cluster.local,DNS:localhost";
        for (api_server, zone, expected) in [
            (
                Some("api.example.net"),
                Some("example.com"),
                "DNS:api.example.net,DNS:example.example.com,DNS:example-private.example.com,IP:127.0.0.1,IP:10.3.0.1",
            ),
            (
                Some("10.0.0.4"),
                None,
                "IP:10.0.0.4,IP:127.0.0.1,IP:10.3.0.1",
            ),
            (Some("::1"), None, "IP:::1,IP:127.0.0.1,IP:10.3.0.1"),
            (None, None, "IP:127.0.0.1,IP:10.3.0.1"),
        ] {
            plane.api_server = api_server.map(Into::into);
            plane.dns_zone = zone.map(Into::into);
            let names = names(&plane, "/etc/kubernetes/pki/apiserver");
            assert_eq!(names, format!("{common},{expected},own"));
        }
    }

    #[test]
    fn a_member_without_a_zone_has_no_name() {
        let mut plane = example();
        plane.dns_zone = None;
        let names = names(&plane, "/etc/ssl/etcd/etcd/server");
        assert_eq!(names, "IP:127.0.0.1,DNS:localhost");
    }

    #[test]
    fn only_controller_0_applies_manifests() {
        for ordinal in 0..3 {
            let leaves = leaves(&example(), ordinal);
            let mut masters = leaves.iter().filter(|leaf| leaf.organization.is_some());
            assert_eq!(
                masters.next().map(|leaf| leaf.path),
                (ordinal == 0).then_some(ADMIN_KUBECONFIG)
            );
        }
    }
}
