//! From YAML nodes to typed sections, each value with the position that is told for it.
//!
//! What the formats share: a `Decoder` fills sections declared with [`schema!`], and `Findings` collect
//! what is wrong. Where the formats differ, they do because their tools used different YAML libraries: see
//! `Dialect`.
//!
//! Decoding fills a value that may be filled already, since Go's decoder did: when a key is repeated, or
//! comes in through a merge key, mappings are filled key by key. Positions follow the old tools: a value
//! that is not there, or came in through `<<`, is at the nearest node around it that is there; everything
//! below an alias is at the alias.
//!
//! To add a section: declare it with [`schema!`] in a file of its own.

mod findings;
mod mapping;
pub(crate) mod problems;
mod schema;
mod suggest;
mod values;

pub(crate) use findings::Findings;
pub(crate) use problems::Expected;
pub(crate) use schema::schema;
pub(crate) use suggest::closest;
pub(crate) use values::{located, texts};

use crate::report::Mark;
use crate::yaml::{Content, Node, Scalar};

/// The place of a value that no document holds; replaced before anything is reported.
const NOWHERE: Mark = Mark { line: 1, column: 1 };

/// A value and the position that is told for it.
#[derive(Debug)]
pub(crate) struct Field<T> {
    pub(crate) value: T,
    pub(crate) mark: Mark,
}

/// A list of values with positions.
pub(crate) type List<T> = Vec<Field<T>>;

/// A type that YAML nodes decode into.
pub(crate) trait Decode: Default {
    /// Positions all that is in the value at the node around it.
    fn place(&mut self, _mark: Mark) {}

    /// Takes over what `node`, which is no alias, says. `mark` is the position told for it.
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>);
}

/// What a format makes of YAML, by the library that its tool was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Container Linux Configs. A key may be repeated, the later one wins; merge keys count where they
    /// stand; `~` makes an optional value present and zero; a list keeps its empty items.
    Ct,
    /// Butane, which is read with yaml.v3. A repeated key is an error; a merge key brings only keys that
    /// are not there; every word for null leaves a value absent; a list drops its empty items.
    YamlV3,
}

/// Parts of a format that not all its versions have, a bit each: see [`schema!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Features(pub(crate) u32);

/// The version of a format that a document is written in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    pub(crate) dialect: Dialect,
    pub(crate) features: Features,
    /// What to do about a key that only other versions know.
    pub(crate) other_version: &'static str,
}

/// Carries findings, and the position that an alias or a merge key imposes.
pub(crate) struct Decoder<'f> {
    pub(crate) findings: &'f mut Findings,
    format: Format,
    /// Where all positions are while an alias or a merge key is followed.
    imposed: Option<Mark>,
}

impl Features {
    /// Whether all of `needed` are there.
    pub(crate) fn contain(self, needed: Self) -> bool {
        self.0 & needed.0 == needed.0
    }
}

impl<'f> Decoder<'f> {
    pub(crate) fn new(format: Format, findings: &'f mut Findings) -> Self {
        Self {
            findings,
            format,
            imposed: None,
        }
    }

    /// Whether the document's version of the format has a feature.
    pub(crate) fn has(&self, feature: Features) -> bool {
        self.format.features.contain(feature)
    }

    /// Reports a value that does not have the type its key wants; the document is not looked at further.
    pub(crate) fn mismatch(&mut self, mark: Mark, expected: Expected, node: Node<'_>) {
        self.findings
            .type_fault(mark, problems::wrong_type(expected, node));
    }

    /// Whether a scalar says that an optional value is absent.
    fn is_absent(&self, scalar: &Scalar<'_>) -> bool {
        match self.format.dialect {
            Dialect::Ct => scalar.is_absent(),
            Dialect::YamlV3 => scalar.is_null(),
        }
    }

    /// The position told for a node.
    fn position(&self, node: Node<'_>) -> Mark {
        self.imposed.unwrap_or_else(|| node.mark())
    }
}

impl<T: Decode> Field<T> {
    /// Takes over what `node` says.
    pub(crate) fn decode(&mut self, node: Node<'_>, decoder: &mut Decoder<'_>) {
        let mark = decoder.position(node);
        self.place(mark);
        if let Content::Alias(target) = node.content() {
            let outer = decoder.imposed.replace(mark);
            self.value.decode(target, mark, decoder);
            decoder.imposed = outer;
        } else {
            self.value.decode(node, mark, decoder);
        }
    }

    /// Positions the value and all in it.
    pub(crate) fn place(&mut self, mark: Mark) {
        self.mark = mark;
        self.value.place(mark);
    }
}

impl<T: Default> Default for Field<T> {
    fn default() -> Self {
        Self {
            value: T::default(),
            mark: NOWHERE,
        }
    }
}

impl<T> std::ops::Deref for Field<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests;
