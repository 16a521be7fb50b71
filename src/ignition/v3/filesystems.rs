//! Filesystems.

use serde::Serialize;

/// A filesystem to make, or to mount while Ignition runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filesystem {
    /// Absolute path of the device.
    pub device: String,
    /// ext4, btrfs, xfs, vfat, swap, or none (from 3.3.0 on) to wipe alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Options of the mount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mount_options: Vec<String>,
    /// Options of mkfs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Where it is mounted while Ignition runs; not a mount of the running system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Whether what is there is wiped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wipe_filesystem: Option<bool>,
}
