//! How many, how long, how large.

use super::text::{fault, number, text};
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Fault, Value};
use crate::machines::arguments::{Arguments, Kind};

/// Accepts numbers of controllers.
pub(crate) fn controllers(value: &Value) -> Result<(), Fault> {
    number(value, 1, 99)
}

/// Accepts numbers of workers.
pub(crate) fn workers(value: &Value) -> Result<(), Fault> {
    number(value, 0, 5000)
}

/// Accepts numbers that are at least one.
pub(crate) fn positive(value: &Value) -> Result<(), Fault> {
    number(value, 1, 1_000_000)
}

/// Accepts numbers that are not negative.
pub(crate) fn not_negative(value: &Value) -> Result<(), Fault> {
    number(value, 0, 1_000_000_000)
}

/// Accepts packet sizes: IPv6 works from 1280 on, jumbo frames have up to 9216 bytes.
pub(crate) fn mtu(value: &Value) -> Result<(), Fault> {
    number(value, 1280, 9216)
}

/// Accepts hop limits of the metadata service.
pub(crate) fn hops(value: &Value) -> Result<(), Fault> {
    number(value, 1, 64)
}

/// Accepts durations such as `90s`, `30m`, `1h30m`.
pub(crate) fn duration(value: &Value) -> Result<(), Fault> {
    text(value, |written| {
        parse_duration(written).map(|_| ()).ok_or_else(|| {
            fault(
                "Not a duration",
                "Write hours, minutes and seconds with their units, e.g. \"30m\" or \"1h30m\".",
            )
        })
    })
}

/// The seconds of a duration such as `1h30m`; `None` when it is none.
#[must_use]
pub(crate) fn parse_duration(written: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    let mut rest = written;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !character.is_ascii_digit())?;
        let count: u64 = rest[..digits].parse().ok()?;
        let unit = match rest.as_bytes().get(digits)? {
            b'h' => 3600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    (seconds > 0).then_some(seconds)
}

/// Warning: an even number of members of etcd bears the loss of no more than one less would.
pub(crate) fn even_controllers(arguments: &Arguments, found: &mut Diagnostics) {
    let count = arguments.controller.controller_count.known();
    if let Some(count) =
        count.filter(|count| arguments.kind == Kind::Controller && **count % 2 == 0)
    {
        found.push(
            Diagnostic::warning(
                "An even number of controllers",
                format!(
                    "etcd goes on while more than half of its members do, so {count} controllers bear the loss of \
                     {}, no more than {} would. Use an odd number.",
                    (count - 1) / 2,
                    count - 1
                ),
            )
            .at(AttributePath::of("controller_count")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (written, seconds) in [("90s", 90), ("30m", 1800), ("1h30m", 5400), ("2h", 7200)] {
            assert_eq!(parse_duration(written), Some(seconds), "{written}");
        }
        for written in [
            "",
            "30",
            "m",
            "-1m",
            "1d",
            "1.5h",
            "0s",
            "99999999999999999999h",
        ] {
            assert_eq!(parse_duration(written), None, "{written}");
        }
    }
}
