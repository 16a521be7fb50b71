//! All wording of the boot check: one function for each problem.
//!
//! A message says what is wrong and what Flatcar does about it, a help what to write instead. Neither holds a
//! value of the user, which may be secret; values go into `found`.

use std::fmt::Display;

use super::places::{Kind, Place};
use crate::report::{Origin, Problem};

// What follows on an error. Each ends in emergency mode, where nobody can log in.

/// Flatcar takes nothing of the config.
fn refused(rule: &'static str, what: impl Display, help: &'static str) -> Problem {
    let message = format!("{what}, so Flatcar refuses the config at first boot");
    Problem::new(rule, message, help)
}

/// Flatcar stops while it applies the config.
fn stopped(rule: &'static str, what: impl Display, help: &'static str) -> Problem {
    let message = format!("{what}, so Flatcar's first boot stops here");
    Problem::new(rule, message, help)
}

fn at(origin: Origin) -> String {
    format!("{} ({})", origin.document, origin.mark)
}

// Files, directories and links

pub(super) fn duplicate_path(first: &Place) -> Problem {
    refused(
        "duplicate-path",
        format_args!(
            "the path is that of the {} of {}",
            first.kind,
            at(first.origin)
        ),
        "Write one entry with the whole text. merge = \"by_key\" does so for entries of one filesystem and path.",
    )
}

pub(super) fn networkd_path_taken(first: &Place) -> Problem {
    refused(
        "networkd-path-taken",
        format_args!(
            "a networkd unit becomes a file, and its path is that of the {} of {}",
            first.kind,
            at(first.origin)
        ),
        "Keep the unit or the entry of storage, or rename one of them.",
    )
}

pub(super) fn duplicate_networkd_unit(first: &Place) -> Problem {
    refused(
        "duplicate-networkd-unit",
        format_args!(
            "the name is that of the networkd unit or drop-in of {}",
            at(first.origin)
        ),
        "Rename one of them, or write both texts into one. merge = \"by_key\" keeps the later text.",
    )
}

pub(super) fn same_path_behind_link(first: &Place) -> Problem {
    stopped(
        "same-path-behind-link",
        format_args!(
            "a directory of the path is a link on Flatcar, which leads to the {} of {}",
            first.kind,
            at(first.origin)
        ),
        "Write one entry, below /etc/flatcar, /run or /oem rather than the old /etc/coreos, /var/run and \
         /usr/share/oem. The update and locksmith sections make /etc/coreos/update.conf.",
    )
}

pub(super) fn link_parent(kind: Kind, link: &Place) -> Problem {
    refused(
        "link-parent",
        format_args!("the {kind} is below the link of {}", at(link.origin)),
        "Write its path below the target of the link.",
    )
}

pub(super) fn file_parent(kind: Kind, file: &Place) -> Problem {
    stopped(
        "file-parent",
        format_args!(
            "the {kind} is below the {} of {}",
            file.kind,
            at(file.origin)
        ),
        "Make the upper one a directory, or move one of the two.",
    )
}

pub(super) fn read_only_path(kind: Kind) -> Problem {
    stopped(
        "read-only-path",
        format_args!(
            "the {kind} is on the read-only part of Flatcar, /usr and the directories that link into it"
        ),
        "Write below /etc, /opt or /var; programs go to /opt/bin, units to systemd.units.",
    )
}

pub(super) fn link_without_target() -> Problem {
    refused(
        "link-without-target",
        "the link has no target",
        "Add target, or remove the link.",
    )
}

pub(super) fn hard_link_to_directory(directory: &Place) -> Problem {
    refused(
        "hard-link-to-directory",
        format_args!(
            "the target of the hard link is the directory of {}",
            at(directory.origin)
        ),
        "Make it a symbolic link: remove hard.",
    )
}

pub(super) fn special_bits_dropped() -> Problem {
    Problem::new(
        "special-bits-dropped",
        "Flatcar does not set the setuid, setgid and sticky bits of a mode",
        "Write the mode with three digits, and set the bits by a oneshot unit that runs chmod.",
    )
}

pub(super) fn filesystem_unknown(filesystem: &str) -> Problem {
    Problem::new(
        "filesystem-unknown",
        "no document defines the filesystem of this entry, so Flatcar writes to the root filesystem",
        "Define it in storage.filesystems with mount, or remove filesystem.",
    )
    .found(filesystem)
}

