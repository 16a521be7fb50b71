//! Entries that are merged field by field: the last one that sets a field decides it.

use super::keyed::Group;
use super::notes;
use crate::ignition::at::At;
use crate::report::{Origin, Report};

/// The entries of one key, asked for one field after the other.
pub(super) struct Fields<'a, T> {
    entries: &'a Group<At<T>>,
    /// What the entries are, for the notes: `unit docker.service`.
    subject: String,
    report: &'a mut Report,
}

impl<'a, T> Fields<'a, T> {
    pub(super) fn new(entries: &'a Group<At<T>>, subject: String, report: &'a mut Report) -> Self {
        Self {
            entries,
            subject,
            report,
        }
    }

    /// The value of the last entry that sets the field; each change of it is noted.
    pub(super) fn last<V: PartialEq>(
        &mut self,
        name: &str,
        field: impl Fn(&'a T) -> Option<V>,
    ) -> Option<V> {
        let mut held: Option<(V, Origin)> = None;
        for entry in self.entries.iter() {
            let Some(value) = field(&entry.value) else {
                continue;
            };
            match &held {
                Some((earlier, _)) if *earlier == value => continue,
                Some((_, origin)) => {
                    let what = format!("{name} of {}", self.subject);
                    notes::replaced(&what, entry.origin, *origin, self.report);
                }
                None => {}
            }
            held = Some((value, entry.origin));
        }
        held.map(|(value, _)| value)
    }

    /// The last text that is not empty.
    pub(super) fn text(&mut self, name: &str, field: impl Fn(&'a T) -> &'a String) -> String {
        let set = |entry| Some(field(entry)).filter(|text| !text.is_empty());
        self.last(name, set).cloned().unwrap_or_default()
    }

    /// The last list that is not empty.
    pub(super) fn list(
        &mut self,
        name: &str,
        field: impl Fn(&'a T) -> &'a Vec<String>,
    ) -> Vec<String> {
        let set = |entry| Some(field(entry)).filter(|list| !list.is_empty());
        self.last(name, set).cloned().unwrap_or_default()
    }

    /// Whether any entry has the flag; a plain bool cannot be unset.
    pub(super) fn flag(&self, field: impl Fn(&'a T) -> bool) -> bool {
        self.entries.iter().any(|entry| field(&entry.value))
    }

    /// The items of all lists in order.
    pub(super) fn chain<V: Clone + 'a>(&self, field: impl Fn(&'a T) -> &'a Vec<V>) -> Vec<V> {
        let lists = self.entries.iter().flat_map(|entry| field(&entry.value));
        lists.cloned().collect()
    }
}
