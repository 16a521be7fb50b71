//! Files, directories and links: named filesystems become paths, and files overwrite unless told otherwise.

use super::references::verification;
use super::{MountPoints, flag, text};
use crate::ignition::at::At;
use crate::ignition::v2_3::storage;
use crate::ignition::v3::nodes::{Directory, File, Link, Node, Owner};
use crate::ignition::v3::resource::Resource;

pub(super) fn files(files: Vec<At<storage::File>>, mount_points: &MountPoints) -> Vec<At<File>> {
    let convert = |At { value, origin }: At<storage::File>| {
        let mut node = node(value.node, mount_points);
        // Ignition 2 overwrites by default, Ignition 3 does not.
        node.overwrite = Some(!value.append && node.overwrite.unwrap_or(true));
        let contents = contents(value.contents);
        let (append, contents) = if value.append {
            (vec![At::new(contents, origin)], Resource::default())
        } else {
            (Vec::new(), contents)
        };
        let mode = value.mode;
        let file = File {
            node,
            append,
            contents,
            mode,
        };
        At::new(file, origin)
    };
    files.into_iter().map(convert).collect()
}

/// Without a source the file is empty, which Ignition 3 says by an empty one.
fn contents(contents: storage::FileContents) -> Resource {
    Resource {
        compression: text(contents.compression),
        source: Some(contents.source),
        verification: verification(contents.verification),
        ..Resource::default()
    }
}

pub(super) fn directories(
    directories: Vec<At<storage::Directory>>,
    mount_points: &MountPoints,
) -> Vec<At<Directory>> {
    let convert = |At { value, origin }: At<storage::Directory>| {
        let directory = Directory {
            node: node(value.node, mount_points),
            mode: value.mode,
        };
        At::new(directory, origin)
    };
    directories.into_iter().map(convert).collect()
}

pub(super) fn links(links: Vec<At<storage::Link>>, mount_points: &MountPoints) -> Vec<At<Link>> {
    let convert = |At { value, origin }: At<storage::Link>| {
        let link = Link {
            node: node(value.node, mount_points),
            hard: flag(value.hard),
            target: Some(value.target),
        };
        At::new(link, origin)
    };
    links.into_iter().map(convert).collect()
}

fn node(node: storage::Node, mount_points: &MountPoints) -> Node {
    Node {
        path: mount_points.place(&node),
        group: owner(node.group),
        overwrite: node.overwrite,
        user: owner(node.user),
    }
}

fn owner(owner: Option<storage::Owner>) -> Owner {
    let owner = owner.unwrap_or_default();
    Owner {
        id: owner.id,
        name: text(owner.name),
    }
}