pub(super) fn parents_of_root(parent: &str) -> Problem {
    Problem::new(
        "parents-of-root",
        "Flatcar makes the missing parents of a directory root's with mode 0755; releases before 3185 gave them \
         the mode and owner of this entry",
        "List each level that is to have this mode or owner in storage.directories, the uppermost first.",
    )
    .found(parent)
}

// Users and groups

pub(super) fn duplicate_user(name: &str, first: Origin) -> Problem {
    refused(
        "duplicate-user",
        format_args!("the user has the name of the user of {}", at(first)),
        "Write the user once, with the keys and groups of both. merge = \"by_key\" does so.",
    )
    .found(name)
}

pub(super) fn duplicate_group(name: &str, first: Origin) -> Problem {
    refused(
        "duplicate-group",
        format_args!("the group has the name of the group of {}", at(first)),
        "Write the group once. merge = \"by_key\" does so.",
    )
    .found(name)
}

pub(super) fn duplicate_ssh_key() -> Problem {
    refused(
        "duplicate-ssh-key",
        "ssh_authorized_keys has one key twice",
        "Remove one of them; with Terraform, distinct() does so.",
    )
}

pub(super) fn duplicate_group_of_user(group: &str) -> Problem {
    refused(
        "duplicate-group-of-user",
        "groups of the user has one group twice",
        "Remove one of them.",
    )
    .found(group)
}

pub(super) fn uid_out_of_range(uid: u64) -> Problem {
    refused(
        "uid-out-of-range",
        "the uid is beyond what Flatcar can read",
        "Write a uid of up to 4294967294.",
    )
    .found(uid.to_string())
}

pub(super) fn uid_taken(first: Origin) -> Problem {
    stopped(
        "uid-taken",
        format_args!("the uid is that of the user of {}", at(first)),
        "Give each user a uid of its own, or remove uid for the next free one.",
    )
}

pub(super) fn uid_of_flatcar() -> Problem {
    stopped(
        "uid-of-flatcar",
        "the uid is that of a user that Flatcar has",
        "Write another one: 0 is root, 500 is core. Without uid it is the next free one.",
    )
}

pub(super) fn gid_taken(first: Origin) -> Problem {
    stopped(
        "gid-taken",
        format_args!("the gid is that of the group of {}", at(first)),
        "Give each group a gid of its own, or remove gid for the next free one.",
    )
}

pub(super) fn gid_of_flatcar() -> Problem {
    stopped(
        "gid-of-flatcar",
        "the gid is that of a group that Flatcar has",
        "Write another one: 0 is root, 500 is core. Without gid it is the next free one.",
    )
}

pub(super) fn user_name(name: &str) -> Problem {
    stopped(
        "user-name",
        "useradd does not take the name of the user",
        NAME_HELP,
    )
    .found(name)
}

pub(super) fn group_name(name: &str) -> Problem {
    stopped(
        "group-name",
        "groupadd does not take the name of the group",
        NAME_HELP,
    )
    .found(name)
}

const NAME_HELP: &str =
    "Write up to 32 lower case letters, digits, - and _, beginning with a letter.";

pub(super) fn keys_without_home() -> Problem {
    stopped(
        "keys-without-home",
        "the user has keys but, by no_create_home, no home directory to hold them",
        "Remove no_create_home, or the keys.",
    )
}

// Units

pub(super) fn duplicate_dropin(name: &str, first: Origin) -> Problem {
    refused(
        "duplicate-dropin",
        format_args!("the drop-in has the name of the drop-in of {}", at(first)),
        "Rename one of them, or write both texts into one. merge = \"by_key\" keeps the later text.",
    )
    .found(name)
}

pub(super) fn unit_path_taken(kind: Kind, unit: Origin) -> Problem {
    refused(
        "unit-path-taken",
        format_args!(
            "the {kind} is at the path of the unit or drop-in of {}",
            at(unit)
        ),
        "Keep one of them: the text in systemd.units, or the entry of storage with a unit without contents.",
    )
}

pub(super) fn disable_without_effect(unit: &str) -> Problem {
    Problem::new(
        "disable-without-effect",
        "enabled: false does not keep a unit from starting that Flatcar itself enables",
        "Write mask: true if it must not start.",
    )
    .found(unit)
}

// Disks, RAID and filesystems

pub(super) fn device_not_simplified(device: &str) -> Problem {
    refused(
        "device-not-simplified",
        "the path of the device is not in its shortest form",
        "Write it without //, /./, /../ and a / at its end.",
    )
    .found(device)
}

