//! Files, directories and links, each by itself; [`links`](super::links) has what links ask of the others.

use super::duplicates::Seen;
use super::place::{Place, Violations, entries};
use super::{paths, problems, resource};
use crate::ignition::rules;
use crate::ignition::v3::Storage;
use crate::ignition::v3::nodes::{File, Node, Owner};

/// setuid, setgid and sticky.
const SPECIAL_BITS: i64 = 0o7000;

pub(super) fn check(storage: &Storage, out: &mut Violations) {
    let mut seen = Seen::default();
    for (place, directory) in entries("storage.directories", &storage.directories) {
        seen.check(place, directory, out);
        check_node(&directory.node, place, out);
        check_mode(directory.mode, place, out);
    }
    for (place, file) in entries("storage.files", &storage.files) {
        seen.check(place, file, out);
        check_node(&file.node, place, out);
        check_mode(file.mode, place, out);
        check_contents(file, place, out);
    }
    for (place, link) in entries("storage.links", &storage.links) {
        seen.check(place, link, out);
        check_node(&link.node, place, out);
    }
}

fn check_node(node: &Node, place: Place<'_>, out: &mut Violations) {
    out.error(place.field("path"), paths::simple(&node.path));
    check_owner(&node.group, place.field("group"), out);
    check_owner(&node.user, place.field("user"), out);
}

fn check_owner(owner: &Owner, place: Place<'_>, out: &mut Violations) {
    let has_name = owner.name.as_deref().is_some_and(|name| !name.is_empty());
    if owner.id.is_some() && has_name {
        out.error(place, problems::owner_id_and_name());
    }
}

fn check_mode(mode: Option<i64>, place: Place<'_>, out: &mut Violations) {
    let Some(mode) = mode else { return };
    let problem = rules::nodes::mode(mode);
    if problem.is_none() && mode & SPECIAL_BITS != 0 {
        out.warn(place.field("mode"), problems::mode_special_bits());
    }
    out.error(place.field("mode"), problem);
}

fn check_contents(file: &File, place: Place<'_>, out: &mut Violations) {
    if file.node.overwrite == Some(true) && file.contents.source.is_none() {
        out.error(
            place.field("overwrite"),
            problems::overwrite_without_source(),
        );
    }
    resource::check(&file.contents, place.field("contents"), out);
    for (place, resource) in place.entries("append", &file.append) {
        resource::check(resource, place, out);
    }
}
