//! The core of the merge: a list in which entries of equal key become one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::notes;
use crate::ignition::at::At;
use crate::report::Report;

/// Entries of one key, in order.
pub(super) struct Group<T> {
    pub(super) first: T,
    pub(super) later: Vec<T>,
}

impl<T> Group<T> {
    pub(super) fn of(first: T) -> Self {
        Self {
            first,
            later: Vec::new(),
        }
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        std::iter::once(&self.first).chain(&self.later)
    }

    pub(super) fn last(&self) -> &T {
        self.later.last().unwrap_or(&self.first)
    }
}

impl<T> IntoIterator for Group<T> {
    type Item = T;
    type IntoIter = std::iter::Chain<std::iter::Once<T>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self.first).chain(self.later)
    }
}

/// Gathers entries by key, in the order of each key's first entry. Entries without a key stay alone.
pub(super) fn groups<T, K: Hash + Eq>(
    entries: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> Option<K>,
) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    let mut places = HashMap::new();
    for entry in entries {
        match key(&entry).map(|key| places.entry(key)) {
            Some(Entry::Occupied(place)) => {
                let place: usize = *place.get();
                groups[place].later.push(entry);
                continue;
            }
            Some(Entry::Vacant(place)) => {
                place.insert(groups.len());
            }
            None => {}
        }
        groups.push(Group::of(entry));
    }
    groups
}

/// Replaces the entries of each repeated key by what `merge` makes of them.
pub(super) fn fold<T, K: Hash + Eq>(
    list: &mut Vec<At<T>>,
    key: impl Fn(&T) -> Option<K>,
    mut merge: impl FnMut(Group<At<T>>) -> At<T>,
) {
    *list = groups(list.drain(..), |entry| key(&entry.value))
        .into_iter()
        .map(|group| {
            if group.later.is_empty() {
                group.first
            } else {
                merge(group)
            }
        })
        .collect();
}

/// [`fold`] where the last entry of a key replaces the others; `subject` names one for the notes.
pub(super) fn fold_to_last<T: PartialEq, K: Hash + Eq>(
    list: &mut Vec<At<T>>,
    key: impl Fn(&T) -> Option<K>,
    subject: impl Fn(&T) -> String,
    report: &mut Report,
) {
    fold(list, key, |group| {
        let mut winner = group.first;
        for next in group.later {
            if next.value != winner.value {
                notes::replaced(&subject(&next), next.origin, winner.origin, report);
                winner = next;
            }
        }
        winner
    });
}

/// A name as a key; empty ones are nobody's.
pub(super) fn name_key(name: &str) -> Option<String> {
    (!name.is_empty()).then(|| name.to_owned())
}
