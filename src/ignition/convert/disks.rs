//! Disks and RAID arrays, which Ignition 3 has taken over as they were.

use super::{flag, text};
use crate::ignition::at::At;
use crate::ignition::v2_3::storage;
use crate::ignition::v3::disks::{Disk, Partition};
use crate::ignition::v3::raid::Raid;

pub(super) fn disks(disks: Vec<At<storage::Disk>>) -> Vec<At<Disk>> {
    let convert = |At { value, origin }: At<storage::Disk>| {
        let disk = Disk {
            device: value.device,
            partitions: value.partitions.into_iter().map(partition).collect(),
            wipe_table: flag(value.wipe_table),
        };
        At::new(disk, origin)
    };
    disks.into_iter().map(convert).collect()
}

fn partition(At { value, origin }: At<storage::Partition>) -> At<Partition> {
    let partition = Partition {
        guid: text(value.guid),
        label: value.label,
        number: value.number,
        size_mib: value.size_mib,
        start_mib: value.start_mib,
        type_guid: text(value.type_guid),
        ..Partition::default()
    };
    At::new(partition, origin)
}

pub(super) fn raid(arrays: Vec<At<storage::Raid>>) -> Vec<At<Raid>> {
    let convert = |At { value, origin }: At<storage::Raid>| {
        let devices = value.devices.into_iter();
        let array = Raid {
            devices: devices.map(|device| At::new(device, origin)).collect(),
            level: Some(value.level),
            name: value.name,
            options: value.options,
            spares: (value.spares != 0).then_some(value.spares),
        };
        At::new(array, origin)
    };
    arrays.into_iter().map(convert).collect()
}
