//! Rules of files, directories and links. Their path is checked by [`super::absolute_path`].

use super::problems;
use crate::ignition::v2_3::storage::{File, Owner};
use crate::report::Problem;

/// Error, field: the mode of a file or directory holds permission bits, 0 to 07777.
#[must_use]
pub fn mode(mode: i64) -> Option<Problem> {
    (!(0..=0o7777).contains(&mode)).then(problems::mode_out_of_range)
}

/// Error, struct (the `user` or `group` of a node): an owner is an id or a name.
#[must_use]
pub fn owner(owner: &Owner) -> Option<Problem> {
    (owner.id.is_some() && !owner.name.is_empty()).then(problems::owner_id_and_name)
}

/// Error, struct: a file cannot append and overwrite.
#[must_use]
pub fn append_and_overwrite(file: &File) -> Option<Problem> {
    (file.append && file.node.overwrite == Some(true)).then(problems::append_and_overwrite)
}
