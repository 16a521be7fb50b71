//! Encrypted volumes, and what unlocks them.

use serde::Serialize;

use super::resource::Resource;
use crate::ignition::at::At;

/// An encrypted volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Luks {
    /// What unlocks it without a key file.
    pub clevis: Clevis,
    /// Absolute path of the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Whether discards pass through to the device; from 3.4.0 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discard: Option<bool>,
    /// The key.
    pub key_file: Resource,
    /// Label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Name below /dev/mapper.
    pub name: String,
    /// Options of `cryptsetup luksOpen`, kept in the header; from 3.4.0 on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open_options: Vec<At<String>>,
    /// Options of `cryptsetup luksFormat`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Whether what is there is wiped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wipe_volume: Option<bool>,
}

/// Automatic unlocking with Clevis. Flatcar has no Clevis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Clevis {
    /// A pin of one's own.
    pub custom: ClevisCustom,
    /// Tang servers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tang: Vec<At<Tang>>,
    /// How many of the pins are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<i64>,
    /// Whether the machine's TPM is one of the pins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm2: Option<bool>,
}

/// A Clevis pin of one's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClevisCustom {
    /// The pin's configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// Whether it needs the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_network: Option<bool>,
    /// `tpm2`, `tang` or `sss`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

/// A Tang server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tang {
    /// Its advertisement, to provision without asking it; from 3.4.0 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advertisement: Option<String>,
    /// Thumbprint of its signing key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbprint: Option<String>,
    /// URL.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}
