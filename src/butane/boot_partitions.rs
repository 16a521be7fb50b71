//! Warnings about the partitions that the image of `fcos` boots from.

use super::disks::Disk;
use super::problems;
use crate::decode::{Findings, List};
use crate::report::Severity;

/// The partitions of the image by label, and the number that each has there.
const NUMBERS: [(&str, i64); 5] = [
    ("BIOS-BOOT", 1),
    ("PowerPC-PReP-boot", 1),
    ("EFI-SYSTEM", 2),
    ("boot", 3),
    ("root", 4),
];

/// What the root partition should have at least, in MiB.
const ROOT_SIZE: i64 = 8192;

/// Warns of partitions that have a label of the image but not its number, and of a small root. Disks whose
/// table is wiped have a layout of their own.
pub(super) fn check(disks: &List<Disk>, findings: &mut Findings) {
    let kept = disks
        .iter()
        .filter(|disk| disk.wipe_table.value != Some(true));
    for partition in kept.flat_map(|disk| &*disk.partitions) {
        let label = partition.label.as_deref().unwrap_or_default();
        let usual = NUMBERS.iter().find(|(known, _)| *known == label);
        if usual.is_some_and(|(_, number)| partition.number.value != *number) {
            let at = partition.label.mark;
            findings.parse(Severity::Warning, at, problems::boot_partition_number());
        }
        let is_small = |size: &i64| (1..ROOT_SIZE).contains(size);
        if label == "root" && partition.size_mib.as_ref().is_some_and(is_small) {
            let at = partition.size_mib.mark;
            findings.parse(Severity::Warning, at, problems::root_small());
        }
    }
}
