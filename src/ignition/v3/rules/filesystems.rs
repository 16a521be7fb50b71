//! Filesystems, and the disks that they are on.

use std::collections::HashMap;

use super::place::{Place, Violations, entries};
use super::{duplicates, paths, problems};
use crate::ignition::rules::filesystems::label_length;
use crate::ignition::v3::Storage;
use crate::ignition::v3::filesystems::Filesystem;

pub(super) fn check(storage: &Storage, out: &mut Violations) {
    for (place, filesystem) in entries("storage.filesystems", &storage.filesystems) {
        out.error(place.field("device"), paths::simple(&filesystem.device));
        let path = paths::simple_if_any(filesystem.path.as_deref());
        out.error(place.field("path"), path);
        check_format(filesystem, place, out);
    }
    duplicates::check(entries("storage.filesystems", &storage.filesystems), out);
    check_disks(storage, out);
}

/// Error: a format that Ignition makes, as soon as anything else is asked for; a label that fits it.
fn check_format(filesystem: &Filesystem, place: Place<'_>, out: &mut Violations) {
    let is_given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    let label = filesystem.label.as_deref().unwrap_or_default();
    match filesystem.format.as_deref().unwrap_or_default() {
        "" => {
            let has_more = is_given(&filesystem.path)
                || is_given(&filesystem.label)
                || is_given(&filesystem.uuid)
                || filesystem.wipe_filesystem == Some(true)
                || !filesystem.options.is_empty()
                || !filesystem.mount_options.is_empty();
            if has_more {
                out.error(place.field("format"), problems::filesystem_format_missing());
            }
        }
        "none" => {}
        format @ ("ext4" | "btrfs" | "xfs" | "vfat" | "swap") => {
            out.error(place.field("label"), label_length(format, label));
        }
        format => out.error(
            place.field("format"),
            problems::filesystem_format_unknown(format),
        ),
    }
}

/// Warnings: a filesystem on a disk that the config partitions or wipes.
fn check_disks(storage: &Storage, out: &mut Violations) {
    let disks: HashMap<&str, _> = storage
        .disks
        .iter()
        .map(|disk| (disk.device.as_str(), disk))
        .collect();
    for (place, filesystem) in entries("storage.filesystems", &storage.filesystems) {
        let Some(disk) = disks.get(filesystem.device.as_str()) else {
            continue;
        };
        let place = place.field("device");
        if !disk.partitions.is_empty() {
            out.warn(place, problems::filesystem_on_partitions());
        } else if disk.wipe_table == Some(true) && filesystem.wipe_filesystem != Some(true) {
            out.warn(place, problems::filesystem_on_wiped_disk());
        }
    }
}
