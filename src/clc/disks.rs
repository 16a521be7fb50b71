//! `storage.disks`: partition tables.

use super::size;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::at::At;
use crate::ignition::rules;
use crate::ignition::v2_3::{Config, storage};
use crate::report::Severity;

schema! {
    /// An item of `storage.disks`.
    struct Disk {
        device: String,
        wipe_table: bool,
        partitions: List<Partition>,
    }

    /// A partition of a disk.
    struct Partition {
        label: Option<String>,
        number: i64,
        size: String,
        start: String,
        guid: String,
        type_guid: String,
    }
}

pub(super) fn lower(disks: List<Disk>, config: &mut Config, findings: &mut Findings) {
    for Field { value: disk, mark } in disks {
        findings.errors(disk.device.mark, rules::disks::device(&disk.device));
        let list = disk.partitions.mark;
        let partitions: Vec<_> = disk
            .partitions
            .value
            .into_iter()
            .map(|each| partition(each, findings))
            .collect();
        findings.errors(list, rules::disks::partitions(&partitions));
        let lowered = storage::Disk {
            device: disk.device.value,
            partitions,
            wipe_table: disk.wipe_table.value,
        };
        config.storage.disks.push(findings.at(lowered, mark));
    }
}

fn partition(
    Field {
        value: partition,
        mark,
    }: Field<Partition>,
    findings: &mut Findings,
) -> At<storage::Partition> {
    let start = mebibytes(&partition.start, findings);
    let size = mebibytes(&partition.size, findings);
    if let Some(label) = &partition.label.value {
        findings.errors(partition.label.mark, rules::disks::label_length(label));
        if let Some(problem) = rules::disks::label_colon(label) {
            findings.convert(Severity::Warning, partition.label.mark, problem);
        }
    }
    let type_guid = type_guid(&partition.type_guid);
    findings.errors(partition.guid.mark, rules::disks::guid(&partition.guid));
    findings.errors(partition.type_guid.mark, rules::disks::guid(type_guid));
    let lowered = storage::Partition {
        guid: partition.guid.value,
        label: partition.label.value,
        number: partition.number.value,
        size_mib: size,
        start_mib: start,
        type_guid: type_guid.to_owned(),
    };
    findings.at(lowered, mark)
}

/// A size, which may be absent.
fn mebibytes(text: &Field<String>, findings: &mut Findings) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    size::mebibytes(text)
        .map_err(|problem| findings.errors(text.mark, [problem]))
        .ok()
}

/// The GUID of a partition type that has a name, or the text itself.
fn type_guid(name: &str) -> &str {
    match name {
        "raid_containing_root" => "be9067b9-ea49-4f15-b4f6-f36f8c9e1818",
        "linux_filesystem_data" => "0fc63daf-8483-4772-8e79-3d69d8477de4",
        "swap_partition" => "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f",
        "raid_partition" => "a19d880f-05fc-4d3b-a006-743f0f84911e",
        guid => guid,
    }
}
