//! Which flags the programs of the control plane and kube-proxy have, by minor version: one table.
//!
//! Sources: the pages of the programs under "Command line tools (kube-*)" in the reference of kubernetes.io, for 1.23,
//! 1.24, 1.26 and 1.36, and the "Deprecation" and "API Change" sections of `CHANGELOG-1.24.md` to `CHANGELOG-1.36.md`
//! in kubernetes/kubernetes. A program ends at once when it is given a flag that it does not have.
//!
//! The table has what is set here, and what guides still set although it has gone.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use crate::cluster::yaml::scalar;
use crate::node::versions::Release;

/// A program with flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// kube-apiserver.
    ApiServer,
    /// kube-controller-manager.
    ControllerManager,
    /// kube-scheduler.
    Scheduler,
    /// kube-proxy.
    Proxy,
}

/// A flag of some programs.
struct Flag {
    programs: &'static [Program],
    name: &'static str,
    /// The minor versions that have it, of those that the table of releases spans.
    minors: RangeInclusive<u32>,
}

use Program::{ApiServer, ControllerManager, Proxy, Scheduler};

/// The oldest and the newest minor version that the table knows.
const OLDEST: u32 = 23;
const NEWEST: u32 = 36;

const fn always(programs: &'static [Program], name: &'static str) -> Flag {
    Flag {
        programs,
        name,
        minors: OLDEST..=NEWEST,
    }
}

const fn since(first: u32, programs: &'static [Program], name: &'static str) -> Flag {
    Flag {
        programs,
        name,
        minors: first..=NEWEST,
    }
}

/// Gone since a minor version.
const fn gone(first: u32, programs: &'static [Program], name: &'static str) -> Flag {
    Flag {
        programs,
        name,
        minors: OLDEST..=first - 1,
    }
}

const SERVER: &[Program] = &[ApiServer];
const MANAGER: &[Program] = &[ControllerManager];
const CLIENTS: &[Program] = &[ControllerManager, Scheduler];
const CONTROL_PLANE: &[Program] = &[ApiServer, ControllerManager, Scheduler];
const PROXY: &[Program] = &[Proxy];

const FLAGS: &[Flag] = &[
    always(SERVER, "advertise-address"),
    always(SERVER, "allow-privileged"),
    always(SERVER, "anonymous-auth"),
    since(29, SERVER, "authentication-config"),
    always(SERVER, "authorization-mode"),
    always(CONTROL_PLANE, "client-ca-file"),
    always(SERVER, "enable-admission-plugins"),
    always(SERVER, "enable-bootstrap-token-auth"),
    always(SERVER, "encryption-provider-config"),
    always(SERVER, "etcd-cafile"),
    always(SERVER, "etcd-certfile"),
    always(SERVER, "etcd-keyfile"),
    always(SERVER, "etcd-servers"),
    always(SERVER, "kubelet-client-certificate"),
    always(SERVER, "kubelet-client-key"),
    always(SERVER, "kubelet-preferred-address-types"),
    always(SERVER, "oidc-client-id"),
    always(SERVER, "oidc-groups-claim"),
    always(SERVER, "oidc-issuer-url"),
    always(SERVER, "oidc-username-claim"),
    always(SERVER, "proxy-client-cert-file"),
    always(SERVER, "proxy-client-key-file"),
    always(CONTROL_PLANE, "requestheader-allowed-names"),
    always(CONTROL_PLANE, "requestheader-client-ca-file"),
    always(CONTROL_PLANE, "requestheader-extra-headers-prefix"),
    always(CONTROL_PLANE, "requestheader-group-headers"),
    always(CONTROL_PLANE, "requestheader-username-headers"),
    always(SERVER, "service-account-issuer"),
    always(SERVER, "service-account-key-file"),
    always(SERVER, "service-account-signing-key-file"),
    always(&[ApiServer, ControllerManager], "service-cluster-ip-range"),
    always(CONTROL_PLANE, "tls-cert-file"),
    always(CONTROL_PLANE, "tls-private-key-file"),
    always(
        &[ApiServer, ControllerManager, Scheduler, Proxy],
        "profiling",
    ),
    always(CLIENTS, "authentication-kubeconfig"),
    always(CLIENTS, "authorization-kubeconfig"),
    always(
        &[ApiServer, ControllerManager, Scheduler, Proxy],
        "bind-address",
    ),
    always(&[ControllerManager, Scheduler, Proxy], "kubeconfig"),
    always(MANAGER, "allocate-node-cidrs"),
    always(&[ControllerManager, Proxy], "cluster-cidr"),
    always(MANAGER, "cluster-signing-cert-file"),
    always(MANAGER, "cluster-signing-key-file"),
    always(MANAGER, "controllers"),
    always(MANAGER, "root-ca-file"),
    always(MANAGER, "service-account-private-key-file"),
    always(MANAGER, "use-service-account-credentials"),
    always(PROXY, "conntrack-max-per-core"),
    always(PROXY, "hostname-override"),
    always(PROXY, "proxy-mode"),
    // What has gone.
    gone(24, SERVER, "insecure-port"),
    gone(24, CLIENTS, "address"),
    gone(24, CLIENTS, "port"),
    gone(26, CONTROL_PLANE, "logtostderr"),
    gone(33, SERVER, "cloud-config"),
    gone(33, SERVER, "cloud-provider"),
];

