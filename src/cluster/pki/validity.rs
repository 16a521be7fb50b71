//! From when to when a certificate is valid.

use std::time::Duration;

use super::super::time::Time;

/// How much earlier than now certificates begin: clocks of machines differ.
const SKEW: Duration = Duration::from_hours(1);

/// The life of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// Its first moment.
    pub start: Time,
    /// Its last.
    pub end: Time,
}

impl Validity {
    /// A life from now on, but for a little that clocks may differ.
    #[must_use]
    pub fn from_now(now: Time, lifetime: Duration) -> Self {
        Self {
            start: now.before(SKEW),
            end: now + lifetime,
        }
    }

    /// The part of it that is not after `end`.
    #[must_use]
    pub fn up_to(self, end: Time) -> Self {
        Self {
            end: self.end.min(end),
            ..self
        }
    }

    /// Whether less than a third of it is left.
    #[must_use]
    pub fn is_ending(self, now: Time) -> bool {
        now.until(self.end) * 3 < self.start.until(self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_third() {
        let validity = Validity {
            start: Time(1000),
            end: Time(1300),
        };
        for (now, ending) in [(0, false), (1200, false), (1201, true), (2000, true)] {
            assert_eq!(validity.is_ending(Time(now)), ending, "{now}");
        }
    }
}
