//! YAML in every spelling that people use: block and flow, quotes and block texts, comments and blank lines,
//! anchors, merge keys, repeated keys.

use std::collections::HashMap;
use std::fmt::Write as _;

/// A document to spell.
#[derive(Debug, Clone)]
pub(crate) enum Yaml {
    /// A scalar as it is.
    Word(String),
    /// A text.
    Text(String),
    /// A mapping.
    Map(Vec<(&'static str, Yaml)>),
    /// A list.
    List(Vec<Yaml>),
}

/// Spells a document; `choices` decide between the spellings, and start anew when they are used up.
pub(crate) fn spell(document: &Yaml, choices: &[u8]) -> String {
    let mut speller = Speller {
        out: String::new(),
        choices: choices.iter().copied().cycle(),
        anchors: HashMap::new(),
    };
    if speller.chance(8) {
        speller.out.push_str("# about the document\n\n");
    }
    speller.block(document, 0);
    if speller.chance(8) {
        speller.out.push_str("# the end\n");
    }
    speller.out
}

struct Speller<'c> {
    out: String,
    choices: std::iter::Cycle<std::iter::Copied<std::slice::Iter<'c, u8>>>,
    anchors: HashMap<String, usize>,
}

impl Speller<'_> {
    /// True once in `of` times.
    fn chance(&mut self, of: u8) -> bool {
        self.choices.next().unwrap_or(1).is_multiple_of(of)
    }

    /// A value in block style, whose lines are indented by `indent`.
    fn block(&mut self, value: &Yaml, indent: usize) {
        match value {
            Yaml::Map(entries) => {
                for (key, value) in entries {
                    self.above(indent);
                    if indent > 0 && self.chance(40) {
                        self.indent(indent);
                        self.out.push_str("<<: {");
                        self.out.push_str(key);
                        self.out.push_str(": ");
                        self.flow(value);
                        self.out.push_str("}\n");
                        continue;
                    }
                    let times = if indent > 0 && self.chance(40) { 2 } else { 1 };
                    for _ in 0..times {
                        self.indent(indent);
                        self.out.push_str(key);
                        self.out.push(':');
                        self.value(value, indent, indent + 2);
                    }
                }
            }
            Yaml::List(items) => {
                for item in items {
                    self.above(indent);
                    self.indent(indent);
                    self.out.push('-');
                    match item {
                        Yaml::Map(entries) if !entries.is_empty() && !self.chance(4) => {
                            self.out.push(' ');
                            let mut item = String::new();
                            std::mem::swap(&mut item, &mut self.out);
                            self.block(&Yaml::Map(entries.clone()), indent + 2);
                            std::mem::swap(&mut item, &mut self.out);
                            self.continue_line(&item, indent + 2);
                        }
                        _ => self.value(item, indent, indent + 2),
                    }
                }
            }
            Yaml::Word(_) | Yaml::Text(_) => self.flow(value),
        }
    }

    /// Puts lines behind a dash: comments and blank lines above the first key would break it.
    fn continue_line(&mut self, lines: &str, indent: usize) {
        let mut rest = lines;
        while let Some((line, next)) = rest.split_once('\n')
            && (line.trim().is_empty() || line.trim_start().starts_with('#'))
        {
            rest = next;
        }
        self.out.push_str(&rest[indent..]);
    }

    /// A value behind a colon or a dash.
    fn value(&mut self, value: &Yaml, indent: usize, below: usize) {
        let nested = match value {
            Yaml::Map(entries) => !entries.is_empty(),
            Yaml::List(items) => !items.is_empty(),
            Yaml::Word(_) | Yaml::Text(_) => false,
        };
        if nested && !self.chance(6) {
            self.beside();
            self.block(value, below);
        } else if let Yaml::Text(text) = value
            && can_be_literal(text)
            && !self.chance(4)
        {
            self.literal(text, indent);
        } else {
            self.out.push(' ');
            self.flow(value);
            self.beside();
        }
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.out.push_str(" |");
        let body = text.strip_suffix('\n');
        if text.starts_with([' ', '\t', '\n']) || self.chance(4) {
            self.out.push('3');
        } else if body.is_some() && self.chance(8) {
            return self.folded(text, indent);
        }
        match body {
            Some(body) if body.ends_with('\n') => self.out.push('+'),
            Some(_) => {}
            None => self.out.push('-'),
        }
        self.beside();
        for line in body.unwrap_or(text).split('\n') {
            if !line.is_empty() {
                self.indent(indent + 3);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// A text of one line in a folded block.
    fn folded(&mut self, text: &str, indent: usize) {
        self.out.pop();
        let words: Vec<&str> = text.split_whitespace().collect();
        self.out.push_str(">-\n");
        self.indent(indent + 3);
        self.out.push_str(&words.join(" "));
        self.out.push('\n');
    }

    fn flow(&mut self, value: &Yaml) {
        match value {
            Yaml::Word(word) => self.out.push_str(word),
            Yaml::Text(text) => {
                let next = self.anchors.len();
                if let Some(anchor) = self.anchors.get(text).copied()
                    && !self.chance(4)
                {
                    self.write(format_args!("*a{anchor} "));
                    return;
                }
                if self.chance(8) {
                    self.anchors.insert(text.clone(), next);
                    self.write(format_args!("&a{next} "));
                }
                self.text(text);
            }
            Yaml::Map(entries) => {
                self.out.push('{');
                for (key, value) in entries {
                    self.out.push_str(key);
                    self.out.push_str(": ");
                    self.flow(value);
                    self.out.push_str(", ");
                }
                self.out.push('}');
            }
            Yaml::List(items) => {
                self.out.push('[');
                for item in items {
                    self.flow(item);
                    self.out.push_str(", ");
                }
                self.out.push(']');
            }
        }
    }

    fn text(&mut self, text: &str) {
        let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '/');
        let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic()) && is_word(text);
        if is_plain && text != "null" && !self.chance(3) {
            self.out.push_str(text);
        } else if text.chars().all(|c| matches!(c, ' '..='~')) && self.chance(2) {
            self.write(format_args!("'{}'", text.replace('\'', "''")));
        } else {
            self.out.push('"');
            for c in text.chars() {
                match c {
                    '"' | '\\' => self.out.extend(['\\', c]),
                    ' '..='~' => self.out.push(c),
                    c => self.write(format_args!("\\U{:08x}", u32::from(c))),
                }
            }
            self.out.push('"');
        }
    }

    /// What may stand on lines of its own above something.
    fn above(&mut self, indent: usize) {
        if self.chance(10) {
            self.out.push('\n');
        }
        if self.chance(10) {
            self.indent(indent);
            self.out.push_str("# about what follows\n");
        }
    }

    /// The end of a line, perhaps with a comment.
    fn beside(&mut self) {
        if self.chance(8) {
            self.out.push_str(" # beside");
        }
        self.out.push('\n');
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.out.write_fmt(text).expect("writing to memory");
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn can_be_literal(text: &str) -> bool {
    let is_shown = |c: char| matches!(c, '\n' | '\t' | ' '..='~' | 'ä' | '€' | '😀');
    text.chars().all(is_shown) && !text.trim().is_empty()
}
