//! Configs and certificate authorities that Flatcar fetches.

use super::repeated::repeated;
use super::{Findings, problems};
use crate::ignition::at::At;
use crate::ignition::v2_3::{Ignition, Reference};

pub(super) fn check(ignition: &Ignition, findings: &mut Findings) {
    list("config.append", &ignition.config.append, findings);
    list(
        "certificate_authorities",
        &ignition.security.tls.certificate_authorities,
        findings,
    );
}

fn list(key: &'static str, references: &[At<Reference>], findings: &mut Findings) {
    without_source(key, references, findings);
    duplicates(key, references, findings);
    several(key, references, findings);
}

/// Error: there must be something to fetch.
fn without_source(key: &'static str, references: &[At<Reference>], findings: &mut Findings) {
    for reference in references {
        if reference.source.is_empty() {
            findings.error(reference.origin, problems::reference_without_source(key));
        }
    }
}

/// Error: the source is the key of a reference.
fn duplicates(key: &'static str, references: &[At<Reference>], findings: &mut Findings) {
    let source = |reference: &Reference| Some(reference.source.clone());
    for again in repeated(references, source) {
        let problem = problems::duplicate_reference(key, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Warning: releases from 4081 to 4230 mix up the references of a list and refuse it as duplicate.
fn several(key: &'static str, references: &[At<Reference>], findings: &mut Findings) {
    if let [_, second, ..] = references {
        findings.warning(second.origin, problems::several_references(key));
    }
}
