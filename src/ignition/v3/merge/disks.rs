//! Merging of disks, partitions, filesystems and RAID arrays.

use super::Merge;
use super::lists::{concatenated, scalar};
use crate::ignition::v3::disks::{Disk, Partition};
use crate::ignition::v3::filesystems::Filesystem;
use crate::ignition::v3::raid::Raid;

impl Merge for Disk {
    fn merge(self, child: Self) -> Self {
        Self {
            device: child.device,
            partitions: self.partitions.merge(child.partitions),
            wipe_table: scalar(self.wipe_table, child.wipe_table),
        }
    }
}

impl Merge for Partition {
    fn merge(self, child: Self) -> Self {
        Self {
            guid: scalar(self.guid, child.guid),
            label: scalar(self.label, child.label),
            number: child.number,
            resize: scalar(self.resize, child.resize),
            should_exist: scalar(self.should_exist, child.should_exist),
            size_mib: scalar(self.size_mib, child.size_mib),
            start_mib: scalar(self.start_mib, child.start_mib),
            type_guid: scalar(self.type_guid, child.type_guid),
            wipe_partition_entry: scalar(self.wipe_partition_entry, child.wipe_partition_entry),
        }
    }
}

impl Merge for Filesystem {
    fn merge(self, child: Self) -> Self {
        Self {
            device: child.device,
            format: scalar(self.format, child.format),
            label: scalar(self.label, child.label),
            mount_options: concatenated(self.mount_options, child.mount_options),
            options: concatenated(self.options, child.options),
            path: scalar(self.path, child.path),
            uuid: scalar(self.uuid, child.uuid),
            wipe_filesystem: scalar(self.wipe_filesystem, child.wipe_filesystem),
        }
    }
}

impl Merge for Raid {
    fn merge(self, child: Self) -> Self {
        Self {
            devices: self.devices.merge(child.devices),
            level: scalar(self.level, child.level),
            name: child.name,
            options: concatenated(self.options, child.options),
            spares: scalar(self.spares, child.spares),
        }
    }
}
