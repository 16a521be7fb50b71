//! Partitions of a disk.

use std::collections::HashSet;

use super::duplicates::Seen;
use super::place::{Place, Violations};
use super::problems;
use crate::ignition::at::At;
use crate::ignition::rules::disks;
use crate::ignition::v3::disks::Partition;

/// Checks the partitions of the disk at `disk`.
pub(super) fn check(partitions: &[At<Partition>], disk: Place<'_>, out: &mut Violations) {
    let mut numbers = Seen::default();
    let mut labels = HashSet::new();
    for (place, partition) in disk.entries("partitions", partitions) {
        check_one(partition, place, out);
        if partition.number != 0 {
            numbers.check(place, partition, out);
        }
        if let Some(label) = &partition.label
            && !labels.insert(label)
        {
            out.error(place, problems::partition_label_taken());
        }
    }
    let has_missing = partitions
        .iter()
        .any(|partition| partition.should_exist == Some(false));
    if has_missing && partitions.iter().any(|partition| partition.number == 0) {
        out.error(
            disk.field("partitions"),
            problems::partition_deleted_beside_unnumbered(),
        );
    }
    check_overlap(partitions, disk, out);
}

fn check_one(partition: &Partition, place: Place<'_>, out: &mut Violations) {
    let is_given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    let has_more = partition.label.is_some()
        || partition.start_mib.is_some()
        || partition.size_mib.is_some()
        || is_given(&partition.guid)
        || is_given(&partition.type_guid);
    if partition.should_exist == Some(false) && has_more {
        out.error(place, problems::partition_deleted_with_fields());
    }
    if partition.number == 0 && partition.label.is_none() {
        out.error(place, problems::partition_without_key());
    }
    let label = partition.label.as_deref().unwrap_or_default();
    let too_long = disks::label_length(label);
    out.error(
        place.field("label"),
        too_long.or_else(|| disks::label_colon(label)),
    );
    for (name, guid) in [
        ("guid", &partition.guid),
        ("typeGuid", &partition.type_guid),
    ] {
        out.error(place.field(name), guid.as_deref().and_then(disks::guid));
    }
}

/// Error: partitions with a start and a size do not overlap. A start of 0 is wherever there is room; a size
/// of 0 takes the rest of the gap, so that only its start is looked at.
fn check_overlap(partitions: &[At<Partition>], disk: Place<'_>, out: &mut Violations) {
    let mut extents: Vec<(i64, i64, usize)> = partitions
        .iter()
        .enumerate()
        .filter_map(|(index, partition)| {
            let start = partition.start_mib.filter(|&start| start != 0)?;
            let length = partition.size_mib?.max(1);
            Some((start, start.saturating_add(length - 1), index))
        })
        .collect();
    extents.sort_unstable();
    let mut overlapping = HashSet::new();
    let mut furthest: Option<(i64, usize)> = None;
    for (start, end, index) in extents {
        match furthest {
            Some((last, other)) if start <= last => {
                overlapping.insert(index.max(other));
                if end > last {
                    furthest = Some((end, index));
                }
            }
            _ => furthest = Some((end, index)),
        }
    }
    for (index, (place, _)) in disk.entries("partitions", partitions).enumerate() {
        if overlapping.contains(&index) {
            out.error(place, problems::partitions_overlap());
        }
    }
}
