//! `passwd`: users and groups.

use super::keys::Keys;
use crate::ignition::v3::passwd::{Group, Passwd, User};

pub(super) fn write(passwd: &Passwd, keys: &mut Keys<'_>) {
    keys.each("users", &passwd.users, user);
    keys.each("groups", &passwd.groups, group);
}

fn user(user: &User, keys: &mut Keys<'_>) {
    keys.text("name", user.name.as_str());
    keys.text("password_hash", user.password_hash.as_deref());
    let ssh_keys = user.ssh_authorized_keys.iter();
    keys.texts("ssh_authorized_keys", ssh_keys.map(|key| &key.value));
    if keys.written.key("create").is_there() {
        keys.under("create", |keys| account(user, keys));
    } else {
        account(user, keys);
    }
}

/// The fields that may stand in the deprecated `create`.
fn account(user: &User, keys: &mut Keys<'_>) {
    keys.number("uid", user.uid);
    keys.text("gecos", user.gecos.as_deref());
    keys.text("home_dir", user.home_dir.as_deref());
    keys.flag("no_create_home", user.no_create_home);
    keys.text("primary_group", user.primary_group.as_deref());
    keys.texts("groups", user.groups.iter().map(|group| &group.value));
    keys.flag("no_user_group", user.no_user_group);
    keys.flag("no_log_init", user.no_log_init);
    keys.text("shell", user.shell.as_deref());
    keys.flag("system", user.system);
}

fn group(group: &Group, keys: &mut Keys<'_>) {
    keys.text("name", group.name.as_str());
    keys.number("gid", group.gid);
    keys.text("password_hash", group.password_hash.as_deref());
    keys.flag("system", group.system);
}
