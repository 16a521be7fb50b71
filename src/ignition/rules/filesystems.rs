//! Rules of filesystems.

use super::{absolute_path, problems};
use crate::ignition::v2_3::storage::{Filesystem, Mount};
use crate::report::Problem;

/// Formats that Ignition makes, and the longest label of each in bytes.
const FORMATS: [(&str, usize); 5] = [
    ("ext4", 16),
    ("btrfs", 256),
    ("xfs", 12),
    ("swap", 15),
    ("vfat", 11),
];

/// Errors, struct: a filesystem has either mount or path, and its mount uses create or what replaced it.
#[must_use]
pub fn shape(filesystem: &Filesystem) -> Vec<Problem> {
    let mut found = Vec::new();
    match (&filesystem.mount, &filesystem.path) {
        (None, None) => found.push(problems::filesystem_without_place()),
        (Some(_), Some(_)) => found.push(problems::filesystem_mount_and_path()),
        _ => {}
    }
    if let Some(mount) = filesystem
        .mount
        .as_ref()
        .filter(|mount| mount.create.is_some())
    {
        if mount.wipe_filesystem {
            found.push(problems::filesystem_create_and_wipe());
        }
        if !mount.options.is_empty() {
            found.push(problems::filesystem_create_and_options());
        }
    }
    found
}

/// Warning, struct: `mount.create` is deprecated. Comes behind the errors of [`shape`].
#[must_use]
pub fn create_deprecated(filesystem: &Filesystem) -> Option<Problem> {
    let mount = filesystem.mount.as_ref()?;
    mount
        .create
        .as_ref()
        .map(|_| problems::filesystem_create_deprecated())
}

/// Error, field: the path of a named filesystem.
#[must_use]
pub fn path(path: &str) -> Option<Problem> {
    absolute_path(path)
}

/// Error, struct (the mount): its format is one that Ignition makes.
#[must_use]
pub fn format(mount: &Mount) -> Option<Problem> {
    let is_known = FORMATS.iter().any(|(format, _)| mount.format == *format);
    (!is_known).then(|| problems::filesystem_format_unknown(&mount.format))
}

/// Error, field: the device of the mount.
#[must_use]
pub fn device(device: &str) -> Option<Problem> {
    absolute_path(device)
}

/// Error, field: the label of the mount fits its format.
#[must_use]
pub fn label(mount: &Mount) -> Option<Problem> {
    label_length(&mount.format, mount.label.as_deref()?)
}

/// Error, field: a label fits a format; an unknown format takes any.
#[must_use]
pub fn label_length(format: &str, label: &str) -> Option<Problem> {
    let (format, longest) = FORMATS.iter().find(|(known, _)| format == *known)?;
    (label.len() > *longest).then(|| problems::filesystem_label_long(format, *longest, label))
}
