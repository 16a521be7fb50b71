//! Ignition 2.3.0: the model, field by field in the order its JSON has.
//!
//! Source: the spec's `v2_3` types. `Option` is a field whose absence differs from its zero value; all
//! other fields are left out of the JSON when they are zero or empty. `ignition`, `networkd`, `passwd`,
//! `storage`, `systemd`, `timeouts`, `security.tls` and `verification` are printed even when empty.

pub mod passwd;
pub mod storage;
pub mod systemd;

use serde::Serialize;

use super::at::At;

/// A whole config.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Config {
    /// What Ignition itself does before the rest.
    pub ignition: Ignition,
    /// Units of systemd-networkd.
    pub networkd: systemd::Networkd,
    /// Users and groups.
    pub passwd: passwd::Passwd,
    /// Disks and what is on them.
    pub storage: storage::Storage,
    /// Units of systemd.
    pub systemd: systemd::Systemd,
}

/// The `ignition` section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ignition {
    /// Other configs.
    pub config: ConfigReferences,
    /// Certificate authorities.
    pub security: Security,
    /// Time limits of fetches.
    pub timeouts: Timeouts,
    /// Always 2.3.0.
    pub version: &'static str,
}

impl Default for Ignition {
    fn default() -> Self {
        Self {
            config: ConfigReferences::default(),
            security: Security::default(),
            timeouts: Timeouts::default(),
            version: "2.3.0",
        }
    }
}

/// The `ignition.config` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConfigReferences {
    /// Configs appended to this one at boot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub append: Vec<At<Reference>>,
    /// The config that replaces this one at boot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace: Option<At<Reference>>,
}

/// Something to fetch: a config, a certificate authority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// URL.
    pub source: String,
    /// What its content must hash to.
    pub verification: Verification,
}

/// The expected hash of fetched content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// `sha512-` and 128 hex digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// The `ignition.security` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Security {
    /// TLS settings of fetches.
    pub tls: Tls,
}

/// The `ignition.security.tls` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tls {
    /// Additional certificate authorities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificate_authorities: Vec<At<Reference>>,
}

/// The `ignition.timeouts` section, in seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Timeouts {
    /// Seconds to wait for response headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_response_headers: Option<i64>,
    /// Seconds for a whole fetch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_total: Option<i64>,
}

/// Whether a field is left out of the JSON: zero or empty.
fn is_zero<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
