//! Durations as Go's `time.ParseDuration` takes them: `1h30m`, `1.5h`, `-2m`, `0`.

/// Whether a text is a duration.
pub(super) fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    text == "0"
        || !text.is_empty() && nanoseconds(text).is_some_and(|total| total <= i64::MAX as u128)
}

fn nanoseconds(mut text: &str) -> Option<u128> {
    let mut total = 0u128;
    while !text.is_empty() {
        let (number, rest) = split(text, |c| c.is_ascii_digit() || c == '.');
        let (unit, rest) = split(rest, |c| !c.is_ascii_digit() && c != '.');
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !digits(fraction) {
            return None;
        }
        let whole: u64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        // What a fraction adds is less than one unit, and cannot make a text malformed.
        total += u128::from(whole) * u128::from(unit_length(unit)?);
        text = rest;
    }
    (total <= i64::MAX as u128).then_some(total)
}

/// Nanoseconds of a unit.
fn unit_length(unit: &str) -> Option<u64> {
    match unit {
        "ns" => Some(1),
        "us" | "\u{b5}s" | "\u{3bc}s" => Some(1_000),
        "ms" => Some(1_000_000),
        "s" => Some(1_000_000_000),
        "m" => Some(60_000_000_000),
        "h" => Some(3_600_000_000_000),
        _ => None,
    }
}

/// A text up to the first character that does not belong, and the rest.
fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for text in [
            "0", "-0", "1h30m", "1.5h", ".5s", "1.s", "+2m", "-2m", "5us", "5µs", "5μs", "7ns",
            "3ms",
        ] {
            assert!(is_duration(text), "{text}");
        }
        for text in [
            "",
            "-",
            "1",
            "1 hour",
            "1h ",
            "h",
            ".h",
            "1d",
            "1.2.3h",
            "1H",
            "99999999h",
            "99999999999999999999s",
        ] {
            assert!(!is_duration(text), "{text}");
        }
    }
}
