//! The arguments of both resources.
//!
//! Defaults that reach a machine are pinned: another default, in another version of the provider, changes no
//! machine that exists.

use super::arguments::Kind;
use super::rules::{aws, counts, kubernetes, metal, names, networks};
use crate::framework::{Attribute, Block, NestedBlock, Type};
use crate::node::Recipe;
use crate::node::Runtime;

/// The arguments and blocks of a resource; its outputs come after them.
#[must_use]
pub fn arguments(kind: Kind) -> Block {
    let own = match kind {
        Kind::Controller => controller(),
        Kind::WorkerPool => pool(),
    };
    let attributes = own
        .into_iter()
        .chain(cluster())
        .chain(system())
        .chain(changes(kind));
    let block = attributes.fold(Block::new(), Block::attribute);
    let block = block
        .block(NestedBlock::single("aws", aws_block(kind)).describe(
            "The machines run on AWS. Exactly one of this block and `equinix_metal`.",
        ))
        .block(NestedBlock::single("equinix_metal", metal_block(kind)).describe(
            "The machines run on Equinix Metal, which closed on 2026-06-30, or on a service with its API.",
        ));
    let block = match kind {
        Kind::Controller => block.block(
            NestedBlock::single("oidc", oidc())
                .describe("Whom the API server trusts to name users."),
        ),
        Kind::WorkerPool => block,
    };
    block.block(
        NestedBlock::single("timeouts", timeouts())
            .describe("How long operations may take, e.g. `30m`."),
    )
}

fn controller() -> Vec<Attribute> {
    vec![
        Attribute::optional(
            "controller_count",
            Type::Number,
            "How many controllers there are. Use an odd number. May grow, not shrink. Default `1`.",
        )
        .with_default(1)
        .check(counts::controllers),
        Attribute::optional(
            "controller_clc_snippets",
            Type::list(Type::String),
            "Container Linux Configs and Butane configs that are merged into the controllers' config, in order. \
             Null and empty entries are allowed.",
        ),
        Attribute::optional(
            "api_server",
            Type::String,
            "Name or address where the API server is reached. Default `<cluster_name>.<dns_zone>`, or without a zone \
             the first controller's private address.",
        )
        .check(names::host),
        Attribute::optional(
            "pod_cidr",
            Type::String,
            "Network of the pods. Default `10.2.0.0/16`, kept from creation on.",
        )
        .with_pinned_default("10.2.0.0/16")
        .check(networks::network),
        Attribute::optional(
            "networking",
            Type::String,
            "The pod network: `flannel`, or `none` to bring one's own. Default `flannel`, kept from creation on.",
        )
        .with_pinned_default("flannel")
        .one_of(&["flannel", "none"]),
        Attribute::optional(
            "network_mtu",
            Type::Number,
            "Largest packet on the machines' network, in bytes. Default `1500`, kept from creation on.",
        )
        .with_pinned_default(1500)
        .check(counts::mtu),
        Attribute::optional(
            "conntrack_max_per_core",
            Type::Number,
            "Connections that kube-proxy has the kernel track for each CPU; `0` leaves the kernel's own limit. \
             Default `32768`, kept from creation on.",
        )
        .with_pinned_default(32_768)
        .check(counts::not_negative),
        Attribute::optional(
            "enable_aggregation",
            Type::Bool,
            "Whether the API server takes in others, such as metrics. Default `true`, kept from creation on.",
        )
        .with_pinned_default(true),
        Attribute::optional(
            "enable_tls_bootstrap",
            Type::Bool,
            "Whether nodes ask for their certificates with a token. Only `true` is possible.",
        )
        .check(kubernetes::tls_bootstrap),
        Attribute::optional(
            "certs_validity_period_hours",
            Type::Number,
            "How long certificates are valid, in hours; the cluster's CAs ten times as long. Default `8760`, kept \
             from creation on.",
        )
        .with_pinned_default(8760)
        .check(counts::positive),
    ]
}

