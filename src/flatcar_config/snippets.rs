//! Arguments that list snippets. A null entry counts as an empty one: conditions leave such behind.

use crate::framework::Field;
use crate::render::Source;
use crate::report::Document;

/// The value of an argument that lists snippets.
pub type Snippets = Field<Vec<Field<String>>>;

/// Whether all are known.
#[must_use]
pub fn are_known(snippets: &Snippets) -> bool {
    match snippets {
        Field::Unknown => false,
        Field::Null => true,
        Field::Known(snippets) => !snippets.iter().any(Field::is_unknown),
    }
}

/// Those that are known, in order, as documents of the argument.
pub fn sources<'a>(
    argument: &'static str,
    snippets: &'a Snippets,
) -> impl Iterator<Item = Source<'a>> {
    let snippets = snippets.known().into_iter().flatten();
    snippets
        .enumerate()
        .filter(|(_, snippet)| !snippet.is_unknown())
        .map(move |(index, snippet)| Source {
            document: Document::Snippet(argument, index),
            text: snippet.known().map_or("", String::as_str),
        })
}

/// The text of one, when it is known.
#[must_use]
pub fn text(snippets: &Snippets, index: usize) -> Option<&str> {
    let snippet = snippets.known()?.get(index)?;
    snippet.known().map(String::as_str)
}
