//! Files in one text, which the script `unpack` writes on a machine.
//!
//! A line before each file says its mode, how many lines it has, and its path:
//!
//! ```text
//! ##### 0600 2 /etc/example
//! first
//! second
//! ```
//!
//! Lines are counted, so that no file can be taken for the beginning of another. The text is plain, because user data
//! are compressed as a whole; but four characters that are frequent in it, and that a URL escapes with three each,
//! change places with four that are not. User data are 600 bytes smaller that way.

use std::fmt::Write as _;

use crate::node::Mode;
use crate::secret::Secret;

/// What a line before a file begins with.
const MARK: &str = "#####";

/// Characters that change places.
const PAIRS: [(char, char); 4] = [(' ', '?'), ('\n', '~'), ('"', '@'), ('}', '*')];

/// A file of a controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: String,
    /// Who may do what with it; it is root's.
    pub mode: Mode,
    /// Its text, which ends with a line break. It may be secret, so `Debug` does not show it.
    text: Secret,
}

impl File {
    /// A file that everybody may read.
    pub(super) fn public(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(path, Mode::Public, text)
    }

    /// A file that only root may read.
    pub(super) fn secret(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(path, Mode::Secret, text)
    }

    /// A file. Its text gets the line break at the end that it lacks.
    pub fn new(path: impl Into<String>, mode: Mode, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Self {
            path: path.into(),
            mode,
            text: Secret::new(text),
        }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.reveal()
    }
}

/// Files as one text.
#[must_use]
pub fn write(files: &[File]) -> String {
    let mut bundle = String::new();
    for file in files {
        let lines = file.text().matches('\n').count();
        // Writing to a String cannot fail.
        let _ = writeln!(bundle, "{MARK} {} {lines} {}", file.mode.octal(), file.path);
        bundle.push_str(file.text());
    }
    swapped(&bundle)
}

/// A text whose characters have changed places; the same again gives the text back.
fn swapped(text: &str) -> String {
    let swap = |character| {
        let mut pairs = PAIRS.iter();
        let other = pairs.find_map(|&(one, other)| match character {
            _ if character == one => Some(other),
            _ if character == other => Some(one),
            _ => None,
        });
        other.unwrap_or(character)
    };
    text.chars().map(swap).collect()
}

/// The files of such a text; none when it is not one.
#[must_use]
pub fn read(bundle: &str) -> Option<Vec<File>> {
    let bundle = swapped(bundle);
    let mut files = Vec::new();
    let mut lines = bundle.split_inclusive('\n');
    while let Some(header) = lines.next() {
        let rest = header.strip_prefix(MARK)?.strip_prefix(' ')?;
        let (mode, rest) = rest.split_once(' ')?;
        let (count, path) = rest.split_once(' ')?;
        let mode = Mode::parse(mode)?;
        let count = count.parse().ok()?;
        let text: Vec<&str> = lines.by_ref().take(count).collect();
        if text.len() < count {
            return None;
        }
        files.push(File::new(path.trim_end(), mode, text.concat()));
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let files = [
            File::new("/a", Mode::Secret, "no end"),
            File::new("/b c", Mode::Public, "##### 0600 1 /etc/passwd\n\n"),
            File::new("/d", Mode::Program, ""),
        ];
        let bundle = write(&files);
        assert!(bundle.starts_with("#####?0600?1?/a~no?end~#####?0644?2?/b?c~"));
        assert_eq!(read(&bundle).unwrap(), files);
        assert!(!format!("{files:?}").contains("no end"));
    }

    #[test]
    fn the_script_has_the_same_pairs() {
        let [from, to]: [String; 2] = [
            PAIRS.iter().map(|pair| pair.0).collect(),
            PAIRS.iter().map(|pair| pair.1).collect(),
        ];
        let (from, to) = (from.replace('\n', "\\n"), to);
        let command = format!("tr '{from}{to}' '{to}{from}'");
        assert!(include_str!("files/unpack").contains(&command), "{command}");
    }

    #[test]
    fn what_is_no_bundle() {
        for text in ["x\n", "##### 0600 2 /a\nb\n", "##### 0777 1 /a\nb\n"] {
            assert_eq!(read(&swapped(text)), None, "{text}");
        }
    }
}
