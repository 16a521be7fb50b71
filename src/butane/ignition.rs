//! `ignition`: other configs, and how Ignition fetches.

use super::files_dir::Files;
use super::nested;
use super::resource::{self, Reference, Resource};
use super::version::V1_1;
use crate::decode::{Field, Findings, List, located, schema};
use crate::ignition::v3::Config;
use crate::ignition::v3::ignition;
use crate::report::Mark;

schema! {
    /// `ignition`.
    struct Ignition {
        config: Configs,
        proxy: Proxy [if V1_1],
        security: Security,
        timeouts: Timeouts,
    }

    /// `ignition.config`.
    struct Configs {
        merge: List<Reference>,
        replace: Reference,
    }

    /// `ignition.proxy`.
    #[expect(clippy::struct_field_names, reason = "the keys are the format's")]
    struct Proxy {
        http_proxy: Option<String>,
        https_proxy: Option<String>,
        no_proxy: List<String>,
    }

    /// `ignition.security`.
    struct Security {
        tls: Tls,
    }

    /// `ignition.security.tls`.
    struct Tls {
        certificate_authorities: List<Reference>,
    }

    /// `ignition.timeouts`, in seconds.
    struct Timeouts {
        http_response_headers: Option<i64>,
        http_total: Option<i64>,
    }
}

pub(super) fn lower(
    section: Field<Ignition>,
    files: &dyn Files,
    config: &mut Config,
    findings: &mut Findings,
) {
    let Field {
        value: section,
        mark,
    } = section;
    let configs = section.config.value;
    for Field { value, mark: at } in configs.merge.value {
        let lowered = other_config(value.into(), mark, files, findings);
        config.ignition.config.merge.push(findings.at(lowered, at));
    }
    let replace = configs.replace;
    let lowered = other_config(replace.value.into(), mark, files, findings);
    config.ignition.config.replace = is_set(&lowered).then(|| findings.at(lowered, replace.mark));

    config.ignition.proxy = proxy(section.proxy, findings);
    let tls = section.security.value.tls.value;
    for Field { value, mark } in tls.certificate_authorities.value {
        let lowered = resource::lower(value.into(), files, findings);
        let authorities = &mut config.ignition.security.tls.certificate_authorities;
        authorities.push(findings.at(lowered, mark));
    }
    config.ignition.timeouts = ignition::Timeouts {
        http_response_headers: section.timeouts.value.http_response_headers.value,
        http_total: section.timeouts.value.http_total.value,
    };
}

/// A config to merge or to be replaced by. One that is written into the document is checked.
fn other_config(
    resource: Resource,
    section: Mark,
    files: &dyn Files,
    findings: &mut Findings,
) -> crate::ignition::v3::resource::Resource {
    nested::check(&resource, section, files, findings);
    resource::lower(resource, files, findings)
}

fn proxy(
    proxy: Field<Proxy>,
    findings: &mut Findings,
) -> Option<crate::ignition::at::At<ignition::Proxy>> {
    let Field { value: proxy, mark } = proxy;
    let lowered = ignition::Proxy {
        http_proxy: proxy.http_proxy.value,
        https_proxy: proxy.https_proxy.value,
        no_proxy: located(proxy.no_proxy, findings),
    };
    is_set(&lowered).then(|| findings.at(lowered, mark))
}

fn is_set<T: Default + PartialEq>(value: &T) -> bool {
    *value != T::default()
}
