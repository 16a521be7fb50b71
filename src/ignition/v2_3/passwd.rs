//! The `passwd` section: users and groups.

use serde::Serialize;

use super::is_zero;
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

/// A group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gid: Option<i64>,
    /// Name.
    pub name: String,
    /// Encrypted password.
    #[serde(skip_serializing_if = "is_zero")]
    pub password_hash: String,
    /// Whether it is a system group.
    #[serde(skip_serializing_if = "is_zero")]
    pub system: bool,
}

/// A user, made when it does not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the fields are Ignition's")]
pub struct User {
    /// Deprecated twin of the account fields below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<Create>,
    /// GECOS text.
    #[serde(skip_serializing_if = "is_zero")]
    pub gecos: String,
    /// Supplementary groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Home directory.
    #[serde(skip_serializing_if = "is_zero")]
    pub home_dir: String,
    /// Name.
    pub name: String,
    /// Whether no home directory is made.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_create_home: bool,
    /// Whether lastlog and faillog stay as they are.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_log_init: bool,
    /// Whether no group of the user's name is made.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_user_group: bool,
    /// Encrypted password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
    /// Primary group.
    #[serde(skip_serializing_if = "is_zero")]
    pub primary_group: String,
    /// Keys that may log in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ssh_authorized_keys: Vec<String>,
    /// Login shell.
    #[serde(skip_serializing_if = "is_zero")]
    pub shell: String,
    /// Whether it is a system account.
    #[serde(skip_serializing_if = "is_zero")]
    pub system: bool,
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<i64>,
}

/// Deprecated `create` of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the fields are Ignition's")]
pub struct Create {
    /// GECOS text.
    #[serde(skip_serializing_if = "is_zero")]
    pub gecos: String,
    /// Supplementary groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Home directory.
    #[serde(skip_serializing_if = "is_zero")]
    pub home_dir: String,
    /// Whether no home directory is made.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_create_home: bool,
    /// Whether lastlog and faillog stay as they are.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_log_init: bool,
    /// Whether no group of the user's name is made.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_user_group: bool,
    /// Primary group.
    #[serde(skip_serializing_if = "is_zero")]
    pub primary_group: String,
    /// Login shell.
    #[serde(skip_serializing_if = "is_zero")]
    pub shell: String,
    /// Whether it is a system account.
    #[serde(skip_serializing_if = "is_zero")]
    pub system: bool,
    /// Numeric id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<u64>,
}
