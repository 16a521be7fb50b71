//! Files, directories and links, among each other.

use super::places::{Kind, Place, Places};
use super::{Findings, problems};
use crate::ignition::at::At;
use crate::ignition::convert::MountPoints;
use crate::ignition::path::clean;
use crate::ignition::v2_3::storage::{Link, Node, Storage};
use crate::report::Origin;

/// setuid, setgid and sticky.
const SPECIAL_BITS: i64 = 0o7000;

pub(super) fn check(
    storage: &Storage,
    mount_points: &MountPoints,
    places: &Places,
    findings: &mut Findings,
) {
    duplicates(places, findings);
    for place in places.iter() {
        below_link(place, places, findings);
    }
    for link in &storage.links {
        without_target(link, findings);
        hard_link_to_directory(link, &mount_points.place(&link.node), places, findings);
        unknown_filesystem(&link.node, link.origin, mount_points, findings);
    }
    for file in &storage.files {
        special_bits(file.mode, file.origin, findings);
        unknown_filesystem(&file.node, file.origin, mount_points, findings);
    }
    for directory in &storage.directories {
        special_bits(directory.mode, directory.origin, findings);
        unknown_filesystem(&directory.node, directory.origin, mount_points, findings);
    }
}

/// Error: a path is taken once, cleaned and with the mount point of its filesystem, by whatever kind.
fn duplicates(places: &Places, findings: &mut Findings) {
    for (place, first) in places.repeated() {
        let problem = match (first.kind, place.kind) {
            (Kind::Networkd, Kind::Networkd) => problems::duplicate_networkd_unit(first),
            (Kind::Networkd, _) | (_, Kind::Networkd) => problems::networkd_path_taken(first),
            _ => problems::duplicate_path(first),
        };
        findings.error(place.origin, problem.found(&place.path));
    }
}

/// Error: nothing is written through a link, symbolic or hard, of the same config.
fn below_link(place: &Place, places: &Places, findings: &mut Findings) {
    let mut above = places.above(&place.path);
    if let Some(link) = above.find(|above| above.kind == Kind::Link) {
        let problem = problems::link_parent(place.kind, link);
        findings.error(place.origin, problem.found(&place.path));
    }
}

/// Error: a link points somewhere.
fn without_target(link: &At<Link>, findings: &mut Findings) {
    if link.target.is_empty() {
        findings.error(link.origin, problems::link_without_target());
    }
}

/// Error: hard links are to files. A relative target counts from the link itself, as Ignition has it.
fn hard_link_to_directory(link: &At<Link>, path: &str, places: &Places, findings: &mut Findings) {
    if !link.hard || link.target.is_empty() {
        return;
    }
    let target = if link.target.starts_with('/') {
        clean(&link.target)
    } else {
        clean(&format!("{path}/{}", link.target))
    };
    let directory = places.first_at(&target);
    if let Some(directory) = directory.filter(|place| place.kind == Kind::Directory) {
        let problem = problems::hard_link_to_directory(directory);
        findings.error(link.origin, problem);
    }
}

/// Warning: Ignition drops the special bits of a mode.
fn special_bits(mode: Option<i64>, origin: Origin, findings: &mut Findings) {
    if mode.is_some_and(|mode| mode & SPECIAL_BITS != 0) {
        findings.warning(origin, problems::special_bits_dropped());
    }
}

/// Warning: the old Flatcar stopped at a filesystem that nothing defines, today's writes to root.
fn unknown_filesystem(
    node: &Node,
    origin: Origin,
    mount_points: &MountPoints,
    findings: &mut Findings,
) {
    if !node.filesystem.is_empty() && mount_points.path(&node.filesystem).is_none() {
        findings.warning(origin, problems::filesystem_unknown(&node.filesystem));
    }
}
