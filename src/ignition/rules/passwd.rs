//! Rules of users. Names, duplicates and hashes are not checked by Ignition 2.3.

use super::problems;
use crate::ignition::v2_3::passwd::User;
use crate::report::Problem;

/// Warning, struct: `create` of a user is deprecated. Comes before [`create_and_fields`].
#[must_use]
pub fn create_deprecated(user: &User) -> Option<Problem> {
    user.create
        .as_ref()
        .map(|_| problems::user_create_deprecated())
}

/// Errors, struct: a user with `create` has no account fields of its own; one problem for each that it has.
#[must_use]
pub fn create_and_fields(user: &User) -> Vec<Problem> {
    if user.create.is_none() {
        return Vec::new();
    }
    let fields = [
        ("gecos", !user.gecos.is_empty()),
        ("groups", !user.groups.is_empty()),
        ("home_dir", !user.home_dir.is_empty()),
        ("no_create_home", user.no_create_home),
        ("no_log_init", user.no_log_init),
        ("no_user_group", user.no_user_group),
        ("primary_group", !user.primary_group.is_empty()),
        ("shell", !user.shell.is_empty()),
        ("system", user.system),
        ("uid", user.uid.is_some()),
    ];
    fields
        .into_iter()
        .filter(|(_, is_set)| *is_set)
        .map(|(field, _)| problems::user_create_and_field(field))
        .collect()
}
