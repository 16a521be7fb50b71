//! `storage.links`.

use super::node::{self, Owner};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v2_3::{Config, storage};

schema! {
    /// An item of `storage.links`.
    struct Link {
        filesystem: String,
        path: String,
        user: Option<Owner>,
        group: Option<Owner>,
        hard: bool,
        target: String,
        overwrite: Option<bool>,
    }
}

pub(super) fn lower(links: List<Link>, config: &mut Config, findings: &mut Findings) {
    for Field { value: link, mark } in links {
        let node = node::Keys {
            filesystem: link.filesystem,
            path: link.path,
            user: link.user,
            group: link.group,
            overwrite: link.overwrite,
        };
        let lowered = storage::Link {
            node: node::lower(node, findings),
            hard: link.hard.value,
            target: link.target.value,
        };
        config.storage.links.push(findings.at(lowered, mark));
    }
}
