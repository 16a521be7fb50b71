//! Collects the keys of a mapping, and puts them in the user's order.

use super::outline::{Part, Value};
use super::written::Written;
use crate::ignition::at::At;
use crate::report::Mark;

/// A key of Butane, and the one of Container Linux Configs that it is written as; several with dots are
/// below each other.
#[derive(Clone, Copy)]
pub(super) struct Key {
    butane: &'static str,
    clc: &'static str,
}

impl From<&'static str> for Key {
    fn from(same: &'static str) -> Self {
        Self {
            butane: same,
            clc: same,
        }
    }
}

impl From<(&'static str, &'static str)> for Key {
    fn from((butane, clc): (&'static str, &'static str)) -> Self {
        Self { butane, clc }
    }
}

/// The keys of a mapping.
pub(super) struct Keys<'t> {
    /// What the user wrote instead.
    pub(super) written: Written<'t>,
    parts: Vec<Part>,
}

impl<'t> Keys<'t> {
    pub(super) fn of(written: Written<'t>) -> Self {
        Self {
            written,
            parts: Vec::new(),
        }
    }

    /// A text; nothing when it is absent.
    pub(super) fn text<'a>(&mut self, key: impl Into<Key>, text: impl Into<Option<&'a str>>) {
        if let Some(text) = text.into() {
            let key = key.into();
            let style = self.written.key(key.clc).style();
            self.entry(key, Value::Text(text.to_owned(), style));
        }
    }

    /// A number; nothing when it is absent.
    pub(super) fn number(&mut self, key: impl Into<Key>, number: Option<i64>) {
        if let Some(number) = number {
            self.entry(key, Value::Plain(number.to_string()));
        }
    }

    /// A mode, in octal; nothing when it is absent.
    pub(super) fn mode(&mut self, key: impl Into<Key>, mode: Option<i64>) {
        if let Some(mode) = mode {
            self.entry(key, Value::Plain(format!("0{mode:03o}")));
        }
    }

    /// A flag; nothing when it is absent.
    pub(super) fn flag(&mut self, key: impl Into<Key>, flag: Option<bool>) {
        if let Some(flag) = flag {
            self.entry(key, Value::Plain(flag.to_string()));
        }
    }

    /// A list of texts; nothing when it is empty.
    pub(super) fn texts<'a>(
        &mut self,
        key: impl Into<Key>,
        texts: impl ExactSizeIterator<Item = &'a String>,
    ) {
        let key = key.into();
        let written = self.written.key(key.clc).exactly(texts.len());
        let item = |(text, written): (&String, Written<'_>)| {
            Part::item(written.place, Value::Text(text.clone(), written.style()))
        };
        self.list(key, texts.zip(written).map(item).collect());
    }

    /// A list; nothing when it is empty.
    pub(super) fn list(&mut self, key: impl Into<Key>, items: Vec<Part>) {
        if !items.is_empty() {
            self.entry(key, Value::List(items));
        }
    }

    /// A mapping, whose keys `fill` adds; nothing when it adds none.
    pub(super) fn map(&mut self, key: impl Into<Key>, fill: impl FnOnce(&mut Keys<'t>)) {
        let key = key.into();
        let mut below = Keys::of(self.written.key(key.clc));
        fill(&mut below);
        if !below.parts.is_empty() {
            self.entry(key, below.into_value());
        }
    }

    /// Adds keys that the user wrote below another key, which Butane does not have.
    pub(super) fn under(&mut self, path: &str, fill: impl FnOnce(&mut Keys<'t>)) {
        let above = self.written;
        self.written = above.key(path);
        fill(self);
        self.written = above;
    }

    /// A list of mappings; nothing when it is empty. `fill` adds the keys of each.
    pub(super) fn each<T>(
        &mut self,
        key: impl Into<Key>,
        list: &[At<T>],
        mut fill: impl FnMut(&T, &mut Keys<'t>),
    ) {
        let key = key.into();
        let written = self.written.key(key.clc).items();
        let item = |entry: &At<T>| {
            let written = written.at(entry.origin).unwrap_or_default();
            let mut keys = Keys::of(written);
            fill(&entry.value, &mut keys);
            Part::item(written.place, keys.into_value())
        };
        self.list(key, list.iter().map(item).collect());
    }

    /// A value of any kind.
    pub(super) fn entry(&mut self, key: impl Into<Key>, value: Value) {
        let key = key.into();
        let place = self.written.key(key.clc).place;
        self.parts.push(Part::entry(key.butane, place, value));
    }

    /// The mapping. A key that the user did not write stays behind the one that was added before it.
    pub(super) fn into_value(self) -> Value {
        Value::Map(self.into_parts())
    }

    /// The keys, in the same order.
    pub(super) fn into_parts(self) -> Vec<Part> {
        let mut reached = Mark { line: 0, column: 0 };
        let mut parts: Vec<_> = self
            .parts
            .into_iter()
            .map(|part| {
                reached = part.place.map_or(reached, |place| place.mark);
                (reached, part)
            })
            .collect();
        parts.sort_by_key(|(mark, _)| *mark);
        parts.into_iter().map(|(_, part)| part).collect()
    }
}