fn pool() -> Vec<Attribute> {
    vec![
        Attribute::required(
            "pool_name",
            Type::String,
            "Name of the pool in its cluster, and part of the machines' names. Another name makes another pool.",
        )
        .requires_replace()
        .check(names::label),
        Attribute::required(
            "worker_count",
            Type::Number,
            "How many workers there are; `0` is fine.",
        )
        .check(counts::workers),
        Attribute::required(
            "kubeconfig",
            Type::String,
            "The kubeconfig that workers join with: `worker_kubeconfig` of the controllers. It is in the machines' \
             user data and in the state.",
        )
        .sensitive(),
        Attribute::optional(
            "clc_snippets",
            Type::list(Type::String),
            "Container Linux Configs and Butane configs that are merged into the workers' config, in order. Null and \
             empty entries are allowed.",
        ),
        Attribute::optional(
            "labels",
            Type::map(Type::String),
            "Labels of the nodes. They are given when a node joins.",
        ),
        Attribute::optional(
            "taints",
            Type::map(Type::String),
            "Taints of the nodes: `value:Effect` by key. They are given when a node joins.",
        ),
        Attribute::optional(
            "cpu_manager_policy",
            Type::String,
            "How CPUs are given to pods: `none` or `static`, which keeps 500m for the system and 300m for \
             Kubernetes. Default `none`.",
        )
        .one_of(&["", "none", "static"]),
    ]
}

/// What is said of the cluster.
fn cluster() -> Vec<Attribute> {
    vec![
        Attribute::required(
            "cluster_name",
            Type::String,
            "Name of the cluster, and the beginning of the machines' names. Another name makes another cluster.",
        )
        .requires_replace()
        .check(names::label),
        Attribute::required(
            "ssh_pubkeys",
            Type::list(Type::String),
            "Public keys that may log in as `core`. The list may be empty.",
        ),
        Attribute::optional(
            "dns_zone",
            Type::String,
            "Zone of the cluster's names. The provider makes no records; it says in `dns_records` which there must be.",
        )
        .check(names::domain),
        Attribute::optional(
            "service_cidr",
            Type::String,
            "Network of the cluster's services; its DNS has the tenth address. Default `10.3.0.0/16`, kept from \
             creation on.",
        )
        .with_pinned_default("10.3.0.0/16")
        .check(networks::services),
        Attribute::optional(
            "cluster_domain_suffix",
            Type::String,
            "Domain of the names of services. Default `cluster.local`, kept from creation on.",
        )
        .with_pinned_default("cluster.local")
        .check(names::domain),
        Attribute::optional(
            "tags",
            Type::map(Type::String),
            "Tags of the machines, beside the provider's own.",
        ),
    ]
}

/// What is said of the operating system and of Kubernetes on it.
fn system() -> Vec<Attribute> {
    vec![
        Attribute::optional(
            "os_channel",
            Type::String,
            "Channel of Flatcar's releases: `stable`, `beta`, `alpha`, `lts` or `edge`. Default `stable`, kept from \
             creation on.",
        )
        .with_pinned_default("stable")
        .one_of(&["stable", "beta", "alpha", "lts", "edge"]),
        Attribute::optional(
            "os_version",
            Type::String,
            "Release of Flatcar, e.g. `4230.2.4`, or `current` for the channel's newest at creation. Default \
             `current`, kept from creation on.",
        )
        .with_pinned_default("current"),
        Attribute::optional(
            "os_arch",
            Type::String,
            "Architecture of the machines: `amd64` or `arm64`. Default `amd64`, kept from creation on.",
        )
        .with_pinned_default("amd64")
        .one_of(&["amd64", "arm64"]),
        Attribute::optional(
            "container_runtime",
            Type::String,
            "What runs the pods: `docker` (Kubernetes up to 1.23) or `containerd`. Default `docker`, kept from \
             creation on.",
        )
        .with_pinned_default("docker")
        .one_of(Runtime::NAMES),
        Attribute::optional_computed(
            "kubernetes_version",
            Type::String,
            "The Kubernetes release, without a `v`. By default the newest that the runtime can run, kept from \
             creation on.",
        )
        .keep_prior()
        .check(kubernetes::release),
        Attribute::optional_computed(
            "kubelet_image",
            Type::String,
            "Image with the kubelet, with tag or digest. By default one of the release, kept until another release \
             is chosen.",
        )
        .keep_prior()
        .check(kubernetes::image),
        Attribute::optional(
            "node_config_version",
            Type::Number,
            "Edition of the machines' base config. By default the newest, kept from creation on; raise it to have \
             machines made anew with a newer one.",
        )
        .with_pinned_default(Recipe::NEWEST.number())
        .check(kubernetes::recipe),
    ]
}

