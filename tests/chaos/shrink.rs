//! From a schedule that fails to the shortest one that still does.

use crate::schedule::{Schedule, Trouble, Weather};

/// How often a shorter schedule is played before it counts as one that does not fail: requests that go out together
/// come in any order.
const TRIES: usize = 3;

/// The longest search, in plays.
const MOST: usize = 250;

/// Shortens a schedule for as long as it fails.
pub(crate) fn shrink(schedule: &Schedule, fails: impl Fn(&Schedule) -> bool) -> Schedule {
    let mut shortest = schedule.clone();
    let mut left = MOST;
    'search: loop {
        for shorter in shorter(&shortest) {
            for _ in 0..TRIES {
                if left == 0 {
                    return shortest;
                }
                left -= 1;
                if fails(&shorter) {
                    shortest = shorter;
                    continue 'search;
                }
            }
        }
        return shortest;
    }
}

/// Schedules that are a little shorter, or simpler; what shortens most comes first.
fn shorter(schedule: &Schedule) -> Vec<Schedule> {
    let mut found = Vec::new();
    let mut add = |change: &dyn Fn(&mut Schedule)| {
        let mut other = schedule.clone();
        change(&mut other);
        if other != *schedule {
            found.push(other);
        }
    };
    for act in (0..schedule.acts.len())
        .rev()
        .filter(|_| schedule.acts.len() > 1)
    {
        add(&|other| {
            other.acts.remove(act);
        });
    }
    for (act, full) in schedule.acts.iter().enumerate() {
        for trouble in 0..full.troubles.len() {
            add(&|other| {
                other.acts[act].troubles.remove(trouble);
            });
        }
    }
    add(&|other| other.weather = Weather::default());
    add(&|other| other.is_heedful = false);
    for act in 0..schedule.acts.len() {
        add(&|other| other.acts[act].pause = 60);
        for trouble in 0..schedule.acts[act].troubles.len() {
            add(&|other| {
                let trouble = &mut other.acts[act].troubles[trouble];
                *trouble = earlier(*trouble);
            });
        }
    }
    found
}

/// The same trouble one request earlier, or one time less.
fn earlier(trouble: Trouble) -> Trouble {
    let mut other = trouble;
    match &mut other {
        Trouble::Throttle(_, times, _)
        | Trouble::Html(_, times, _)
        | Trouble::ServerError(_, times)
            if *times > 1 =>
        {
            *times -= 1;
        }
        Trouble::Kill(boundary)
        | Trouble::Interrupt(boundary)
        | Trouble::DropBefore(boundary)
        | Trouble::DropAfter(boundary)
        | Trouble::HangBefore(boundary)
        | Trouble::HangAfter(boundary)
        | Trouble::Throttle(boundary, ..)
        | Trouble::Html(boundary, ..)
        | Trouble::ServerError(boundary, _)
        | Trouble::Failure(boundary, _)
        | Trouble::Loss(boundary, _)
        | Trouble::TurnOff(boundary, _)
        | Trouble::Stuck(boundary, _) => boundary.nth = (boundary.nth - 1).max(1),
        Trouble::FailedLaunch(kth) => *kth = (*kth - 1).max(1),
        Trouble::NoRoom(_)
        | Trouble::NoDrain
        | Trouble::SecondApply
        | Trouble::Denied(_)
        | Trouble::OtherAccount
        | Trouble::UnknownKey => {}
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clouds::Cloud;
    use crate::draw;

    #[test]
    fn only_what_fails_is_left() {
        let has_kill = |schedule: &Schedule| {
            let mut troubles = schedule.acts.iter().flat_map(|act| &act.troubles);
            troubles.any(|trouble| matches!(trouble, Trouble::Kill(_)))
        };
        let mut schedules = (0..).map(|seed| draw::schedule(seed, Cloud::EquinixMetal));
        let schedule = schedules.find(has_kill).unwrap();
        let shortest = shrink(&schedule, has_kill);
        assert_eq!(shortest.acts.len(), 1);
        let [Trouble::Kill(boundary)] = shortest.acts[0].troubles[..] else {
            panic!("{shortest}");
        };
        assert_eq!(boundary.nth, 1);
    }
}
