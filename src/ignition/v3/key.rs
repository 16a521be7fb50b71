//! What makes two entries of a list the same entry.

use super::disks::{Disk, Partition};
use super::filesystems::Filesystem;
use super::luks::{Luks, Tang};
use super::nodes::{Directory, File, Link};
use super::passwd::{Group, User};
use super::raid::Raid;
use super::resource::{HttpHeader, Resource};
use super::systemd::{Dropin, Unit};

/// The key of an entry: entries of equal key are merged, and a valid list has each key once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key<'a> {
    /// A name, path, device, URL; for plain strings the string itself.
    Text(&'a str),
    /// The number of a partition.
    Number(i64),
}

/// An entry with a [`Key`].
pub trait Keyed {
    /// The fields that the key is made of, as users write them in Butane.
    const KEY: &'static str;

    /// The key.
    fn key(&self) -> Key<'_>;
}

impl Keyed for String {
    const KEY: &'static str = "value";

    fn key(&self) -> Key<'_> {
        Key::Text(self)
    }
}

impl Keyed for Resource {
    const KEY: &'static str = "source";

    fn key(&self) -> Key<'_> {
        Key::Text(self.source.as_deref().unwrap_or_default())
    }
}

impl Keyed for Partition {
    const KEY: &'static str = "number or label";

    fn key(&self) -> Key<'_> {
        if self.number == 0 {
            Key::Text(self.label.as_deref().unwrap_or_default())
        } else {
            Key::Number(self.number)
        }
    }
}

impl Keyed for HttpHeader {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}

impl Keyed for Directory {
    const KEY: &'static str = "path";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.node.path)
    }
}

impl Keyed for File {
    const KEY: &'static str = "path";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.node.path)
    }
}

impl Keyed for Link {
    const KEY: &'static str = "path";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.node.path)
    }
}

impl Keyed for Disk {
    const KEY: &'static str = "device";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.device)
    }
}

impl Keyed for Filesystem {
    const KEY: &'static str = "device";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.device)
    }
}

impl Keyed for Raid {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}

impl Keyed for Luks {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}

impl Keyed for Tang {
    const KEY: &'static str = "url";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.url)
    }
}

impl Keyed for User {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}

impl Keyed for Group {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}

impl Keyed for Unit {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}

impl Keyed for Dropin {
    const KEY: &'static str = "name";

    fn key(&self) -> Key<'_> {
        Key::Text(&self.name)
    }
}
