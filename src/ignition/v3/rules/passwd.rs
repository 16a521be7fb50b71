//! Users and groups: nothing but that each is there once.

use super::duplicates;
use super::place::{Violations, entries};
use crate::ignition::v3::passwd::Passwd;

pub(super) fn check(passwd: &Passwd, out: &mut Violations) {
    duplicates::check(entries("passwd.groups", &passwd.groups), out);
    duplicates::check(entries("passwd.users", &passwd.users), out);
    for (place, user) in entries("passwd.users", &passwd.users) {
        duplicates::check(place.entries("groups", &user.groups), out);
        duplicates::check(
            place.entries("sshAuthorizedKeys", &user.ssh_authorized_keys),
            out,
        );
    }
}
