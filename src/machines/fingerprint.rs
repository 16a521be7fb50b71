//! The hash of what asks for a new machine when it changes.

use serde_json::{Map, Value as Json};

use super::arguments::Kind;
use crate::digest;
use crate::framework::Value;

/// The form of what is hashed; another form is another hash of everything.
const FORM: &str = "lokomotive machine config 1";

/// Arguments of both resources that ask for a new machine.
const COMMON: &[&str] = &[
    "cluster_name",
    "dns_zone",
    "ssh_pubkeys",
    "service_cidr",
    "cluster_domain_suffix",
    "os_channel",
    "os_version",
    "os_arch",
    "container_runtime",
    "kubernetes_version",
    "kubelet_image",
    "node_config_version",
];

/// Arguments of controllers.
const CONTROLLER: &[&str] = &[
    "controller_clc_snippets",
    "api_server",
    "pod_cidr",
    "networking",
    "network_mtu",
    "conntrack_max_per_core",
    "manifests",
    "enable_aggregation",
    "oidc",
];

/// Arguments of worker pools.
const POOL: &[&str] = &[
    "pool_name",
    "clc_snippets",
    "labels",
    "taints",
    "cpu_manager_policy",
];

/// Arguments of the block `aws`.
const AWS: &[&str] = &[
    "controller_type",
    "instance_type",
    "spot_price",
    "iam_instance_profile",
    "ami_id",
    "disk_size",
    "disk_type",
    "disk_iops",
    "disk_throughput",
    "kms_key_id",
];

/// Arguments of the block `equinix_metal`.
const EQUINIX_METAL: &[&str] = &[
    "facility",
    "metro",
    "controller_type",
    "node_type",
    "ipxe_script_url",
    "disable_bgp",
    "setup_raid",
    "setup_raid_hdd",
    "setup_raid_ssd",
    "setup_raid_ssd_fs",
];

/// The hash, in hex, of planned arguments; `None` while one that counts is not known. Counts, tokens, tags and
/// what can change while a machine runs do not count.
#[must_use]
pub(super) fn fingerprint(kind: Kind, planned: &Value) -> Option<String> {
    let own = match kind {
        Kind::Controller => CONTROLLER,
        Kind::WorkerPool => POOL,
    };
    let mut fields = Map::new();
    fields.insert("form".to_owned(), FORM.into());
    for name in COMMON.iter().chain(own) {
        put(&mut fields, name, planned.attribute(name))?;
    }
    for (block, names) in [("aws", AWS), ("equinix_metal", EQUINIX_METAL)] {
        let value = planned.attribute(block);
        if value.is_unknown() {
            return None;
        }
        for name in names {
            put(
                &mut fields,
                &format!("{block}.{name}"),
                value.attribute(name),
            )?;
        }
    }
    let text = Json::Object(fields).to_string();
    Some(digest::sha256(text))
}

/// Adds a field; what is null is left out, so that a new argument changes no hash.
fn put(fields: &mut Map<String, Json>, name: &str, value: &Value) -> Option<()> {
    match json(value)? {
        Json::Null => {}
        value => {
            fields.insert(name.to_owned(), value);
        }
    }
    Some(())
}