/// What is said of changes.
fn changes(kind: Kind) -> Vec<Attribute> {
    let (mode, ready) = match kind {
        Kind::Controller => (
            Attribute::optional(
                "on_config_change",
                Type::String,
                "What becomes of controllers whose config is another now: `ignore` leaves them and tells of them in \
                 each plan, `roll` replaces one after another, `reinstall` (Equinix Metal) installs one after another \
                 anew. Default `ignore`.",
            )
            .with_default("ignore"),
            Attribute::optional(
                "min_ready_seconds",
                Type::Number,
                "How long a controller must be ready before the next one is touched, in seconds. Default `300`.",
            )
            .with_default(300),
        ),
        Kind::WorkerPool => (
            Attribute::optional(
                "on_config_change",
                Type::String,
                "What becomes of workers whose config is another now: `roll` replaces them, `max_unavailable` at a \
                 time, `reinstall` (Equinix Metal) installs them anew, `ignore` leaves them and tells of them in each \
                 plan. Default `roll`.",
            )
            .with_default("roll"),
            Attribute::optional(
                "min_ready_seconds",
                Type::Number,
                "How long a worker must be ready before the next one is touched, in seconds. Default `120`.",
            )
            .with_default(120),
        ),
    };
    vec![
        mode.one_of(&["roll", "reinstall", "ignore"]),
        Attribute::optional(
            "max_unavailable",
            Type::Number,
            "How many machines may be away at a time while they are replaced. Controllers are always replaced one at \
             a time. Default `1`.",
        )
        .with_default(1)
        .check(counts::positive),
        ready.check(counts::not_negative),
    ]
}

fn aws_block(kind: Kind) -> Block {
    let of_kind = match kind {
        Kind::Controller => vec![
            Attribute::optional(
                "controller_type",
                Type::String,
                "Instance type. Default `t3.medium`, kept from creation on.",
            )
            .with_pinned_default("t3.medium"),
        ],
        Kind::WorkerPool => vec![
            Attribute::optional(
                "instance_type",
                Type::String,
                "Instance type. Default `t3.small`, kept from creation on.",
            )
            .with_pinned_default("t3.small"),
            Attribute::optional(
                "spot_price",
                Type::String,
                "Most to pay for an hour, in dollars. With it the machines are spot instances.",
            )
            .check(aws::price),
        ],
    };
    let common = vec![
        Attribute::required(
            "subnet_ids",
            Type::list(Type::String),
            "Subnets; machines take them in turn.",
        ),
        Attribute::optional(
            "security_group_ids",
            Type::list(Type::String),
            "Security groups. Without any, machines are in the VPC's default group.",
        ),
        Attribute::optional(
            "target_group_arns",
            Type::list(Type::String),
            "Target groups of load balancers. Machines are registered once they run, and drained before they go.",
        ),
        Attribute::optional(
            "associate_public_ip_address",
            Type::Bool,
            "Whether machines have a public address. By default as the subnet has it.",
        ),
        Attribute::optional(
            "iam_instance_profile",
            Type::String,
            "Name of the instance profile, for pods that call AWS.",
        ),
        Attribute::optional(
            "ami_id",
            Type::String,
            "Image to use instead of Flatcar's own of `os_channel`, `os_version` and `os_arch`.",
        )
        .check(aws::ami),
        Attribute::optional(
            "disk_size",
            Type::Number,
            "Size of the root volume, in GiB. It is encrypted. Default `40`, kept from creation on.",
        )
        .with_pinned_default(40),
        Attribute::optional(
            "disk_type",
            Type::String,
            "Type of the root volume: `gp3`, `gp2`, `io1`, `io2` or `standard`. Default `gp3`, kept from creation on.",
        )
        .with_pinned_default("gp3")
        .one_of(aws::VOLUME_TYPES),
        Attribute::optional(
            "disk_iops",
            Type::Number,
            "Operations a second of the root volume: for `gp3`, `io1` and `io2`.",
        ),
        Attribute::optional(
            "disk_throughput",
            Type::Number,
            "MiB a second of the root volume: for `gp3`.",
        ),
        Attribute::optional(
            "kms_key_id",
            Type::String,
            "Key that encrypts the root volume. By default the account's own for volumes.",
        ),
        Attribute::optional(
            "metadata_hop_limit",
            Type::Number,
            "How many hops answers of the metadata service live. With `1`, the default, pods of a network of their own \
             cannot ask it for the machine's credentials.",
        )
        .with_default(1)
        .check(counts::hops),
    ];
    of_kind
        .into_iter()
        .chain(common)
        .fold(Block::new(), Block::attribute)
}

