//! Users and groups: by name, field by field.
//!
//! ssh keys of a user are united in order, each once; the list of groups is replaced by a later one that is
//! not empty. The deprecated `create` of a user is its account fields under another name, and Ignition
//! refuses a user with both: where entries differ in their style, the merged user has account fields.

use std::collections::HashSet;

use super::fields::Fields;
use super::keyed::{self, Group, name_key};
use crate::ignition::at::At;
use crate::ignition::v2_3::passwd::{Create, Group as UserGroup, Passwd, User};
use crate::report::Report;

/// Folds users and groups of equal name.
pub(super) fn fold(passwd: &mut Passwd, report: &mut Report) {
    keyed::fold(
        &mut passwd.users,
        |user| name_key(&user.name),
        |group| merge_users(group, report),
    );
    keyed::fold(
        &mut passwd.groups,
        |group| name_key(&group.name),
        |group| merge_groups(&group, report),
    );
}

fn merge_groups(groups: &Group<At<UserGroup>>, report: &mut Report) -> At<UserGroup> {
    let name = groups.first.name.clone();
    let mut fields = Fields::new(groups, format!("group {name}"), report);
    let group = UserGroup {
        gid: fields.last("gid", |group| group.gid),
        password_hash: fields.text("password_hash", |group| &group.password_hash),
        system: fields.flag(|group| group.system),
        name,
    };
    At::new(group, groups.last().origin)
}

fn merge_users(users: Group<At<User>>, report: &mut Report) -> At<User> {
    let has_create = users.iter().any(|user| user.create.is_some());
    let has_account = users.iter().any(|user| has_account(user));
    let users = Group {
        first: with_account(users.first),
        later: users.later.into_iter().map(with_account).collect(),
    };
    let user = merge_accounts(&users, report);
    let user = if has_create && !has_account {
        with_create(user)
    } else {
        user
    };
    At::new(user, users.last().origin)
}

fn merge_accounts(users: &Group<At<User>>, report: &mut Report) -> User {
    let name = users.first.name.clone();
    let mut fields = Fields::new(users, format!("user {name}"), report);
    let mut seen = HashSet::new();
    let mut ssh_authorized_keys = fields.chain(|user| &user.ssh_authorized_keys);
    ssh_authorized_keys.retain(|key| seen.insert(key.clone()));
    User {
        create: None,
        gecos: fields.text("gecos", |user| &user.gecos),
        groups: fields.list("groups", |user| &user.groups),
        home_dir: fields.text("home_dir", |user| &user.home_dir),
        no_create_home: fields.flag(|user| user.no_create_home),
        no_log_init: fields.flag(|user| user.no_log_init),
        no_user_group: fields.flag(|user| user.no_user_group),
        password_hash: fields
            .last("password_hash", |user| user.password_hash.as_ref())
            .cloned(),
        primary_group: fields.text("primary_group", |user| &user.primary_group),
        ssh_authorized_keys,
        shell: fields.text("shell", |user| &user.shell),
        system: fields.flag(|user| user.system),
        uid: fields.last("uid", |user| user.uid),
        name,
    }
}

/// Whether a user has a field that `create` has too.
fn has_account(user: &User) -> bool {
    let others = User {
        create: user.create.clone(),
        name: user.name.clone(),
        password_hash: user.password_hash.clone(),
        ssh_authorized_keys: user.ssh_authorized_keys.clone(),
        ..User::default()
    };
    *user != others
}

/// Moves `create` to the account fields, which are empty where a valid user has it.
fn with_account(user: At<User>) -> At<User> {
    let Some(create) = user.value.create else {
        return user;
    };
    let account = User {
        create: None,
        gecos: create.gecos,
        groups: create.groups,
        home_dir: create.home_dir,
        name: user.value.name,
        no_create_home: create.no_create_home,
        no_log_init: create.no_log_init,
        no_user_group: create.no_user_group,
        password_hash: user.value.password_hash,
        primary_group: create.primary_group,
        ssh_authorized_keys: user.value.ssh_authorized_keys,
        shell: create.shell,
        system: create.system,
        // beyond i64 no uid is valid
        uid: create.uid.map(|uid| i64::try_from(uid).unwrap_or(i64::MAX)),
    };
    At::new(account, user.origin)
}

/// Moves the account fields to `create`.
fn with_create(user: User) -> User {
    let create = Create {
        gecos: user.gecos,
        groups: user.groups,
        home_dir: user.home_dir,
        no_create_home: user.no_create_home,
        no_log_init: user.no_log_init,
        no_user_group: user.no_user_group,
        primary_group: user.primary_group,
        shell: user.shell,
        system: user.system,
        uid: user.uid.and_then(|uid| u64::try_from(uid).ok()),
    };
    User {
        create: Some(create),
        name: user.name,
        password_hash: user.password_hash,
        ssh_authorized_keys: user.ssh_authorized_keys,
        ..User::default()
    }
}
