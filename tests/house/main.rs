//! House rules that a command can check, so that they cannot rot.
//!
//! Each rule collects every breach it finds and fails once, naming the places and the way out. The rules read the
//! source as tokens ([`source`]), so comments and strings never trip them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own package should say so and stop"
)]

mod dependencies;
mod floors;
mod length;
mod source;
mod words;

use std::path::Path;

/// Fails with all breaches of a rule.
fn assert_none(rule: &str, breaches: &[String]) {
    assert!(
        breaches.is_empty(),
        "house rule: {rule}\n  {}\n",
        breaches.join("\n  ")
    );
}

/// The package's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
