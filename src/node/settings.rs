//! What a machine is to be, settled: every value is known and has been checked.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::recipe::Recipe;
use super::runtime::Runtime;
use super::versions::Release;
use crate::clc::platform as clc;
use crate::secret::Secret;

/// A machine of a cluster.
#[derive(Debug, Clone)]
pub struct Node {
    /// The edition of the config's text.
    pub recipe: Recipe,
    /// The cluster.
    pub cluster: Cluster,
    /// What it does there.
    pub role: Role,
    /// Where it runs.
    pub platform: Platform,
    /// What runs its pods.
    pub runtime: Runtime,
    /// The Kubernetes release and what goes with it.
    pub release: &'static Release,
    /// The image of the kubelet, with tag or digest.
    pub kubelet_image: String,
    /// Who may log in as `core`.
    pub ssh_pubkeys: Vec<String>,
}

/// What the machines of a cluster have in common.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Its name, the beginning of all machine names.
    pub name: String,
    /// The zone of its names; none for a cluster that needs no DNS.
    pub dns_zone: Option<String>,
    /// Address of the cluster's own DNS: the tenth of the service network.
    pub dns_service_ip: Ipv4Addr,
    /// Domain of the names of services.
    pub domain_suffix: String,
}

/// The names of a cluster in its zone.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The cluster.
    pub cluster: &'a str,
    /// The zone.
    pub zone: &'a str,
}

/// What a machine does in its cluster.
#[derive(Debug, Clone)]
pub enum Role {
    /// It runs etcd and the control plane.
    Controller(Controller),
    /// It runs pods.
    Worker(Worker),
}

/// A controller.
#[derive(Debug, Clone)]
pub struct Controller {
    /// Its number, from 0.
    pub ordinal: u32,
    /// How many there are.
    pub count: u32,
}

/// A worker; all of a pool are alike.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Labels of the node, the user's.
    pub labels: BTreeMap<String, String>,
    /// Taints of the node: `value:Effect` by key.
    pub taints: BTreeMap<String, String>,
    /// How CPUs are given to pods.
    pub cpu_manager_policy: CpuPolicy,
    /// How it joins the cluster.
    pub kubeconfig: Secret,
}

/// Where a machine runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Platform {
    /// Amazon EC2.
    Aws,
    /// Equinix Metal.
    EquinixMetal(Metal),
}

/// What is particular to a machine on Equinix Metal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metal {
    /// Whether it announces services by BGP; only a label.
    pub bgp: bool,
    /// Disks to join.
    pub raid: Option<Raid>,
    /// How the operating system gets onto its disk, when not from the cloud's image.
    pub installer: Option<Installer>,
}

/// A RAID 0 of unused disks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raid {
    /// Of all disks.
    All,
    /// Of those that rotate.
    Hdd,
    /// Of those that do not.
    Ssd {
        /// Whether it gets a filesystem, mounted on /mnt.
        filesystem: bool,
    },
}

/// An installation from iPXE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installer {
    /// The channel of Flatcar's releases.
    pub channel: String,
    /// The release.
    pub version: String,
}

/// How CPUs are given to pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CpuPolicy {
    /// All share.
    #[default]
    None,
    /// Some pods get CPUs of their own.
    Static,
}

impl CpuPolicy {
    /// The policy of a name; empty for the default.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "" | "none" => Some(Self::None),
            "static" => Some(Self::Static),
            _ => None,
        }
    }
}

impl Platform {
    /// Where the dynamic data of snippets come from, such as `{PRIVATE_IPV4}`.
    #[must_use]
    pub fn of_dynamic_data(&self) -> clc::Platform {
        let name = match self {
            Self::Aws => "ec2",
            Self::EquinixMetal(_) => "packet",
        };
        clc::Platform::parse(name).unwrap_or_default() // both are known
    }
}

impl Cluster {
    /// Its names, if it has a zone.
    #[must_use]
    pub fn names(&self) -> Option<Names<'_>> {
        let zone = self.dns_zone.as_deref()?;
        Some(Names {
            cluster: &self.name,
            zone,
        })
    }
}

impl Names<'_> {
    /// The name of all controllers, from outside.
    #[must_use]
    pub fn public(&self) -> String {
        format!("{}.{}", self.cluster, self.zone)
    }

    /// The name of all controllers' private addresses.
    #[must_use]
    pub fn private(&self) -> String {
        format!("{}-private.{}", self.cluster, self.zone)
    }

    /// The name of a controller as a member of etcd.
    #[must_use]
    pub fn member(&self, ordinal: u32) -> String {
        format!("{}-etcd{ordinal}.{}", self.cluster, self.zone)
    }
}

impl Node {
    /// What is particular to Equinix Metal, if it runs there.
    #[must_use]
    pub fn metal(&self) -> Option<&Metal> {
        match &self.platform {
            Platform::Aws => None,
            Platform::EquinixMetal(metal) => Some(metal),
        }
    }

    /// Whether it is a controller.
    #[must_use]
    pub fn is_controller(&self) -> bool {
        matches!(self.role, Role::Controller(_))
    }
}
