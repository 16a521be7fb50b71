//! Where the user wrote what a rule of Ignition is about.
//!
//! Ignition's rules see the lowered config. They name an entry by its origin, which is a mapping of the
//! document, and the field below it; since Butane's keys are Ignition's in another case, the field leads to
//! the value in the document. A field that is not there is at the mapping around it.

use std::collections::HashMap;

use crate::report::Mark;
use crate::yaml::{Content, Node, Tree};

/// Keys of Butane that lower to a field of another name.
const SUGAR: [(&str, [&str; 2]); 2] = [
    ("source", ["local", "inline"]),
    ("contents", ["contents_local", "contents_local"]),
];

/// The mappings of a document, by their place.
pub(super) struct Places<'t>(HashMap<Mark, Node<'t>>);

impl<'t> Places<'t> {
    pub(super) fn of(tree: &'t Tree<'t>) -> Self {
        let mut mappings = HashMap::new();
        let mut open: Vec<_> = tree.root().into_iter().collect();
        while let Some(node) = open.pop() {
            match node.content() {
                Content::Mapping(pairs) => {
                    mappings.insert(node.mark(), node);
                    open.extend(pairs.map(|(_, value)| value));
                }
                Content::Sequence(items) => open.extend(items),
                Content::Scalar(_) | Content::Alias(_) => {}
            }
        }
        Self(mappings)
    }

    /// The place of a field, e.g. `contents.source`, of the entry that is at `entry`.
    pub(super) fn field(&self, entry: Mark, field: &str) -> Mark {
        let Some(mut node) = self.0.get(&entry).copied() else {
            return entry; // made by sugar, or behind an alias
        };
        for name in field.split('.').filter(|name| !name.is_empty()) {
            match value(node, name) {
                Some(found) => node = found,
                None => break,
            }
        }
        node.mark()
    }
}

/// The value that a field of Ignition is made from.
fn value<'t>(node: Node<'t>, field: &str) -> Option<Node<'t>> {
    let sugar = SUGAR.iter().find(|(of, _)| *of == field);
    let sugar = sugar.map(|(_, keys)| keys.as_slice()).unwrap_or_default();
    let own = snake_case(field);
    key(node, &own).or_else(|| sugar.iter().find_map(|name| key(node, name)))
}

fn key<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    let Content::Mapping(mut pairs) = node.content() else {
        return None;
    };
    let is_named = |key: Node<'_>| key.scalar().is_some_and(|scalar| scalar.text == name);
    pairs
        .find(|(key, _)| is_named(*key))
        .map(|(_, value)| value)
}

/// A key of Ignition as Butane writes it: `startMiB` is `start_mib`.
fn snake_case(field: &str) -> String {
    let mut snake = String::with_capacity(field.len() + 4);
    for c in field.replace("MiB", "Mib").chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn fields() {
        let source = "a: &x {start_mib: 1, contents: {inline: x}}\nb:\n- contents_local: y\n- *x\n";
        let tree = yaml::parse(source).unwrap();
        let places = Places::of(&tree);
        let check = |entry: (u32, u32), field: &str, expect: (u32, u32)| {
            let mark = |(line, column)| Mark { line, column };
            let found = places.field(mark(entry), field);
            assert_eq!(found, mark(expect), "{entry:?} {field}");
        };
        check((1, 4), "startMiB", (1, 19));
        check((1, 4), "contents.source", (1, 41));
        check((1, 4), "contents.verification.hash", (1, 32));
        check((1, 4), "mode", (1, 4));
        check((1, 4), "", (1, 4));
        check((3, 3), "contents", (3, 19));
        check((4, 3), "startMiB", (4, 3));
        check((9, 9), "path", (9, 9));
    }
}
