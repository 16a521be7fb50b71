//! The keys of mappings: known and unknown, repeated, and brought in by merge keys.

use std::collections::HashSet;

use super::{Decoder, Dialect, Expected, problems};
use crate::report::{Mark, Problem, Severity};
use crate::yaml::{Content, Node, Pairs};

/// Takes the value of a key; returns whether the document's version of the format has the key.
type Take<'t> = dyn FnMut(&str, Node<'_>, &mut Decoder<'_>) -> bool + 't;

/// The keys of a mapping that have been taken, in the dialect where the first of equal keys counts.
type Taken = Option<HashSet<String>>;

impl Decoder<'_> {
    /// Calls `take` with each key and value of a mapping, and with those that its merge keys bring. `take`
    /// returns whether it knows the key; `keys` are those that any version of the format knows.
    pub(crate) fn mapping(
        &mut self,
        pairs: Pairs<'_>,
        mark: Mark,
        keys: &[&str],
        take: &mut Take<'_>,
    ) {
        let mut taken = match self.format.dialect {
            Dialect::Ct => None,
            Dialect::YamlV3 => {
                self.check_repeated_keys(pairs.clone());
                Some(HashSet::new())
            }
        };
        self.pairs(pairs, mark, keys, &mut taken, take);
    }

    /// Looks at a mapping without reporting anything.
    pub(crate) fn peek(
        &self,
        pairs: Pairs<'_>,
        mark: Mark,
        look: &mut dyn FnMut(&str, Node<'_>, &mut Decoder<'_>),
    ) {
        let mut decoder = Decoder {
            findings: &mut self.findings.scratch(),
            format: self.format,
            imposed: self.imposed,
        };
        decoder.mapping(pairs, mark, &[], &mut |key, value, decoder| {
            look(key, value, decoder);
            true
        });
    }

    fn pairs(
        &mut self,
        pairs: Pairs<'_>,
        mark: Mark,
        keys: &[&str],
        taken: &mut Taken,
        take: &mut Take<'_>,
    ) {
        let mut merged_last = None;
        for (key, value) in pairs {
            let at = self.position(key);
            let Some(scalar) = key.scalar() else {
                self.mismatch(at, Expected::Key, key);
                continue;
            };
            if scalar.is_merge() {
                self.warn_of_key(at, problems::merge_key);
                if taken.is_some() {
                    merged_last = Some(value);
                } else {
                    self.merge(value, mark, keys, taken, take);
                }
                continue;
            }
            let Ok(name) = scalar.string() else {
                self.mismatch(at, Expected::Key, key);
                continue;
            };
            let is_first = taken
                .as_mut()
                .is_none_or(|taken| taken.insert(name.clone().into_owned()));
            if is_first && !take(&name, value, self) {
                let other_version = self.format.other_version;
                self.warn_of_key(at, || unknown(&name, keys, other_version));
            }
        }
        if let Some(value) = merged_last {
            self.merge(value, mark, keys, taken, take);
        }
    }

    /// Takes the mapping, or the list of mappings, of a merge key; of a list, earlier items win.
    fn merge(
        &mut self,
        node: Node<'_>,
        mark: Mark,
        keys: &[&str],
        taken: &mut Taken,
        take: &mut Take<'_>,
    ) {
        let outer = self.imposed;
        self.imposed.get_or_insert(mark);
        match node.target().content() {
            Content::Mapping(pairs) => self.pairs(pairs, mark, keys, taken, take),
            Content::Sequence(items) => {
                let mut items: Vec<_> = items.collect();
                if taken.is_none() {
                    items.reverse(); // the last one to be taken wins
                }
                for item in items {
                    if let Content::Mapping(pairs) = item.target().content() {
                        self.pairs(pairs, mark, keys, taken, take);
                    } else {
                        let at = outer.unwrap_or(item.mark());
                        self.mismatch(at, Expected::Mapping, item);
                    }
                }
            }
            _ => self.mismatch(outer.unwrap_or(node.mark()), Expected::Mapping, node),
        }
        self.imposed = outer;
    }

    fn check_repeated_keys(&mut self, pairs: Pairs<'_>) {
        let mut seen = HashSet::new();
        for (key, _) in pairs {
            if let Some(scalar) = key.scalar()
                && !seen.insert(&*scalar.text)
            {
                let at = self.position(key);
                self.findings
                    .type_fault(at, problems::repeated_key(&scalar.text));
            }
        }
    }

    /// Keys are checked where they are written, not where an alias or a merge key repeats them.
    fn warn_of_key(&mut self, mark: Mark, problem: impl FnOnce() -> Problem) {
        if self.imposed.is_none() && self.findings.has_room() {
            self.findings.parse(Severity::Warning, mark, problem());
        }
    }
}

/// What is said of a key that was not taken.
fn unknown(key: &str, keys: &[&str], other_version: &'static str) -> Problem {
    if keys.contains(&key) {
        problems::key_of_other_version(key, other_version)
    } else {
        problems::unknown_key(key, keys)
    }
}
