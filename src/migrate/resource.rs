//! What Ignition fetches: contents of files, other configs, certificates.

use super::keys::Keys;
use crate::ignition::data_url;
use crate::ignition::v3::resource::Resource;

/// Writes contents of a file; what was not fetched is written inline.
pub(super) fn contents(resource: &Resource, keys: &mut Keys<'_>) {
    let is_fetched = keys.written.key("remote.url").is_set();
    let source = resource.source.as_deref();
    let inline = source.filter(|_| !is_fetched).and_then(text);
    match &inline {
        Some(text) => keys.text("inline", text.as_str()),
        None => keys.text(("source", "remote.url"), source),
    }
    keys.under("remote", |keys| {
        keys.text("compression", resource.compression.as_deref());
        verification(resource, keys);
    });
}

/// Writes a config or certificate to fetch.
pub(super) fn reference(resource: &Resource, keys: &mut Keys<'_>) {
    keys.text("source", resource.source.as_deref());
    verification(resource, keys);
}

fn verification(resource: &Resource, keys: &mut Keys<'_>) {
    keys.map("verification", |keys| {
        keys.text("hash", resource.verification.hash.as_deref());
    });
}

/// The text of a data URL; `None` for other URLs and for what is no text.
pub(super) fn text(source: &str) -> Option<String> {
    let bytes = source
        .starts_with("data:")
        .then(|| data_url::decode(source))?;
    String::from_utf8(bytes.ok()?).ok()
}
