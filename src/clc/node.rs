//! What files, directories and links have in common: where they are and whose.

use crate::decode::{Field, Findings, schema};
use crate::ignition::rules;
use crate::ignition::v2_3::storage::{self, Node};

schema! {
    /// `user` and `group` of files, directories and links.
    struct Owner {
        id: Option<i64>,
        name: String,
    }
}

/// The common keys of a file, directory or link.
pub(super) struct Keys {
    pub(super) filesystem: Field<String>,
    pub(super) path: Field<String>,
    pub(super) user: Field<Option<Owner>>,
    pub(super) group: Field<Option<Owner>>,
    pub(super) overwrite: Field<Option<bool>>,
}

/// Checks and lowers the common keys.
pub(super) fn lower(keys: Keys, findings: &mut Findings) -> Node {
    findings.errors(keys.path.mark, rules::absolute_path(&keys.path));
    let mut filesystem = keys.filesystem.value;
    if filesystem.is_empty() {
        filesystem.push_str("root");
    }
    Node {
        filesystem,
        group: owner(keys.group, findings),
        overwrite: keys.overwrite.value,
        path: keys.path.value,
        user: owner(keys.user, findings),
    }
}

fn owner(owner: Field<Option<Owner>>, findings: &mut Findings) -> Option<storage::Owner> {
    let lowered = storage::Owner {
        id: owner.as_ref()?.id.value,
        name: owner.value?.name.value,
    };
    findings.errors(owner.mark, rules::nodes::owner(&lowered));
    Some(lowered)
}
