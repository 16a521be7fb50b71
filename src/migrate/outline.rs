//! What is written: an outline of keys and values, each with its comments and its place in the user's text.

use crate::report::Mark;
use crate::yaml::Style;

/// An entry of a mapping, or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its key; empty for an item of a list.
    pub(super) key: &'static str,
    /// Where the user wrote it; `None` for what is new.
    pub(super) place: Option<Place>,
    /// The comments around it.
    pub(super) lines: Lines,
    /// Its value.
    pub(super) value: Value,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A number or a word, written as it is.
    Plain(String),
    /// A text, and how the user wrote it.
    Text(String, Style),
    /// A mapping.
    Map(Vec<Part>),
    /// A list.
    List(Vec<Part>),
}

/// Where the user wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Its key, or for an item of a list its beginning behind the dash.
    pub(super) mark: Mark,
    /// The column that a comment above it has: that of the key or of the dash.
    pub(super) column: u32,
    /// For a section that is replaced as a whole: the line behind it. Its comments stay with it.
    pub(super) until: Option<u32>,
}

/// The lines around a part: comments with their `#`, and blank ones, which are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Above it.
    pub(super) before: Vec<String>,
    /// The comment behind it on its line.
    pub(super) beside: Option<String>,
    /// Below it.
    pub(super) after: Vec<String>,
}

impl Part {
    /// An entry of a mapping.
    pub(super) fn entry(key: &'static str, place: Option<Place>, value: Value) -> Self {
        Self {
            key,
            place,
            lines: Lines::default(),
            value,
        }
    }

    /// An item of a list.
    pub(super) fn item(place: Option<Place>, value: Value) -> Self {
        Self::entry("", place, value)
    }

    /// Adds a comment of our own above.
    pub(super) fn noted(mut self, note: &str) -> Self {
        self.lines.before.push(format!("# {note}"));
        self
    }
}
