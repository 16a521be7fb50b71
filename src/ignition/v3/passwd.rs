//! The `passwd` section: users and groups.

use serde::Serialize;

use crate::ignition::at::At;

/// The `passwd` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Passwd {
    /// Groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<At<Group>>,
    /// Users.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<At<User>>,
}

/// A group, made when it does not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gid: Option<i64>,
    /// Name.
    pub name: String,
    /// Encrypted password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
    /// Whether it exists; `false` deletes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_exist: Option<bool>,
    /// Whether it is a system group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<bool>,
}

/// A user, made when it does not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// GECOS text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gecos: Option<String>,
    /// Supplementary groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<At<String>>,
    /// Home directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_dir: Option<String>,
    /// Name.
    pub name: String,
    /// Whether no home directory is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_create_home: Option<bool>,
    /// Whether lastlog and faillog stay as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_log_init: Option<bool>,
    /// Whether no group of the user's name is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_user_group: Option<bool>,
    /// Encrypted password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
    /// Primary group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_group: Option<String>,
    /// Keys that may log in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ssh_authorized_keys: Vec<At<String>>,
    /// Login shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shell: Option<String>,
    /// Whether it exists; `false` deletes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_exist: Option<bool>,
    /// Whether it is a system account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<bool>,
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<i64>,
}