fn json(value: &Value) -> Option<Json> {
    Some(match value.inner() {
        Value::Unknown(_) => return None,
        Value::Null | Value::Dynamic(..) => Json::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_i64()?.into(),
        Value::String(text) => text.as_str().into(),
        Value::List(items) | Value::Set(items) | Value::Tuple(items) => {
            Json::Array(items.iter().map(json).collect::<Option<_>>()?)
        }
        Value::Map(items) | Value::Object(items) => {
            let pairs = items
                .iter()
                .map(|(key, value)| Some((key.clone(), json(value)?)));
            Json::Object(pairs.collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machines::schema;
    use std::collections::BTreeMap;

    /// Arguments of every name, each a text of its own.
    fn planned(kind: Kind, changed: &str) -> Value {
        let text = |path: &str| {
            let suffix = if path == changed { " changed" } else { "" };
            Value::String(format!("{path}{suffix}"))
        };
        let block = schema::arguments(kind);
        let mut object: BTreeMap<String, Value> = BTreeMap::new();
        for attribute in &block.attributes {
            object.insert(attribute.name.to_owned(), text(attribute.name));
        }
        for nested in &block.blocks {
            let attributes = nested.block.attributes.iter();
            let inner = attributes.map(|attribute| {
                let path = format!("{}.{}", nested.name, attribute.name);
                (attribute.name, text(&path))
            });
            object.insert(nested.name.to_owned(), Value::object(inner));
        }
        Value::Object(object)
    }

    /// All paths that change the hash.
    fn counting(kind: Kind) -> Vec<String> {
        let before = fingerprint(kind, &planned(kind, ""));
        let block = schema::arguments(kind);
        let names = block.attributes.iter().map(|a| a.name.to_owned());
        let nested = block.blocks.iter().flat_map(|nested| {
            let attributes = nested.block.attributes.iter();
            attributes.map(|a| format!("{}.{}", nested.name, a.name))
        });
        names
            .chain(nested)
            .filter(|path| fingerprint(kind, &planned(kind, path)) != before)
            .collect()
    }

    #[test]
    fn what_can_change_while_a_machine_runs_does_not_count() {
        let ignored = |kind| {
            let counting = counting(kind);
            let block = schema::arguments(kind);
            let names = block.attributes.iter().map(|a| a.name.to_owned());
            let nested = block.blocks.iter().flat_map(|nested| {
                let attributes = nested.block.attributes.iter();
                attributes.map(|a| format!("{}.{}", nested.name, a.name))
            });
            let ignored: Vec<_> = names
                .chain(nested)
                .filter(|path| !counting.contains(path))
                .collect();
            ignored.join(" ")
        };
        assert_eq!(
            ignored(Kind::WorkerPool),
            "worker_count kubeconfig tags on_config_change max_unavailable min_ready_seconds aws.subnet_ids \
             aws.security_group_ids aws.target_group_arns aws.associate_public_ip_address aws.metadata_hop_limit \
             equinix_metal.bgp_session equinix_metal.project_id equinix_metal.billing_cycle \
             equinix_metal.reservation_ids equinix_metal.reservation_ids_default equinix_metal.no_ssh_keys \
             timeouts.create timeouts.update timeouts.delete"
        );
        assert_eq!(
            ignored(Kind::Controller),
            "controller_count enable_tls_bootstrap certs_validity_period_hours tags on_config_change \
             max_unavailable min_ready_seconds aws.subnet_ids aws.security_group_ids aws.target_group_arns \
             aws.associate_public_ip_address aws.metadata_hop_limit equinix_metal.project_id \
             equinix_metal.billing_cycle equinix_metal.reservation_ids equinix_metal.reservation_ids_default \
             equinix_metal.no_ssh_keys certificate_authorities.cluster_certificate \
             certificate_authorities.cluster_key certificate_authorities.etcd_certificate \
             certificate_authorities.etcd_key certificate_authorities.front_proxy_certificate \
             certificate_authorities.front_proxy_key certificate_authorities.service_account_key timeouts.create \
             timeouts.update timeouts.delete"
        );
    }

    #[test]
    fn nothing_is_said_while_something_that_counts_is_unknown() {
        let with = |name: &str| {
            let Value::Object(mut object) = planned(Kind::WorkerPool, "") else {
                unreachable!("planned() makes objects");
            };
            object.insert(name.to_owned(), Value::UNKNOWN);
            fingerprint(Kind::WorkerPool, &Value::Object(object))
        };
        assert_eq!(with("clc_snippets"), None);
        assert_eq!(
            with("kubeconfig"),
            fingerprint(Kind::WorkerPool, &planned(Kind::WorkerPool, ""))
        );
    }
}
