//! What both resources have: the cluster, the system on its machines, and how they change.

use crate::framework::{Attribute, Type};
use crate::machines::arguments::Kind;
use crate::machines::rules::{counts, kubernetes, names, networks};
use crate::node::{Recipe, Runtime};

/// What is said of the cluster.
pub(super) fn cluster() -> Vec<Attribute> {
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
pub(super) fn system() -> Vec<Attribute> {
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
pub(super) fn changes(kind: Kind) -> Vec<Attribute> {
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
