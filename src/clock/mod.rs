//! Time as operations see it: what it is now, and waiting.
//!
//! Everything that waits for a cloud takes its time from here. The cargo feature `test-clock`, which no release has,
//! lets a simulator keep the time, so that tests of hours take seconds.

#[cfg(test)]
mod manual;
#[cfg(feature = "test-clock")]
mod served;

use std::time::{Duration, SystemTime};

use prost_types::Timestamp;
use tokio_util::sync::CancellationToken;

/// How long a cloud may take to answer one request.
const ATTEMPT: Duration = Duration::from_secs(30);

/// Where the time comes from. Clones show the same time.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    #[cfg(feature = "test-clock")]
    Served(served::Served),
    #[cfg(test)]
    Manual(manual::Manual),
}

/// A stretch in which no time passes on a clock that a simulator keeps, as long as this lives; other clocks go on. A
/// request is made in one, so that it is made when its turn is and not when somebody else's wait is over.
#[derive(Debug)]
pub struct Hold<'a> {
    clock: &'a Clock,
    #[cfg(feature = "test-clock")]
    served: Option<served::Hold>,
}

impl Hold<'_> {
    /// Waits, during which time passes.
    pub async fn sleep(&self, duration: Duration) {
        #[cfg(feature = "test-clock")]
        if let Some(served) = &self.served {
            return served.sleep(duration).await;
        }
        self.clock.sleep(duration).await;
    }
}

impl Clock {
    /// The system's time; with the feature `test-clock`, that of the simulator named in the environment, if any.
    #[must_use]
    pub fn new() -> Self {
        #[cfg(feature = "test-clock")]
        if let Some(served) = served::Served::from_env() {
            return Self(Source::Served(served));
        }
        Self(Source::System)
    }

    /// What time it is.
    pub async fn now(&self) -> SystemTime {
        match &self.0 {
            Source::System => SystemTime::now(),
            #[cfg(feature = "test-clock")]
            Source::Served(served) => served.now().await,
            #[cfg(test)]
            Source::Manual(now) => now.at(),
        }
    }

    /// Waits.
    pub async fn sleep(&self, duration: Duration) {
        match &self.0 {
            Source::System => tokio::time::sleep(duration).await,
            #[cfg(feature = "test-clock")]
            Source::Served(served) => served.sleep(duration).await,
            #[cfg(test)]
            Source::Manual(now) => now.advance(duration),
        }
    }

    /// Has no time pass on a clock that a simulator keeps.
    #[must_use]
    pub fn hold(&self) -> Hold<'_> {
        Hold {
            clock: self,
            #[cfg(feature = "test-clock")]
            served: if let Source::Served(served) = &self.0 {
                Some(served.hold())
            } else {
                None
            },
        }
    }

    /// Waits unless the user asks to stop; whether the time has passed.
    pub async fn sleep_unless(&self, stop: &CancellationToken, duration: Duration) -> bool {
        tokio::select! {
            biased;
            () = stop.cancelled() => false,
            () = self.sleep(duration) => true,
        }
    }

    /// How long a cloud may take to answer one request. Answers come over real sockets, so this is real time also
    /// where another clock is served; it is shorter there.
    #[must_use]
    pub fn attempt_limit(&self) -> Duration {
        match &self.0 {
            Source::System => ATTEMPT,
            #[cfg(feature = "test-clock")]
            Source::Served(served) => served.attempt_limit().unwrap_or(ATTEMPT / 10),
            #[cfg(test)]
            Source::Manual(_) => ATTEMPT,
        }
    }

    /// A clock for unit tests, on which waiting takes no time but its own.
    #[cfg(test)]
    pub(crate) fn manual() -> Self {
        Self(Source::Manual(manual::Manual::default()))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

/// A time in RFC 3339, in UTC, without fractions of a second.
#[must_use]
pub fn rfc3339(time: SystemTime) -> String {
    let Timestamp { seconds, .. } = time.into();
    Timestamp { seconds, nanos: 0 }.to_string()
}

/// Reads a time in RFC 3339.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<SystemTime> {
    let time: Timestamp = text.parse().ok()?;
    time.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        for text in ["2026-11-22T12:00:00Z", "1970-01-01T00:00:00Z"] {
            assert_eq!(rfc3339(parse_rfc3339(text).unwrap()), text);
        }
        let fraction = parse_rfc3339("2026-11-22T12:00:00.250Z").unwrap();
        assert_eq!(rfc3339(fraction), "2026-11-22T12:00:00Z");
        assert_eq!(parse_rfc3339("yesterday"), None);
    }
}
