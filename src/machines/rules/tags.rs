//! Tags of machines.

use crate::framework::{AttributePath, Diagnostic, Diagnostics, Field};
use crate::machines::arguments::Arguments;

/// Prefix of the tags that say whose a machine is.
pub(crate) const OURS: &str = "lokomotive:";

/// Most tags of the user's: AWS allows 50, of which the provider has some.
const MOST: usize = 40;

/// Tags are such as the cloud takes, and leave ours alone.
pub(crate) fn tags(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(tags) = arguments.common.tags.known() else {
        return;
    };
    let is_aws = matches!(arguments.common.aws, Field::Known(_));
    if tags.len() > MOST {
        found.push(
            Diagnostic::error("Too many tags", format!("Use at most {MOST}."))
                .at(AttributePath::of("tags")),
        );
    }
    for (key, value) in tags {
        let value = value.known().map_or("", String::as_str);
        if let Some(detail) = fault(key, value, is_aws) {
            found.push(
                Diagnostic::error("The tag cannot be used", detail)
                    .at(AttributePath::of("tags").key(key.clone())),
            );
        }
    }
}

/// Why a tag cannot be used; `None` when it can.
pub(crate) fn fault(key: &str, value: &str, is_aws: bool) -> Option<String> {
    let length = |text: &str| text.chars().count();
    if key.starts_with(OURS) {
        Some(format!(
            "Tags that start with {OURS} say which machine is whose. Use another key."
        ))
    } else if key.is_empty() {
        Some("A tag needs a key.".to_owned())
    } else if is_aws && key == "Name" {
        Some(
            "The tag Name is the machine's name, which the provider gives. Use another key."
                .to_owned(),
        )
    } else if is_aws && key.to_ascii_lowercase().starts_with("aws:") {
        Some("AWS keeps tags that start with aws: to itself. Use another key.".to_owned())
    } else if length(key) > 128 || length(value) > 256 {
        Some("Keys have at most 128 characters, values at most 256.".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_others_need() {
        for (key, is_aws, accepted) in [
            ("team", true, true),
            ("Name", true, false),
            ("Name", false, true),
            ("aws:x", true, false),
            ("AWS:x", true, false),
            ("aws:x", false, true),
            ("lokomotive:uid", false, false),
            ("", false, false),
        ] {
            assert_eq!(fault(key, "", is_aws).is_none(), accepted, "{key}");
        }
        assert!(fault("k", &"v".repeat(257), true).is_some());
    }
}
