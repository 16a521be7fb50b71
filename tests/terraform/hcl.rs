//! Configurations as text, from JSON: HCL's expressions are JSON's, but for templates.

use std::fmt::Write as _;

use lokomotive::machines::Kind;
use serde_json::{Map, Value};

/// What is a block, not an attribute.
const BLOCKS: &[&str] = &[
    "aws",
    "certificate_authorities",
    "equinix_metal",
    "oidc",
    "timeouts",
];

/// The type of a machine resource.
pub(crate) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Controller => "lokomotive_controller",
        Kind::WorkerPool => "lokomotive_worker_pool",
    }
}

/// A machine resource.
pub(crate) fn resource(kind: Kind, name: &str, config: &Value) -> String {
    let mut text = format!("resource {:?} {name:?} {{\n", type_of(kind));
    body(config.as_object().unwrap(), &mut text);
    text.push_str("}\n");
    text
}

/// Attributes, a line each.
fn body(object: &Map<String, Value>, text: &mut String) {
    for (name, value) in object {
        if BLOCKS.contains(&name.as_str()) {
            writeln!(text, "{name} {{").unwrap();
            body(value.as_object().unwrap(), text);
            text.push_str("}\n");
        } else {
            writeln!(text, "{name} = {value}").unwrap();
        }
    }
}
