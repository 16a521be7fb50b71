//! Rules of what is fetched: URLs, hashes, compression.

use super::problems;
use crate::ignition::data_url;
use crate::ignition::go_url::Url;
use crate::ignition::v2_3::Verification;
use crate::report::Problem;

/// Hex digits of a SHA-512 sum.
const SHA512_DIGITS: usize = 128;

/// Error, field: a `source` must be a URL that Ignition 2.3 can fetch; an empty one is an empty file.
///
/// The same for files, other configs and certificate authorities.
#[must_use]
pub fn source(source: &str) -> Option<Problem> {
    if source.is_empty() {
        return None;
    }
    let url = match parsed(source) {
        Ok(url) => url,
        Err(problem) => return Some(problem),
    };
    match url.scheme() {
        "http" | "https" | "oem" | "tftp" => None,
        "s3" => {
            let is_empty = url
                .query_value("versionId")
                .is_some_and(|version| version.is_empty());
            is_empty.then(problems::s3_version_empty)
        }
        "data" => data_url::decode(source)
            .err()
            .map(problems::data_url_malformed),
        scheme => Some(problems::url_scheme_unsupported(scheme)),
    }
}

/// Parses a URL of any scheme.
///
/// # Errors
/// Error, field: what Go's parser does not take for a URL.
pub fn parsed(url: &str) -> Result<Url, Problem> {
    Url::parse(url).map_err(|error| problems::url_malformed(&error))
}

/// Error, struct: a hash must be `sha512-` and 128 characters; that they are hex digits is not checked.
#[must_use]
pub fn verification(verification: &Verification) -> Option<Problem> {
    let hash = verification.hash.as_deref()?;
    match hash.split_once('-') {
        None => Some(problems::hash_malformed()),
        Some(("sha512", sum)) => (sum.len() != SHA512_DIGITS).then(problems::hash_length),
        Some((function, _)) => Some(problems::hash_function_unknown(function)),
    }
}

/// Error, field: the `compression` of file contents.
#[must_use]
pub fn compression(compression: &str) -> Option<Problem> {
    (!matches!(compression, "" | "gzip")).then(|| problems::compression_unknown(compression))
}
