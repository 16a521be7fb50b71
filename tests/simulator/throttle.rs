//! A cloud's limit on requests: a bucket of tokens that fills again with time.

use std::collections::BTreeMap;
use std::time::Duration;

use super::clock::Moment;

/// The size of a bucket and how fast it fills.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Throttle {
    /// Requests at once.
    pub(crate) burst: u32,
    /// Requests per second afterwards.
    pub(crate) per_second: f64,
    /// Whether real time fills it; the simulator's own does otherwise.
    pub(crate) in_real_time: bool,
}

/// What is left in a bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level {
    /// Requests that may be made at once.
    pub(crate) tokens: f64,
    /// How long until it is full.
    pub(crate) full_in: Duration,
}

/// The buckets of all accounts and regions.
#[derive(Debug, Default)]
pub(crate) struct Buckets(BTreeMap<(String, String), Bucket>);

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Moment,
}

/// A token, but for what adding up tenths leaves out.
const WHOLE: f64 = 1.0 - 1e-6;

impl Throttle {
    /// EC2's limit of an action, as the page on throttling of its API has it.
    pub(crate) fn of_ec2(action: &str) -> Self {
        let (burst, per_second) = match action {
            "RunInstances" => (5, 2.0),
            "TerminateInstances" => (100, 5.0),
            "CreateTags" | "DeleteTags" => (100, 10.0),
            action if action.starts_with("Describe") => (100, 20.0),
            _ => (50, 5.0),
        };
        Self {
            burst,
            per_second,
            in_real_time: false,
        }
    }

    /// How long it takes to fill a bucket by so many tokens.
    fn fills(self, tokens: f64) -> Duration {
        let seconds = tokens / self.per_second;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }
}

impl Buckets {
    /// Takes a token out of a bucket, if there is one.
    pub(crate) fn take(&mut self, place: (String, String), limit: Throttle, now: Moment) -> bool {
        self.level(place, limit, now).is_ok()
    }

    /// The same; says what is left, or how long until there is one.
    pub(crate) fn level(
        &mut self,
        place: (String, String),
        limit: Throttle,
        now: Moment,
    ) -> Result<Level, Duration> {
        let now = if limit.in_real_time {
            Moment::real()
        } else {
            now
        };
        let burst = f64::from(limit.burst);
        let bucket = self.0.entry(place).or_insert(Bucket {
            tokens: burst,
            at: now,
        });
        let filled = now.since(bucket.at).as_secs_f64() * limit.per_second;
        bucket.tokens = (bucket.tokens + filled).min(burst);
        bucket.at = bucket.at.max(now);
        if bucket.tokens < WHOLE {
            return Err(limit.fills(1.0 - bucket.tokens));
        }
        bucket.tokens -= 1.0;
        Ok(Level {
            tokens: bucket.tokens,
            full_in: limit.fills(burst - bucket.tokens),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::START;
    use super::*;

    #[test]
    fn a_bucket_fills_again() {
        let limit = Throttle {
            burst: 2,
            per_second: 0.5,
            in_real_time: false,
        };
        let mut buckets = Buckets::default();
        let place = || ("1".to_owned(), "r".to_owned());
        let after = |seconds| START + Duration::from_secs(seconds);
        for (now, allowed) in [
            (START, true),
            (START, true),
            (START, false),
            (after(1), false),
            (after(2), true),
            (after(2), false),
            (after(100), true),
            (after(100), true),
            (after(100), false),
        ] {
            assert_eq!(buckets.take(place(), limit, now), allowed, "{now}");
        }
        assert!(buckets.take(("2".to_owned(), "r".to_owned()), limit, START));
    }
}
