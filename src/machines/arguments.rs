//! What users write of machines, as it is: null stands for what they left out.

use std::collections::BTreeMap;

use crate::cloud::{Role, Set};
use crate::flatcar_config::snippets::{self, Snippets};
use crate::framework::{ConvertError, Field, FromValue as _, Value, model};
use crate::render::Source;

/// Which of the two resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `lokomotive_controller`.
    Controller,
    /// `lokomotive_worker_pool`.
    WorkerPool,
}

/// All that users write of a set of machines.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    /// Which resource it is.
    pub kind: Kind,
    /// What both resources have.
    pub common: Common,
    /// What controllers have; null in a worker pool.
    pub controller: Controller,
    /// What worker pools have; null in controllers.
    pub pool: WorkerPool,
}

model! {
    /// What both resources have.
    pub struct Common {
        /// The cluster.
        pub cluster_name: Field<String>,
        /// The zone of its names.
        pub dns_zone: Field<String>,
        /// Keys of the user `core`.
        pub ssh_pubkeys: Field<Vec<Field<String>>>,
        /// Flatcar's channel.
        pub os_channel: Field<String>,
        /// Flatcar's release.
        pub os_version: Field<String>,
        /// The machines' architecture.
        pub os_arch: Field<String>,
        /// Tags of the machines.
        pub tags: Field<BTreeMap<String, Field<String>>>,
        /// Network of the cluster's services.
        pub service_cidr: Field<String>,
        /// Domain of the names of services.
        pub cluster_domain_suffix: Field<String>,
        /// What runs pods.
        pub container_runtime: Field<String>,
        /// The Kubernetes release.
        pub kubernetes_version: Field<String>,
        /// The kubelet's image.
        pub kubelet_image: Field<String>,
        /// The edition of the config's text.
        pub node_config_version: Field<i64>,
        /// What becomes of machines whose config is another now.
        pub on_config_change: Field<String>,
        /// How many machines may be away at a time.
        pub max_unavailable: Field<i64>,
        /// How long a machine must be ready to count, in seconds.
        pub min_ready_seconds: Field<i64>,
        /// The machines on AWS.
        pub aws: Field<Aws>,
        /// The machines on Equinix Metal.
        pub equinix_metal: Field<EquinixMetal>,
        /// How long operations may take.
        pub timeouts: Field<Timeouts>,
    }
}

model! {
    /// What controllers have.
    pub struct Controller {
        /// How many there are.
        pub controller_count: Field<i64>,
        /// Snippets of their config.
        pub controller_clc_snippets: Snippets,
        /// Where the API server is reached.
        pub api_server: Field<String>,
        /// Network of the pods.
        pub pod_cidr: Field<String>,
        /// The pod network.
        pub networking: Field<String>,
        /// Largest packet on the machines' network, in bytes.
        pub network_mtu: Field<i64>,
        /// Connections tracked for each CPU.
        pub conntrack_max_per_core: Field<i64>,
        /// Whether the API server takes in others.
        pub enable_aggregation: Field<bool>,
        /// Whether nodes ask for their certificates.
        pub enable_tls_bootstrap: Field<bool>,
        /// How long certificates are valid.
        pub certs_validity_period_hours: Field<i64>,
        /// Manifests of the user's.
        pub manifests: Snippets,
        /// Who the API server trusts to name users.
        pub oidc: Field<Oidc>,
        /// What the user brings along of the PKI.
        pub certificate_authorities: Field<CertificateAuthorities>,
    }
}

model! {
    /// What worker pools have.
    pub struct WorkerPool {
        /// The pool.
        pub pool_name: Field<String>,
        /// How many workers there are.
        pub worker_count: Field<i64>,
        /// Snippets of their config.
        pub clc_snippets: Snippets,
        /// Labels of the nodes.
        pub labels: Field<BTreeMap<String, Field<String>>>,
        /// Taints of the nodes.
        pub taints: Field<BTreeMap<String, Field<String>>>,
        /// How CPUs are given to pods.
        pub cpu_manager_policy: Field<String>,
        /// How workers join the cluster.
        pub kubeconfig: Field<String>,
    }
}

model! {
    /// The block `aws`.
    pub struct Aws {
        /// Type of controllers.
        pub controller_type: Field<String>,
        /// Type of workers.
        pub instance_type: Field<String>,
        /// Subnets, taken in turn.
        pub subnet_ids: Field<Vec<Field<String>>>,
        /// Security groups.
        pub security_group_ids: Field<Vec<Field<String>>>,
        /// Target groups to register with.
        pub target_group_arns: Field<Vec<Field<String>>>,
        /// Whether machines have public addresses.
        pub associate_public_ip_address: Field<bool>,
        /// Instance profile.
        pub iam_instance_profile: Field<String>,
        /// The image, when it is not to be looked up.
        pub ami_id: Field<String>,
        /// Size of the root volume, in GiB.
        pub disk_size: Field<i64>,
        /// Type of the root volume.
        pub disk_type: Field<String>,
        /// Operations a second of the root volume.
        pub disk_iops: Field<i64>,
        /// MiB a second of the root volume.
        pub disk_throughput: Field<i64>,
        /// Key that encrypts the root volume.
        pub kms_key_id: Field<String>,
        /// Most to pay for an hour.
        pub spot_price: Field<String>,
        /// How far answers of the metadata service go.
        pub metadata_hop_limit: Field<i64>,
    }
}

