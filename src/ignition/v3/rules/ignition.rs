//! The `ignition` section: other configs, certificate authorities, proxies.

use super::place::{Place, Violations, entries, object};
use super::{duplicates, problems, resource};
use crate::ignition::rules::sources;
use crate::ignition::v3::ignition::{Ignition, Proxy};

pub(super) fn check(ignition: &Ignition, out: &mut Violations) {
    let lists = [
        ("ignition.config.merge", &ignition.config.merge),
        (
            "ignition.security.tls.certificateAuthorities",
            &ignition.security.tls.certificate_authorities,
        ),
    ];
    for (name, list) in lists {
        for (place, resource) in entries(name, list) {
            resource::check_required(resource, place, out);
        }
        duplicates::check(entries(name, list), out);
    }
    if let Some(replace) = &ignition.config.replace {
        resource::check(
            replace,
            object("ignition.config.replace", replace.origin),
            out,
        );
    }
    if let Some(proxy) = &ignition.proxy {
        check_proxy(proxy, object("ignition.proxy", proxy.origin), out);
    }
}

fn check_proxy(proxy: &Proxy, place: Place<'_>, out: &mut Violations) {
    check_url(
        proxy.http_proxy.as_deref(),
        place.field("httpProxy"),
        true,
        out,
    );
    check_url(
        proxy.https_proxy.as_deref(),
        place.field("httpsProxy"),
        false,
        out,
    );
    duplicates::check(place.entries("noProxy", &proxy.no_proxy), out);
}

/// Error: a proxy is an `http` or `https` URL. Warning: plain `http` where `https` is proxied.
fn check_url(url: Option<&str>, place: Place<'_>, is_plain_fine: bool, out: &mut Violations) {
    let Some(url) = url else { return };
    match sources::parsed(url) {
        Err(problem) => out.error(place, problem),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            out.error(place, problems::proxy_scheme());
        }
        Ok(url) if url.scheme() == "http" && !is_plain_fine => {
            out.warn(place, problems::proxy_insecure());
        }
        Ok(_) => {}
    }
}
