//! The merge of Ignition 3: a child config laid over its parent.
//!
//! Ignition itself merges this way at boot (`config/merge`), and so does Butane with the snippets of a
//! document:
//!
//! - A field that is absent in the child keeps the parent's value; a present one wins, even `""` or `0`.
//! - Entries of equal [`Key`](super::key::Key) become one, field by field, in the parent's place. Entries
//!   of the child alone follow in its order.
//! - Directories, files and links share their paths: a child's link removes the parent's directory there.
//!   So do the two lists of kernel arguments.
//! - Options of mkfs, mounts, mdadm and cryptsetup, and what is appended to a file, are concatenated.
//! - A child's HTTP header without a value removes the parent's.
//!
//! An entry that both have gets the child's origin. What comes out may break a rule that both configs keep
//! (a file below a link), so the rules are to be checked again.

mod disks;
mod ignition;
mod lists;
mod luks;
mod many;
mod nodes;
mod passwd;
mod resource;
mod systemd;

use super::{Config, KernelArguments, Storage};
use lists::without_keys_of;
pub use many::merge_all;

/// Lays a config over another. The result has the higher of the two versions.
#[must_use]
pub fn merge(parent: Config, child: Config) -> Config {
    parent.merge(child)
}

/// A value that a child's value can be laid over.
trait Merge {
    /// The value that `self`, of the parent, and `child` make together.
    #[must_use]
    fn merge(self, child: Self) -> Self;
}

impl Merge for Config {
    fn merge(self, child: Self) -> Self {
        Self {
            ignition: self.ignition.merge(child.ignition),
            kernel_arguments: self.kernel_arguments.merge(child.kernel_arguments),
            passwd: self.passwd.merge(child.passwd),
            storage: self.storage.merge(child.storage),
            systemd: self.systemd.merge(child.systemd),
        }
    }
}

impl Merge for KernelArguments {
    fn merge(mut self, child: Self) -> Self {
        without_keys_of(&mut self.should_exist, &child.should_not_exist);
        without_keys_of(&mut self.should_not_exist, &child.should_exist);
        Self {
            should_exist: self.should_exist.merge(child.should_exist),
            should_not_exist: self.should_not_exist.merge(child.should_not_exist),
        }
    }
}

impl Merge for Storage {
    fn merge(mut self, child: Self) -> Self {
        without_keys_of(&mut self.directories, &child.files);
        without_keys_of(&mut self.directories, &child.links);
        without_keys_of(&mut self.files, &child.directories);
        without_keys_of(&mut self.files, &child.links);
        without_keys_of(&mut self.links, &child.directories);
        without_keys_of(&mut self.links, &child.files);
        Self {
            directories: self.directories.merge(child.directories),
            disks: self.disks.merge(child.disks),
            files: self.files.merge(child.files),
            filesystems: self.filesystems.merge(child.filesystems),
            links: self.links.merge(child.links),
            luks: self.luks.merge(child.luks),
            raid: self.raid.merge(child.raid),
        }
    }
}

#[cfg(test)]
mod tests;
