//! Exact numbers: what Terraform sends comes back as it was, and nothing is rounded on the way.

use std::fmt;

/// A number of any size and precision.
///
/// Terraform sends a small integer as an integer, a fraction that binary floating point holds exactly as
/// a float, and all else (0.1, 12345678901234567890123) as decimal text. A number remembers which, so that
/// it can be sent back unchanged; two numbers are equal when their values are, whatever the encoding.
#[derive(Debug, Clone)]
pub struct Number(Encoding);

/// How a number travels.
#[derive(Debug, Clone)]
pub enum Encoding {
    /// As an integer.
    Int(i64),
    /// As a float, never NaN; its value is the exact binary one.
    Float(f64),
    /// As decimal text: digits with optional sign, point and exponent.
    Decimal(String),
}

/// A value in one form only: `0.digits × 10^exponent`, no zero at either end of the digits.
#[derive(PartialEq, Eq)]
struct Canonical {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Number {
    /// The number of a float; `None` for NaN, which is no number.
    #[must_use]
    pub fn from_float(value: f64) -> Option<Self> {
        (!value.is_nan()).then_some(Self(Encoding::Float(value)))
    }

    /// The number of a decimal text; `None` when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(int) = text.parse::<i64>() {
            return Some(Self(Encoding::Int(int)));
        }
        Canonical::parse(text)?;
        Some(Self(Encoding::Decimal(text.to_owned())))
    }

    /// How it travels.
    #[must_use]
    pub fn encoding(&self) -> &Encoding {
        &self.0
    }

    /// The value as an integer; `None` when it has a fraction or does not fit.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Encoding::Int(int) => Some(*int),
            Encoding::Float(_) | Encoding::Decimal(_) => self.canonical()?.as_i64(),
        }
    }

    /// `None` for the infinities alone.
    fn canonical(&self) -> Option<Canonical> {
        match &self.0 {
            Encoding::Int(int) => Canonical::parse(&int.to_string()),
            // 1074 is the largest number of decimals that an f64 can have, so this is exact.
            Encoding::Float(float) => Canonical::parse(&format!("{float:.1074}")),
            Encoding::Decimal(text) => Canonical::parse(text),
        }
    }
}

impl Canonical {
    fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            // i32 leaves room to add the number of digits below
            Some((mantissa, exponent)) => (mantissa, i64::from(exponent.parse::<i32>().ok()?)),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction)
        {
            return None;
        }
        let digits = [whole, fraction].concat();
        let significant = digits.trim_start_matches('0');
        let leading_zeros = digits.len() - significant.len();
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self {
                negative: false,
                digits: String::new(),
                exponent: 0,
            });
        }
        let shift = i64::try_from(whole.len()).ok()? - i64::try_from(leading_zeros).ok()?;
        Some(Self {
            negative,
            digits: significant.to_owned(),
            exponent: exponent + shift,
        })
    }

    fn as_i64(&self) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let length = usize::try_from(self.exponent).ok()?;
        if length < self.digits.len() || length > 19 {
            return None; // a fraction, or more digits than any i64
        }
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{:0<length$}", self.digits).parse().ok()
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Encoding::Int(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(
            |_| Self(Encoding::Decimal(value.to_string())),
            |int| Self(Encoding::Int(int)),
        )
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Encoding::Int(a), Encoding::Int(b)) => a == b,
            (Encoding::Float(a), Encoding::Float(b)) => a == b,
            (Encoding::Decimal(a), Encoding::Decimal(b)) if a == b => true,
            _ => match (self.canonical(), other.canonical()) {
                (Some(a), Some(b)) => a == b,
                _ => false, // two infinities are two floats, compared above
            },
        }
    }
}

impl Eq for Number {} // NaN cannot be constructed

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Encoding::Int(int) => int.fmt(f),
            Encoding::Float(float) => float.fmt(f),
            Encoding::Decimal(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    fn float(value: f64) -> Number {
        Number::from_float(value).unwrap()
    }

    fn equal(a: &Number, b: &Number) {
        assert_eq!(a, b);
        assert_eq!(b, a);
    }

    fn differ(a: &Number, b: &Number) {
        assert_ne!(a, b);
        assert_ne!(b, a);
    }

    #[test]
    fn equality_is_of_values() {
        equal(&decimal("1.0"), &Number::from(1_i64));
        equal(&decimal("+1e3"), &Number::from(1000_i64));
        equal(&decimal("0.50"), &float(0.5));
        equal(&decimal("-0"), &Number::from(0_i64));
        equal(&decimal("0.00"), &float(-0.0));
        equal(&decimal(".5"), &decimal("5e-1"));
        equal(
            &float(1_180_591_620_717_411_303_424.0),
            &decimal("1180591620717411303424"),
        );
        equal(&Number::from(u64::MAX), &decimal("18446744073709551615"));
        equal(&float(f64::INFINITY), &float(f64::INFINITY));
    }

    #[test]
    fn near_is_not_equal() {
        differ(&decimal("0.1"), &float(0.1));
        differ(
            &decimal("0.12345678901234567890123"),
            &decimal("0.12345678901234567890124"),
        );
        differ(&Number::from(1_i64), &Number::from(-1_i64));
        differ(&Number::from(1_i64), &decimal("10"));
        differ(&float(f64::INFINITY), &float(f64::NEG_INFINITY));
        differ(&float(f64::INFINITY), &Number::from(0_i64));
    }

    #[test]
    fn integers() {
        assert_eq!(decimal("1e3").as_i64(), Some(1000));
        assert_eq!(decimal("-9223372036854775808.0").as_i64(), Some(i64::MIN));
        assert_eq!(decimal("9223372036854775808").as_i64(), None);
        assert_eq!(decimal("1.5").as_i64(), None);
        assert_eq!(decimal("0.0").as_i64(), Some(0));
        assert_eq!(decimal("1e2000000000").as_i64(), None);
        assert_eq!(float(3.0).as_i64(), Some(3));
        assert_eq!(float(f64::INFINITY).as_i64(), None);
    }

    #[test]
    fn what_is_not_a_number() {
        for text in [
            "",
            "-",
            ".",
            "1,5",
            "0x10",
            "1e",
            "1e99999999999",
            "NaN",
            "inf",
            "1 ",
            "١",
        ] {
            assert_eq!(Number::parse(text), None, "{text:?}");
        }
        assert_eq!(Number::from_float(f64::NAN), None);
    }
}
