//! `storage.disks`: partition tables.

use super::version::V1_2;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::at::At;
use crate::ignition::v3::{Config, disks};

schema! {
    /// A disk.
    struct Disk {
        device: String,
        wipe_table: Option<bool>,
        partitions: List<Partition>,
    }

    /// A partition; sizes in MiB.
    struct Partition {
        label: Option<String>,
        number: i64,
        size_mib: Option<i64>,
        start_mib: Option<i64>,
        type_guid: Option<String>,
        guid: Option<String>,
        wipe_partition_entry: Option<bool>,
        should_exist: Option<bool>,
        resize: Option<bool> [if V1_2],
    }
}

pub(super) fn lower(disks: List<Disk>, config: &mut Config, findings: &mut Findings) {
    for Field { value: disk, mark } in disks {
        let partitions = disk.partitions.value.into_iter();
        let lowered = disks::Disk {
            device: disk.device.value,
            partitions: partitions.map(|each| partition(each, findings)).collect(),
            wipe_table: disk.wipe_table.value,
        };
        config.storage.disks.push(findings.at(lowered, mark));
    }
}

fn partition(partition: Field<Partition>, findings: &Findings) -> At<disks::Partition> {
    let Field {
        value: partition,
        mark,
    } = partition;
    let lowered = disks::Partition {
        guid: partition.guid.value,
        label: partition.label.value,
        number: partition.number.value,
        resize: partition.resize.value,
        should_exist: partition.should_exist.value,
        size_mib: partition.size_mib.value,
        start_mib: partition.start_mib.value,
        type_guid: partition.type_guid.value,
        wipe_partition_entry: partition.wipe_partition_entry.value,
    };
    findings.at(lowered, mark)
}