model! {
    /// The block `equinix_metal`.
    pub struct EquinixMetal {
        /// The project.
        pub project_id: Field<String>,
        /// The place, as it was.
        pub facility: Field<String>,
        /// The place.
        pub metro: Field<String>,
        /// Type of controllers.
        pub controller_type: Field<String>,
        /// Type of workers.
        pub node_type: Field<String>,
        /// How they are paid for.
        pub billing_cycle: Field<String>,
        /// What iPXE starts.
        pub ipxe_script_url: Field<String>,
        /// Reservations by machine.
        pub reservation_ids: Field<BTreeMap<String, Field<String>>>,
        /// The reservation of machines that have none of their own.
        pub reservation_ids_default: Field<String>,
        /// Whether workers announce no services by BGP.
        pub disable_bgp: Field<bool>,
        /// Whether workers have a BGP session.
        pub bgp_session: Field<bool>,
        /// Whether keys of the project stay out.
        pub no_ssh_keys: Field<bool>,
        /// RAID of all unused disks.
        pub setup_raid: Field<bool>,
        /// RAID of unused rotating disks.
        pub setup_raid_hdd: Field<bool>,
        /// RAID of unused disks that do not rotate.
        pub setup_raid_ssd: Field<bool>,
        /// A filesystem on that.
        pub setup_raid_ssd_fs: Field<bool>,
    }
}

model! {
    /// The block `oidc`.
    pub struct Oidc {
        /// Who names users.
        pub issuer_url: Field<String>,
        /// The client's id there.
        pub client_id: Field<String>,
        /// The claim that is the user's name.
        pub username_claim: Field<String>,
        /// The claim that is the user's groups.
        pub groups_claim: Field<String>,
    }
}

model! {
    /// The block `certificate_authorities`: certificates and keys in PEM.
    pub struct CertificateAuthorities {
        /// The cluster's authority.
        pub cluster_certificate: Field<String>,
        /// Its key.
        pub cluster_key: Field<String>,
        /// etcd's authority.
        pub etcd_certificate: Field<String>,
        /// Its key.
        pub etcd_key: Field<String>,
        /// The front proxy's authority.
        pub front_proxy_certificate: Field<String>,
        /// Its key.
        pub front_proxy_key: Field<String>,
        /// What signs the tokens of service accounts.
        pub service_account_key: Field<String>,
    }
}

model! {
    /// The block `timeouts`.
    pub struct Timeouts {
        /// Of a create.
        pub create: Field<String>,
        /// Of an update.
        pub update: Field<String>,
        /// Of a delete.
        pub delete: Field<String>,
    }
}

impl Kind {
    /// The argument that lists snippets.
    #[must_use]
    pub fn snippets(self) -> &'static str {
        match self {
            Self::Controller => "controller_clc_snippets",
            Self::WorkerPool => "clc_snippets",
        }
    }

    /// What the machines are called, one and several.
    #[must_use]
    pub fn noun(self) -> (&'static str, &'static str) {
        match self {
            Self::Controller => ("controller", "controllers"),
            Self::WorkerPool => ("worker", "workers"),
        }
    }
}

impl Arguments {
    /// Reads a configuration, a plan or a state.
    ///
    /// # Errors
    /// When it is not of the resource's schema.
    pub fn read(kind: Kind, value: &Value) -> Result<Self, ConvertError> {
        Ok(Self {
            kind,
            common: Common::from_value(value)?,
            controller: Controller::from_value(value)?,
            pool: WorkerPool::from_value(value)?,
        })
    }

    /// How many machines are wanted.
    #[must_use]
    pub fn count(&self) -> &Field<i64> {
        match self.kind {
            Kind::Controller => &self.controller.controller_count,
            Kind::WorkerPool => &self.pool.worker_count,
        }
    }

    /// The user's snippets.
    #[must_use]
    pub fn snippets(&self) -> &Snippets {
        match self.kind {
            Kind::Controller => &self.controller.controller_clc_snippets,
            Kind::WorkerPool => &self.pool.clc_snippets,
        }
    }

    /// The user's manifests that are known, in order.
    pub fn manifests(&self) -> impl Iterator<Item = Source<'_>> {
        snippets::sources("manifests", &self.controller.manifests)
    }

    /// The set that the machines are of, as far as its names are known.
    #[must_use]
    pub fn set(&self) -> Option<Set> {
        let role = match self.kind {
            Kind::Controller => Role::Controller,
            Kind::WorkerPool => Role::Worker {
                pool: self.pool.pool_name.known()?.clone(),
            },
        };
        Some(Set {
            cluster: self.common.cluster_name.known()?.clone(),
            role,
        })
    }

    /// The name of the machine of an ordinal, as far as what it is made of is known.
    #[must_use]
    pub fn machine_name(&self, ordinal: i64) -> Field<String> {
        let name = self.set().map(|set| set.machine_name(ordinal));
        name.map_or(Field::Unknown, Field::Known)
    }
}
