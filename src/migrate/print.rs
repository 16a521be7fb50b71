//! An outline as YAML.

use super::comments::Rest;
use super::outline::{Lines, Part, Value};
use super::text::{self, INDENT, Literal};

/// What every document begins with.
const VERSION: &str = "variant: flatcar\nversion: 1.1.0\n";

/// Prints a document of some entries.
pub(super) fn print(parts: &[Part], rest: &Rest) -> String {
    let mut printer = Printer::default();
    printer.lines(&rest.above, 0);
    printer.out.push_str(VERSION);
    if let Some(first) = parts.first()
        && first
            .lines
            .before
            .first()
            .is_none_or(|line| !line.is_empty())
    {
        printer.out.push('\n');
    }
    for part in parts {
        printer.lines(&part.lines.before, 0);
        printer.entry(part, 0);
    }
    printer.lines(&rest.below, 0);
    printer.out
}

#[derive(Default)]
struct Printer {
    out: String,
    /// Whether a blank line would become part of the text above.
    keeps_blank_lines: bool,
}

impl Printer {
    /// An entry of a mapping, on a line whose indentation or dash is there already when `indent` is.
    fn entry(&mut self, part: &Part, indent: usize) {
        self.indent(indent);
        self.entry_here(part, indent);
    }

    fn entry_here(&mut self, part: &Part, indent: usize) {
        self.out.push_str(part.key);
        self.out.push(':');
        match &part.value {
            Value::Plain(_) | Value::Text(..) => self.scalar(part, indent),
            Value::Map(parts) => {
                self.end_line(&part.lines);
                for part in parts {
                    self.lines(&part.lines.before, indent + INDENT);
                    self.entry(part, indent + INDENT);
                }
            }
            Value::List(items) => {
                self.end_line(&part.lines);
                for item in items {
                    self.item(item, indent + INDENT);
                }
            }
        }
        self.lines(&part.lines.after, indent);
    }

    fn item(&mut self, item: &Part, indent: usize) {
        self.lines(&item.lines.before, indent);
        let Value::Map(parts) = &item.value else {
            self.indent(indent);
            self.out.push('-');
            self.scalar(item, indent);
            self.lines(&item.lines.after, indent);
            return;
        };
        if let Some(text) = &item.lines.beside {
            self.lines(std::slice::from_ref(text), indent);
        }
        for (index, part) in parts.iter().enumerate() {
            if index == 0 {
                // Nothing fits between the dash and the first key.
                self.lines(&part.lines.before, indent);
                self.indent(indent);
                self.out.push_str("- ");
                self.entry_here(part, indent + INDENT);
            } else {
                self.lines(&part.lines.before, indent + INDENT);
                self.entry(part, indent + INDENT);
            }
        }
        self.lines(&item.lines.after, indent);
    }

    /// The value of an entry or item behind its colon or dash; `indent` is that of the key or dash.
    fn scalar(&mut self, part: &Part, indent: usize) {
        self.out.push(' ');
        match &part.value {
            Value::Plain(word) => self.out.push_str(word),
            Value::Text(text, style) => match text::literal(text, *style) {
                Some(literal) => return self.literal(literal, &part.lines, indent),
                None => self.out.push_str(&text::line(text, *style)),
            },
            Value::Map(_) | Value::List(_) => {}
        }
        self.end_line(&part.lines);
    }

    fn literal(&mut self, literal: Literal<'_>, lines: &Lines, indent: usize) {
        self.out.push_str(&literal.header);
        self.end_line(lines);
        for line in literal.lines {
            if !line.is_empty() {
                self.indent(indent + INDENT);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
        self.keeps_blank_lines = literal.is_kept;
    }

    /// Comments and blank lines.
    fn lines(&mut self, lines: &[String], indent: usize) {
        for line in lines {
            if !line.is_empty() {
                self.indent(indent);
                self.out.push_str(line);
                self.keeps_blank_lines = false;
            }
            if !self.keeps_blank_lines {
                self.out.push('\n');
            }
        }
    }

    fn end_line(&mut self, lines: &Lines) {
        if let Some(comment) = &lines.beside {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
        self.keeps_blank_lines = false;
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}
