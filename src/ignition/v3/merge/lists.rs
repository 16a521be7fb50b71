//! Merging of scalars and lists.

use std::collections::{HashMap, HashSet};

use super::Merge;
use crate::ignition::at::At;
use crate::ignition::v3::key::Keyed;

/// A present scalar of the child wins.
pub(super) fn scalar<T>(parent: Option<T>, child: Option<T>) -> Option<T> {
    child.or(parent)
}

/// Lists whose entries are never the same.
pub(super) fn concatenated<T>(mut parent: Vec<T>, child: Vec<T>) -> Vec<T> {
    parent.extend(child);
    parent
}

/// Removes the entries whose key is in another list of the child.
pub(super) fn without_keys_of<T: Keyed, U: Keyed>(parent: &mut Vec<At<T>>, child: &[At<U>]) {
    if child.is_empty() {
        return;
    }
    let gone: HashSet<_> = child.iter().map(|entry| entry.key()).collect();
    parent.retain(|entry| !gone.contains(&entry.key()));
}

impl<T: Keyed + Merge> Merge for Vec<At<T>> {
    fn merge(self, child: Self) -> Self {
        if self.is_empty() || child.is_empty() {
            return concatenated(self, child);
        }
        let places: HashMap<_, _> = self
            .iter()
            .enumerate()
            .map(|(place, entry)| (entry.key(), place))
            .collect();
        let mut partners: Vec<Option<At<T>>> = Vec::new();
        partners.resize_with(self.len(), || None);
        let mut added = Vec::new();
        for entry in child {
            match places.get(&entry.key()) {
                Some(&place) => partners[place] = Some(entry),
                None => added.push(entry),
            }
        }
        drop(places);
        let merged = self.into_iter().zip(partners);
        let merged = merged.map(|(entry, partner)| match partner {
            Some(partner) => entry.merge(partner),
            None => entry,
        });
        merged.chain(added).collect()
    }
}

impl<T: Merge> Merge for At<T> {
    fn merge(self, child: Self) -> Self {
        At::new(self.value.merge(child.value), child.origin)
    }
}

impl<T: Merge> Merge for Option<At<T>> {
    fn merge(self, child: Self) -> Self {
        match (self, child) {
            (Some(parent), Some(child)) => Some(parent.merge(child)),
            (parent, child) => child.or(parent),
        }
    }
}

impl Merge for String {
    fn merge(self, child: Self) -> Self {
        child
    }
}
