//! What scalars mean: YAML 1.1 as the Go libraries of the old tools resolved it.
//!
//! Plain `yes`, `on`, `n` are booleans, `0644` is octal, `1_000` is a thousand. Two flavours were in use;
//! where one of them refused what the other took (quoted `"yes"` as boolean, `1e3` as integer), it is taken.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Scalar, Style, Tag};

/// A scalar that cannot be what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// It is something else.
    Type,
    /// `!!binary` text that is not base64.
    Base64,
    /// `!!binary` text whose bytes are not UTF-8.
    NotUtf8,
}

impl Scalar<'_> {
    /// Whether the scalar says that there is no value: nothing, or the word `null`. The other words for
    /// null make a zero value of an optional field ([`Self::is_null`]).
    #[must_use]
    pub fn is_absent(&self) -> bool {
        match self.tag {
            Tag::Null => true,
            Tag::None => self.style == Style::Plain && matches!(&*self.text, "" | "null"),
            _ => false,
        }
    }

    /// Whether the scalar is null in any spelling.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.is_absent()
            || self.tag == Tag::None
                && self.style == Style::Plain
                && matches!(&*self.text, "~" | "Null" | "NULL")
    }

    /// Whether the scalar is the merge key `<<`.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.tag == Tag::None && self.style == Style::Plain && self.text == "<<"
    }

    /// The scalar as a string: its source text, whatever type the text would be; null is empty.
    ///
    /// # Errors
    /// `!!binary` that is not base64 of UTF-8 text.
    pub fn string(&self) -> Result<Cow<'_, str>, Mismatch> {
        match self.tag {
            Tag::Binary => {
                let text: String = self.text.chars().filter(|c| !c.is_whitespace()).collect();
                let bytes = STANDARD.decode(text).map_err(|_| Mismatch::Base64)?;
                String::from_utf8(bytes)
                    .map(Cow::Owned)
                    .map_err(|_| Mismatch::NotUtf8)
            }
            _ if self.is_null() => Ok(Cow::Borrowed("")),
            _ => Ok(Cow::Borrowed(&self.text)),
        }
    }

    /// The scalar as a boolean; null is false.
    ///
    /// # Errors
    /// It is not one of YAML 1.1's words.
    pub fn bool(&self) -> Result<bool, Mismatch> {
        if self.is_null() {
            return Ok(false);
        }
        let typed = match self.tag {
            Tag::None => self.style == Style::Plain,
            Tag::Bool => true,
            _ => return Err(Mismatch::Type),
        };
        match &*self.text {
            "true" | "True" | "TRUE" if typed => Ok(true),
            "false" | "False" | "FALSE" if typed => Ok(false),
            "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Ok(true),
            "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Ok(false),
            _ => Err(Mismatch::Type),
        }
    }

    /// The scalar as an integer, fractions cut off; null is 0.
    ///
    /// # Errors
    /// It is not a number, or does not fit into 64 bits.
    pub fn int(&self) -> Result<i64, Mismatch> {
        self.number().and_then(|number| match number {
            Number::Int(value) => i64::try_from(value).map_err(|_| Mismatch::Type),
            Number::Float(value) => truncate(value).ok_or(Mismatch::Type),
        })
    }

    /// The scalar as an integer of at least 0, fractions cut off; null is 0.
    ///
    /// # Errors
    /// It is not a number, negative, or does not fit into 64 bits.
    pub fn uint(&self) -> Result<u64, Mismatch> {
        self.number().and_then(|number| match number {
            Number::Int(value) => u64::try_from(value).map_err(|_| Mismatch::Type),
            Number::Float(value) => truncate(value)
                .and_then(|value| u64::try_from(value).ok())
                .ok_or(Mismatch::Type),
        })
    }

    fn number(&self) -> Result<Number, Mismatch> {
        if self.is_null() {
            return Ok(Number::Int(0));
        }
        let typed = match self.tag {
            Tag::None => self.style == Style::Plain,
            Tag::Int | Tag::Float => true,
            _ => false,
        };
        typed
            .then(|| number(&self.text))
            .flatten()
            .ok_or(Mismatch::Type)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Number {
    Int(i128),
    Float(f64),
}

/// A number in any notation of Go's `ParseInt` with base 0, or a decimal float; `_` is ignored.
fn number(text: &str) -> Option<Number> {
    let plain: Cow<str> = if text.contains('_') {
        text.replace('_', "").into()
    } else {
        text.into()
    };
    let (negative, digits) = match plain.as_bytes().first()? {
        b'-' => (true, &plain[1..]),
        b'+' => (false, &plain[1..]),
        _ => (false, &*plain),
    };
    if let Some(value) = integer(digits) {
        return Some(Number::Int(if negative { -value } else { value }));
    }
    let float = is_decimal(digits).then(|| digits.parse::<f64>().ok())??;
    Some(Number::Float(if negative { -float } else { float }))
}

fn integer(digits: &str) -> Option<i128> {
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    // Nothing above u64 is an integer; such texts are read as floats.
    u64::from_str_radix(digits, radix).ok().map(i128::from)
}

/// Whether a text without sign is digits with at most one point and an exponent.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "cutting off the fraction is the point, and the range is checked"
)]
fn truncate(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63, exactly
    (-LIMIT..LIMIT).contains(&value).then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn scalar(source: &str) -> Scalar<'static> {
        let tree = parse(source).unwrap();
        let scalar = tree.root().unwrap().scalar().unwrap();
        Scalar {
            text: scalar.text.to_string().into(),
            ..*scalar
        }
    }

    fn check_int(source: &str, expect: Option<i64>) {
        assert_eq!(scalar(source).int().ok(), expect, "{source}");
    }

    fn check_uint(source: &str, expect: Option<u64>) {
        assert_eq!(scalar(source).uint().ok(), expect, "{source}");
    }

    fn check_bool(source: &str, expect: Option<bool>) {
        assert_eq!(scalar(source).bool().ok(), expect, "{source}");
    }

    fn check_string(source: &str, expect: Result<&str, Mismatch>) {
        let scalar = scalar(source);
        assert_eq!(scalar.string().as_deref(), expect.as_deref(), "{source}");
    }

    #[test]
    fn integers() {
        check_int("0", Some(0));
        check_int("0644", Some(0o644));
        check_int("0o644", Some(0o644));
        check_int("0x1A4", Some(420));
        check_int("0b101", Some(5));
        check_int("-0b101", Some(-5));
        check_int("1_000", Some(1000));
        check_int("+5", Some(5));
        check_int("-5", Some(-5));
        check_int("089", Some(89));
        check_int("4.7", Some(4));
        check_int("-4.7", Some(-4));
        check_int(".5", Some(0));
        check_int("1e3", Some(1000));
        check_int("1e+3", Some(1000));
        check_int("~", Some(0));
        check_int("--- # nothing", Some(0));
        check_int("!!int 7", Some(7));
        check_int("!!int \"7\"", Some(7));
        check_int("9223372036854775807", Some(i64::MAX));
        check_int("9223372036854775808", None);
        check_int("1e30", None);
        check_int("99999999999999999999", None);
        check_int(".inf", None);
        check_int("\"7\"", None);
        check_int("!!str 7", None);
        check_int("1:30", None);
        check_int("0x", None);
        check_int("+", None);
        check_int("_", None);
        check_int("1e", None);
        check_int("+-5", None);
        check_int("12abc", None);
    }

    #[test]
    fn unsigned_integers() {
        check_uint("18446744073709551615", Some(u64::MAX));
        check_uint("1.9", Some(1));
        check_uint("-1", None);
        check_uint("-1.5", None);
    }

    #[test]
    fn booleans() {
        for word in [
            "y",
            "Yes",
            "ON",
            "true",
            "True",
            "\"yes\"",
            "'on'",
            "!!bool yes",
        ] {
            check_bool(word, Some(true));
        }
        for word in ["n", "No", "OFF", "FALSE", "\"off\"", "~"] {
            check_bool(word, Some(false));
        }
        for word in ["\"true\"", "1", "yEs", "!!str yes", "enabled"] {
            check_bool(word, None);
        }
    }

    #[test]
    fn strings() {
        check_string("0644", Ok("0644"));
        check_string("yes", Ok("yes"));
        check_string("~", Ok(""));
        check_string("NULL", Ok(""));
        check_string("\"~\"", Ok("~"));
        check_string("!!str ~", Ok("~"));
        check_string("!!binary aGk=", Ok("hi"));
        check_string("!!binary |\n  aG\n  k=", Ok("hi"));
        check_string("!!binary _", Err(Mismatch::Base64));
        check_string("!!binary /w==", Err(Mismatch::NotUtf8));
    }

    #[test]
    fn null_words() {
        for (source, absent, null) in [
            ("---", true, true),
            ("null", true, true),
            ("!!null x", true, true),
            ("~", false, true),
            ("Null", false, true),
            ("NULL", false, true),
            ("\"null\"", false, false),
            ("nil", false, false),
        ] {
            let scalar = scalar(source);
            assert_eq!(scalar.is_absent(), absent, "{source}");
            assert_eq!(scalar.is_null(), null, "{source}");
        }
    }
}
