//! `storage.links`.

use super::node::{self, Owner};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v3::{Config, nodes};

schema! {
    /// A symbolic or hard link.
    struct Link {
        path: String,
        target: Option<String>,
        hard: Option<bool>,
        overwrite: Option<bool>,
        user: Owner,
        group: Owner,
    }
}

pub(super) fn lower(list: List<Link>, config: &mut Config, findings: &mut Findings) {
    for Field { value: link, mark } in list {
        let lowered = nodes::Link {
            node: node::lower(link.path, &link.overwrite, link.user, link.group),
            hard: link.hard.value,
            target: link.target.value,
        };
        config.storage.links.push(findings.at(lowered, mark));
    }
}