pub(super) fn duplicate_disk(device: &str, first: Origin) -> Problem {
    refused(
        "duplicate-disk",
        format_args!("the disk has the device of the disk of {}", at(first)),
        "Write all partitions below one disk. merge = \"by_key\" does so.",
    )
    .found(device)
}

pub(super) fn duplicate_partition_label(label: &str, first: Origin) -> Problem {
    refused(
        "duplicate-partition-label",
        format_args!(
            "the partition has the label of the partition of {}",
            at(first)
        ),
        "Give each partition of the disk a label of its own.",
    )
    .found(label)
}

pub(super) fn partition_unnamed() -> Problem {
    refused(
        "partition-unnamed",
        "the partition has neither a number nor a label",
        "Add number, or a label that no other partition of the disk has.",
    )
}

pub(super) fn partition_label_with_colon(label: &str) -> Problem {
    refused(
        "partition-label-with-colon",
        "the label of the partition has a colon",
        "Write it without the colon.",
    )
    .found(label)
}

pub(super) fn partitions_overlap(other: Origin) -> Problem {
    refused(
        "partitions-overlap",
        format_args!("the partition overlaps with the partition of {}", at(other)),
        "Let it start where the other ends, start plus size, or remove start for the first gap.",
    )
}

pub(super) fn duplicate_raid(name: &str, first: Origin) -> Problem {
    refused(
        "duplicate-raid",
        format_args!("the array has the name of the array of {}", at(first)),
        "Rename one of them. merge = \"by_key\" keeps the later one.",
    )
    .found(name)
}

pub(super) fn raid_without_devices() -> Problem {
    refused(
        "raid-without-devices",
        "the array has no devices",
        "Add devices, or remove the array.",
    )
}

pub(super) fn duplicate_raid_device(device: &str) -> Problem {
    refused(
        "duplicate-raid-device",
        "the array has one device twice",
        "Remove one of them.",
    )
    .found(device)
}

pub(super) fn path_without_mount() -> Problem {
    Problem::new(
        "path-without-mount",
        "Flatcar's Ignition crashes at first boot on a filesystem that has path and no mount",
        "Remove the filesystem and write its files on root, below its path. The path of oem is /oem.",
    )
}

pub(super) fn create_without_force() -> Problem {
    refused(
        "create-without-force",
        "create of the filesystem has no force",
        "Write wipe_filesystem: true instead of create to make it anew; to keep what is there, remove create.",
    )
}

pub(super) fn filesystem_name_in_path(name: &str) -> Problem {
    refused(
        "filesystem-name-in-path",
        "the name of the filesystem becomes part of a path that is not in its shortest form",
        "Write a name without / and dots, e.g. var.",
    )
    .found(name)
}

pub(super) fn duplicate_filesystem_device(device: &str, first: Origin) -> Problem {
    refused(
        "duplicate-filesystem-device",
        format_args!(
            "the filesystem is on the device of the filesystem of {}",
            at(first)
        ),
        "Keep one of them, and let files refer to its name.",
    )
    .found(device)
}

pub(super) fn root_filesystem_ignored() -> Problem {
    Problem::new(
        "root-filesystem-ignored",
        "Flatcar leaves the filesystem named root as it is, whatever its mount says",
        "Remove name to have it made anew, and keep label: ROOT; else remove the entry.",
    )
}

pub(super) fn oem_format_ignored() -> Problem {
    Problem::new(
        "oem-format-ignored",
        "Flatcar takes the OEM filesystem for btrfs, whatever its format says",
        "Write format: btrfs, or wipe_filesystem: true to make it anew.",
    )
}

// Fetched configs and certificates

pub(super) fn reference_without_source(key: &'static str) -> Problem {
    refused(
        "reference-without-source",
        format_args!("an entry of {key} has no source"),
        "Add source, or remove the entry.",
    )
}

pub(super) fn duplicate_reference(key: &'static str, first: Origin) -> Problem {
    refused(
        "duplicate-reference",
        format_args!("the source is that of the entry of {key} of {}", at(first)),
        "Remove one of them. merge = \"by_key\" does so.",
    )
}

pub(super) fn several_references(key: &'static str) -> Problem {
    Problem::new(
        "several-references",
        format!(
            "Flatcar from 4081 to 4230 refuses more than one entry of {key}; earlier and later releases take them"
        ),
        "Keep one: merge the others when rendering, or let it refer to the next.",
    )
}
