//! Where filesystems are mounted while Ignition runs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::ignition::path::clean;
use crate::ignition::v2_3::Config;
use crate::ignition::v2_3::storage::{Filesystem, Node};

/// The filesystem that always exists.
const ROOT: &str = "root";
/// Flatcar's partition for what is special to a platform, and where it is mounted.
const OEM: (&str, &str) = ("oem", "/oem");

/// The mount point of each named filesystem.
///
/// Ignition 2 names a filesystem for each node; Ignition 3 has only paths, below which filesystems are
/// mounted for the time of writing. `root` is at /, `oem` at /oem, others below /tmp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountPoints {
    by_name: HashMap<String, String>,
}

impl MountPoints {
    /// The mount points of configs that are used together, in their order. The first filesystem of a name
    /// decides.
    #[must_use]
    pub fn of<'a>(configs: impl IntoIterator<Item = &'a Config>) -> Self {
        let mut mount_points = Self {
            by_name: HashMap::from([(ROOT.to_owned(), "/".to_owned())]),
        };
        let filesystems = configs
            .into_iter()
            .flat_map(|config| &config.storage.filesystems);
        let (mut unnamed, mut number) = (0, 0);
        for filesystem in filesystems {
            let name = if filesystem.name.is_empty() {
                // Flatcar makes up a name, which takes a number, and then forgets it.
                unnamed += 1;
                format!("ignition{unnamed}")
            } else {
                filesystem.name.clone()
            };
            if let Entry::Vacant(place) = mount_points.by_name.entry(name) {
                number += 1;
                let path = mount_path(filesystem, place.key(), number);
                place.insert(clean(&path));
            }
        }
        mount_points
    }

    /// The mount point of a filesystem; `None` when none has this name.
    #[must_use]
    pub fn path(&self, filesystem: &str) -> Option<&str> {
        self.by_name.get(filesystem).map(String::as_str)
    }

    /// The path of a node in the whole tree. A node on an unknown filesystem lands on root.
    #[must_use]
    pub fn place(&self, node: &Node) -> String {
        let mount_point = self.path(&node.filesystem).unwrap_or_default();
        clean(&format!("{mount_point}/{}", node.path))
    }
}

fn mount_path(filesystem: &Filesystem, name: &str, number: usize) -> String {
    match (&filesystem.mount, &filesystem.path) {
        (None, Some(path)) => path.clone(),
        _ if name == OEM.0 => OEM.1.to_owned(),
        _ => numbered(name, number),
    }
}

/// The mount point that Flatcar makes up for a filesystem, not cleaned.
pub(in crate::ignition) fn numbered(name: &str, number: usize) -> String {
    format!("/tmp/{name}-ign{number}")
}