/// Whether a program has a flag, in a minor version of the table.
#[must_use]
pub fn exists(program: Program, name: &str, minor: u32) -> bool {
    FLAGS.iter().any(|flag| {
        flag.programs.contains(&program) && flag.name == name && flag.minors.contains(&minor)
    })
}

impl Program {
    /// Its name, which is that of its image and its process.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ApiServer => "kube-apiserver",
            Self::ControllerManager => "kube-controller-manager",
            Self::Scheduler => "kube-scheduler",
            Self::Proxy => "kube-proxy",
        }
    }
}

/// The flags that a program is started with.
#[derive(Debug)]
pub(crate) struct Flags {
    program: Program,
    minor: u32,
    words: Vec<String>,
}

impl Flags {
    /// None yet.
    pub(crate) fn new(program: Program, release: &Release) -> Self {
        Self {
            program,
            minor: release.minor(),
            words: Vec::new(),
        }
    }

    /// Whose they are.
    pub(crate) fn program(&self) -> Program {
        self.program
    }

    /// Sets a flag. One that the program does not have is a mistake here, which tests find.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let Self { program, minor, .. } = *self;
        debug_assert!(
            exists(program, name, minor),
            "{} 1.{minor} has no --{name}",
            program.as_str()
        );
        self.words.push(format!("--{name}={value}"));
    }

    /// Sets a flag to a file of the PKI.
    pub(crate) fn set_file(&mut self, name: &str, file: &str) {
        self.set(name, &format!("{}/{file}", super::PKI));
    }

    /// The items of a list in YAML, so far indented.
    pub(crate) fn items(&self, indent: usize) -> String {
        self.words.iter().fold(String::new(), |mut items, word| {
            // Writing to a String cannot fail.
            let _ = writeln!(items, "{:indent$}- {}", "", scalar(word));
            items
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::versions::RELEASES;

    #[test]
    fn the_table_spans_the_releases() {
        assert_eq!(RELEASES.first().unwrap().minor(), OLDEST);
        assert_eq!(RELEASES.last().unwrap().minor(), NEWEST);
    }

    #[test]
    fn each_flag_has_one_row() {
        for (index, flag) in FLAGS.iter().enumerate() {
            let earlier = FLAGS[..index].iter().any(|other| {
                other.name == flag.name
                    && other.programs.iter().any(|one| flag.programs.contains(one))
            });
            assert!(!earlier, "{} has two rows", flag.name);
            assert!(!flag.minors.is_empty(), "{}", flag.name);
        }
    }

    #[test]
    fn flags_come_and_go() {
        assert!(exists(Program::ApiServer, "insecure-port", 23));
        assert!(!exists(Program::ApiServer, "insecure-port", 24));
        assert!(!exists(Program::ApiServer, "authentication-config", 26));
        assert!(exists(Program::ApiServer, "authentication-config", 36));
        assert!(!exists(Program::Scheduler, "cluster-cidr", 36));
    }
}
