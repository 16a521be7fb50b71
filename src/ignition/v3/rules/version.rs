//! What versions before 3.4.0 lack.

use super::place::{Place, Violations, entries, object};
use super::problems;
use crate::ignition::go_url::Url;
use crate::ignition::v3::resource::Resource;
use crate::ignition::v3::{Config, Version};

/// Error: a field or a kind of URL that the version does not have. Ignition would ignore the fields without
/// an error.
pub(super) fn check(config: &Config, version: Version, out: &mut Violations) {
    if version >= Version::V3_4_0 {
        return;
    }
    let ignition = &config.ignition;
    let authorities = &ignition.security.tls.certificate_authorities;
    let merged = entries("ignition.config.merge", &ignition.config.merge);
    let trusted = entries("ignition.security.tls.certificateAuthorities", authorities);
    for (place, resource) in merged.chain(trusted) {
        check_source(resource, place, out);
    }
    if let Some(replace) = &ignition.config.replace {
        check_source(
            replace,
            object("ignition.config.replace", replace.origin),
            out,
        );
    }
    for (place, file) in entries("storage.files", &config.storage.files) {
        check_source(&file.contents, place.field("contents"), out);
        for (place, resource) in place.entries("append", &file.append) {
            check_source(resource, place, out);
        }
    }
    for (place, luks) in entries("storage.luks", &config.storage.luks) {
        if luks.discard.is_some() {
            out.error(place.field("discard"), problems::field_of_3_4("discard"));
        }
        if !luks.open_options.is_empty() {
            out.error(
                place.field("openOptions"),
                problems::field_of_3_4("open_options"),
            );
        }
        check_source(&luks.key_file, place.field("keyFile"), out);
        let clevis = place.field("clevis");
        for (place, tang) in clevis.entries("tang", &luks.clevis.tang) {
            if tang.advertisement.is_some() {
                out.error(
                    place.field("advertisement"),
                    problems::field_of_3_4("advertisement"),
                );
            }
        }
    }
}

fn check_source(resource: &Resource, place: Place<'_>, out: &mut Violations) {
    let url = resource
        .source
        .as_deref()
        .and_then(|source| Url::parse(source).ok());
    if url.is_some_and(|url| url.scheme() == "arn") {
        out.error(place.field("source"), problems::arn_of_3_4());
    }
}
