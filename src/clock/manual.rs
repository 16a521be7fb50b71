//! A clock for unit tests, on which waiting takes no time but its own.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A time that waiting puts forward. Clones show the same time.
#[derive(Debug, Clone, Default)]
pub(super) struct Manual(Arc<Mutex<Duration>>);

/// When it starts: some day in 2027.
const START: Duration = Duration::from_hours(500_000);

impl Manual {
    pub(super) fn at(&self) -> SystemTime {
        let waited = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        SystemTime::UNIX_EPOCH + START + waited
    }

    pub(super) fn advance(&self, duration: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += duration;
    }
}
