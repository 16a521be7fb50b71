//! The simulator's own time: it stands still until somebody puts it forward, so that no test waits for anything.
//!
//! Every delay of every machine is in this time. Whoever would sleep asks for the moment at which the sleep would be
//! over (`POST /clock?until=MILLIS`), and the world jumps there.

use std::fmt;
use std::ops::Add;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// 2026-11-22T12:00:00Z, when every simulator starts.
pub(crate) const START: Moment = Moment(1_795_348_800_000);

/// A point in time: milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) u64);

impl Moment {
    /// The real time.
    pub(crate) fn real() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        Self(0) + since_1970.unwrap_or_default()
    }

    /// How long after `earlier` this is; nothing if it is not.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }
}

/// As AWS writes it: `2026-11-22T12:00:00.000Z`.
impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, millis) = (self.0 / 1000, self.0 % 1000);
        let (year, month, day) = civil(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
        )
    }
}

/// Year, month and day of a day since 1970 (Howard Hinnant's `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// A clock that many hold.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    hands: Arc<Mutex<Moment>>,
    follows_real_time_since: Option<Instant>,
}

impl Clock {
    /// A clock at [`START`]; `follows` also lets real time pass on it.
    pub(crate) fn new(follows: bool) -> Self {
        Self {
            hands: Arc::new(Mutex::new(START)),
            follows_real_time_since: follows.then(Instant::now),
        }
    }

    /// What it shows.
    pub(crate) fn now(&self) -> Moment {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner) + self.passed()
    }

    /// Puts it forward.
    pub(crate) fn advance(&self, duration: Duration) {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        *hands = *hands + duration;
    }

    /// Puts it forward to a moment, unless that is past; says what it shows then.
    pub(crate) fn until(&self, moment: Moment) -> Moment {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.passed();
        *hands = *hands + moment.since(*hands + passed);
        *hands + passed
    }

    fn passed(&self) -> Duration {
        self.follows_real_time_since
            .map_or(Duration::ZERO, |since| since.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_aws_does() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (START.0, "2026-11-22T12:00:00.000Z"),
            (1_798_761_599_999, "2026-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Moment(millis).to_string(), text);
        }
    }

    #[test]
    fn the_clock_never_goes_back() {
        let clock = Clock::new(false);
        assert_eq!(
            clock.until(START + Duration::from_secs(5)).0,
            START.0 + 5000
        );
        assert_eq!(clock.until(START).0, START.0 + 5000);
        clock.advance(Duration::from_millis(1));
        assert_eq!(clock.now().0, START.0 + 5001);
    }
}
