//! Resources: contents that are fetched, written inline, or read from a local file.

use super::files_dir::Files;
use super::local;
use super::problems;
use super::version::V1_1;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::encode::encode;
use crate::ignition::v3::resource;
use crate::report::{Problem, Severity};

schema! {
    /// Contents of a file, or a key file.
    struct Resource {
        source: Option<String>,
        inline: Option<String>,
        local: Option<String> [if V1_1],
        compression: Option<String>,
        http_headers: List<HttpHeader> [if V1_1],
        verification: Verification,
    }

    /// Another config, or a certificate; in `fcos` 1.0.0 it can only be fetched.
    struct Reference {
        source: Option<String>,
        inline: Option<String> [if V1_1],
        local: Option<String> [if V1_1],
        compression: Option<String> [if V1_1],
        http_headers: List<HttpHeader> [if V1_1],
        verification: Verification,
    }

    /// A header of a request.
    struct HttpHeader {
        name: String,
        value: Option<String>,
    }

    /// `verification`.
    struct Verification {
        hash: Option<String>,
    }
}

impl From<Reference> for Resource {
    fn from(reference: Reference) -> Self {
        Self {
            source: reference.source,
            inline: reference.inline,
            local: reference.local,
            compression: reference.compression,
            http_headers: reference.http_headers,
            verification: reference.verification,
        }
    }
}

/// Checks and lowers a resource: what is inline or local becomes a data URL.
pub(super) fn lower(
    resource: Resource,
    files: &dyn Files,
    findings: &mut Findings,
) -> resource::Resource {
    check_sources(&resource, findings);
    let bytes = contents(&resource, files);
    let local = resource.local.mark;
    let headers = resource.http_headers.value.into_iter();
    let mut lowered = resource::Resource {
        compression: resource.compression.value,
        http_headers: headers
            .map(|Field { value, mark }| {
                let header = resource::HttpHeader {
                    name: value.name.value,
                    value: value.value.value,
                };
                findings.at(header, mark)
            })
            .collect(),
        source: resource.source.value,
        verification: resource::Verification {
            hash: resource.verification.value.hash.value,
        },
    };
    match bytes {
        Some(Ok(bytes)) => embed(&mut lowered, &bytes),
        Some(Err(problem)) => {
            findings.parse(Severity::Error, local, problem);
            embed(&mut lowered, b""); // so that nobody misses the source
        }
        None => {}
    }
    lowered
}

/// Puts contents into a resource. Its compression is always told, so that it does not inherit that of
/// another config; contents that the user has compressed are left as they are.
pub(super) fn embed(resource: &mut resource::Resource, bytes: &[u8]) {
    let is_compressed = resource
        .compression
        .as_ref()
        .is_some_and(|compression| !compression.is_empty());
    let encoded = encode(bytes, !is_compressed);
    resource.source = Some(encoded.url);
    if !is_compressed {
        let compression = if encoded.is_gzip { "gzip" } else { "" };
        resource.compression = Some(compression.to_owned());
    }
}

/// What is inline or in a local file; `None` for what is fetched.
pub(super) fn contents(resource: &Resource, files: &dyn Files) -> Option<Result<Vec<u8>, Problem>> {
    match (&resource.inline.value, &resource.local.value) {
        (Some(inline), _) => Some(Ok(inline.as_bytes().to_vec())),
        (None, Some(local)) => Some(local::read(local, files)),
        (None, None) => None,
    }
}

/// Contents come from one place; the last one is told.
fn check_sources(resource: &Resource, findings: &mut Findings) {
    let places = [&resource.local, &resource.inline, &resource.source];
    let mut set = places.into_iter().filter(|place| place.value.is_some());
    if let (Some(_), Some(last)) = (set.next(), set.next_back()) {
        findings.parse(Severity::Error, last.mark, problems::resource_sources());
    }
}
