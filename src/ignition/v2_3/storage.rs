//! The `storage` section: disks, RAID arrays, filesystems, and the files, directories and links on them.

use serde::Serialize;

use super::{Verification, is_zero};
use crate::ignition::at::At;

/// The `storage` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Storage {
    /// Directories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub directories: Vec<At<Directory>>,
    /// Disks to partition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disks: Vec<At<Disk>>,
    /// Files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<At<File>>,
    /// Filesystems to make or to name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filesystems: Vec<At<Filesystem>>,
    /// Symbolic and hard links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<At<Link>>,
    /// RAID arrays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raid: Vec<At<Raid>>,
}

/// What files, directories and links have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Name of the filesystem, usually `root`.
    pub filesystem: String,
    /// Owning group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Owner>,
    /// Whether an existing node gives way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overwrite: Option<bool>,
    /// Absolute path.
    pub path: String,
    /// Owning user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Owner>,
}

/// A user or group, by id or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// Name.
    #[serde(skip_serializing_if = "is_zero")]
    pub name: String,
}

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct File {
    /// Where and whose.
    #[serde(flatten)]
    pub node: Node,
    /// Whether the contents are added to an existing file.
    #[serde(skip_serializing_if = "is_zero")]
    pub append: bool,
    /// What is in it.
    pub contents: FileContents,
    /// Permission bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<i64>,
    /// Whether the text is a list of `NAME=value` lines that the update and locksmith sections made; such
    /// files of several documents are joined variable by variable. Not part of the JSON.
    #[serde(skip)]
    pub joins_by_variable: bool,
}

/// The contents of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileContents {
    /// `gzip` or empty.
    #[serde(skip_serializing_if = "is_zero")]
    pub compression: String,
    /// URL, usually `data:,` and the escaped text.
    #[serde(skip_serializing_if = "is_zero")]
    pub source: String,
    /// What the content must hash to.
    pub verification: Verification,
}

/// A directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Directory {
    /// Where and whose.
    #[serde(flatten)]
    pub node: Node,
    /// Permission bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<i64>,
}

/// A symbolic or hard link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where and whose.
    #[serde(flatten)]
    pub node: Node,
    /// Whether it is a hard link.
    #[serde(skip_serializing_if = "is_zero")]
    pub hard: bool,
    /// What it points to.
    pub target: String,
}

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
    #[serde(skip_serializing_if = "is_zero")]
    pub wipe_table: bool,
}

/// A partition; sizes in MiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Partition {
    /// Unique GUID.
    #[serde(skip_serializing_if = "is_zero")]
    pub guid: String,
    /// Label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Number; 0 means the next free one.
    #[serde(skip_serializing_if = "is_zero")]
    pub number: i64,
    /// Size in MiB; 0 means the rest of the disk.
    #[serde(rename = "sizeMiB", skip_serializing_if = "Option::is_none")]
    pub size_mib: Option<i64>,
    /// Start in MiB; 0 means the first gap.
    #[serde(rename = "startMiB", skip_serializing_if = "Option::is_none")]
    pub start_mib: Option<i64>,
    /// GPT type GUID.
    #[serde(skip_serializing_if = "is_zero")]
    pub type_guid: String,
}

/// A filesystem: made by Ignition (`mount`) or merely named (`path`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filesystem {
    /// What to make, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mount: Option<Mount>,
    /// Name that files refer to.
    #[serde(skip_serializing_if = "is_zero")]
    pub name: String,
    /// Where it is mounted already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// The filesystem to make on a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mount {
    /// Deprecated: make it anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<Create>,
    /// Absolute path of the device.
    pub device: String,
    /// ext4, btrfs, xfs, vfat or swap.
    pub format: String,
    /// Label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Options of mkfs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Whether what is there is wiped.
    #[serde(skip_serializing_if = "is_zero")]
    pub wipe_filesystem: bool,
}

/// Deprecated `mount.create`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Create {
    /// Whether what is there is wiped.
    #[serde(skip_serializing_if = "is_zero")]
    pub force: bool,
    /// Options of mkfs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// A RAID array.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Raid {
    /// Absolute paths of the members; printed as `null` when empty, as the Go encoder does.
    #[serde(serialize_with = "null_when_empty")]
    pub devices: Vec<String>,
    /// RAID level, e.g. `raid1`.
    pub level: String,
    /// Name below /dev/md.
    pub name: String,
    /// Options of mdadm.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Number of spare devices.
    #[serde(skip_serializing_if = "is_zero")]
    pub spares: i64,
}

fn null_when_empty<S: serde::Serializer>(
    devices: &[String],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if devices.is_empty() {
        serializer.serialize_none()
    } else {
        devices.serialize(serializer)
    }
}
