//! The offending line of a document, cut to a window around the column, with secrets masked.
//!
//! Configs carry password hashes, keys and file contents. An excerpt therefore never shows a line of a
//! block scalar, nor the value of a key that holds a secret, nor anything that looks like a password
//! hash, a key or a data URL. Masked characters become `*`, one for one, so that the caret still points
//! at the right column.

use std::fmt;

use super::Mark;

/// Characters of a line that an excerpt shows around the column.
const WINDOW: usize = 40;

/// Keys whose value is never shown; a key that ends in one of them counts.
const SECRET_KEYS: [&str; 7] = [
    "password_hash",
    "password",
    "ssh_authorized_keys",
    "passphrase",
    "secret",
    "token",
    "key",
];

/// Words that open an SSH public key, and the one that opens a PEM block.
const KEY_WORDS: [&str; 4] = ["ssh-", "ecdsa-sha2-", "sk-", "-----"];

/// A run of base64 characters of at least this length counts as a key.
const KEY_RUN: usize = 32;

/// The lines of a document, ready to be excerpted.
pub struct Lines<'text> {
    lines: Vec<Line<'text>>,
}

struct Line<'text> {
    text: &'text str,
    in_block_scalar: bool,
}

/// One line of a document around a column. Displays as two lines: the text and a caret below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    line: u32,
    shown: String,
    caret: usize,
}

impl<'text> Lines<'text> {
    /// Splits a document, noting which lines belong to block scalars. The detection is lexical and errs
    /// towards hiding, so that it also holds for documents that are not YAML.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let mut block_parent = None;
        let lines = text
            .lines()
            .map(|text| {
                let indent = text.len() - text.trim_start_matches(' ').len();
                let in_block_scalar =
                    block_parent.is_some_and(|parent| text.trim().is_empty() || indent > parent);
                if !in_block_scalar {
                    block_parent = opens_block_scalar(text).then_some(indent);
                }
                Line {
                    text,
                    in_block_scalar,
                }
            })
            .collect();
        Self { lines }
    }

    /// The excerpt at a position; `None` past the end, on an empty line, or inside a block scalar.
    #[must_use]
    pub fn excerpt(&self, mark: Mark) -> Option<Excerpt> {
        let line = self
            .lines
            .get(usize::try_from(mark.line).ok()?.checked_sub(1)?)?;
        if line.in_block_scalar || line.text.trim().is_empty() {
            return None;
        }
        let column = usize::try_from(mark.column).ok()?.saturating_sub(1);
        let (shown, caret) = window(&mask(line.text), column);
        Some(Excerpt {
            line: mark.line,
            shown,
            caret,
        })
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        writeln!(f, "  {number} | {}", self.shown)?;
        let margin = number.len() + 2;
        write!(f, "{:margin$} | {:caret$}^", "", "", caret = self.caret)
    }
}

/// A value of the user's, masked and shortened for use in a sentence.
#[must_use]
pub fn quoted(value: &str) -> String {
    let first_line = value.lines().next().unwrap_or_default();
    let masked = mask(first_line);
    let mut shown: String = masked.chars().take(WINDOW).collect();
    if shown.len() < masked.len() || first_line.len() < value.trim_end().len() {
        shown.push('…');
    }
    format!("\"{}\"", shown.replace('\t', "\\t"))
}

fn opens_block_scalar(line: &str) -> bool {
    let code = line.split(" #").next().unwrap_or_default().trim_end();
    let header = code.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    let Some(before) = header.strip_suffix(['|', '>']) else {
        return false;
    };
    code.len() - header.len() <= 2 && (before.is_empty() || before.ends_with([' ', '\t']))
}

/// The line with secrets replaced by `*`, character for character.
fn mask(line: &str) -> String {
    let mut characters: Vec<char> = line.chars().collect();
    for start in [secret_value(line), word_from(line, "data:"), key_from(line)]
        .into_iter()
        .flatten()
    {
        let first = line[..start].chars().count();
        for character in &mut characters[first..] {
            *character = '*';
        }
    }
    mask_runs(&mut characters);
    characters.into_iter().collect()
}

/// Byte offset behind the first `key:` whose value is secret.
fn secret_value(line: &str) -> Option<usize> {
    line.match_indices(':')
        .find(|(at, _)| {
            let before = line[..*at].trim_end_matches(['"', '\'', ' ']);
            SECRET_KEYS
                .iter()
                .any(|key| before.to_ascii_lowercase().ends_with(key))
        })
        .map(|(at, _)| at + 1)
}

/// Byte offset of a word that starts with `prefix`.
fn word_from(line: &str, prefix: &str) -> Option<usize> {
    line.match_indices(prefix)
        .find(|(at, _)| {
            !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
                && line[at + prefix.len()..].starts_with(|c: char| !c.is_whitespace())
        })
        .map(|(at, _)| at)
}

