//! Data URLs (RFC 2397): how Ignition carries the text of files.
//!
//! What is accepted follows the Go package `dataurl`, which Ignition 2 uses: media types must begin like a
//! registered top-level type, and `base64` is the last parameter.

use base64::Engine;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::percent;

/// Go's `base64.StdEncoding`: padding is required, unused bits of the last digit are not looked at.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// What the data URL of a text begins with.
const PREFIX: &str = "data:,";

/// Why a data URL cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DataUrlError {
    /// It does not start with `data:` in lower case.
    #[error("it does not start with data:")]
    Prefix,
    /// No comma separates the media type from the data.
    #[error("it has no comma before the data")]
    Comma,
    /// The media type is not `type/subtype` of a known type.
    #[error("its media type is not valid")]
    MediaType,
    /// A parameter is not `;name=value`, or stands behind `;base64`.
    #[error("its media type has a malformed parameter")]
    Parameter,
    /// The data contain a character that URLs must escape.
    #[error("its data contain a character that must be escaped")]
    Character,
    /// A `%` is not followed by two hex digits.
    #[error("its data contain a % that is not followed by two hex digits")]
    Escape,
    /// The data are not padded standard base64.
    #[error("its data are not valid base64")]
    Base64,
}

/// The data URL of some bytes, as inline contents are written: all but
/// `A-Z a-z 0-9 - _ . ! ~ * ' ( )` become `%XX`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    escaped(bytes, |byte| {
        byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)
    })
}

/// The data URL of some bytes with no more escapes than it needs: shorter than [`encode`]'s, which follows `ct`, and
/// easier to compress.
#[must_use]
pub fn encode_tersely(bytes: &[u8]) -> String {
    escaped(bytes, |byte| byte != b'%' && is_url_character(byte))
}

/// The data URL of some bytes, of which those stay as they are that `stays` says.
fn escaped(bytes: &[u8], stays: impl Fn(u8) -> bool) -> String {
    let mut url = String::with_capacity(PREFIX.len() + bytes.len() + bytes.len() / 2);
    url.push_str(PREFIX);
    for &byte in bytes {
        if stays(byte) {
            url.push(char::from(byte));
        } else {
            percent::push_escaped(&mut url, byte);
        }
    }
    url
}

/// The bytes that a data URL carries.
///
/// # Errors
/// Says what is malformed; see [`DataUrlError`].
pub fn decode(url: &str) -> Result<Vec<u8>, DataUrlError> {
    let rest = url.strip_prefix("data:").ok_or(DataUrlError::Prefix)?;
    let parameters = skip_media_type(rest)?;
    let (is_base64, data) = skip_parameters(parameters)?;
    if is_base64 {
        if !data.bytes().all(is_base64_digit) {
            return Err(DataUrlError::Character);
        }
        return BASE64.decode(data).map_err(|_| DataUrlError::Base64);
    }
    if !data.bytes().all(is_url_character) {
        return Err(DataUrlError::Character);
    }
    percent::decode(data.as_bytes()).map_err(|_| DataUrlError::Escape)
}

/// What follows the media type, if there is one: the text from the first `;` or `,` on.
fn skip_media_type(text: &str) -> Result<&str, DataUrlError> {
    if text.is_empty() {
        return Err(DataUrlError::Comma);
    }
    if text.starts_with([';', ',']) {
        return Ok(text);
    }
    let (kind, rest) = text.split_once('/').ok_or(DataUrlError::MediaType)?;
    let end = rest.find([';', ',']).ok_or(DataUrlError::Comma)?;
    let (subtype, parameters) = rest.split_at(end);
    if is_known_type(kind) && kind.bytes().chain(subtype.bytes()).all(is_token_character) {
        Ok(parameters)
    } else {
        Err(DataUrlError::MediaType)
    }
}

/// Types of RFC 2045, which `dataurl` compares by prefix, and private `x-` types.
fn is_known_type(kind: &str) -> bool {
    const KNOWN: [&str; 9] = [
        "text",
        "image",
        "audio",
        "video",
        "application",
        "message",
        "multipart",
        "x-",
        "X-",
    ];
    KNOWN.iter().any(|known| kind.starts_with(known))
}

/// Reads `;name=value` and `;base64` up to the comma: whether the data are base64, and the data.
fn skip_parameters(mut text: &str) -> Result<(bool, &str), DataUrlError> {
    loop {
        if let Some(data) = text.strip_prefix(',') {
            return Ok((false, data));
        }
        let parameter = text.strip_prefix(';').ok_or(DataUrlError::Comma)?;
        if let Some(data) = parameter.strip_prefix("base64,") {
            return Ok((true, data));
        }
        let (name, value) = parameter.split_once('=').ok_or(DataUrlError::Parameter)?;
        if name.is_empty() || !name.bytes().all(is_token_character) {
            return Err(DataUrlError::Parameter);
        }
        text = match value.strip_prefix('"') {
            Some(quoted) => skip_quoted(quoted)?,
            None => skip_token(value)?,
        };
    }
}

/// What follows an unquoted value.
fn skip_token(text: &str) -> Result<&str, DataUrlError> {
    let end = text.find([';', ',']).ok_or(DataUrlError::Comma)?;
    let (value, rest) = text.split_at(end);
    let is_valid = !value.is_empty()
        && value.bytes().all(is_token_character)
        && percent::decode(value.as_bytes()).is_ok();
    is_valid.then_some(rest).ok_or(DataUrlError::Parameter)
}

