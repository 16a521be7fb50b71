//! The `ignition` section: other configs, certificate authorities, timeouts.

use crate::ignition::at::At;
use crate::ignition::v2_3;
use crate::ignition::v3::Version;
use crate::ignition::v3::ignition::{ConfigReferences, Ignition, Security, Timeouts, Tls};
use crate::ignition::v3::resource::{Resource, Verification};

pub(super) fn ignition(ignition: v2_3::Ignition, version: Version) -> Ignition {
    let authorities = ignition.security.tls.certificate_authorities;
    Ignition {
        config: ConfigReferences {
            merge: resources(ignition.config.append),
            replace: ignition.config.replace.map(resource),
        },
        proxy: None,
        security: Security {
            tls: Tls {
                certificate_authorities: resources(authorities),
            },
        },
        timeouts: Timeouts {
            http_response_headers: ignition.timeouts.http_response_headers,
            http_total: ignition.timeouts.http_total,
        },
        version,
    }
}

fn resources(references: Vec<At<v2_3::Reference>>) -> Vec<At<Resource>> {
    references.into_iter().map(resource).collect()
}

fn resource(reference: At<v2_3::Reference>) -> At<Resource> {
    let At { value, origin } = reference;
    let resource = Resource {
        source: Some(value.source),
        verification: verification(value.verification),
        ..Resource::default()
    };
    At::new(resource, origin)
}

pub(super) fn verification(verification: v2_3::Verification) -> Verification {
    Verification {
        hash: verification.hash,
    }
}
