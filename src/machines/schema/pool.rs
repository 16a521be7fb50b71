//! What worker pools have alone.

use crate::framework::{Attribute, Type};
use crate::machines::rules::{counts, names};

pub(super) fn arguments() -> Vec<Attribute> {
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
