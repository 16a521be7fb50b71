//! Ignition 3: the model, field by field in the order its JSON has.
//!
//! One model serves all versions of [`Version`]: it has the fields of 3.4.0, and [`rules::unsupported`] tells
//! which of them an older version lacks. Source: the spec's `v3_4` types.
//!
//! `Option` is a field whose absence differs from its zero value; present ones are printed whatever they
//! hold. Lists and plain scalars are left out of the JSON when empty. Structs are printed even when empty,
//! which is what Go's encoder does with them. Entries of lists that are merged by key carry their origin.

pub mod disks;
pub mod filesystems;
pub mod ignition;
pub mod key;
pub mod luks;
pub mod merge;
pub mod nodes;
pub mod passwd;
pub mod raid;
pub mod resource;
pub mod rules;
pub mod systemd;
pub mod version;

use serde::Serialize;

use super::at::At;
pub use merge::{merge, merge_all};
pub use version::Version;

/// A whole config.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// What Ignition itself does before the rest.
    pub ignition: ignition::Ignition,
    /// Arguments of the kernel's command line.
    pub kernel_arguments: KernelArguments,
    /// Users and groups.
    pub passwd: passwd::Passwd,
    /// Disks and what is on them.
    pub storage: Storage,
    /// Units of systemd.
    pub systemd: systemd::Systemd,
}

/// The `kernelArguments` section. An argument is in one of the lists at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KernelArguments {
    /// Arguments to add where they are missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub should_exist: Vec<At<String>>,
    /// Arguments to remove.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub should_not_exist: Vec<At<String>>,
}

/// The `storage` section. A path is in one of directories, files and links at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Storage {
    /// Directories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub directories: Vec<At<nodes::Directory>>,
    /// Disks to partition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disks: Vec<At<disks::Disk>>,
    /// Files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<At<nodes::File>>,
    /// Filesystems to make, and where they are mounted while Ignition runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filesystems: Vec<At<filesystems::Filesystem>>,
    /// Symbolic and hard links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<At<nodes::Link>>,
    /// Encrypted volumes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub luks: Vec<At<luks::Luks>>,
    /// RAID arrays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raid: Vec<At<raid::Raid>>,
}

#[cfg(test)]
mod tests;
