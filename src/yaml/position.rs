//! Where nodes start, by libyaml's rules, which the old tools' messages were made with.
//!
//! The parser's own positions differ in four ways: a block scalar starts at its text instead of its `|`,
//! a sequence that is not indented starts behind its first dash, an absent value starts before its colon,
//! and tags and anchors do not count.

use granit_parser::{Marker, ScalarStyle, Span};

use crate::report::Mark;

/// Converts a parser position, whose columns count from 0.
pub(super) fn mark(marker: Marker) -> Mark {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Mark {
        line: number(marker.line()),
        column: number(marker.col().saturating_add(1)),
    }
}

/// The start of a node that needs no care beyond its tag.
pub(super) fn node(span: &Span) -> Mark {
    let start = mark(span.start);
    span.tag_start().map_or(start, |tag| mark(tag).min(start))
}

/// Finds the starts of nodes while the events of a text go by.
pub(super) struct Positions<'i> {
    source: &'i str,
    /// Where the previous event ended.
    previous: Marker,
}

impl<'i> Positions<'i> {
    pub(super) fn new(source: &'i str) -> Self {
        Self {
            source,
            previous: Marker::new(0, 1, 0).with_byte_offset(Some(0)),
        }
    }

    /// Notes that an event has been handled.
    pub(super) fn passed(&mut self, span: &Span) {
        self.previous = span.end;
    }

    /// The start of a scalar.
    pub(super) fn scalar(&self, style: ScalarStyle, span: &Span) -> Mark {
        let start = node(span);
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                self.block_indicator().map_or(start, |at| at.min(start))
            }
            _ => start,
        }
    }

    /// The start of a value that is not there.
    pub(super) fn absent(&self, span: &Span) -> Mark {
        let mut start = node(span);
        let rest = span
            .start
            .byte_offset()
            .and_then(|at| self.source.get(at..));
        if rest.is_some_and(|rest| rest.starts_with(':')) {
            start.column += 1;
        }
        start
    }

    /// The start of a block sequence that is a value of the block mapping that starts at `mapping`: when
    /// the dashes are not indented, the first dash.
    pub(super) fn sequence_in(&self, mapping: Mark, span: &Span) -> Mark {
        let start = node(span);
        self.first_dash(span.start)
            .filter(|dash| dash.column <= mapping.column)
            .map_or(start, |dash| dash.min(start))
    }

    /// The `|` or `>` that follows the previous event: behind `:`, `-` or `?`, blanks, comments, a tag and
    /// an anchor.
    fn block_indicator(&self) -> Option<Mark> {
        let mut at = mark(self.previous);
        let mut chars = self.source.get(self.previous.byte_offset()?..)?.chars();
        let mut skip_to: Option<fn(char) -> bool> = None;
        loop {
            let c = chars.next()?;
            match skip_to {
                Some(end) if !end(c) => {}
                _ => {
                    skip_to = match c {
                        '|' | '>' => return Some(at),
                        '#' => Some(|c| c == '\n'),
                        '!' | '&' => Some(char::is_whitespace),
                        _ => None,
                    };
                }
            }
            if c == '\n' {
                at = Mark {
                    line: at.line + 1,
                    column: 1,
                };
            } else {
                at.column += 1;
            }
        }
    }

    /// The dash that the line of `marker` begins with.
    fn first_dash(&self, marker: Marker) -> Option<Mark> {
        let before = self.source.get(..marker.byte_offset()?)?;
        let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
        let indent = line.bytes().take_while(|&byte| byte == b' ').count();
        line[indent..].starts_with('-').then(|| Mark {
            line: mark(marker).line,
            column: u32::try_from(indent + 1).unwrap_or(u32::MAX),
        })
    }
}
