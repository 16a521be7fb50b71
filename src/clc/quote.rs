//! Texts in double quotes as Go's `%q` prints them, which units and `update.conf` are made with.

use std::fmt::Write as _;

/// Quotes a text: printable Unicode stays, the rest is escaped.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        let escape = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\x07' => "\\a",
            '\x08' => "\\b",
            '\x0c' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\x0b' => "\\v",
            c if is_printable(c) => {
                out.push(c);
                continue;
            }
            c => {
                push_number(&mut out, u32::from(c));
                continue;
            }
        };
        out.push_str(escape);
    }
    out.push('"');
    out
}

/// Escapes a character by its number.
fn push_number(out: &mut String, number: u32) {
    let written = match number {
        0..=0x7f => write!(out, "\\x{number:02x}"),
        0x80..=0xffff => write!(out, "\\u{number:04x}"),
        _ => write!(out, "\\U{number:08x}"),
    };
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

/// Whether a character is a letter, mark, number, punctuation, symbol or the ASCII blank.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return c == ' ' || c.is_ascii_graphic();
    }
    // The standard library has the table but shows it through escaping only, which leaves printable
    // characters alone anywhere but at the start of a text.
    let mut bytes = [b'.'; 5];
    let end = 1 + c.encode_utf8(&mut bytes[1..]).len();
    std::str::from_utf8(&bytes[..end]).is_ok_and(|text| text.escape_debug().nth(1) == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(quote(text), expect, "{text:?}");
    }

    #[test]
    fn texts() {
        check("", r#""""#);
        check("a b", r#""a b""#);
        check("\"\\", r#""\"\\""#);
        check("\x07\x08\x0c\n\r\t\x0b", r#""\a\b\f\n\r\t\v""#);
        check("\0\x1b\x7f", r#""\x00\x1b\x7f""#);
        check("é☕😀e\u{301}", "\"é☕😀e\u{301}\"");
        check(
            "\u{85}\u{a0}\u{ad}\u{200b}\u{2028}\u{feff}",
            r#""\u0085\u00a0\u00ad\u200b\u2028\ufeff""#,
        );
        check("\u{e0001}\u{10ffff}", r#""\U000e0001\U0010ffff""#);
    }
}
