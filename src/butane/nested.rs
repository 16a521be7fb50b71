//! Ignition configs inside a document: what `ignition.config.merge` and `replace` hold inline.

use serde_json::Value;

use super::files_dir::Files;
use super::problems;
use super::resource::{Resource, contents};
use crate::decode::Findings;
use crate::report::{Mark, Severity};

/// The versions that this Ignition, 3.4.0, reads.
const READABLE: [&str; 5] = ["3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0"];

/// Checks that the contents are JSON of a version that Ignition reads. Compressed ones are taken as they
/// are. A missing version is told where Butane tells it: at `section`, the document's `ignition`.
pub(super) fn check(
    resource: &Resource,
    section: Mark,
    files: &dyn Files,
    findings: &mut Findings,
) {
    if resource.compression.as_deref() == Some("gzip") {
        return;
    }
    // A file that cannot be read is told when the resource is lowered.
    let Some(Ok(bytes)) = contents(resource, files) else {
        return;
    };
    let at = if resource.inline.is_some() {
        resource.inline.mark
    } else {
        resource.local.mark
    };
    let Ok(config @ Value::Object(_)) = serde_json::from_slice(&bytes) else {
        return findings.parse(Severity::Error, at, problems::nested_json());
    };
    match config.pointer("/ignition/version").and_then(Value::as_str) {
        Some(version) if READABLE.contains(&version) => {}
        Some(version) => {
            let problem = problems::nested_version_unknown(version, &READABLE);
            findings.parse(Severity::Warning, at, problem);
        }
        None => findings.parse(Severity::Error, section, problems::nested_version_missing()),
    }
}
