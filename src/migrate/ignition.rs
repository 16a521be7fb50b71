//! `ignition`: other configs, time limits, certificate authorities.

use super::keys::{Key, Keys};
use super::resource::reference;
use crate::ignition::at::At;
use crate::ignition::v3::ignition::Ignition;
use crate::ignition::v3::resource::Resource;

pub(super) fn write(section: &Ignition, keys: &mut Keys<'_>) {
    keys.map("config", |keys| {
        references(("merge", "append"), &section.config.merge, keys);
        if let Some(replace) = &section.config.replace {
            keys.map("replace", |keys| reference(replace, keys));
        }
    });
    keys.map("timeouts", |keys| {
        keys.number(
            "http_response_headers",
            section.timeouts.http_response_headers,
        );
        keys.number("http_total", section.timeouts.http_total);
    });
    keys.map("security", |keys| {
        keys.map("tls", |keys| {
            let authorities = &section.security.tls.certificate_authorities;
            references("certificate_authorities", authorities, keys);
        });
    });
}

fn references(key: impl Into<Key>, list: &[At<Resource>], keys: &mut Keys<'_>) {
    keys.each(key, list, |resource, keys| reference(resource, keys));
}
