//! From YAML nodes to typed sections, each value with the position that is told for it.
//!
//! Decoding fills a value that may be filled already, since Go's decoder did: when a key is repeated, or
//! comes in through a merge key, the later one wins, mappings key by key. Positions follow the old tools:
//! a value that is not there, or came in through `<<`, is at the nearest node around it that is there;
//! everything below an alias is at the alias.
//!
//! To add a section: declare it with [`schema!`] in a file of its own.

mod schema;
mod values;

pub(super) use schema::schema;
pub(super) use values::texts;

use super::findings::Findings;
use super::problems;
use crate::report::{Mark, Severity};
use crate::yaml::{Content, Node, Pairs};

/// The place of a value that no document holds; replaced before anything is reported.
const NOWHERE: Mark = Mark { line: 1, column: 1 };

/// A value and the position that is told for it.
#[derive(Debug)]
pub(super) struct Field<T> {
    pub(super) value: T,
    pub(super) mark: Mark,
}

/// A list of values with positions.
pub(super) type List<T> = Vec<Field<T>>;

/// A type that YAML nodes decode into.
pub(super) trait Decode: Default {
    /// Positions all that is in the value at the node around it.
    fn place(&mut self, _mark: Mark) {}

    /// Takes over what `node`, which is no alias, says. `mark` is the position told for it.
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>);
}

/// Takes the value of a key; returns whether the key is known.
type Take<'t> = dyn FnMut(&str, Node<'_>, &mut Decoder<'_>) -> bool + 't;

/// Carries findings, and the position that an alias or a merge key imposes.
pub(super) struct Decoder<'f> {
    pub(super) findings: &'f mut Findings,
    /// Where all positions are while an alias or a merge key is followed.
    imposed: Option<Mark>,
}

impl<'f> Decoder<'f> {
    pub(super) fn new(findings: &'f mut Findings) -> Self {
        Self {
            findings,
            imposed: None,
        }
    }

    /// Reports a value that does not have the type its key wants; the document is not looked at further.
    pub(super) fn mismatch(&mut self, mark: Mark, expected: problems::Expected, node: Node<'_>) {
        self.findings
            .type_fault(mark, problems::wrong_type(expected, node));
    }

    /// Calls `take` with each key and value of a mapping, those of its merge keys where they stand.
    /// `take` returns whether it knows the key; `keys` are those it knows.
    pub(super) fn mapping(
        &mut self,
        pairs: Pairs<'_>,
        mark: Mark,
        keys: &[&str],
        take: &mut Take<'_>,
    ) {
        for (key, value) in pairs {
            let at = self.position(key);
            let Some(scalar) = key.scalar() else {
                self.mismatch(at, problems::Expected::Key, key);
                continue;
            };
            if scalar.is_merge() {
                self.warn_of_key(at, problems::merge_key);
                self.merge(value, mark, keys, take);
                continue;
            }
            match scalar.string() {
                Ok(name) if take(&name, value, self) => {}
                Ok(name) => self.warn_of_key(at, || problems::unknown_key(&name, keys)),
                Err(_) => self.mismatch(at, problems::Expected::Key, key),
            }
        }
    }

    /// Looks at a mapping without reporting anything.
    pub(super) fn peek(
        &self,
        pairs: Pairs<'_>,
        mark: Mark,
        look: &mut dyn FnMut(&str, Node<'_>, &mut Decoder<'_>),
    ) {
        let mut decoder = Decoder {
            findings: &mut self.findings.scratch(),
            imposed: self.imposed,
        };
        decoder.mapping(pairs, mark, &[], &mut |key, value, decoder| {
            look(key, value, decoder);
            true
        });
    }

    /// Keys are checked where they are written, not where an alias or a merge key repeats them.
    fn warn_of_key(&mut self, mark: Mark, problem: impl FnOnce() -> crate::report::Problem) {
        if self.imposed.is_none() && self.findings.has_room() {
            self.findings.parse(Severity::Warning, mark, problem());
        }
    }

    /// Takes the mapping, or the list of mappings, of a merge key; of a list, earlier items win.
    fn merge(&mut self, node: Node<'_>, mark: Mark, keys: &[&str], take: &mut Take<'_>) {
        let outer = self.imposed;
        self.imposed.get_or_insert(mark);
        match node.target().content() {
            Content::Mapping(pairs) => self.mapping(pairs, mark, keys, take),
            Content::Sequence(items) => {
                for item in items.rev() {
                    match item.target().content() {
                        Content::Mapping(pairs) => self.mapping(pairs, mark, keys, take),
                        _ => self.mismatch(
                            outer.unwrap_or(item.mark()),
                            problems::Expected::Mapping,
                            item,
                        ),
                    }
                }
            }
            _ => self.mismatch(
                outer.unwrap_or(node.mark()),
                problems::Expected::Mapping,
                node,
            ),
        }
        self.imposed = outer;
    }

    /// The position told for a node.
    fn position(&self, node: Node<'_>) -> Mark {
        self.imposed.unwrap_or_else(|| node.mark())
    }
}

impl<T: Decode> Field<T> {
    /// Takes over what `node` says.
    pub(super) fn decode(&mut self, node: Node<'_>, decoder: &mut Decoder<'_>) {
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
    pub(super) fn place(&mut self, mark: Mark) {
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
