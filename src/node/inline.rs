//! Text that is in a config itself, not somewhere to be fetched.

use crate::ignition::at::At;
use crate::ignition::data_url;
use crate::ignition::encode::gunzip;
use crate::ignition::v3::Config;
use crate::ignition::v3::nodes::File;
use crate::ignition::v3::resource::Resource;

/// What a file's text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// This.
    Text(String),
    /// Somewhere else.
    Remote,
    /// Not text, or not what its compression says.
    Unreadable,
}

/// The text of a file. What is appended counts as remote, since what it is appended to is not known.
pub(super) fn read(file: &At<File>) -> Inline {
    let source = file.contents.source.as_deref().unwrap_or("data:,");
    if !source.starts_with("data:") || !file.append.is_empty() {
        return Inline::Remote;
    }
    let Ok(bytes) = data_url::decode(source) else {
        return Inline::Unreadable;
    };
    let bytes = if file.contents.compression.as_deref() == Some("gzip") {
        match gunzip(&bytes) {
            Some(text) => text,
            None => return Inline::Unreadable,
        }
    } else {
        bytes
    };
    String::from_utf8(bytes).map_or(Inline::Unreadable, Inline::Text)
}

/// Replaces the text of a file.
pub(super) fn write(file: &mut At<File>, text: &str) {
    file.value.contents = Resource {
        source: Some(data_url::encode(text.as_bytes())),
        ..Resource::default()
    };
}

/// Writes the text of every file with as few escapes as it can be, since clouds limit user data.
pub(super) fn write_tersely(config: &mut Config) {
    for file in &mut config.storage.files {
        let appended = file.value.append.iter_mut().map(|at| &mut at.value);
        for resource in std::iter::once(&mut file.value.contents).chain(appended) {
            let Some(source) = &mut resource.source else {
                continue;
            };
            if source.starts_with("data:,")
                && let Ok(bytes) = data_url::decode(source)
            {
                *source = data_url::encode_tersely(&bytes);
            }
        }
    }
}
