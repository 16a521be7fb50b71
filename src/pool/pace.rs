//! How often to look.

use std::time::Duration;

/// Before it no machine has come up, and none has ended.
const FIRST: Duration = Duration::from_secs(8);

/// The shortest pause.
const SHORTEST: Duration = Duration::from_secs(3);

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(15);

/// How long to wait before the next look, when nothing has changed for so long: so that no wait is more than about a
/// tenth longer than it must be, with few looks.
#[must_use]
pub fn pause(unchanged: Duration) -> Duration {
    if unchanged.is_zero() {
        FIRST
    } else {
        (unchanged / 10).clamp(SHORTEST, LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_looks_and_little_too_late() {
        for takes in [20, 30, 45, 60, 300] {
            let takes = Duration::from_secs(takes);
            let (mut waited, mut looks) = (Duration::ZERO, 0);
            while waited < takes {
                waited += pause(waited);
                looks += 1;
            }
            let late = waited.as_secs_f64() / takes.as_secs_f64();
            assert!(late <= 1.16, "{takes:?}: {late}");
            assert!(looks <= 36, "{takes:?}: {looks} looks");
        }
    }
}
