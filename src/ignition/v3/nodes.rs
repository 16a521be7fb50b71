//! Files, directories and links.

use serde::Serialize;

use super::resource::Resource;
use crate::ignition::at::At;

/// What files, directories and links have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Owning group.
    pub group: Owner,
    /// Whether an existing node gives way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overwrite: Option<bool>,
    /// Absolute path.
    pub path: String,
    /// Owning user.
    pub user: Owner,
}

/// A user or group, by id or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
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

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct File {
    /// Where and whose.
    #[serde(flatten)]
    pub node: Node,
    /// What is added behind the contents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub append: Vec<At<Resource>>,
    /// What is in it; without a source, what is there already.
    pub contents: Resource,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hard: Option<bool>,
    /// What it points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}
