//! What was asked of the simulator.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::clock::Moment;
use super::world::Place;

/// A request to a cloud and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// When, in the simulator's time.
    pub(crate) at: Moment,
    /// Such as `RunInstances` or `createDevice`.
    pub(crate) action: String,
    /// Where, if the signature says so.
    pub(crate) place: Option<Place>,
    /// The access key, if the signature says so; the token of Equinix Metal.
    pub(crate) key: Option<String>,
    /// Who says to ask.
    pub(crate) user_agent: String,
    /// The form; of Equinix Metal the query and the fields of the body. Instead of user data: its SHA-256 and length.
    pub(crate) form: BTreeMap<String, String>,
    /// The method and the path, where they say anything.
    pub(crate) path: String,
    /// The HTTP status of the answer; nothing where no answer was sent.
    pub(crate) status: Option<u16>,
    /// The error's code, if the answer is one; Equinix Metal has sentences instead.
    pub(crate) code: Option<String>,
}

impl Request {
    /// Whether its action changes things, if it is carried out.
    pub(crate) fn is_write(&self) -> bool {
        let reads = ["Describe", "Get", "AssumeRole", "find", "check"];
        !reads.iter().any(|prefix| self.action.starts_with(prefix))
    }

    /// A parameter of its form.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.form.get(name).map(String::as_str)
    }
}

/// The form as it is remembered.
pub(crate) fn without_secrets(form: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut form = form.clone();
    if let Some(user_data) = form.get_mut("UserData") {
        let bytes = STANDARD.decode(&*user_data);
        *user_data = bytes.map_or_else(|_| "not base64".to_owned(), |bytes| digest(&bytes));
    }
    form
}

/// SHA-256 and length.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut text = "sha256:".to_owned();
    for byte in Sha256::digest(bytes) {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    let _ = write!(text, " ({} bytes)", bytes.len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_data_is_not_remembered() {
        let form = BTreeMap::from([("UserData".to_owned(), "c2VjcmV0".to_owned())]);
        let shown = without_secrets(&form);
        assert_eq!(
            shown["UserData"],
            "sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b (6 bytes)"
        );
    }
}
