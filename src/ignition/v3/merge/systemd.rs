//! Merging of units.

use super::Merge;
use super::lists::scalar;
use crate::ignition::v3::systemd::{Dropin, Systemd, Unit};

impl Merge for Systemd {
    fn merge(self, child: Self) -> Self {
        Self {
            units: self.units.merge(child.units),
        }
    }
}

impl Merge for Unit {
    fn merge(self, child: Self) -> Self {
        Self {
            contents: scalar(self.contents, child.contents),
            dropins: self.dropins.merge(child.dropins),
            enabled: scalar(self.enabled, child.enabled),
            mask: scalar(self.mask, child.mask),
            name: child.name,
        }
    }
}

impl Merge for Dropin {
    fn merge(self, child: Self) -> Self {
        Self {
            contents: scalar(self.contents, child.contents),
            name: child.name,
        }
    }
}
