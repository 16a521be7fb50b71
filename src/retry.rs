//! Asking again: exponential backoff with full jitter.
//!
//! One policy for both clouds. What may be asked again, and when, the fault says.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;

/// How often to ask at most, when nobody says otherwise.
const ATTEMPTS: u32 = 8;

/// How often to ask at most, by how often the user has a request repeated.
#[must_use]
pub fn attempts(max_retries: Option<u32>) -> u32 {
    max_retries.map_or(ATTEMPTS, |retries| retries + 1)
}

/// The longest first wait; each later one may be twice as long.
const BASE: Duration = Duration::from_secs(1);

/// The longest wait at all, unless the cloud asks for more.
const CAP: Duration = Duration::from_secs(30);

/// The longest wait that a cloud may ask for: a broken one asks for years.
const LONGEST: Duration = Duration::from_mins(2);

/// A wait that a cloud asks for, as far as it is heeded.
#[must_use]
pub fn heeded(asked: Duration) -> Duration {
    asked.min(LONGEST)
}

/// Whether to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// It would be answered the same way.
    No,
    /// After a while, at least as long as the cloud has said.
    After(Option<Duration>),
}

/// What went wrong, as far as asking again goes.
pub trait Retriable {
    /// Whether to ask again.
    fn again(&self) -> Again;
}

/// Asks until there is an answer, an error that stays, or `attempts` have been made: then the last error. Once `stop`
/// is cancelled it waits no more; the attempt under way is always seen to its end, so that no answer is lost.
///
/// # Errors
/// The last attempt's.
pub async fn retry<T, E: Retriable, F: Future<Output = Result<T, E>>>(
    clock: &Clock,
    stop: &CancellationToken,
    attempts: u32,
    mut attempt: impl FnMut() -> F,
) -> Result<T, E> {
    let mut number = 1;
    loop {
        let error = match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let Again::After(asked) = error.again() else {
            return Err(error);
        };
        if number >= attempts {
            return Err(error);
        }
        let wait = wait(number, asked, fastrand::f64());
        if !clock.sleep_unless(stop, wait).await {
            return Err(error);
        }
        number += 1;
    }
}

/// How long to wait after an attempt: a random part of the backoff, but what the cloud has asked for at least.
fn wait(attempt: u32, asked: Option<Duration>, part: f64) -> Duration {
    let backoff = (BASE * 2_u32.saturating_pow(attempt - 1)).min(CAP);
    let wait = backoff.mul_f64(part);
    wait.max(heeded(asked.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Fault(Again);

    impl Retriable for Fault {
        fn again(&self) -> Again {
            self.0
        }
    }

    #[test]
    fn waits_double_up_to_a_cap() {
        let check = |attempt, part, asked: Option<u64>, millis| {
            let wait = wait(attempt, asked.map(Duration::from_secs), part);
            assert_eq!(wait, Duration::from_millis(millis), "attempt {attempt}");
        };
        check(1, 1.0, None, 1_000);
        check(1, 0.5, None, 500);
        check(3, 1.0, None, 4_000);
        check(7, 1.0, None, 30_000);
        check(40, 1.0, None, 30_000);
        check(1, 0.0, Some(7), 7_000);
        check(1, 0.0, Some(3_600), 120_000);
    }

    #[tokio::test]
    async fn asks_as_long_as_it_helps() {
        for (again, attempts) in [(Again::No, 1), (Again::After(None), 5)] {
            let mut asked = 0;
            let stop = CancellationToken::new();
            let result: Result<(), Fault> = retry(&Clock::manual(), &stop, 5, || {
                asked += 1;
                std::future::ready(Err(Fault(again)))
            })
            .await;
            assert_eq!((asked, result), (attempts, Err(Fault(again))));
        }
    }

    #[tokio::test]
    async fn a_stop_ends_the_waiting() {
        let stop = CancellationToken::new();
        stop.cancel();
        let mut asked = 0;
        let result: Result<(), Fault> = retry(&Clock::manual(), &stop, 5, || {
            asked += 1;
            std::future::ready(Err(Fault(Again::After(None))))
        })
        .await;
        assert_eq!((asked, result.is_err()), (1, true));
    }
}
