//! `storage.disks` and `storage.raid`.

use super::keys::Keys;
use crate::ignition::v3::Storage;
use crate::ignition::v3::disks::{Disk, Partition};
use crate::ignition::v3::raid::Raid;

pub(super) fn write(storage: &Storage, keys: &mut Keys<'_>) {
    keys.each("disks", &storage.disks, disk);
    keys.each("raid", &storage.raid, raid);
}

fn disk(disk: &Disk, keys: &mut Keys<'_>) {
    keys.text("device", disk.device.as_str());
    keys.flag("wipe_table", disk.wipe_table);
    keys.each("partitions", &disk.partitions, partition);
}

/// Sizes are in MiB, and types are GUIDs, which in Container Linux Configs may have names.
fn partition(partition: &Partition, keys: &mut Keys<'_>) {
    keys.text("label", partition.label.as_deref());
    keys.number(
        "number",
        (partition.number != 0).then_some(partition.number),
    );
    keys.number(("size_mib", "size"), partition.size_mib);
    keys.number(("start_mib", "start"), partition.start_mib);
    keys.text("guid", partition.guid.as_deref());
    keys.text("type_guid", partition.type_guid.as_deref());
}

fn raid(raid: &Raid, keys: &mut Keys<'_>) {
    keys.text("name", raid.name.as_str());
    keys.text("level", raid.level.as_deref());
    keys.texts("devices", raid.devices.iter().map(|device| &device.value));
    keys.number("spares", raid.spares);
    keys.texts("options", raid.options.iter());
}