/// Byte offset of an SSH key or a PEM block: a key word, with more text behind a space.
fn key_from(line: &str) -> Option<usize> {
    KEY_WORDS.iter().find_map(|word| {
        let at = word_from(line, word)?;
        line[at..].contains(' ').then_some(at)
    })
}

/// Masks runs that look like keys (long base64) or like crypt(3) hashes (`$6$…`).
fn mask_runs(characters: &mut [char]) {
    let is_run = |c: char| c.is_ascii_alphanumeric() || "+/=$.".contains(c);
    for run in characters.chunk_by_mut(|a, b| is_run(*a) && is_run(*b)) {
        let crypt = run.first() == Some(&'$') && run.iter().filter(|c| **c == '$').count() >= 3;
        let base64 = run.len() >= KEY_RUN
            && !run.contains(&'.')
            && run.iter().any(char::is_ascii_digit)
            && run.iter().any(char::is_ascii_uppercase)
            && run.iter().any(char::is_ascii_lowercase);
        if crypt || base64 {
            run.fill('*');
        }
    }
}

/// Cuts a line to [`WINDOW`] characters around a column; returns it with the caret's place in it.
fn window(line: &str, column: usize) -> (String, usize) {
    let characters: Vec<char> = line
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .collect();
    if characters.len() <= WINDOW {
        return (characters.iter().collect(), column.min(characters.len()));
    }
    let first = column
        .saturating_sub(WINDOW / 2)
        .min(characters.len() - WINDOW);
    let last = first + WINDOW;
    let mut shown = String::new();
    if first > 0 {
        shown.push('…');
    }
    let caret = shown.chars().count() + column.min(last) - first;
    shown.extend(&characters[first..last]);
    if last < characters.len() {
        shown.push('…');
    }
    (shown, caret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, line: u32, column: u32, expect: Option<&str>) {
        let excerpt = Lines::new(text).excerpt(Mark { line, column });
        assert_eq!(excerpt.map(|e| e.to_string()).as_deref(), expect);
    }

    #[test]
    fn the_caret_stands_below_the_column() {
        check(
            "storage:\n  files:\n    - path: etc/motd\n",
            3,
            13,
            Some("  3 |     - path: etc/motd\n    |             ^"),
        );
        check("é: [x", 1, 4, Some("  1 | é: [x\n    |    ^"));
    }

    #[test]
    fn long_lines_are_cut_around_the_column() {
        let line = format!("{}BAD {}", "a ".repeat(50), "b ".repeat(50));
        check(
            &line,
            1,
            101,
            Some("  1 | …a a a a a a a a a a BAD b b b b b b b b …\n    |                      ^"),
        );
    }

    #[test]
    fn positions_without_a_line_have_no_excerpt() {
        check("a: b", 2, 1, None);
        check("a: b", 0, 1, None);
        check("a: b\n\nc: d", 2, 1, None);
    }

    #[test]
    fn block_scalars_are_never_shown() {
        let text =
            "a:\n  - contents: |-2 # note\n      secret\n\n     more\n  - b: >\n      x\nc: d";
        for (line, shown) in [
            (2, true),
            (3, false),
            (5, false),
            (6, true),
            (7, false),
            (8, true),
        ] {
            let excerpt = Lines::new(text).excerpt(Mark { line, column: 1 });
            assert_eq!(excerpt.is_some(), shown, "line {line}");
        }
    }

    #[test]
    fn secrets_are_masked() {
        for (line, secret) in [
            ("  password_hash: hunter2", "hunter2"),
            ("- {name: core, password_hash: \"hunter2\"}", "hunter2"),
            ("  uid: $6$salt$abcdef", "abcdef"),
            ("  - ssh-ed25519 AAAAC3Nz core@host", "AAAAC3Nz"),
            ("  source: data:,hunter2", "hunter2"),
            ("  etcd_password: hunter2", "hunter2"),
            ("  name: MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj", "MIIEv"),
            ("-----BEGIN EC PRIVATE KEY-----", "PRIVATE"),
        ] {
            assert!(!mask(line).contains(secret), "{line}");
            assert!(!quoted(line).contains(secret), "{line}");
            assert_eq!(mask(line).chars().count(), line.chars().count(), "{line}");
        }
    }

    #[test]
    fn ordinary_lines_stay_readable() {
        for line in [
            "    - path: /etc/systemd/system/multi-user.target.wants/x",
            "      mode: rw-r--r--",
            "  device: /dev/disk/by-partlabel/DATA",
            "  source: https://example.com/sk-1",
        ] {
            assert_eq!(mask(line), line);
        }
    }

    #[test]
    fn quoted_values_are_short_and_on_one_line() {
        assert_eq!(quoted("etc/motd"), "\"etc/motd\"");
        assert_eq!(quoted("a\nb"), "\"a…\"");
        assert_eq!(quoted(&"x".repeat(50)), format!("\"{}…\"", "x".repeat(40)));
    }
}
