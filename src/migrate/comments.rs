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
    let first = slots.first().map(|first| first.place.mark.line);
    let head = first.and_then(|line| blank.last_above(line));
    let mut rest = Rest::default();
    let mut walk = Walk::default();
    for comment in comments(source) {
        let Mark { line, .. } = comment.mark;
        let text = format!("#{}", comment.text.trim_end());
        let lines = if head.is_some_and(|head| line < head) {
            &mut rest.above
        } else {
            match walk.home(&comment, &slots) {
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
                Home::End => &mut rest.below,
            }
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
    Before(usize),
    After(usize),
    /// Above it, as all comments of a section do.
    Section(usize),
    /// The end of the document.
    End,
}

/// The slots before the comment that is looked at, as far as it can belong to them.
#[derive(Default)]
struct Walk {
    /// How many slots are before the comment.
    next: usize,
    /// Of these the ones that nothing less indented follows; each is indented deeper than the one before.
    open: Vec<usize>,
    /// The last one that is a section.
    section: Option<usize>,
}

impl Walk {
    /// Where a comment goes that comes after all comments so far.
    fn home(&mut self, comment: &Comment<'_>, slots: &[Slot<'_>]) -> Home {
        self.advance(comment.mark, slots);
        let Mark { line, column } = comment.mark;
        if let Some(section) = self.section {
            let place = slots[section].place;
            let is_below = comment.is_beside || column > place.column;
            if is_below && place.until.is_some_and(|until| line < until) {
                return Home::Section(section);
            }
        }
        if comment.is_beside
            && let Some(last) = self.next.checked_sub(1)
            && slots[last].place.mark.line == line
            && slots[last].lines.beside.is_none()
        {
            return Home::Beside(last);
        }
        let outer = slots.get(self.next).map_or(1, |next| next.place.column);
        let ends = |slot: &&usize| (outer + 1..=column).contains(&slots[**slot].place.column);
        match self.open.iter().rev().find(ends) {
            Some(ended) => Home::After(*ended),
            None if self.next < slots.len() => Home::Before(self.next),
            None => Home::End,
        }
    }

    fn advance(&mut self, mark: Mark, slots: &[Slot<'_>]) {
        while let Some(slot) = slots.get(self.next).filter(|slot| slot.place.mark <= mark) {
            let column = slot.place.column;
            self.open.truncate(
                self.open
                    .partition_point(|open| slots[*open].place.column < column),
            );
            self.open.push(self.next);
            if slot.place.until.is_some() {
                self.section = Some(self.next);
            }
            self.next += 1;
        }
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
