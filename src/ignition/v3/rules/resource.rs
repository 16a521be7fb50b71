//! What is fetched: URLs, hashes, compression, headers.

use super::duplicates;
use super::place::{Place, Violations};
use super::problems;
use crate::ignition::go_url::Url;
use crate::ignition::rules::sources;
use crate::ignition::v3::resource::Resource;
use crate::report::Problem;

/// Hash functions, and the hex digits of their sums. That they are digits is not checked.
const HASHES: [(&str, usize); 2] = [("sha512", 128), ("sha256", 64)];

/// Checks a resource that may lack a source.
pub(super) fn check(resource: &Resource, place: Place<'_>, out: &mut Violations) {
    let compression = resource.compression.as_deref().unwrap_or_default();
    out.error(
        place.field("compression"),
        sources::compression(compression),
    );
    if let Some(hash) = &resource.verification.hash {
        let verification = place.field("verification");
        let place = verification.field("hash");
        if resource.source.is_none() {
            out.error(place, problems::hash_without_source());
        }
        out.error(place, self::hash(hash));
    }
    let source = resource.source.as_deref();
    out.error(place.field("source"), source.and_then(url));
    headers(resource, place, out);
}

/// Checks a resource that must have a source.
pub(super) fn check_required(resource: &Resource, place: Place<'_>, out: &mut Violations) {
    if resource.source.as_deref().unwrap_or_default().is_empty() {
        out.error(place, problems::source_missing());
    }
    check(resource, place, out);
}

/// Error: a URL that Ignition can fetch; an empty one is an empty file.
pub(super) fn url(text: &str) -> Option<Problem> {
    if text.is_empty() {
        return None;
    }
    let url = match sources::parsed(text) {
        Ok(url) => url,
        Err(problem) => return Some(problem),
    };
    match url.scheme() {
        "http" | "https" | "tftp" | "gs" | "oem" => None,
        "s3" => s3_version(&url),
        "arn" => arn(text, &url),
        // the rule of 2.3
        "data" => sources::source(text),
        scheme => Some(problems::url_scheme_unsupported(scheme)),
    }
}

fn s3_version(url: &Url) -> Option<Problem> {
    url.query_value("versionId")
        .is_some_and(|version| version.is_empty())
        .then(problems::s3_version_empty)
}

/// An object of S3: `arn:PARTITION:s3:REGION:ACCOUNT:BUCKET/KEY`, where the bucket may be an access point.
fn arn(text: &str, url: &Url) -> Option<Problem> {
    let name = text.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = name.splitn(6, ':').collect();
    let slashes = name.matches('/').count();
    let is_object = match parts[..] {
        [_, _, "s3", _, _, resource] if resource.starts_with("accesspoint/") => slashes > 1,
        [_, _, "s3", _, _, _] => slashes > 0,
        _ => false,
    };
    if is_object {
        s3_version(url)
    } else {
        Some(problems::arn_malformed())
    }
}

fn hash(hash: &str) -> Option<Problem> {
    let Some((function, sum)) = hash.split_once('-') else {
        return Some(problems::hash_malformed());
    };
    match HASHES.iter().find(|(name, _)| *name == function) {
        None => Some(problems::hash_function_unknown(function)),
        Some(&(_, digits)) => (sum.len() != digits).then(|| problems::hash_length(digits)),
    }
}

fn headers(resource: &Resource, place: Place<'_>, out: &mut Violations) {
    let headers = &resource.http_headers;
    let is_http = resource
        .source
        .as_deref()
        .and_then(|source| Url::parse(source).ok())
        .is_some_and(|url| matches!(url.scheme(), "http" | "https"));
    if !headers.is_empty() && !is_http {
        out.error(place.field("httpHeaders"), problems::headers_without_http());
    }
    for (place, header) in place.entries("httpHeaders", headers) {
        if header.name.is_empty() {
            out.error(place.field("name"), problems::header_name_empty());
        }
        if header.value.as_deref() == Some("") {
            out.error(place.field("value"), problems::header_value_empty());
        }
    }
    duplicates::check(place.entries("httpHeaders", headers), out);
}
