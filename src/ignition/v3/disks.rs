//! Disks and their partitions.

use serde::Serialize;

use crate::ignition::at::At;

/// A disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Disk {
    /// Absolute path of the device.
    pub device: String,
    /// Partitions to make.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partitions: Vec<At<Partition>>,
    /// Whether the partition table is cleared first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wipe_table: Option<bool>,
}

/// A partition; sizes in MiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Partition {
    /// Unique GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// Label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Number; 0 means the one with the label, or the next free one.
    #[serde(skip_serializing_if = "is_zero")]
    pub number: i64,
    /// Whether a partition that is there already may be resized.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resize: Option<bool>,
    /// Whether it exists; `false` deletes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_exist: Option<bool>,
    /// Size in MiB; 0 means the rest of the disk.
    #[serde(rename = "sizeMiB", skip_serializing_if = "Option::is_none")]
    pub size_mib: Option<i64>,
    /// Start in MiB; 0 means the first gap.
    #[serde(rename = "startMiB", skip_serializing_if = "Option::is_none")]
    pub start_mib: Option<i64>,
    /// GPT type GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_guid: Option<String>,
    /// Whether an existing partition of another make gives way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wipe_partition_entry: Option<bool>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for"
)]
fn is_zero(number: &i64) -> bool {
    *number == 0
}
