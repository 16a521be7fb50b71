//! Sizes of partitions: `512MiB`, `1.5GiB`, `2GiB512MiB`.

use super::problems;
use crate::report::Problem;

const MEBIBYTE: i64 = 1 << 20;

/// Bytes of each unit, in the two spellings that cannot be mixed; both count in powers of 1024.
const UNITS: [[&str; 7]; 2] = [
    ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"],
    ["B", "KB", "MB", "GB", "TB", "PB", "EB"],
];

/// Reads a size in whole MiB.
///
/// # Errors
/// It is no size, negative, not a whole number of MiB, or too large.
pub(super) fn mebibytes(text: &str) -> Result<i64, Problem> {
    let bytes = bytes(text, &UNITS[0]).or_else(|first| {
        let choose = |second: Problem| {
            if second.rule == "size-unit" {
                first
            } else {
                second
            }
        };
        bytes(text, &UNITS[1]).map_err(choose)
    })?;
    if bytes < 0 {
        Err(problems::size_negative(text))
    } else if bytes % MEBIBYTE != 0 {
        Err(problems::size_granularity(text))
    } else {
        Ok(bytes / MEBIBYTE)
    }
}

fn bytes(text: &str, units: &[&str]) -> Result<i64, Problem> {
    let malformed = || problems::size_malformed(text);
    let (sign, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (-1.0, &text[1..]),
        Some(b'+') => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    if rest == "0" {
        return Ok(0);
    }
    let mut total = 0.0;
    loop {
        let (number, after) = split(rest, |c| c.is_ascii_digit() || c == '.');
        let (unit, after) = split(after, |c| !c.is_ascii_digit() && c != '.');
        let number = decimal(number).ok_or_else(malformed)?;
        let power = units
            .iter()
            .position(|known| *known == unit)
            .and_then(|power| i32::try_from(power).ok())
            .ok_or_else(|| problems::size_unit(unit))?;
        total += number * 1024f64.powi(power);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    whole(sign * total).ok_or_else(|| problems::size_too_large(text))
}

/// A text up to the first character that does not belong, and the rest.
fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

/// Digits with at most one point.
fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number = |digits: &str| -> Option<u64> {
        // Go's parser gives up at 2^63.
        let number = if digits.is_empty() {
            0
        } else {
            digits.parse().ok()?
        };
        (number < 1 << 63).then_some(number)
    };
    let (high, low) = (number(whole)?, number(fraction)?);
    let scale = 10f64.powi(i32::try_from(fraction.len()).ok()?);
    (!whole.is_empty() || !fraction.is_empty()).then(|| float(high) + float(low) / scale)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the old tools compute sizes as floats"
)]
fn float(number: u64) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked; fractions of bytes are cut"
)]
fn whole(bytes: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63, exactly
    (-LIMIT..LIMIT).contains(&bytes).then_some(bytes as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<i64, &str>) {
        assert_eq!(
            mebibytes(text).map_err(|problem| problem.rule),
            expect,
            "{text}"
        );
    }

    #[test]
    fn sizes() {
        check("0", Ok(0));
        check("-0", Ok(0));
        check("1MiB", Ok(1));
        check("8GB", Ok(8192));
        check("1.5GiB", Ok(1536));
        check("+.5GiB", Ok(512));
        check("1.GiB", Ok(1024));
        check("2GiB512MiB", Ok(2560));
        check("1048576B", Ok(1));
        check("7EiB", Ok(7 << 40));
        check("", Err("size-malformed"));
        check("-", Err("size-malformed"));
        check("GiB", Err("size-malformed"));
        check(".GiB", Err("size-malformed"));
        check("1.2.3GiB", Err("size-malformed"));
        check("5 GiB", Err("size-unit"));
        check("5", Err("size-unit"));
        check("5gib", Err("size-unit"));
        check("1GiB1MB", Err("size-unit"));
        check("8EiB", Err("size-too-large"));
        check("99999999999999999999MiB", Err("size-malformed"));
        check("-1GiB", Err("size-negative"));
        check("100KB", Err("size-granularity"));
        check("0.1MiB", Err("size-granularity"));
    }
}
