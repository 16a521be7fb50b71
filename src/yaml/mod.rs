//! YAML documents as trees whose nodes know their positions.
//!
//! The parser is `granit-parser`; this module makes a tree of its events, in the way the old tools saw
//! a document: mapping keys keep their order and their duplicates, an alias stays a node of its own, and
//! every node starts where libyaml says it does. Size, nesting and alias expansion are bounded, so that a
//! hostile document costs bounded time and memory.

mod build;
pub mod comments;
mod position;
pub mod scalar;
mod syntax;

use std::borrow::Cow;
use std::ops::Range;

use crate::report::{Mark, Problem};

pub use build::parse;

/// Largest document that is read, in bytes.
pub const MAX_DOCUMENT: usize = 4 << 20;

/// A document that is not YAML, or more of it than is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where; `None` when it concerns the document as a whole.
    pub mark: Option<Mark>,
    /// What is wrong.
    pub problem: Problem,
}

/// The first document of a YAML text.
#[derive(Debug, Default)]
pub struct Tree<'i> {
    entries: Vec<Entry<'i>>,
    /// Items of sequences; keys and values of mappings in turn.
    children: Vec<usize>,
    root: Option<usize>,
    second_document: Option<Mark>,
}

#[derive(Debug)]
struct Entry<'i> {
    mark: Mark,
    kind: Kind<'i>,
}

#[derive(Debug)]
enum Kind<'i> {
    Scalar(Scalar<'i>),
    /// A range of [`Tree::children`].
    Sequence(Range<usize>),
    /// A range of [`Tree::children`].
    Mapping(Range<usize>),
    Alias(usize),
}

/// A scalar as it is written, unresolved: [`scalar`] says what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar<'i> {
    /// The text after unescaping and folding.
    pub text: Cow<'i, str>,
    /// How it is written.
    pub style: Style,
    /// Its explicit tag.
    pub tag: Tag,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; an absent value is plain and empty.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As `|` or `>` block.
    Block,
}

/// The explicit tag of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// No tag, or one that means nothing to YAML 1.1.
    None,
    /// `!!str`.
    Str,
    /// `!!int`.
    Int,
    /// `!!float`.
    Float,
    /// `!!bool`.
    Bool,
    /// `!!null`.
    Null,
    /// `!!binary`: base64 text.
    Binary,
}

/// A node of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree<'t>,
    id: usize,
}

/// What a node is.
pub enum Content<'t> {
    /// A scalar.
    Scalar(&'t Scalar<'t>),
    /// A sequence.
    Sequence(Items<'t>),
    /// A mapping.
    Mapping(Pairs<'t>),
    /// An alias, with the node it stands for.
    Alias(Node<'t>),
}

/// The items of a sequence.
#[derive(Clone)]
pub struct Items<'t> {
    tree: &'t Tree<'t>,
    ids: std::slice::Iter<'t, usize>,
}

/// The keys and values of a mapping, in the order they are written, duplicates included.
#[derive(Clone)]
pub struct Pairs<'t>(Items<'t>);

impl<'i> Tree<'i> {
    /// The root node; `None` for a text that holds nothing but blanks and comments.
    #[must_use]
    pub fn root(&'i self) -> Option<Node<'i>> {
        self.root.map(|id| Node { tree: self, id })
    }

    /// Where a second document begins. It plays no part.
    #[must_use]
    pub fn second_document(&self) -> Option<Mark> {
        self.second_document
    }
}

impl<'t> Node<'t> {
    /// Where the node starts.
    #[must_use]
    pub fn mark(self) -> Mark {
        self.tree.entries[self.id].mark
    }

    /// What the node is.
    #[must_use]
    pub fn content(self) -> Content<'t> {
        let tree = self.tree;
        let items = |range: &Range<usize>| Items {
            tree,
            ids: tree.children[range.clone()].iter(),
        };
        match &tree.entries[self.id].kind {
            Kind::Scalar(scalar) => Content::Scalar(scalar),
            Kind::Sequence(range) => Content::Sequence(items(range)),
            Kind::Mapping(range) => Content::Mapping(Pairs(items(range))),
            Kind::Alias(id) => Content::Alias(Node { tree, id: *id }),
        }
    }

    /// The node itself, or the one its alias stands for.
    #[must_use]
    pub fn target(self) -> Self {
        match self.content() {
            Content::Alias(target) => target,
            _ => self,
        }
    }

    /// The scalar that the node is, or its alias stands for.
    #[must_use]
    pub fn scalar(self) -> Option<&'t Scalar<'t>> {
        match self.target().content() {
            Content::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        self.ids.next().map(|&id| Node {
            tree: self.tree,
            id,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ids.size_hint()
    }
}

impl DoubleEndedIterator for Items<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.ids.next_back().map(|&id| Node {
            tree: self.tree,
            id,
        })
    }
}

impl ExactSizeIterator for Items<'_> {}

impl<'t> Iterator for Pairs<'t> {
    type Item = (Node<'t>, Node<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        Some((self.0.next()?, self.0.next()?))
    }
}
