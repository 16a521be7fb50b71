//! Finds for each comment of the user the part it belongs to.
//!
//! A comment beside something stays beside it. A comment on a line of its own goes above what follows it,
//! unless it is indented deeper, which means that it ends what comes before. Where the neighbour has no
//! twin in Butane, the comment goes to the next one that has: no comment is lost.

use super::outline::{Lines, Part, Place, Value};
use crate::report::Mark;
use crate::yaml::comments::{Comment, comments};

/// A part that has a place.
struct Slot<'a> {
    place: Place,
    lines: &'a mut Lines,
}

/// Comments that belong to no part.
#[derive(Default)]
pub(super) struct Rest {
    /// Those above the document, with a blank line behind them.
    pub(super) above: Vec<String>,
    /// Those at its end.
    pub(super) below: Vec<String>,
}

/// Puts the comments of `source`, and its blank lines, to the parts of an outline.
pub(super) fn attach(source: &str, parts: &mut [Part]) -> Rest {
    let mut slots = Vec::new();
    collect(parts, &mut slots);
    slots.sort_by_key(|slot| slot.place.mark);
    let blank = BlankLines::of(source);
    let comments = comments(source);
    let head = slots
        .first()
        .and_then(|first| blank.last_above(first.place.mark.line));
    let mut rest = Rest::default();
    for comment in comments {
        let Mark { line, .. } = comment.mark;
        let is_head = head.is_some_and(|head| line < head);
        let home = if is_head {
            Home::None
        } else {
            home(&comment, &slots)
        };
        let text = format!("#{}", comment.text.trim_end());
        let lines = match home {
            Home::Beside(slot) => {
                slots[slot].lines.beside = Some(text);
                continue;
            }
            Home::Section(slot) => {
                slots[slot].lines.before.push(text);
                continue;
            }
            Home::Before(slot) => &mut slots[slot].lines.before,
            Home::After(slot) => &mut slots[slot].lines.after,
            Home::None if is_head => &mut rest.above,
            Home::None => &mut rest.below,
        };
        if !comment.is_beside && blank.is_above(line) {
            lines.push(String::new());
        }
        lines.push(text);
    }
    keep_blank_lines(&blank, &mut slots);
    rest
}

fn collect<'a>(parts: &'a mut [Part], slots: &mut Vec<Slot<'a>>) {
    for part in parts {
        if let Some(place) = part.place {
            slots.push(Slot {
                place,
                lines: &mut part.lines,
            });
        }
        if let Value::Map(parts) | Value::List(parts) = &mut part.value {
            collect(parts, slots);
        }
    }
}

/// Where a comment goes, by the index of a slot.
enum Home {
    Beside(usize),
    /// Above it, as all comments of a section are.
    Section(usize),
    Before(usize),
    After(usize),
    None,
}

fn home(comment: &Comment<'_>, slots: &[Slot<'_>]) -> Home {
    let Mark { line, column } = comment.mark;
    let next = slots.partition_point(|slot| slot.place.mark <= comment.mark);
    let before = &slots[..next];
    if let Some(section) = before.iter().rposition(|slot| slot.place.until.is_some()) {
        let place = slots[section].place;
        let is_below = comment.is_beside || column > place.column;
        if is_below && place.until.is_some_and(|until| line < until) {
            return Home::Section(section);
        }
    }
    if comment.is_beside
        && let Some(last) = next.checked_sub(1)
        && slots[last].place.mark.line == line
        && slots[last].lines.beside.is_none()
    {
        return Home::Beside(last);
    }
    let outer = slots.get(next).map_or(1, |next| next.place.column);
    let ended = before.iter().rposition(|slot| slot.place.column <= column);
    match ended {
        Some(ended) if slots[ended].place.column > outer => Home::After(ended),
        _ if next < slots.len() => Home::Before(next),
        _ => Home::None,
    }
}

/// Notes which parts have a blank line above them.
fn keep_blank_lines(blank: &BlankLines, slots: &mut [Slot<'_>]) {
    let mut seen = 0;
    for slot in slots {
        let line = slot.place.mark.line;
        // One line holds several parts: the first one counts.
        if line > seen && blank.is_above(line) {
            let before = &mut slot.lines.before;
            let is_section = slot.place.until.is_some();
            before.insert(if is_section { 0 } else { before.len() }, String::new());
        }
        seen = seen.max(line);
    }
}

/// The numbers of blank lines.
struct BlankLines(Vec<u32>);

impl BlankLines {
    fn of(source: &str) -> Self {
        let numbered = (1..).zip(source.lines());
        let blank = numbered.filter(|(_, line)| line.trim().is_empty());
        Self(blank.map(|(number, _)| number).collect())
    }

    fn is_above(&self, line: u32) -> bool {
        line > 1 && self.0.binary_search(&(line - 1)).is_ok()
    }

    fn last_above(&self, line: u32) -> Option<u32> {
        let above = self.0.partition_point(|blank| *blank < line);
        self.0[..above].last().copied()
    }
}
