//! A limit on how fast requests go out, shared by all that run in one account.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::clock::{Clock, Hold};

/// Lets requests pass at a rate, and a number of them at once after a pause.
///
/// AWS refills most of its buckets for EC2 at 5 to 20 requests a second, and `RunInstances` at 2, with 5 at once (its
/// page on request throttling); who stays below is not throttled.
#[derive(Debug)]
pub struct Limiter {
    interval: Duration,
    burst: u32,
    /// When the next request could pass if none had been saved up.
    next: Mutex<SystemTime>,
}

impl Limiter {
    /// So many requests a second, and so many at once.
    #[must_use]
    pub const fn new(per_second: u32, burst: u32) -> Self {
        Self {
            interval: Duration::from_millis(1000 / per_second as u64),
            burst,
            next: Mutex::new(SystemTime::UNIX_EPOCH),
        }
    }

    /// Waits until a request may pass. It is made while what this returns lives.
    pub async fn pass<'a>(&self, clock: &'a Clock) -> Hold<'a> {
        let hold = clock.hold();
        let wait = self.reserve(clock.now().await);
        if !wait.is_zero() {
            hold.sleep(wait).await;
        }
        hold
    }

    /// Takes the next free place; how long it is until then.
    fn reserve(&self, now: SystemTime) -> Duration {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = now - self.interval * (self.burst - 1);
        let place = (*next).max(earliest);
        *next = place + self.interval;
        place.duration_since(now).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_one_after_another() {
        let limiter = Limiter::new(10, 3);
        let now = SystemTime::UNIX_EPOCH + Duration::from_hours(1);
        let waits: Vec<u128> = (0..5).map(|_| limiter.reserve(now).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 100, 200]);
        let later = now + Duration::from_secs(10);
        let waits: Vec<u128> = (0..4).map(|_| limiter.reserve(later).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 100]);
    }
}
