//! Users and groups. The deprecated `create` of a user replaces all account fields beside it.

use super::{flag, text};
use crate::ignition::at::At;
use crate::ignition::v2_3::passwd::{self as v2_3, Create};
use crate::ignition::v3::passwd::{Group, Passwd, User};
use crate::report::Origin;

pub(super) fn passwd(passwd: v2_3::Passwd) -> Passwd {
    Passwd {
        groups: passwd.groups.into_iter().map(group).collect(),
        users: passwd.users.into_iter().map(user).collect(),
    }
}

fn group(At { value, origin }: At<v2_3::Group>) -> At<Group> {
    let group = Group {
        gid: value.gid,
        name: value.name,
        password_hash: text(value.password_hash),
        should_exist: None,
        system: flag(value.system),
    };
    At::new(group, origin)
}

fn user(At { value, origin }: At<v2_3::User>) -> At<User> {
    let user = match value.create {
        Some(create) => account(create, origin),
        None => User {
            gecos: text(value.gecos),
            groups: each_at(value.groups, origin),
            home_dir: text(value.home_dir),
            no_create_home: flag(value.no_create_home),
            no_log_init: flag(value.no_log_init),
            no_user_group: flag(value.no_user_group),
            primary_group: text(value.primary_group),
            shell: text(value.shell),
            system: flag(value.system),
            uid: value.uid,
            ..User::default()
        },
    };
    let user = User {
        name: value.name,
        password_hash: value.password_hash,
        ssh_authorized_keys: each_at(value.ssh_authorized_keys, origin),
        ..user
    };
    At::new(user, origin)
}

fn account(create: Create, origin: Origin) -> User {
    User {
        gecos: text(create.gecos),
        groups: each_at(create.groups, origin),
        home_dir: text(create.home_dir),
        no_create_home: flag(create.no_create_home),
        no_log_init: flag(create.no_log_init),
        no_user_group: flag(create.no_user_group),
        primary_group: text(create.primary_group),
        shell: text(create.shell),
        system: flag(create.system),
        // beyond i64 no uid is valid
        uid: create.uid.map(|uid| i64::try_from(uid).unwrap_or(i64::MAX)),
        ..User::default()
    }
}

fn each_at(values: Vec<String>, origin: Origin) -> Vec<At<String>> {
    let values = values.into_iter();
    values.map(|value| At::new(value, origin)).collect()
}
