//! `ignition`: other configs, time limits, certificate authorities.

use super::reference::{self, Reference};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v2_3::{self, Config};

schema! {
    /// `ignition`.
    struct Ignition {
        config: References,
        timeouts: Timeouts,
        security: Security,
    }

    /// `ignition.config`.
    struct References {
        append: List<Reference>,
        replace: Option<Reference>,
    }

    /// `ignition.timeouts`, in seconds.
    struct Timeouts {
        http_response_headers: Option<i64>,
        http_total: Option<i64>,
    }

    /// `ignition.security`.
    struct Security {
        tls: Tls,
    }

    /// `ignition.security.tls`.
    struct Tls {
        certificate_authorities: List<Reference>,
    }
}

pub(super) fn lower(section: Ignition, config: &mut Config, findings: &mut Findings) {
    let out = &mut config.ignition;
    let References { append, replace } = section.config.value;
    let mut lower = |reference| reference::lower(reference, findings);
    out.config.append = append.value.into_iter().map(&mut lower).collect();
    let mark = replace.mark;
    out.config.replace = replace.value.map(|value| lower(Field { value, mark }));
    let authorities = section.security.value.tls.value.certificate_authorities;
    out.security.tls.certificate_authorities = authorities.value.into_iter().map(lower).collect();
    out.timeouts = v2_3::Timeouts {
        http_response_headers: section.timeouts.http_response_headers.value,
        http_total: section.timeouts.http_total.value,
    };
}
