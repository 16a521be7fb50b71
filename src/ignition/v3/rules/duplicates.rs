//! Lists in which each key may stand once.

use std::collections::HashMap;

use super::place::{Place, Violations};
use super::problems;
use crate::ignition::v3::key::{Key, Keyed};
use crate::report::Origin;

/// Error: an entry whose key an earlier one has. Lists that share their keys are to be chained.
pub(super) fn check<'p, 'a, T: Keyed + 'a>(
    entries: impl Iterator<Item = (Place<'p>, &'a T)>,
    out: &mut Violations,
) {
    let mut seen = Seen::default();
    for (place, entry) in entries {
        seen.check(place, entry, out);
    }
}

/// The keys so far, and who has them.
#[derive(Default)]
pub(super) struct Seen<'a>(HashMap<Key<'a>, Origin>);

impl<'a> Seen<'a> {
    /// Error: the key of the entry is taken.
    pub(super) fn check<T: Keyed>(&mut self, place: Place<'_>, entry: &'a T, out: &mut Violations) {
        match self.0.get(&entry.key()) {
            Some(&first) => out.error(place, problems::duplicate(T::KEY, first)),
            None => {
                self.0.insert(entry.key(), place.origin());
            }
        }
    }
}
