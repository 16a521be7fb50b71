//! Rules of disks and their partitions.

use std::collections::HashSet;

use super::{absolute_path, problems};
use crate::ignition::at::At;
use crate::ignition::v2_3::storage::Partition;
use crate::report::Problem;

/// Longest name of a GPT partition; the reference counts bytes.
const LABEL_MAX: usize = 36;

/// Error, field: the device of a disk.
#[must_use]
pub fn device(device: &str) -> Option<Problem> {
    if device.is_empty() {
        Some(problems::disk_device_missing())
    } else {
        absolute_path(device)
    }
}

/// Error, field (the list): partitions of one disk have different numbers, apart from 0.
#[must_use]
pub fn partitions(partitions: &[At<Partition>]) -> Option<Problem> {
    let mut seen = HashSet::new();
    partitions
        .iter()
        .map(|partition| partition.number)
        .find(|&number| number != 0 && !seen.insert(number))
        .map(problems::partition_numbers_collide)
}

/// Error, field: the label of a partition.
#[must_use]
pub fn label_length(label: &str) -> Option<Problem> {
    (label.len() > LABEL_MAX).then(|| problems::partition_label_long(label))
}

/// Warning, field: sgdisk ends a label at its first colon.
#[must_use]
pub fn label_colon(label: &str) -> Option<Problem> {
    label
        .contains(':')
        .then(|| problems::partition_label_colon(label))
}

/// Error, field: `guid` and `typeGuid` of a partition are empty or 8-4-4-4-12 hex digits.
#[must_use]
pub fn guid(guid: &str) -> Option<Problem> {
    let is_guid = guid.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && guid
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (!guid.is_empty() && !is_guid).then(|| problems::guid_malformed(guid))
}
