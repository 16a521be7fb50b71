//! Reading a text through a buffer of 4096 bytes, as Go's `bufio.Reader` does.
//!
//! The limit on line length looks only at what is buffered, so which long lines pass depends on where the
//! buffer happens to end. To agree with the reference, the window moves exactly as its buffer does: it is
//! topped up only when the character or line being read is incomplete in it.

/// Size of the buffer in bytes.
const BUFFER: usize = 4096;
/// Longest line in bytes, the line break not counted.
const LINE_MAX: usize = 2048;

pub(super) struct Window<'a> {
    text: &'a str,
    /// Offset of the first unread byte.
    read: usize,
    /// Offset behind the last buffered byte.
    filled: usize,
    /// Offset of a line break at or behind `read`, as last looked up; the text's length if there is none.
    line_break: usize,
}

impl<'a> Window<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            read: 0,
            filled: 0,
            line_break: line_break_from(text, 0),
        }
    }

    /// Offset of the first unread byte.
    pub(super) fn position(&self) -> usize {
        self.read
    }

    /// What has been read from an earlier position on.
    pub(super) fn read_since(&self, position: usize) -> &'a str {
        &self.text[position..self.read]
    }

    /// The next character, which stays unread.
    pub(super) fn peek_char(&mut self) -> Option<char> {
        let next = self.text[self.read..].chars().next();
        let is_buffered = next.is_some_and(|c| self.read + c.len_utf8() <= self.filled);
        if !is_buffered {
            self.fill();
        }
        next
    }

    pub(super) fn next_char(&mut self) -> Option<char> {
        let next = self.peek_char()?;
        self.read += next.len_utf8();
        Some(next)
    }

    /// The text up to and with `end`, an ASCII character, or all that is left.
    pub(super) fn through(&mut self, end: char) -> &'a str {
        let rest = &self.text[self.read..];
        let length = rest.find(end).map(|at| at + 1);
        let stop = self.read + length.unwrap_or(rest.len());
        let is_found = |filled: usize| length.is_some() && stop <= filled;
        while !is_found(self.filled) {
            if self.filled - self.read >= BUFFER {
                self.read = self.filled;
            } else if self.filled == self.text.len() {
                break;
            } else {
                self.fill();
            }
        }
        self.read = stop;
        &rest[..length.unwrap_or(rest.len())]
    }

    /// Whether 2048 unread bytes are buffered and no line break is among the first 2048.
    pub(super) fn is_line_too_long(&mut self) -> bool {
        if self.filled - self.read < LINE_MAX {
            return false;
        }
        if self.line_break < self.read {
            self.line_break = line_break_from(self.text, self.read);
        }
        self.line_break - self.read >= LINE_MAX
    }

    fn fill(&mut self) {
        self.filled = self.text.len().min(self.read + BUFFER);
    }
}

fn line_break_from(text: &str, start: usize) -> usize {
    text.as_bytes()[start..]
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(text.len(), |at| start + at)
}
