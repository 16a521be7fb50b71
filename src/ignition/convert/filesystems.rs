//! Filesystems: their name becomes a mount point.

use super::{MountPoints, flag, text};
use crate::ignition::at::At;
use crate::ignition::v2_3::storage;
use crate::ignition::v3::filesystems::Filesystem;

/// The format of Flatcar's OEM partition.
pub(in crate::ignition) const OEM_FORMAT: &str = "btrfs";

/// Converts what Ignition is to make. `root` is left out, as Flatcar does even when it is to be made anew;
/// a filesystem with a path alone is only a name for that path.
pub(super) fn filesystems(
    filesystems: Vec<At<storage::Filesystem>>,
    mount_points: &MountPoints,
) -> Vec<At<Filesystem>> {
    let convert = |At { value, origin }: At<storage::Filesystem>| {
        let keeps_oem_format = takes_oem_format(&value);
        let mount = value.mount.filter(|_| value.name != "root")?;
        let (create_force, create_options) = mount.create.map_or((None, Vec::new()), |create| {
            (Some(create.force), create.options)
        });
        let mut options = mount.options;
        options.extend(create_options);
        let format = if keeps_oem_format {
            OEM_FORMAT.to_owned()
        } else {
            mount.format
        };
        let path = mount_points.path(&value.name).map(str::to_owned);
        let filesystem = Filesystem {
            device: mount.device,
            format: text(format),
            label: mount.label,
            mount_options: Vec::new(),
            options,
            path,
            uuid: mount.uuid,
            wipe_filesystem: flag(create_force.unwrap_or(mount.wipe_filesystem)),
        };
        Some(At::new(filesystem, origin))
    };
    filesystems.into_iter().filter_map(convert).collect()
}

/// Whether Flatcar takes the format of its OEM partition, whatever the config says: the filesystem is named
/// `oem` in any case and is not made anew.
pub(in crate::ignition) fn takes_oem_format(filesystem: &storage::Filesystem) -> bool {
    let is_made_anew = filesystem.mount.as_ref().is_some_and(|mount| {
        mount
            .create
            .as_ref()
            .map_or(mount.wipe_filesystem, |create| create.force)
    });
    filesystem.name.eq_ignore_ascii_case("oem") && !is_made_anew
}
