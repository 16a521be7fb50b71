//! Labels and taints, as the kubelet takes them.

use std::collections::BTreeMap;

use super::text::is_dns_name;
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Field};
use crate::machines::arguments::Arguments;

/// Labels of Kubernetes' own domains that a kubelet may give its node.
///
/// Source: `kubelet --node-labels` in Kubernetes' reference.
const KUBELETS_OWN: &[&str] = &[
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/instance-type",
    "beta.kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "kubernetes.io/arch",
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
];

/// Prefixes of which it may give any.
const KUBELETS_PREFIXES: &[&str] = &["kubelet.kubernetes.io", "node.kubernetes.io"];

/// What a taint does.
const EFFECTS: &[&str] = &["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Labels are keys and values of Kubernetes, and such as a kubelet may give its node.
pub(crate) fn labels(arguments: &Arguments, found: &mut Diagnostics) {
    each(&arguments.pool.labels, "labels", found, |key, value| {
        if !is_key(key) {
            Some(("Not the key of a label", KEY.to_owned()))
        } else if is_reserved(key) {
            Some((
                "The kubelet refuses this label",
                "Of the domains kubernetes.io and k8s.io, a kubelet gives its node only labels below \
                 node.kubernetes.io/ and kubelet.kubernetes.io/, and a few others. Use another key, or label the \
                 node with kubectl once it has joined."
                    .to_owned(),
            ))
        } else if value.is_some_and(|value| !is_value(value)) {
            Some(("Not the value of a label", VALUE.to_owned()))
        } else {
            None
        }
    });
}

/// Taints are `value:Effect` by key.
pub(crate) fn taints(arguments: &Arguments, found: &mut Diagnostics) {
    each(&arguments.pool.taints, "taints", found, |key, value| {
        if !is_key(key) {
            return Some(("Not the key of a taint", KEY.to_owned()));
        }
        match value?.split_once(':') {
            Some((value, effect)) if is_value(value) && EFFECTS.contains(&effect) => None,
            _ => Some((
                "Not a taint",
                format!(
                    "Write a value, which may be empty, a colon and the effect, e.g. \"database:NoSchedule\" or \
                     \":NoExecute\". Effects are {}.",
                    EFFECTS.join(", ")
                ),
            )),
        }
    });
}

const KEY: &str = "Write at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends; a \
                   domain and a slash may stand before it.";
const VALUE: &str = "Write at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends, \
                     or nothing.";

type Pairs = Field<BTreeMap<String, Field<String>>>;

fn each(
    pairs: &Pairs,
    name: &str,
    found: &mut Diagnostics,
    fault: impl Fn(&str, Option<&str>) -> Option<(&'static str, String)>,
) {
    for (key, value) in pairs.known().into_iter().flatten() {
        let value = match value {
            Field::Unknown => None,
            Field::Null => Some(""),
            Field::Known(value) => Some(value.as_str()),
        };
        if let Some((summary, detail)) = fault(key, value) {
            let path = AttributePath::of(name).key(key.clone());
            found.push(Diagnostic::error(summary, detail).at(path));
        }
    }
}

fn is_key(key: &str) -> bool {
    match key.split_once('/') {
        Some((domain, name)) => is_dns_name(domain) && is_name(name),
        None => is_name(key),
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && is_value(name)
}

fn is_value(value: &str) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = value.as_bytes();
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    bytes.len() <= 63 && bytes.iter().all(inner) && ends(bytes.first()) && ends(bytes.last())
}

fn is_reserved(key: &str) -> bool {
    let Some((domain, _)) = key.split_once('/') else {
        return false;
    };
    let below = |parent: &str| {
        domain == parent
            || domain
                .strip_suffix(parent)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    let is_kubernetes = below("kubernetes.io") || below("k8s.io");
    is_kubernetes
        && !KUBELETS_OWN.contains(&key)
        && !KUBELETS_PREFIXES.iter().any(|prefix| below(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kubelets_may_give_some_labels_of_kubernetes() {
        for (key, reserved) in [
            ("role", false),
            ("example.com/role", false),
            ("node.kubernetes.io/anything", false),
            ("sub.node.kubernetes.io/anything", false),
            ("topology.kubernetes.io/zone", false),
            ("node-role.kubernetes.io/worker", true),
            ("kubernetes.io/role", true),
            ("x.k8s.io/y", true),
            ("notkubernetes.io/y", false),
        ] {
            assert_eq!(is_reserved(key), reserved, "{key}");
        }
    }

    #[test]
    fn keys_and_values() {
        for key in ["a", "a.b/c-D_1", "A1"] {
            assert!(is_key(key), "{key}");
        }
        for key in ["", "-a", "a-", "a b", "/a", "a/", "a/b/c", "UPPER/a"] {
            assert!(!is_key(key), "{key}");
        }
        assert!(is_value("") && is_value("a.b") && !is_value("a=b") && !is_value(&"a".repeat(64)));
    }
}
