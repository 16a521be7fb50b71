//! Disks by device, their partitions by number or label; filesystems by name or device; RAID by name.

use super::keyed::{self, name_key};
use crate::ignition::at::At;
use crate::ignition::path::clean;
use crate::ignition::v2_3::storage::{Disk, Filesystem, Partition, Storage};
use crate::report::Report;

/// Folds disks, filesystems and RAID arrays of equal key.
pub(super) fn fold(storage: &mut Storage, report: &mut Report) {
    keyed::fold(&mut storage.disks, device_key, |group| {
        let mut disk = group.first;
        for next in group.later {
            disk.origin = next.origin;
            disk.wipe_table |= next.wipe_table;
            disk.partitions.extend(next.value.partitions);
        }
        disk
    });
    for disk in &mut storage.disks {
        let disk = &mut disk.value;
        fold_partitions(&mut disk.partitions, &disk.device, report);
    }
    keyed::fold_to_last(
        &mut storage.filesystems,
        filesystem_key,
        filesystem_subject,
        report,
    );
    keyed::fold_to_last(
        &mut storage.raid,
        |raid| name_key(&raid.name),
        |raid| format!("RAID array {}", raid.name),
        report,
    );
}

fn device_key(disk: &Disk) -> Option<String> {
    name_key(&clean(&disk.device))
}

#[derive(PartialEq, Eq, Hash)]
enum PartitionKey {
    Number(i64),
    Label(String),
}

fn fold_partitions(partitions: &mut Vec<At<Partition>>, device: &str, report: &mut Report) {
    let key = |partition: &Partition| match (partition.number, &partition.label) {
        (0, label) => label.as_deref().and_then(name_key).map(PartitionKey::Label),
        (number, _) => Some(PartitionKey::Number(number)),
    };
    let subject = |partition: &Partition| match (partition.number, &partition.label) {
        (0, Some(label)) => format!("partition {label} of disk {device}"),
        (number, _) => format!("partition {number} of disk {device}"),
    };
    keyed::fold_to_last(partitions, key, subject, report);
}

#[derive(PartialEq, Eq, Hash)]
enum FilesystemKey {
    Name(String),
    Device(String),
}

fn filesystem_key(filesystem: &Filesystem) -> Option<FilesystemKey> {
    let device = || filesystem.mount.as_ref().map(|mount| clean(&mount.device));
    name_key(&filesystem.name)
        .map(FilesystemKey::Name)
        .or_else(|| device().map(FilesystemKey::Device))
}

fn filesystem_subject(filesystem: &Filesystem) -> String {
    match &filesystem.mount {
        Some(mount) if filesystem.name.is_empty() => format!("filesystem on {}", mount.device),
        _ => format!("filesystem {}", filesystem.name),
    }
}
