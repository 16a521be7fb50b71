//! Encrypted volumes.

use super::place::{Place, Violations, entries};
use super::{duplicates, paths, problems, resource};
use crate::ignition::at::At;
use crate::ignition::rules::sources;
use crate::ignition::v3::luks::{Clevis, ClevisCustom, Luks, Tang};
use crate::report::Problem;

/// Longest label in a LUKS 2 header, in bytes.
const LABEL_MAX: usize = 47;

pub(super) fn check(volumes: &[At<Luks>], out: &mut Violations) {
    for (place, luks) in entries("storage.luks", volumes) {
        if luks.name.contains('/') {
            out.error(place.field("name"), problems::luks_name_slash());
        }
        if luks.label.as_deref().unwrap_or_default().len() > LABEL_MAX {
            out.error(place.field("label"), problems::luks_label_long());
        }
        let device = match luks.device.as_deref() {
            None | Some("") => Some(problems::device_missing()),
            Some(device) => paths::simple(device),
        };
        out.error(place.field("device"), device);
        resource::check(&luks.key_file, place.field("keyFile"), out);
        duplicates::check(place.entries("openOptions", &luks.open_options), out);
        check_clevis(&luks.clevis, place.field("clevis"), out);
    }
    duplicates::check(entries("storage.luks", volumes), out);
}

fn check_clevis(clevis: &Clevis, place: Place<'_>, out: &mut Violations) {
    let has_pin = !pin(&clevis.custom).is_empty();
    let has_others =
        !clevis.tang.is_empty() || clevis.tpm2 == Some(true) || clevis.threshold.unwrap_or(0) != 0;
    if has_pin && has_others {
        out.error(place, problems::clevis_custom_and_others());
    }
    check_custom(&clevis.custom, place.field("custom"), out);
    for (place, tang) in place.entries("tang", &clevis.tang) {
        check_tang(tang, place, out);
    }
    duplicates::check(place.entries("tang", &clevis.tang), out);
}

fn check_custom(custom: &ClevisCustom, place: Place<'_>, out: &mut Violations) {
    let has_config = custom
        .config
        .as_deref()
        .is_some_and(|config| !config.is_empty());
    if pin(custom).is_empty() && !has_config && custom.needs_network != Some(true) {
        return;
    }
    if !matches!(pin(custom), "tpm2" | "tang" | "sss") {
        out.error(place.field("pin"), problems::clevis_pin());
    }
    if !has_config {
        out.error(place.field("config"), problems::clevis_config_missing());
    }
}

fn pin(custom: &ClevisCustom) -> &str {
    custom.pin.as_deref().unwrap_or_default()
}

fn check_tang(tang: &Tang, place: Place<'_>, out: &mut Violations) {
    out.error(place.field("url"), tang_url(&tang.url));
    if tang.thumbprint.as_deref().unwrap_or_default().is_empty() {
        out.error(
            place.field("thumbprint"),
            problems::tang_thumbprint_missing(),
        );
    }
    let advertisement = tang.advertisement.as_deref().unwrap_or_default();
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(advertisement).is_ok();
    if !advertisement.is_empty() && !is_json {
        out.error(place.field("advertisement"), problems::tang_advertisement());
    }
}

fn tang_url(url: &str) -> Option<Problem> {
    match sources::parsed(url) {
        Err(problem) => Some(problem),
        Ok(url) if matches!(url.scheme(), "http" | "https") => None,
        Ok(_) => Some(problems::tang_scheme()),
    }
}
