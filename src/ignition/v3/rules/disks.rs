//! Disks.

use super::place::{Violations, entries};
use super::{duplicates, partitions, paths, problems};
use crate::ignition::at::At;
use crate::ignition::v3::disks::Disk;

pub(super) fn check(disks: &[At<Disk>], out: &mut Violations) {
    for (place, disk) in entries("storage.disks", disks) {
        if disk.device.is_empty() {
            out.error(place.field("device"), problems::device_missing());
        } else {
            out.error(place.field("device"), paths::simple(&disk.device));
        }
        partitions::check(&disk.partitions, place, out);
    }
    duplicates::check(entries("storage.disks", disks), out);
}
