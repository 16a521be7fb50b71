//! The lexer of unit files that Ignition 2 checks unit contents with.
//!
//! It follows the Go package `go-systemd/unit`, whose leniency and whose limit on line length decide
//! whether a config renders. Text before the first section is skipped, so text without any is valid.

mod window;

use std::borrow::Cow;

use window::Window;

/// An option of a unit file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitOption<'text> {
    /// Name of its section, without brackets.
    pub section: &'text str,
    /// What stands before the `=`.
    pub name: &'text str,
    /// What stands behind it, continued lines included.
    pub value: Cow<'text, str>,
}

/// Why a text is not a unit file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// A section name is not closed.
    #[error("a section name has no closing ]")]
    SectionEnd,
    /// Something stands behind the closing bracket of a section name.
    #[error("there is text behind the ] of a section name")]
    Garbage,
    /// A line ends within an option name.
    #[error("a line in a section has no =")]
    NameLine,
    /// The text ends within an option name.
    #[error("the last line has no =")]
    NameEnd,
    /// A line is longer than systemd of old could read.
    #[error("a line is longer than 2048 bytes")]
    LineTooLong,
}

/// The options of a unit file, in order.
///
/// # Errors
/// The first fault, see [`UnitError`].
pub fn parse(text: &str) -> Result<Vec<UnitOption<'_>>, UnitError> {
    let mut lexer = Lexer {
        window: Window::new(text),
        options: Vec::new(),
    };
    lexer.skip_to_section()?;
    Ok(lexer.options)
}

struct Lexer<'a> {
    window: Window<'a>,
    options: Vec<UnitOption<'a>>,
}

impl<'a> Lexer<'a> {
    /// Passes over what stands before the first section, then reads the sections.
    fn skip_to_section(&mut self) -> Result<(), UnitError> {
        loop {
            self.check_line()?;
            match self.window.next_char() {
                None => return Ok(()),
                Some('[') => return self.sections(),
                Some('#' | ';') => self.comment()?,
                Some(_) => {}
            }
        }
    }

    /// Reads sections; the bracket of the first has been read.
    fn sections(&mut self) -> Result<(), UnitError> {
        let mut section = self.section_name()?;
        loop {
            self.check_line()?;
            match self.window.peek_char() {
                None => return Ok(()),
                Some('[') => {
                    self.window.next_char();
                    section = self.section_name()?;
                }
                Some('#' | ';') => {
                    self.window.next_char();
                    self.comment()?;
                }
                Some(space) if space.is_whitespace() => {
                    self.window.next_char();
                }
                Some(_) => self.option(section)?,
            }
        }
    }

    fn section_name(&mut self) -> Result<&'a str, UnitError> {
        self.check_line()?;
        let name = self
            .window
            .through(']')
            .strip_suffix(']')
            .ok_or(UnitError::SectionEnd)?;
        self.check_line()?;
        let garbage = self.window.through('\n');
        if garbage.trim().is_empty() {
            Ok(name)
        } else {
            Err(UnitError::Garbage)
        }
    }

    /// Passes over a comment, whose lines continue behind a backslash, even one before a space.
    fn comment(&mut self) -> Result<(), UnitError> {
        self.check_line()?;
        loop {
            let line = without_line_break(self.window.through('\n'));
            let line = line.strip_suffix(' ').unwrap_or(line);
            if !line.ends_with('\\') {
                return Ok(());
            }
        }
    }

    fn option(&mut self, section: &'a str) -> Result<(), UnitError> {
        self.check_line()?;
        let start = self.window.position();
        loop {
            match self.window.next_char() {
                None => return Err(UnitError::NameEnd),
                Some('\n' | '\r') => return Err(UnitError::NameLine),
                Some('=') => break,
                Some(_) => {}
            }
        }
        let name = self.window.read_since(start);
        let name = name.strip_suffix('=').unwrap_or(name).trim();
        let value = self.option_value()?;
        self.options.push(UnitOption {
            section,
            name,
            value,
        });
        Ok(())
    }

    /// Lines up to the first that does not end in a backslash; a blank line ends the value too, and the
    /// line break before it stays part of the value.
    fn option_value(&mut self) -> Result<Cow<'a, str>, UnitError> {
        let start = self.window.position();
        let mut value = "";
        loop {
            self.check_line()?;
            let raw = self.window.through('\n');
            let line = without_line_break(raw);
            if line.trim().is_empty() {
                break;
            }
            value = self.window.read_since(start);
            if !line.ends_with('\\') {
                value = value.strip_suffix(&raw[line.len()..]).unwrap_or(value);
                break;
            }
        }
        Ok(if value.ends_with('\n') {
            Cow::Owned(format!("{}\n", value.trim()))
        } else {
            Cow::Borrowed(value.trim())
        })
    }

    /// The reference makes this check before each of its steps.
    fn check_line(&mut self) -> Result<(), UnitError> {
        if self.window.is_line_too_long() {
            Err(UnitError::LineTooLong)
        } else {
            Ok(())
        }
    }
}

fn without_line_break(line: &str) -> &str {
    line.strip_suffix('\n')
        .or_else(|| line.strip_suffix('\r'))
        .unwrap_or(line)
}

#[cfg(test)]
mod tests;
