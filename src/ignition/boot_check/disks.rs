//! Disks and their partitions.

use super::repeated::repeated;
use super::{Findings, device_path, problems};
use crate::ignition::at::At;
use crate::ignition::v2_3::storage::{Disk, Partition};
use crate::report::Origin;

pub(super) fn check(disks: &[At<Disk>], findings: &mut Findings) {
    duplicates(disks, findings);
    for disk in disks {
        device_path(&disk.device, disk.origin, findings);
        duplicate_labels(&disk.partitions, findings);
        overlaps(&disk.partitions, findings);
        for partition in &disk.partitions {
            unnamed(partition, findings);
            label_colon(partition, findings);
        }
    }
}

/// Error: the device is the key of a disk.
fn duplicates(disks: &[At<Disk>], findings: &mut Findings) {
    for again in repeated(disks, |disk| Some(&disk.device)) {
        let problem = problems::duplicate_disk(&again.entry.device, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Error: labels of one disk differ, empty ones too.
fn duplicate_labels(partitions: &[At<Partition>], findings: &mut Findings) {
    for again in repeated(partitions, |partition| partition.label.as_ref()) {
        let label = again.entry.label.as_deref().unwrap_or_default();
        let problem = problems::duplicate_partition_label(label, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Error: a partition is found by its number or its label.
fn unnamed(partition: &At<Partition>, findings: &mut Findings) {
    if partition.number == 0 && partition.label.is_none() {
        findings.error(partition.origin, problems::partition_unnamed());
    }
}

/// Error: what Ignition 2 only warned of.
fn label_colon(partition: &At<Partition>, findings: &mut Findings) {
    if let Some(label) = partition
        .label
        .as_deref()
        .filter(|label| label.contains(':'))
    {
        findings.error(
            partition.origin,
            problems::partition_label_with_colon(label),
        );
    }
}

/// Error: partitions that say where they start and end share no MiB. One that fills the disk counts as its
/// first MiB.
fn overlaps(partitions: &[At<Partition>], findings: &mut Findings) {
    let mut by_start: Vec<_> = partitions
        .iter()
        .enumerate()
        .filter_map(|(index, partition)| Some((extent(partition)?, index, partition.origin)))
        .collect();
    by_start.sort_by_key(|&(extent, index, _)| (extent, index));
    // Of those that start before, the one that reaches farthest.
    let mut farthest: Option<(i64, usize, Origin)> = None;
    for ((start, end), index, origin) in by_start {
        if let Some((reached, other_index, other)) =
            farthest.filter(|(reached, ..)| start <= *reached)
        {
            let (at, first) = if index > other_index {
                (origin, other)
            } else {
                (other, origin)
            };
            findings.error(at, problems::partitions_overlap(first));
            if end <= reached {
                continue;
            }
        }
        farthest = Some((end, index, origin));
    }
}

/// First and last MiB; `None` where sgdisk chooses the start.
fn extent(partition: &Partition) -> Option<(i64, i64)> {
    let start = partition.start_mib.filter(|start| *start != 0)?;
    let end = match partition.size_mib? {
        0 => start,
        size => start.saturating_add(size).saturating_sub(1),
    };
    Some((start, end))
}
