//! Which characters each part of a URL escapes, and what it decodes to.

use std::borrow::Cow;

use super::UrlError;
use crate::ignition::percent;

/// A part of a URL; each has its own set of characters that need no escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Path,
    Fragment,
    User,
    Host,
    /// The zone of an IPv6 address, from its `%25` on.
    Zone,
}

impl Part {
    /// Whether Go escapes this byte when it prints the part.
    fn escapes(self, byte: u8) -> bool {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            return false;
        }
        let kept: &[u8] = match self {
            Self::Path => b"$&+,/:;=@",
            Self::Fragment => b"$&+,/:;=?@!()*",
            Self::User => b"$&+,;=",
            Self::Host | Self::Zone => b"!$&'()*+,;=:[]<>\"",
        };
        !kept.contains(&byte)
    }

    /// Whether a byte of this part, as written, may stay as it is when the URL is printed.
    fn accepts(self, byte: u8) -> bool {
        b"!$&'()*+,;=:@[]%".contains(&byte) || !self.escapes(byte)
    }
}

/// A decoded part and how it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    decoded: Vec<u8>,
    written: String,
}

impl Text {
    pub(super) fn parse(written: &str, part: Part) -> Result<Self, UrlError> {
        Ok(Self {
            decoded: decode(written, part)?,
            written: written.to_owned(),
        })
    }

    /// As written where that is validly encoded, else encoded anew.
    pub(super) fn escaped(&self, part: Part) -> Cow<'_, str> {
        if self.written.bytes().all(|byte| part.accepts(byte)) {
            Cow::Borrowed(&self.written)
        } else {
            Cow::Owned(encode(&self.decoded, part))
        }
    }
}

pub(super) fn encode(bytes: &[u8], part: Part) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if part.escapes(byte) {
            percent::push_escaped(&mut text, byte);
        } else {
            text.push(char::from(byte));
        }
    }
    text
}

/// Decodes a part. Hosts may escape only what is not ASCII; a zone only what a host may hold, and a space.
pub(super) fn decode(text: &str, part: Part) -> Result<Vec<u8>, UrlError> {
    check(text, part)?;
    percent::decode(text.as_bytes()).map_err(|at| broken_escape(text, at))
}

/// Decodes a key or value of a query, where `+` is a space.
pub(super) fn decode_query(text: &str) -> Result<Vec<u8>, UrlError> {
    let spaced = text.replace('+', " ");
    percent::decode(spaced.as_bytes()).map_err(|at| broken_escape(&spaced, at))
}

fn check(text: &str, part: Part) -> Result<(), UrlError> {
    if !matches!(part, Part::Host | Part::Zone) {
        return Ok(());
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let value =
                percent::escaped_byte(&bytes[at..]).ok_or_else(|| broken_escape(text, at))?;
            let is_percent_sign = value == b'%';
            let is_allowed = match part {
                Part::Zone => is_percent_sign || value == b' ' || !Part::Host.escapes(value),
                _ => is_percent_sign || value >= 0x80,
            };
            if !is_allowed {
                return Err(broken_escape(text, at));
            }
            at += 3;
        } else {
            if byte.is_ascii() && part.escapes(byte) {
                return Err(UrlError::HostCharacter(char::from(byte).to_string()));
            }
            at += 1;
        }
    }
    Ok(())
}

/// Quotes the `%` at an offset and the two characters behind it.
fn broken_escape(text: &str, at: usize) -> UrlError {
    let piece = text.get(at..).unwrap_or_default();
    UrlError::Escape(piece.chars().take(3).collect())
}
