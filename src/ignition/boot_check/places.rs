//! Where the nodes of a config end up in Flatcar's tree.

use std::collections::HashMap;
use std::fmt;

use crate::ignition::convert::{self, MountPoints};
use crate::ignition::path::clean;
use crate::ignition::v2_3::Config;
use crate::ignition::v3;
use crate::report::Origin;

/// Linux has no longer paths, in bytes; of longer ones it is not asked what is above them.
const PATH_MAX: usize = 4096;

/// What makes a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Directory,
    Link,
    /// A networkd unit or drop-in, which becomes a file.
    Networkd,
}

/// A node in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) kind: Kind,
    pub(super) path: String,
    pub(super) origin: Origin,
}

/// All nodes of a config, in the order of its documents.
pub(super) struct Places {
    places: Vec<Place>,
    /// Index of the first node at each path.
    first_at: HashMap<String, usize>,
}

impl Places {
    pub(super) fn of(config: &Config, mount_points: &MountPoints) -> Self {
        let place = |kind, path, origin| Place { kind, path, origin };
        let storage = &config.storage;
        let files = storage.files.iter();
        let files = files.map(|file| (Kind::File, &file.node, file.origin));
        let directories = storage.directories.iter();
        let directories =
            directories.map(|directory| (Kind::Directory, &directory.node, directory.origin));
        let links = storage.links.iter();
        let links = links.map(|link| (Kind::Link, &link.node, link.origin));
        let nodes = files.chain(directories).chain(links);
        let networkd = convert::networkd_files(&config.networkd).into_iter();
        Self::from(
            nodes
                .map(|(kind, node, origin)| place(kind, mount_points.place(node), origin))
                .chain(networkd.map(|(path, text)| place(Kind::Networkd, path, text.origin)))
                .collect(),
        )
    }

    pub(super) fn of_v3(config: &v3::Config) -> Self {
        let storage = &config.storage;
        let files = storage.files.iter();
        let files = files.map(|file| (Kind::File, &file.node.path, file.origin));
        let directories = storage.directories.iter();
        let directories =
            directories.map(|directory| (Kind::Directory, &directory.node.path, directory.origin));
        let links = storage.links.iter();
        let links = links.map(|link| (Kind::Link, &link.node.path, link.origin));
        let place = |(kind, path, origin): (_, &String, _)| Place {
            kind,
            path: clean(path),
            origin,
        };
        Self::from(files.chain(directories).chain(links).map(place).collect())
    }

    fn from(mut places: Vec<Place>) -> Self {
        places.sort_by_key(|place| place.origin);
        let mut first_at = HashMap::new();
        for (index, place) in places.iter().enumerate() {
            first_at.entry(place.path.clone()).or_insert(index);
        }
        Self { places, first_at }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// The first node at a path.
    pub(super) fn first_at(&self, path: &str) -> Option<&Place> {
        self.places.get(*self.first_at.get(path)?)
    }

    /// Nodes at a path that another has already, each with the first one.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (&Place, &Place)> {
        self.places.iter().enumerate().filter_map(|(index, place)| {
            let first = *self.first_at.get(&place.path)?;
            (first != index).then_some((place, self.places.get(first)?))
        })
    }

    /// The first nodes at the paths above a path, from the nearest up.
    pub(super) fn above(&self, path: &str) -> impl Iterator<Item = &Place> {
        let possible = Some(path).filter(|path| path.len() < PATH_MAX);
        let above = possible.into_iter().flat_map(parents);
        above.filter_map(|parent| self.first_at(parent))
    }
}

/// The paths above a clean path, from the nearest up to /.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |path| parent(path))
}

/// The path that a clean path is directly below.
pub(super) fn parent(path: &str) -> Option<&str> {
    match path.rsplit_once('/')? {
        ("", "") => None,
        ("", _) => Some("/"),
        (parent, _) => Some(parent),
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "file",
            Self::Directory => "directory",
            Self::Link => "link",
            Self::Networkd => "networkd unit",
        })
    }
}
