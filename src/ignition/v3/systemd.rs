//! The `systemd` section: units and their drop-ins.

use serde::Serialize;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contents: Option<String>,
    /// Drop-ins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropins: Vec<At<Dropin>>,
    /// Whether it is enabled (or disabled).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether it can never start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mask: Option<bool>,
    /// Name with its extension.
    pub name: String,
}

/// A drop-in of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Dropin {
    /// Text of the drop-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contents: Option<String>,
    /// File name, ending in `.conf`.
    pub name: String,
}
