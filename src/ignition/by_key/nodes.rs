//! Files, directories and links: one key space of filesystem and path.

use std::collections::HashSet;

use super::keyed::{self, groups};
use super::{files, notes};
use crate::ignition::at::At;
use crate::ignition::path::clean;
use crate::ignition::v2_3::storage::{Node, Storage};
use crate::report::{Origin, Report};

/// Folds nodes of equal key: first those of different kinds, then each list.
pub(super) fn fold(storage: &mut Storage, report: &mut Report) {
    drop_other_kinds(storage, report);
    let key = |node: &Node| Some(key(node));
    keyed::fold_to_last(
        &mut storage.directories,
        |directory| key(&directory.node),
        |directory| format!("directory {}", directory.node.path),
        report,
    );
    keyed::fold(
        &mut storage.files,
        |file| key(&file.node),
        |group| files::merge(group, report),
    );
    keyed::fold_to_last(
        &mut storage.links,
        |link| key(&link.node),
        |link| format!("link {}", link.node.path),
        report,
    );
}

fn key(node: &Node) -> (String, String) {
    (node.filesystem.clone(), clean(&node.path))
}

/// A node of any kind and where it stands in its list.
struct Place<'a> {
    kind: &'static str,
    index: usize,
    node: &'a Node,
    origin: Origin,
}

/// Removes nodes whose path a later node of another kind takes. Lists of different kinds do not say which
/// entry is later, so positions in the documents decide.
fn drop_other_kinds(storage: &mut Storage, report: &mut Report) {
    let mut replaced = HashSet::new();
    let places = places("directory", &storage.directories, |directory| {
        &directory.node
    })
    .chain(places("file", &storage.files, |file| &file.node))
    .chain(places("link", &storage.links, |link| &link.node));
    for group in groups(places, |place| Some(key(place.node))) {
        let mut places: Vec<_> = group.into_iter().collect();
        if places.array_windows().all(|[a, b]| a.kind == b.kind) {
            continue;
        }
        places.sort_by_key(|place| place.origin);
        let mut gone = 0;
        for (position, [earlier, later]) in places.array_windows().enumerate() {
            if earlier.kind != later.kind {
                gone = position + 1;
                notes::replaced_kind(
                    (later.kind, later.origin),
                    (earlier.kind, earlier.origin),
                    &later.node.path,
                    report,
                );
            }
        }
        let gone = places.iter().take(gone);
        replaced.extend(gone.map(|place| (place.kind, place.index)));
    }
    if replaced.is_empty() {
        return;
    }
    retain(&mut storage.directories, "directory", &replaced);
    retain(&mut storage.files, "file", &replaced);
    retain(&mut storage.links, "link", &replaced);
}

fn places<'a, T>(
    kind: &'static str,
    list: &'a [At<T>],
    node: impl Fn(&'a T) -> &'a Node,
) -> impl Iterator<Item = Place<'a>> {
    list.iter().enumerate().map(move |(index, entry)| Place {
        kind,
        index,
        node: node(&entry.value),
        origin: entry.origin,
    })
}

fn retain<T>(list: &mut Vec<At<T>>, kind: &'static str, replaced: &HashSet<(&'static str, usize)>) {
    let mut index = 0;
    list.retain(|_| {
        let is_kept = !replaced.contains(&(kind, index));
        index += 1;
        is_kept
    });
}
