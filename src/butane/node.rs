//! What files, directories and links have in common: where they are and whose.

use crate::decode::{Field, schema};
use crate::ignition::v3::nodes;

schema! {
    /// `user` and `group` of files, directories and links.
    struct Owner {
        id: Option<i64>,
        name: Option<String>,
    }
}

/// Lowers the common keys.
pub(super) fn lower(
    path: Field<String>,
    overwrite: &Field<Option<bool>>,
    user: Field<Owner>,
    group: Field<Owner>,
) -> nodes::Node {
    nodes::Node {
        group: owner(group.value),
        overwrite: overwrite.value,
        path: path.value,
        user: owner(user.value),
    }
}

fn owner(owner: Owner) -> nodes::Owner {
    nodes::Owner {
        id: owner.id.value,
        name: owner.name.value,
    }
}