fn metal_block(kind: Kind) -> Block {
    let of_kind = match kind {
        Kind::Controller => vec![
            Attribute::optional(
                "controller_type",
                Type::String,
                "Plan of the machines. Default `c3.small.x86`, kept from creation on.",
            )
            .with_pinned_default("c3.small.x86"),
        ],
        Kind::WorkerPool => vec![
            Attribute::optional(
                "node_type",
                Type::String,
                "Plan of the machines. Default `c3.small.x86`, kept from creation on.",
            )
            .with_pinned_default("c3.small.x86"),
            Attribute::optional(
                "disable_bgp",
                Type::Bool,
                "Whether the nodes' label says that they announce no services by BGP. Default `false`.",
            ),
            Attribute::optional(
                "bgp_session",
                Type::Bool,
                "Whether each machine has a BGP session (IPv4), for a load balancer in the cluster that announces \
                 services. The project must have BGP enabled. Default `false`: the cluster's own controller for the \
                 cloud makes them, if there is one.",
            ),
            Attribute::optional(
                "setup_raid",
                Type::Bool,
                "Whether all empty disks are joined to a RAID 0, `/dev/md/node-local-storage`.",
            ),
            Attribute::optional(
                "setup_raid_hdd",
                Type::Bool,
                "Whether the empty rotating disks are joined to a RAID 0, `/dev/md/node-local-hdd-storage`.",
            ),
            Attribute::optional(
                "setup_raid_ssd",
                Type::Bool,
                "Whether the empty disks that do not rotate are joined to a RAID 0, `/dev/md/node-local-ssd-storage`.",
            ),
            Attribute::optional(
                "setup_raid_ssd_fs",
                Type::Bool,
                "Whether that has a filesystem, mounted on `/mnt`.",
            ),
        ],
    };
    let common = vec![
        Attribute::required("project_id", Type::String, "The project. Another project makes other machines.")
            .requires_replace()
            .check(metal::uuid),
        Attribute::optional("metro", Type::String, "Where the machines are, e.g. `am`."),
        Attribute::optional(
            "facility",
            Type::String,
            "Where the machines are, as it was said before there were metros.",
        ),
        Attribute::optional(
            "billing_cycle",
            Type::String,
            "How machines are paid for: `hourly`, `daily`, `monthly` or `yearly`. Default `hourly`, kept from \
             creation on.",
        )
        .with_pinned_default("hourly")
        .one_of(&["hourly", "daily", "monthly", "yearly"]),
        Attribute::optional(
            "ipxe_script_url",
            Type::String,
            "Script that iPXE starts, by http, to install Flatcar: for `arm64`, and for releases other than the \
             current one.",
        )
        .check(metal::script_url),
        Attribute::optional(
            "reservation_ids",
            Type::map(Type::String),
            "Hardware reservations by machine: `controller-0`, `worker-0` and so on, one for each.",
        ),
        Attribute::optional(
            "reservation_ids_default",
            Type::String,
            "`next-available` to take any reservation of the project.",
        )
        .one_of(&["", "next-available"]),
        Attribute::optional(
            "no_ssh_keys",
            Type::Bool,
            "Whether the keys of the project and of its members are kept off the machines. Default `true`. They \
             could not log in anyway, since the base config masks the unit that installs them for `core`.",
        )
        .with_default(true),
    ];
    of_kind
        .into_iter()
        .chain(common)
        .fold(Block::new(), Block::attribute)
}

fn oidc() -> Block {
    Block::new()
        .attribute(
            Attribute::optional(
                "issuer_url",
                Type::String,
                "Who names users. Default `https://dex.<cluster_name>.<dns_zone>`.",
            )
            .check(kubernetes::issuer),
        )
        .attribute(
            Attribute::optional(
                "client_id",
                Type::String,
                "The client's id there. Default `clusterauth`.",
            )
            .with_default("clusterauth"),
        )
        .attribute(
            Attribute::optional(
                "username_claim",
                Type::String,
                "Claim that is the user's name. Default `email`.",
            )
            .with_default("email"),
        )
        .attribute(
            Attribute::optional(
                "groups_claim",
                Type::String,
                "Claim that is the user's groups. Default `groups`.",
            )
            .with_default("groups"),
        )
}

fn timeouts() -> Block {
    let timeout = |name, description| {
        Attribute::optional(name, Type::String, description).check(counts::duration)
    };
    Block::new()
        .attribute(timeout(
            "create",
            "Making all machines. Default `15m` on AWS, `30m` on Equinix Metal.",
        ))
        .attribute(timeout(
            "update",
            "Changing machines. By default the time for a create, for each turn of replacements.",
        ))
        .attribute(timeout(
            "delete",
            "Ending all machines. Default `15m` on AWS, `30m` on Equinix Metal.",
        ))
}
