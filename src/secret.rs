//! Texts that must not be shown.

use std::fmt;
use std::sync::Arc;

/// A text that prints as a mask, so that it cannot reach a log, an error or a panic by accident. Clones share it: all
/// machines of a pool have the same user data.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

/// What is printed in its place.
const MASK: &str = "(secret)";

impl Secret {
    /// Keeps a text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text, for whom it is meant.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_a_mask() {
        let secret = Secret::new("hunter2");
        assert_eq!(
            format!("{secret} {secret:?} {:?}", Some(&secret)),
            "(secret) (secret) Some((secret))"
        );
        assert_eq!(secret.reveal(), "hunter2");
    }
}
