//! Entries whose key an earlier entry has.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::ignition::at::At;

/// An entry, and the first of its key.
pub(super) struct Repeated<'a, T> {
    pub(super) entry: &'a At<T>,
    pub(super) first: &'a At<T>,
}

/// The entries that repeat a key, in their order. Entries without a key repeat none.
pub(super) fn repeated<'a, T, K: Hash + Eq>(
    entries: impl IntoIterator<Item = &'a At<T>>,
    key: impl Fn(&'a T) -> Option<K>,
) -> Vec<Repeated<'a, T>> {
    let mut first_of = HashMap::new();
    let mut found = Vec::new();
    for entry in entries {
        let Some(key) = key(&entry.value) else {
            continue;
        };
        let first = *first_of.entry(key).or_insert(entry);
        if !std::ptr::eq(first, entry) {
            found.push(Repeated { entry, first });
        }
    }
    found
}

/// The values that stand more than once in a list.
pub(super) fn repeated_values(values: &[String]) -> impl Iterator<Item = &str> {
    let mut seen = HashSet::new();
    values
        .iter()
        .map(String::as_str)
        .filter(move |value| !seen.insert(*value))
}
