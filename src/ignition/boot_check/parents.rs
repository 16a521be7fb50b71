//! Directories that are made on the way to an entry of `directories`.
//!
//! The old Flatcar gave them the mode and owner of that entry; today's makes them root's, with mode 0755.

use std::collections::HashSet;

use super::places::parent;
use super::{Findings, os, problems};
use crate::ignition::convert::MountPoints;
use crate::ignition::v2_3::Config;
use crate::ignition::v2_3::passwd::User;
use crate::ignition::v2_3::storage::{Directory, Owner};

/// The mode of directories that are made on the way.
const MODE: i64 = 0o755;

/// Warning: a directory of a mode or owner of its own is below one that neither the config nor Flatcar has.
pub(super) fn check(config: &Config, mount_points: &MountPoints, findings: &mut Findings) {
    let directories = &config.storage.directories;
    if directories.is_empty() {
        return;
    }
    let filesystems = config.storage.filesystems.iter();
    let mounted = filesystems.filter_map(|filesystem| mount_points.path(&filesystem.name));
    let known: HashSet<String> = directories
        .iter()
        .map(|directory| mount_points.place(&directory.node))
        .chain(mounted.map(str::to_owned))
        .chain(config.passwd.users.iter().map(|user| home(user)))
        .collect();
    for directory in directories.iter().filter(|directory| is_special(directory)) {
        let path = mount_points.place(&directory.node);
        let Some(parent) = parent(&path) else {
            continue;
        };
        if !known.contains(parent) && !os::has_directory(&os::resolve(parent)) {
            findings.warning(directory.origin, problems::parents_of_root(parent));
        }
    }
}

/// Whether a directory differs from what is made on the way.
fn is_special(directory: &Directory) -> bool {
    let is_root = |owner: &Option<Owner>| {
        owner.as_ref().is_none_or(|owner| {
            owner.name == "root" || (owner.name.is_empty() && owner.id.unwrap_or(0) == 0)
        })
    };
    !is_root(&directory.node.user)
        || !is_root(&directory.node.group)
        || directory.mode.is_some_and(|mode| mode & 0o777 != MODE)
}

/// The home directory of a user, which is made before all directories.
fn home(user: &User) -> String {
    let home_dir = user
        .create
        .as_ref()
        .map_or(&user.home_dir, |create| &create.home_dir);
    if home_dir.is_empty() {
        format!("/home/{}", user.name)
    } else {
        home_dir.clone()
    }
}