/// What follows the closing quote of a value; the escapes in it are those of a Go string.
fn skip_quoted(text: &str) -> Result<&str, DataUrlError> {
    let mut rest = text;
    loop {
        let end = rest.find(['"', '\\']).ok_or(DataUrlError::Parameter)?;
        let (plain, special) = rest.split_at(end);
        if !plain.is_ascii() {
            return Err(DataUrlError::Parameter);
        }
        match special.strip_prefix('"') {
            Some(after) => return Ok(after),
            None => rest = skip_go_escape(&special[1..])?,
        }
    }
}

/// What follows an escape of a Go string; `text` starts behind its backslash.
fn skip_go_escape(text: &str) -> Result<&str, DataUrlError> {
    let (digits, radix, largest) = match text.as_bytes().first() {
        Some(b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' | b'"') => {
            return Ok(&text[1..]);
        }
        Some(b'x') => (text.get(1..3), 16, 0xff),
        Some(b'u') => (text.get(1..5), 16, u32::MAX),
        Some(b'U') => (text.get(1..9), 16, u32::MAX),
        Some(b'0'..=b'7') => (text.get(0..3), 8, 0xff),
        _ => (None, 16, 0),
    };
    let digits = digits.ok_or(DataUrlError::Parameter)?;
    let is_digits = digits.chars().all(|digit| digit.is_digit(radix));
    let value = u32::from_str_radix(digits, radix).map_err(|_| DataUrlError::Parameter)?;
    let is_valid =
        is_digits && (value <= 0xff || (value <= largest && char::from_u32(value).is_some()));
    let start = usize::from(radix == 16);
    is_valid
        .then_some(&text[start + digits.len()..])
        .ok_or(DataUrlError::Parameter)
}

/// A token of RFC 2045: ASCII without space, control and special characters.
fn is_token_character(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&byte)
}

/// ASCII that may stand in a URL, `%` included.
fn is_url_character(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"<>#\"{}|\\^[]`".contains(&byte)
}

fn is_base64_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decodes(url: &str, expect: &[u8]) {
        assert_eq!(decode(url), Ok(expect.to_vec()), "{url}");
    }

    #[track_caller]
    fn fails(url: &str, expect: DataUrlError) {
        assert_eq!(decode(url), Err(expect), "{url}");
    }

    #[test]
    fn escapes_all_but_the_unreserved() {
        assert_eq!(encode(b"aZ09-_.!~*'()"), "data:,aZ09-_.!~*'()");
        assert_eq!(
            encode(b"a b\n\"/+\x00\xff"),
            "data:,a%20b%0A%22%2F%2B%00%FF"
        );
        assert_eq!(encode(b"hi\n"), "data:,hi%0A");
    }

    #[test]
    fn escapes_what_urls_must() {
        assert_eq!(
            encode_tersely(b"--a=/b?&\"[50%]\n"),
            "data:,--a=/b?&%22%5B50%25%5D%0A"
        );
    }

    #[test]
    fn round_trips() {
        let all: Vec<u8> = (0..=255).collect();
        decodes(&encode(&all), &all);
        decodes(&encode_tersely(&all), &all);
        decodes(&encode(b""), b"");
    }

    #[test]
    fn decodes_plain_and_base64() {
        decodes("data:,a+b%20c?x=1&y,z;w", b"a+b c?x=1&y,z;w");
        decodes("data:;base64,aGk=", b"hi");
        decodes("data:;base64,", b"");
        decodes("data:text/plain;charset=utf-8;base64,aGk=", b"hi");
        decodes("data:text/plain;charset=\"a\\\"b\",x", b"x");
        decodes("data:text/plain;a=\"\\x41\\u0041\\101\",x", b"x");
        decodes("data:text/,x", b"x");
        decodes("data:textual/plain,x", b"x");
        decodes("data:x-own/thing,x", b"x");
        decodes("data:;a=b;c=d,x", b"x");
        decodes("data:;base64,aGl=", b"hi");
    }

    #[test]
    fn refuses_what_the_reference_refuses() {
        fails("DATA:,x", DataUrlError::Prefix);
        fails("data:", DataUrlError::Comma);
        fails("data:text/plain", DataUrlError::Comma);
        fails("data:text,x", DataUrlError::MediaType);
        fails("data:/plain,x", DataUrlError::MediaType);
        fails("data:font/woff,x", DataUrlError::MediaType);
        fails("data:te xt/plain,x", DataUrlError::MediaType);
        fails("data:;base64;a=b,x", DataUrlError::Parameter);
        fails("data:;base32,x", DataUrlError::Parameter);
        fails("data:;=b,x", DataUrlError::Parameter);
        fails("data:;a=\"b,x", DataUrlError::Parameter);
        fails("data:;a=\"\\q\",x", DataUrlError::Parameter);
        fails("data:;a=\"b\"c,x", DataUrlError::Comma);
        fails("data:;a=%zz,x", DataUrlError::Parameter);
        fails("data:,a b", DataUrlError::Character);
        fails("data:,ä", DataUrlError::Character);
        fails("data:,a#b", DataUrlError::Character);
        fails("data:,a%2", DataUrlError::Escape);
        fails("data:,a%zz", DataUrlError::Escape);
        fails("data:;base64,aG k=", DataUrlError::Character);
        fails("data:;base64,aGk", DataUrlError::Base64);
        fails("data:;base64,=", DataUrlError::Base64);
    }
}
