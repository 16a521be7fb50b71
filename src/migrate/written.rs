//! What the user wrote: values of the document by their keys, with their places.
//!
//! Nothing is read here but places and styles, so what merge keys and repeated keys mean does not matter:
//! the values come from the compiled config.

use std::collections::HashMap;

use super::outline::Place;
use crate::report::{Mark, Origin};
use crate::yaml::{Content, Node, Style};

/// A value of the user's document; empty when it is not there, or came in through a merge key.
#[derive(Clone, Copy, Default)]
pub(super) struct Written<'t> {
    /// Where it is: its key, or the item of a list.
    pub(super) place: Option<Place>,
    node: Option<Node<'t>>,
}

/// The items of lists, by their places.
pub(super) struct Items<'t>(HashMap<Mark, Written<'t>>);

impl<'t> Written<'t> {
    /// The document.
    pub(super) fn document(root: Option<Node<'t>>) -> Self {
        Self {
            place: None,
            node: root,
        }
    }

    /// The value of a key, or of keys below each other, e.g. `contents.inline`. Of a repeated key the last
    /// counts, as it does for the config.
    pub(super) fn key(self, path: &str) -> Self {
        path.split('.').fold(self, Self::member)
    }

    fn member(self, name: &str) -> Self {
        let Some(Content::Mapping(pairs)) = self.content() else {
            return Self::default();
        };
        let is_named = |key: Node<'_>| key.scalar().is_some_and(|scalar| scalar.text == name);
        let last = pairs.filter(|(key, _)| is_named(*key)).last();
        last.map_or_else(Self::default, |(key, value)| Self {
            place: Some(Place {
                mark: key.mark(),
                column: key.mark().column,
                until: None,
            }),
            node: Some(value),
        })
    }

    /// The items of a list.
    pub(super) fn items(self) -> Items<'t> {
        self.each().into_iter().collect()
    }

    /// The items of a list whose length is known; when it differs, nothing is known of any item.
    pub(super) fn exactly(self, count: usize) -> Vec<Self> {
        let items = self.each();
        if items.len() == count {
            items
        } else {
            vec![Self::default(); count]
        }
    }

    /// The items of a list in their order.
    pub(super) fn each(self) -> Vec<Self> {
        let (Some(Content::Sequence(items)), Some(list)) = (self.content(), self.node) else {
            return Vec::new();
        };
        let column = list.target().mark().column;
        items
            .map(|item| Self {
                place: Some(Place {
                    mark: item.mark(),
                    column,
                    until: None,
                }),
                node: Some(item),
            })
            .collect()
    }

    /// How a text is written; new ones without quotes, where these are not needed.
    pub(super) fn style(self) -> Style {
        let scalar = self.node.and_then(Node::scalar);
        scalar.map_or(Style::Plain, |scalar| scalar.style)
    }

    /// Whether it is there at all.
    pub(super) fn is_there(self) -> bool {
        self.node.is_some()
    }

    /// Whether there is a text that is not empty.
    pub(super) fn is_set(self) -> bool {
        let scalar = self.node.and_then(Node::scalar);
        scalar.is_some_and(|scalar| !scalar.is_null() && !scalar.text.is_empty())
    }

    /// A key of the document with all that is below it.
    pub(super) fn section(self, name: &str) -> Option<Place> {
        let place = self.member(name).place?;
        let Some(Content::Mapping(pairs)) = self.content() else {
            return None;
        };
        let keys = pairs.map(|(key, _)| key.mark());
        let next = keys.filter(|mark| *mark > place.mark).min();
        Some(Place {
            until: Some(next.map_or(u32::MAX, |next| next.line)),
            ..place
        })
    }

    fn content(self) -> Option<Content<'t>> {
        Some(self.node?.target().content())
    }
}

impl<'t> FromIterator<Written<'t>> for Items<'t> {
    fn from_iter<I: IntoIterator<Item = Written<'t>>>(items: I) -> Self {
        let items = items.into_iter();
        Self(
            items
                .filter_map(|item| Some((item.place?.mark, item)))
                .collect(),
        )
    }
}

impl<'t> Items<'t> {
    /// The item that an entry of the config was made from.
    pub(super) fn at(&self, origin: Origin) -> Option<Written<'t>> {
        self.0.get(&origin.mark).copied()
    }
}
