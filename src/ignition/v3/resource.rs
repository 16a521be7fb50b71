//! What Ignition fetches: the contents of files, keys, certificates, other configs.

use serde::Serialize;

use crate::ignition::at::At;

/// Something to fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// `gzip`, or empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// Headers of the request; only for `http` and `https`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub http_headers: Vec<At<HttpHeader>>,
    /// URL: `http`, `https`, `tftp`, `gs`, `s3`, `arn` (from 3.4.0 on) or `data`. Empty for an empty file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the content must hash to.
    pub verification: Verification,
}

/// A header of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct HttpHeader {
    /// Name.
    pub name: String,
    /// Value; absent to remove a header that another config sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The expected hash of fetched content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// `sha512-` and 128 hex digits, or `sha256-` and 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}
