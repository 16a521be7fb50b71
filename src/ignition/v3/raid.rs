//! RAID arrays.

use serde::Serialize;

use crate::ignition::at::At;

/// A RAID array.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Raid {
    /// Absolute paths of the members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<At<String>>,
    /// RAID level, e.g. `raid1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Name below /dev/md.
    pub name: String,
    /// Options of mdadm.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Number of spare devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spares: Option<i64>,
}
