//! The comments of a document, for those who write it anew.

use std::borrow::Cow;

use granit_parser::{Event, Parser, Placement};

use super::build::options;
use super::position::mark;
use crate::report::Mark;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment<'i> {
    /// Where its `#` is.
    pub mark: Mark,
    /// What follows the `#`.
    pub text: Cow<'i, str>,
    /// Whether it stands on a line that holds something else before it.
    pub is_beside: bool,
}

/// The comments of the first document of a YAML text, in their order. Of a text that is no YAML, those
/// before the fault.
#[must_use]
pub fn comments(source: &str) -> Vec<Comment<'_>> {
    let mut comments = Vec::new();
    let mut ended = false;
    for event in Parser::new_from_str_with_options(source, options(true)) {
        match event {
            Ok((Event::Comment(text, placement), span)) => comments.push(Comment {
                mark: mark(span.start),
                text,
                is_beside: placement == Placement::Right,
            }),
            Ok((Event::DocumentEnd, _)) => ended = true,
            Ok((Event::DocumentStart(..), _)) if ended => break,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    comments.sort_by_key(|comment| comment.mark);
    comments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expect: &[(u32, u32, &str, bool)]) {
        let comments = comments(source);
        let found: Vec<_> = comments
            .iter()
            .map(|comment| {
                let Mark { line, column } = comment.mark;
                (line, column, &*comment.text, comment.is_beside)
            })
            .collect();
        assert_eq!(found, expect, "{source:?}");
    }

    #[test]
    fn each_is_found_where_it_is() {
        check("", &[]);
        check("# a", &[(1, 1, " a", false)]);
        check(
            "# a\nb: # c\n  - d # e\n  # f\n",
            &[
                (1, 1, " a", false),
                (2, 4, " c", true),
                (3, 7, " e", true),
                (4, 3, " f", false),
            ],
        );
        check(
            "a: | # b\n  # c\n# d\n",
            &[(1, 6, " b", true), (3, 1, " d", false)],
        );
        check("a: \"# b\"\nc: d#e\n", &[]);
        check(
            "a: [b, # c\n  d] # e\n",
            &[(1, 8, " c", true), (2, 6, " e", true)],
        );
        check("a: 1\n---\n# b\n", &[]);
        check("# a\nb: [\n", &[(1, 1, " a", false)]);
    }
}
