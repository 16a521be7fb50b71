//! Merging of files, directories and links.

use super::Merge;
use super::lists::{concatenated, scalar};
use crate::ignition::v3::nodes::{Directory, File, Link, Node, Owner};

impl Merge for Node {
    fn merge(self, child: Self) -> Self {
        Self {
            group: self.group.merge(child.group),
            overwrite: scalar(self.overwrite, child.overwrite),
            path: child.path,
            user: self.user.merge(child.user),
        }
    }
}

impl Merge for Owner {
    fn merge(self, child: Self) -> Self {
        Self {
            id: scalar(self.id, child.id),
            name: scalar(self.name, child.name),
        }
    }
}

impl Merge for Directory {
    fn merge(self, child: Self) -> Self {
        Self {
            node: self.node.merge(child.node),
            mode: scalar(self.mode, child.mode),
        }
    }
}

impl Merge for File {
    fn merge(self, child: Self) -> Self {
        Self {
            node: self.node.merge(child.node),
            append: concatenated(self.append, child.append),
            contents: self.contents.merge(child.contents),
            mode: scalar(self.mode, child.mode),
        }
    }
}

impl Merge for Link {
    fn merge(self, child: Self) -> Self {
        Self {
            node: self.node.merge(child.node),
            hard: scalar(self.hard, child.hard),
            target: scalar(self.target, child.target),
        }
    }
}
