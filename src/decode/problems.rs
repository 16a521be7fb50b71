//! What is said about documents of any format. All wording of this module is here.
//!
//! A message says what is wrong, a help what to write instead. Neither holds a value of the user, which
//! may be secret; values go into `found`.

use super::closest;
use crate::report::Problem;
use crate::yaml::Node;

/// What a key of the schema wants for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Text,
    Bool,
    Integer,
    /// An integer of at least 0.
    Natural,
    List,
    Mapping,
    /// A key itself.
    Key,
}

pub(super) fn wrong_type(expected: Expected, node: Node<'_>) -> Problem {
    let (wanted, help) = match expected {
        Expected::Text => (
            "a text",
            "Write one text; put it in quotes if it begins with [ or {.",
        ),
        Expected::Bool => ("true or false", "Write true or false, without quotes."),
        Expected::Integer => ("an integer", "Write a number without quotes, e.g. 0644."),
        Expected::Natural => (
            "an integer of at least 0",
            "Write a number without quotes, e.g. 500.",
        ),
        Expected::List => (
            "a list",
            "Write each item on a line of its own behind a dash, or all of them in [ ].",
        ),
        Expected::Mapping => (
            "a mapping",
            "Write keys with their values on lines of their own, indented below this key.",
        ),
        Expected::Key => ("a text as key", "Write a single name before the colon."),
    };
    let problem = Problem::new("wrong-type", format!("{wanted} is wanted here"), help);
    match node.scalar() {
        Some(scalar) => problem.found(&*scalar.text),
        None => problem,
    }
}

pub(super) fn not_base64() -> Problem {
    Problem::new(
        "binary-not-base64",
        "the text behind !!binary is not base64",
        "Encode the value with base64, or remove the !!binary tag.",
    )
}

pub(super) fn binary_not_utf8() -> Problem {
    Problem::new(
        "binary-not-utf8",
        "the bytes behind !!binary are not UTF-8 text",
        "Configs hold text only: let the machine fetch binary files; the URL may be a data URL.",
    )
}

pub(super) fn unknown_key(key: &str, known: &[&str]) -> Problem {
    /// More names than these are no help.
    const LISTED: usize = 14;
    let help = match closest(key, known) {
        Some(near) => format!("Did you mean {near}?"),
        None if known.is_empty() || known.len() > LISTED => {
            String::from("It has no effect. Check its spelling and its indentation, or remove it.")
        }
        None => format!("It has no effect. Known here: {}.", known.join(", ")),
    };
    Problem::new("unknown-key", "this key is not known here", help).found(key)
}

pub(super) fn key_of_other_version(key: &str, help: &'static str) -> Problem {
    Problem::new(
        "unknown-key",
        "this version of the format does not know this key, so it has no effect",
        help,
    )
    .found(key)
}

pub(super) fn null_item() -> Problem {
    Problem::new(
        "null-item",
        "this list item is empty and is left out",
        "Remove the dash, or write the item's value behind it.",
    )
}

pub(super) fn merge_key() -> Problem {
    Problem::new(
        "merge-key",
        "the merge key << is not part of the format",
        "It works, but not when strict: write the keys out, or use an alias for a whole value.",
    )
}

pub(crate) fn repeated_key(key: &str) -> Problem {
    Problem::new(
        "repeated-key",
        "this key stands twice in one mapping",
        "Join the two values under one key, or move one of them to a snippet.",
    )
    .found(key)
}

pub(crate) fn empty() -> Problem {
    Problem::new(
        "empty-config",
        "the document is empty",
        "Write {} for a config without content.",
    )
}

pub(crate) fn second_document() -> Problem {
    Problem::new(
        "second-document",
        "a second YAML document begins here, which is ignored",
        "Put each document into a snippet of its own.",
    )
}

pub(super) fn more_findings() -> Problem {
    Problem::new(
        "more-findings",
        "the document has more findings, which are not listed",
        "Correct the listed ones first.",
    )
}
