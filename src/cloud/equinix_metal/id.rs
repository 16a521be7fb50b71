//! Ids in answers. They become parts of addresses that requests go to, so they are held to what ids look like.

use serde_json::Value;

use crate::cloud::{Fault, Kind};

/// The longest id, in characters: the service's are UUIDs, of 36.
const LONGEST: usize = 64;

/// The id of an item.
///
/// # Errors
/// It has none. To pass over it would make a machine seem to be gone.
pub(super) fn read(operation: &'static str, item: &Value) -> Result<String, Fault> {
    let id = item["id"].as_str().filter(|id| is_id(id));
    id.map(str::to_owned).ok_or_else(|| {
        let message = "The answer has something without an id, or with one that is none";
        Fault::new(Kind::Unanswered, operation, message)
    })
}

/// Whether a text can be an id.
pub(super) fn is_id(text: &str) -> bool {
    let is_of_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_of_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words() {
        assert!(is_id("0f3b1c9e-1d2c-4b5a-8e7f-001122334455") && is_id("d_1"));
        for text in [
            "",
            "..",
            "../../x",
            "a/b",
            "a b",
            "a?b",
            "a%2fb",
            "ä",
            "\u{1b}[2J",
            &"a".repeat(65),
        ] {
            assert!(!is_id(text), "{text:?}");
        }
    }
}
