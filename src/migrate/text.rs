//! Texts as YAML scalars that mean the same to every reader of YAML 1.1 and 1.2.

use std::fmt::Write as _;

use crate::yaml::Style;

/// A text as a literal block: `|`, and its lines.
pub(super) struct Literal<'a> {
    /// What stands behind the key.
    pub(super) header: String,
    /// Its lines, not indented.
    pub(super) lines: std::str::Split<'a, char>,
    /// Whether line breaks at its end count, so that nothing blank may follow.
    pub(super) is_kept: bool,
}

/// How much deeper than its key the lines of a literal block are.
pub(super) const INDENT: usize = 2;

/// A text as a literal block; `None` when the user did not write one and it is one line, or when it holds
/// what no block can: control characters, foreign line breaks, nothing but blanks.
pub(super) fn literal(text: &str, style: Style) -> Option<Literal<'_>> {
    let is_wanted = style == Style::Block || text.contains('\n');
    let is_possible = text.chars().all(|c| c == '\n' || is_shown(c)) && !text.trim().is_empty();
    if !is_wanted || !is_possible {
        return None;
    }
    let is_blank = |line: &&str| line.trim_matches([' ', '\t']).is_empty();
    let first = text.split('\n').position(|line| !is_blank(&line));
    let head = text.split('\n').take(first.unwrap_or_default() + 1);
    let mut header = String::from("|");
    // Otherwise the first line would tell how deep all are.
    if head.into_iter().any(|line| line.starts_with([' ', '\t'])) {
        header.push_str(&INDENT.to_string());
    }
    let body = text.strip_suffix('\n');
    let is_kept = body.is_some_and(|body| body.ends_with('\n'));
    match (body, is_kept) {
        (None, _) => header.push('-'),
        (Some(_), true) => header.push('+'),
        (Some(_), false) => {}
    }
    Some(Literal {
        header,
        lines: body.unwrap_or(text).split('\n'),
        is_kept,
    })
}

/// A text on one line: without quotes where it is safe and the user had none, else in quotes.
pub(super) fn line(text: &str, style: Style) -> String {
    if style != Style::Quoted && is_plain(text) {
        text.to_owned()
    } else if text.contains(['"', '\\']) && text.chars().all(is_shown) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double_quoted(text)
    }
}

/// Whether a text can do without quotes: nothing in it is YAML's, and no reader takes it for a number, a
/// date, a boolean or null.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan",
    ];
    begins_plain(text)
        && text
            .chars()
            .all(|c| c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([' ', ':'])
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the beginning of a text is no indicator, and not that of a number or date: what begins with a
/// digit must have a letter that is in none.
fn begins_plain(text: &str) -> bool {
    let option = text.trim_start_matches('-');
    match text.chars().next() {
        Some('-') => option.starts_with(|c: char| c.is_ascii_alphabetic()),
        Some('0'..='9') => text.contains(|c: char| {
            c.is_ascii_alphabetic() && !c.is_ascii_hexdigit() && !"xXoOtTzZ".contains(c)
        }),
        Some(c) => c.is_ascii_alphabetic() || c == '/' || c == '_',
        None => false,
    }
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_shown(c) => quoted.push(c),
            c => {
                // `write!` to a string cannot fail
                let _ = match u32::from(c) {
                    code @ ..=0xff => write!(quoted, "\\x{code:02x}"),
                    code @ ..=0xffff => write!(quoted, "\\u{code:04x}"),
                    code => write!(quoted, "\\U{code:08x}"),
                };
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a character can stand in a document as it is, and is no line break to anyone.
fn is_shown(c: char) -> bool {
    matches!(c,
        '\t'
        | ' '..='~'
        | '\u{a0}'..='\u{2027}'
        | '\u{202a}'..='\u{d7ff}'
        | '\u{e000}'..='\u{fefe}'
        | '\u{ff00}'..='\u{fffd}'
        | '\u{10000}'..)
}
