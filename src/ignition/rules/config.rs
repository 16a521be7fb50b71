//! Rules of a whole config: which filesystems its nodes refer to.
//!
//! All are warnings at the root of the document, in the order of [`filesystems`], before all other rules.

use std::collections::HashSet;

use super::problems;
use crate::ignition::v2_3::Config;
use crate::ignition::v2_3::storage::Node;
use crate::report::Problem;

/// The filesystem that always exists.
const ROOT: &str = "root";

/// Warnings, struct (the config): nodes on undefined filesystems (files, links, directories), then
/// filesystems that are defined twice.
#[must_use]
pub fn filesystems(config: &Config) -> Vec<Problem> {
    let storage = &config.storage;
    let mut defined = HashSet::from([ROOT]);
    let mut redefined = Vec::new();
    for filesystem in &storage.filesystems {
        if !defined.insert(&filesystem.name) {
            redefined.push(problems::filesystem_redefined(&filesystem.name));
        }
    }
    let undefined = |kind: &'static str, node: &Node| {
        let is_undefined =
            !node.filesystem.is_empty() && !defined.contains(node.filesystem.as_str());
        is_undefined.then(|| problems::filesystem_undefined(kind, &node.path, &node.filesystem))
    };
    let files = storage
        .files
        .iter()
        .filter_map(|file| undefined("file", &file.node));
    let links = storage
        .links
        .iter()
        .filter_map(|link| undefined("link", &link.node));
    let directories = storage.directories.iter();
    let directories = directories.filter_map(|directory| undefined("directory", &directory.node));
    files
        .chain(links)
        .chain(directories)
        .chain(redefined)
        .collect()
}
