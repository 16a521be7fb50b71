//! `storage.directories`.

use super::node::{self, Owner};
use super::problems;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::rules;
use crate::ignition::v2_3::{Config, storage};
use crate::report::Severity;

/// The mode of a directory that has none.
const MODE: i64 = 0o755;

schema! {
    /// An item of `storage.directories`.
    struct Directory {
        filesystem: String,
        path: String,
        user: Option<Owner>,
        group: Option<Owner>,
        mode: Option<i64>,
        overwrite: Option<bool>,
    }
}

pub(super) fn lower(directories: List<Directory>, config: &mut Config, findings: &mut Findings) {
    for Field {
        value: directory,
        mark,
    } in directories
    {
        match directory.mode.value {
            Some(mode) => findings.errors(directory.mode.mark, rules::nodes::mode(mode)),
            None => findings.parse(Severity::Warning, mark, problems::directory_mode_unset()),
        }
        let node = node::Keys {
            filesystem: directory.filesystem,
            path: directory.path,
            user: directory.user,
            group: directory.group,
            overwrite: directory.overwrite,
        };
        let lowered = storage::Directory {
            node: node::lower(node, findings),
            mode: Some(directory.mode.value.unwrap_or(MODE)),
        };
        config.storage.directories.push(findings.at(lowered, mark));
    }
}
