//! The `systemd` and `networkd` sections: units and their drop-ins.

use serde::Serialize;

use super::is_zero;
use crate::ignition::at::At;

/// The `systemd` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Systemd {
    /// Units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<At<Unit>>,
}

/// A systemd unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Text of the unit.
    #[serde(skip_serializing_if = "is_zero")]
    pub contents: String,
    /// Drop-ins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropins: Vec<At<Dropin>>,
    /// Deprecated: whether it is enabled.
    #[serde(skip_serializing_if = "is_zero")]
    pub enable: bool,
    /// Whether it is enabled (or disabled).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether it can never start. A written `false` counts when documents are merged by key; in JSON it is
    /// left out, as 2.3 has no difference between false and nothing.
    #[serde(skip_serializing_if = "is_not_true")]
    pub mask: Option<bool>,
    /// Name with its extension.
    pub name: String,
}

/// Whether a flag is false or not there.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_not_true(flag: &Option<bool>) -> bool {
    *flag != Some(true)
}

/// A drop-in of a systemd or networkd unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Dropin {
    /// Text of the drop-in.
    #[serde(skip_serializing_if = "is_zero")]
    pub contents: String,
    /// File name, ending in `.conf`.
    pub name: String,
}

/// The `networkd` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Networkd {
    /// Units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<At<NetworkdUnit>>,
}

/// A unit of systemd-networkd.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NetworkdUnit {
    /// Text of the unit.
    #[serde(skip_serializing_if = "is_zero")]
    pub contents: String,
    /// Drop-ins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropins: Vec<At<Dropin>>,
    /// Name with its extension.
    pub name: String,
}
