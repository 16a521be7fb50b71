//! Every dependency says why it is here.

use std::fs;

use crate::{assert_none, root};

#[test]
fn every_dependency_has_a_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut breaches = Vec::new();
    let mut among_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            among_dependencies = line.contains("dependencies");
        } else if among_dependencies
            && line.contains(" = ")
            && !line.starts_with('#')
            && !line.contains(" # ")
        {
            breaches.push(line.to_owned());
        }
    }
    assert_none(
        "each line of [dependencies] ends in a comment that says why it is here",
        &breaches,
    );
}

#[test]
fn releases_keep_the_real_time() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    assert!(
        default.is_some_and(|features| !features.contains("test-clock")),
        "house rule: a simulator keeps the time in tests only, so `test-clock` is no default feature"
    );
}
