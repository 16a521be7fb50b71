//! `storage.directories`.

use super::mode;
use super::node::{self, Owner};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v3::{Config, nodes};

schema! {
    /// A directory.
    struct Directory {
        path: String,
        overwrite: Option<bool>,
        mode: Option<i64>,
        user: Owner,
        group: Owner,
    }
}

pub(super) fn lower(list: List<Directory>, config: &mut Config, findings: &mut Findings) {
    for Field { value, mark } in list {
        mode::check(&value.mode, mode::Of::Directory, findings);
        let lowered = nodes::Directory {
            node: node::lower(value.path, &value.overwrite, value.user, value.group),
            mode: value.mode.value,
        };
        config.storage.directories.push(findings.at(lowered, mark));
    }
}
