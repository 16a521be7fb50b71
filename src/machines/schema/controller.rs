//! What controllers have alone.

use crate::framework::{Attribute, Block, Type};
use crate::machines::rules::{counts, kubernetes, names, networks};

pub(super) fn arguments() -> Vec<Attribute> {
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
            "Network of the pods, of which each node has a /24. Default `10.2.0.0/16`, kept from creation on.",
        )
        .with_pinned_default("10.2.0.0/16")
        .check(networks::pods),
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
            "manifests",
            Type::list(Type::String),
            "Manifests in YAML, each of one or more documents, that the first controller applies after its own, in \
             order: once it boots, again until all hold, and at each later boot. They are in its user data. Null and \
             empty entries are allowed.",
        ),
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

pub(super) fn oidc() -> Block {
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

pub(super) fn authorities() -> Block {
    let texts = [
        (
            "cluster_certificate",
            "Signs the API server, its clients and the nodes.",
        ),
        ("cluster_key", "Its key."),
        (
            "etcd_certificate",
            "Signs etcd's members and their clients.",
        ),
        ("etcd_key", "Its key."),
        (
            "front_proxy_certificate",
            "Signs the API server as a client of API servers that it takes in.",
        ),
        ("front_proxy_key", "Its key."),
        (
            "service_account_key",
            "Signs the tokens of service accounts.",
        ),
    ];
    texts
        .into_iter()
        .map(|(name, description)| {
            let attribute = Attribute::optional(name, Type::String, description);
            if name.ends_with("_key") {
                attribute.sensitive()
            } else {
                attribute
            }
        })
        .fold(Block::new(), Block::attribute)
}
