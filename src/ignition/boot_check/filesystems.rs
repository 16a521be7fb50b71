//! Filesystems.

use super::repeated::repeated;
use super::{Findings, device_path, problems};
use crate::ignition::at::At;
use crate::ignition::convert::{OEM_FORMAT, numbered, takes_oem_format};
use crate::ignition::path::clean;
use crate::ignition::v2_3::storage::Filesystem;

/// Names whose mount point is fixed.
const PLACED: [&str; 2] = ["root", "oem"];

pub(super) fn check(filesystems: &[At<Filesystem>], findings: &mut Findings) {
    for filesystem in filesystems {
        path_without_mount(filesystem, findings);
        create_without_force(filesystem, findings);
        root_ignored(filesystem, findings);
        oem_format(filesystem, findings);
        name_in_path(filesystem, findings);
        if let Some(device) = made_on(filesystem) {
            device_path(device, filesystem.origin, findings);
        }
    }
    duplicate_devices(filesystems, findings);
}

/// The device of a filesystem that Flatcar takes over into Ignition 3; it drops those named `root`.
fn made_on(filesystem: &Filesystem) -> Option<&str> {
    let mount = filesystem.mount.as_ref()?;
    (filesystem.name != "root").then_some(&mount.device)
}

/// Error: Flatcar's conversion looks into the mount of each filesystem, there or not.
fn path_without_mount(filesystem: &At<Filesystem>, findings: &mut Findings) {
    if filesystem.mount.is_none() {
        findings.error(filesystem.origin, problems::path_without_mount());
    }
}

/// Error: Ignition 3 knows no way to make a filesystem only where there is none.
fn create_without_force(filesystem: &At<Filesystem>, findings: &mut Findings) {
    let mount = filesystem.mount.as_ref();
    let create = mount.and_then(|mount| mount.create.as_ref());
    if create.is_some_and(|create| !create.force) {
        findings.error(filesystem.origin, problems::create_without_force());
    }
}

/// Warning: Flatcar drops what is named `root`.
fn root_ignored(filesystem: &At<Filesystem>, findings: &mut Findings) {
    if filesystem.name == "root" && filesystem.mount.is_some() {
        findings.warning(filesystem.origin, problems::root_filesystem_ignored());
    }
}

/// Warning: the OEM partition keeps its format.
fn oem_format(filesystem: &At<Filesystem>, findings: &mut Findings) {
    let mount = filesystem.mount.as_ref();
    if takes_oem_format(filesystem) && mount.is_some_and(|mount| mount.format != OEM_FORMAT) {
        findings.warning(filesystem.origin, problems::oem_format_ignored());
    }
}

/// Error: the name becomes part of a path, which must be as short as it can be.
fn name_in_path(filesystem: &At<Filesystem>, findings: &mut Findings) {
    let name = filesystem.name.as_str();
    if name.is_empty() || PLACED.contains(&name) || filesystem.mount.is_none() {
        return;
    }
    let mount_point = numbered(name, 1);
    if clean(&mount_point) != mount_point {
        findings.error(filesystem.origin, problems::filesystem_name_in_path(name));
    }
}

/// Error: the device is the key of a filesystem.
fn duplicate_devices(filesystems: &[At<Filesystem>], findings: &mut Findings) {
    for again in repeated(filesystems, made_on) {
        let device = made_on(again.entry).unwrap_or_default();
        let problem = problems::duplicate_filesystem_device(device, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}
