//! Users and groups.

use super::os;
use super::repeated::{repeated, repeated_values};
use super::{Findings, problems};
use crate::ignition::at::At;
use crate::ignition::v2_3::passwd::{Group, Passwd, User};

/// Longest name of a user or group that `useradd` takes, in bytes.
const NAME_MAX: usize = 32;

pub(super) fn check(passwd: &Passwd, findings: &mut Findings) {
    duplicate_users(&passwd.users, findings);
    duplicate_groups(&passwd.groups, findings);
    taken_uids(&passwd.users, findings);
    taken_gids(&passwd.groups, findings);
    for user in &passwd.users {
        repeated_keys(user, findings);
        repeated_groups(user, findings);
        uid_range(user, findings);
        user_name(user, findings);
        keys_without_home(user, findings);
    }
    for group in &passwd.groups {
        group_name(group, findings);
    }
}

/// Error: users of one name are not merged.
fn duplicate_users(users: &[At<User>], findings: &mut Findings) {
    for again in repeated(users, |user| Some(&user.name)) {
        let problem = problems::duplicate_user(&again.entry.name, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Error: groups of one name are not merged.
fn duplicate_groups(groups: &[At<Group>], findings: &mut Findings) {
    for again in repeated(groups, |group| Some(&group.name)) {
        let problem = problems::duplicate_group(&again.entry.name, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Error: one key twice in the list of a user.
fn repeated_keys(user: &At<User>, findings: &mut Findings) {
    // Keys are not shown, so one finding says it all.
    if repeated_values(&user.ssh_authorized_keys).next().is_some() {
        findings.error(user.origin, problems::duplicate_ssh_key());
    }
}

/// Error: one group twice in the list of a user.
fn repeated_groups(user: &At<User>, findings: &mut Findings) {
    let groups = user
        .create
        .as_ref()
        .map_or(&user.groups, |create| &create.groups);
    for group in repeated_values(groups) {
        findings.error(user.origin, problems::duplicate_group_of_user(group));
    }
}

/// Error: the parser of Ignition 2.3 reads ids of 63 bits; `create.uid` can have 64.
fn uid_range(user: &At<User>, findings: &mut Findings) {
    let uid = user.create.as_ref().and_then(|create| create.uid);
    if let Some(uid) = uid.filter(|uid| i64::try_from(*uid).is_err()) {
        findings.error(user.origin, problems::uid_out_of_range(uid));
    }
}

fn uid(user: &User) -> Option<i64> {
    match &user.create {
        Some(create) => create.uid.and_then(|uid| i64::try_from(uid).ok()),
        None => user.uid,
    }
}

/// Error: `useradd` wants each uid once. Warning: it is one of Flatcar's own, which are no part of the config.
fn taken_uids(users: &[At<User>], findings: &mut Findings) {
    for again in repeated(users, uid) {
        if again.first.name != again.entry.name {
            findings.error(again.entry.origin, problems::uid_taken(again.first.origin));
        }
    }
    for user in users {
        if os::is_other_id(&user.name, uid(user)) {
            findings.warning(user.origin, problems::uid_of_flatcar());
        }
    }
}

/// Error: `groupadd` wants each gid once. Warning: it is one of Flatcar's own.
fn taken_gids(groups: &[At<Group>], findings: &mut Findings) {
    for again in repeated(groups, |group| group.gid) {
        if again.first.name != again.entry.name {
            findings.error(again.entry.origin, problems::gid_taken(again.first.origin));
        }
    }
    for group in groups {
        if os::is_other_id(&group.name, group.gid) {
            findings.warning(group.origin, problems::gid_of_flatcar());
        }
    }
}

/// Error: names that no `useradd` takes.
fn user_name(user: &At<User>, findings: &mut Findings) {
    if !is_name(&user.name) {
        findings.error(user.origin, problems::user_name(&user.name));
    }
}

/// Error: names that no `groupadd` takes.
fn group_name(group: &At<Group>, findings: &mut Findings) {
    if !is_name(&group.name) {
        findings.error(group.origin, problems::group_name(&group.name));
    }
}

/// What all versions of shadow refuse is refused here; newer ones also take capitals and dots.
fn is_name(name: &str) -> bool {
    let body = name.strip_suffix('$').unwrap_or(name);
    let is_character = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    !body.is_empty()
        && name.len() <= NAME_MAX
        && !body.starts_with('-')
        && body.bytes().all(is_character)
}

/// Error: keys are written below the home directory, which `no_create_home` leaves missing. A `home_dir` may
/// exist already.
fn keys_without_home(user: &At<User>, findings: &mut Findings) {
    let (no_create_home, home_dir) = match &user.create {
        Some(create) => (create.no_create_home, &create.home_dir),
        None => (user.no_create_home, &user.home_dir),
    };
    if no_create_home
        && home_dir.is_empty()
        && !os::has_user(&user.name)
        && !user.ssh_authorized_keys.is_empty()
    {
        findings.error(user.origin, problems::keys_without_home());
    }
}
