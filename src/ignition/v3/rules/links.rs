//! What links ask of themselves and of the nodes around them.

use std::collections::HashSet;

use super::place::{Place, Violations, entries};
use super::problems;
use crate::ignition::path::clean;
use crate::ignition::v3::Storage;
use crate::ignition::v3::nodes::{Link, Owner};

pub(super) fn check(storage: &Storage, out: &mut Violations) {
    check_below(storage, out);
    let directories: HashSet<&str> = storage
        .directories
        .iter()
        .map(|directory| directory.node.path.as_str())
        .collect();
    for (place, link) in entries("storage.links", &storage.links) {
        match link.target.as_deref() {
            None | Some("") => out.error(place.field("target"), problems::link_target_missing()),
            Some(target) if link.hard == Some(true) => {
                if directories.contains(resolved(&link.node.path, target).as_str()) {
                    out.error(place, problems::hard_link_to_directory());
                }
                check_owners(link, place, out);
            }
            Some(_) => {}
        }
    }
}

/// Error: nothing of the config is below one of its links.
fn check_below(storage: &Storage, out: &mut Violations) {
    let links: HashSet<&str> = storage
        .links
        .iter()
        .map(|link| link.node.path.as_str())
        .collect();
    if links.is_empty() {
        return;
    }
    let is_below = |path: &str| {
        path.match_indices('/')
            .any(|(slash, _)| links.contains(&path[..slash]))
    };
    for (place, directory) in entries("storage.directories", &storage.directories) {
        if is_below(&directory.node.path) {
            out.error(place, problems::below_link());
        }
    }
    for (place, file) in entries("storage.files", &storage.files) {
        if is_below(&file.node.path) {
            out.error(place, problems::below_link());
        }
    }
    for (place, link) in entries("storage.links", &storage.links) {
        if is_below(&link.node.path) {
            out.error(place, problems::below_link());
        }
    }
}

/// The target of a hard link. Ignition takes a relative one from the link's own path, not from its parent.
fn resolved(path: &str, target: &str) -> String {
    if target.starts_with('/') {
        clean(target)
    } else {
        clean(&format!("{path}/{target}"))
    }
}

/// Warning: a hard link has the owner of what it points to.
fn check_owners(link: &Link, place: Place<'_>, out: &mut Violations) {
    let mut check = |name, owner: &Owner| {
        let place = place.field(name);
        if owner.id.is_some() {
            out.warn(place.field("id"), problems::hard_link_owner());
        }
        if owner.name.is_some() {
            out.warn(place.field("name"), problems::hard_link_owner());
        }
    };
    check("user", &link.node.user);
    check("group", &link.node.group);
}
