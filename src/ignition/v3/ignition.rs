//! The `ignition` section: other configs, and how Ignition fetches.

use serde::{Serialize, Serializer};

use super::resource::Resource;
use super::version::Version;
use crate::ignition::at::At;

/// The `ignition` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ignition {
    /// Other configs.
    pub config: ConfigReferences,
    /// Proxies of fetches.
    #[serde(serialize_with = "or_empty")]
    pub proxy: Option<At<Proxy>>,
    /// Certificate authorities.
    pub security: Security,
    /// Time limits of fetches.
    pub timeouts: Timeouts,
    /// Version of the specification.
    pub version: Version,
}

/// The `ignition.config` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConfigReferences {
    /// Configs merged into this one at boot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merge: Vec<At<Resource>>,
    /// The config that replaces this one at boot.
    #[serde(serialize_with = "or_empty")]
    pub replace: Option<At<Resource>>,
}

/// The `ignition.proxy` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proxy {
    /// Proxy of `http` URLs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_proxy: Option<String>,
    /// Proxy of `https` URLs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub https_proxy: Option<String>,
    /// Hosts that are reached without a proxy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub no_proxy: Vec<At<String>>,
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
    pub certificate_authorities: Vec<At<Resource>>,
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

/// Go's encoder never leaves a struct out.
#[expect(clippy::ref_option, reason = "the shape serde asks for")]
fn or_empty<T, S>(section: &Option<At<T>>, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Default + Serialize,
    S: Serializer,
{
    match section {
        Some(section) => section.serialize(serializer),
        None => T::default().serialize(serializer),
    }
}
