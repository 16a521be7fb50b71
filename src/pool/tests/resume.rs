//! A run that is broken off at any call can be taken up again.

use std::time::{Duration, SystemTime};

use super::fake::{Fake, Wrong};
use super::{
    NEW, OLD, RULES, ids_of, machine, make, making, order, pool, remove, replan, rolling, run,
};
use crate::cloud::{Machine, State};
use crate::pool::{Failure, Goal, Phase, Pool, Rules, Slot};

const TARGETS: Rules = Rules {
    has_targets: true,
    ..RULES
};

/// Breaks a run off at each of its calls in turn, and takes it up again: no machine is lost, doubled or left over.
async fn check(count: u32, wrong: Wrong, begin: impl AsyncFn() -> (Fake, Pool)) {
    for call in 0.. {
        let (fake, mut pool) = begin().await;
        let before = fake.made();
        fake.spoil(call, wrong.clone());
        let first = run(&mut pool, &fake).await;
        let calls = fake.calls();
        if calls.len() <= call {
            assert_eq!(first, Ok(()), "it has run undisturbed");
            return;
        }
        let at = format!("{wrong:?} at call {call}, {}", calls[call]);
        if matches!(wrong, Wrong::Stop) {
            assert_eq!(
                first.clone().err().unwrap_or(Failure::Stopped),
                Failure::Stopped,
                "{at}"
            );
            assert_eq!(ids_of(&pool), fake.ids().await, "{at}");
            let later = &calls[call + 1..];
            let reads = ["list", "find", "health"];
            let is_read = |made: &String| reads.contains(&made.split(' ').next().unwrap());
            assert!(later.iter().all(is_read), "{at}: {later:?}");
        }
        fake.calm();
        fake.clock().sleep(Duration::from_secs(90)).await;
        let mut again = replan(&fake, &pool, count).await;
        let second = run(&mut again, &fake).await;
        assert_eq!(second, Ok(()), "{at}: {:?}", fake.calls());
        let wanted: Vec<_> = (0..count)
            .map(|ordinal| (ordinal, NEW.to_owned(), pool.rules.has_targets))
            .collect();
        assert_eq!(fake.running().await, wanted, "{at}: {:?}", fake.calls());
        assert_eq!(ids_of(&again), fake.ids().await, "{at}");
        let new = usize::try_from(count).unwrap();
        assert_eq!(fake.made() - before, new, "{at}: {:?}", fake.calls());
    }
}

const ALL: [Wrong; 4] = [Wrong::Refused, Wrong::Unheard, Wrong::Lost, Wrong::Stop];

#[tokio::test]
async fn creates_go_on() {
    for wrong in ALL {
        for rules in [RULES, TARGETS] {
            check(3, wrong.clone(), async || making(3, rules)).await;
        }
    }
}

#[tokio::test]
async fn rolls_go_on() {
    for wrong in ALL {
        for rules in [RULES, TARGETS] {
            let rules = Rules {
                max_unavailable: 2,
                min_ready: Duration::from_secs(30),
                ..rules
            };
            check(3, wrong.clone(), async || rolling(3, rules).await).await;
        }
    }
}

#[tokio::test]
async fn growth_of_controllers_goes_on() {
    for wrong in ALL {
        let rules = Rules {
            one_by_one: true,
            min_ready: Duration::from_mins(5),
            ..RULES
        };
        check(3, wrong, async || making(3, rules)).await;
    }
}

#[tokio::test]
async fn a_change_of_everything_goes_on() {
    // one is replaced, one removed, and one made in the place of one that is gone
    let begin = async || {
        let (fake, mut pool) = rolling(3, TARGETS).await;
        fake.lose("i-1");
        pool.slots[1] = make(1);
        let last = pool.slots.pop().unwrap();
        pool.slots.push(remove(last.machine.unwrap()));
        (fake, pool)
    };
    for wrong in ALL {
        check(2, wrong, begin).await;
    }
}

#[tokio::test]
async fn removals_go_on() {
    let begin = async || {
        let (fake, mut pool) = rolling(3, TARGETS).await;
        pool.slots = pool
            .slots
            .into_iter()
            .filter_map(|slot| slot.machine.map(remove))
            .collect();
        (fake, pool)
    };
    for wrong in ALL {
        check(0, wrong, begin).await;
    }
}

#[tokio::test]
async fn a_machine_that_died_is_made_anew() {
    for rules in [RULES, TARGETS] {
        let (fake, mut pool) = rolling(2, rules).await;
        fake.spoil_first("launch", Wrong::Dies);
        let died = run(&mut pool, &fake).await;
        assert_eq!(died, Err(Failure::Died { ordinals: vec![0] }));
        let mut again = replan(&fake, &pool, 2).await;
        fake.forget_calls();
        run(&mut again, &fake).await.unwrap();
        let begun = if rules.has_targets {
            "detach i-1"
        } else {
            "terminate i-1"
        };
        let changes = fake.changes();
        assert_eq!(changes[..2], ["terminate i-2", "launch 0"], "{changes:?}");
        assert!(changes.iter().any(|change| change == begun), "{changes:?}");
        assert_eq!(fake.running().await.len(), 2);
    }
}

#[tokio::test]
async fn what_there_was_not_enough_of_is_made_later() {
    let (fake, mut pool) = making(5, RULES);
    fake.spoil_first("launch", Wrong::Only(2));
    assert!(run(&mut pool, &fake).await.is_err());
    let mut again = replan(&fake, &pool, 5).await;
    fake.forget_calls();
    run(&mut again, &fake).await.unwrap();
    assert_eq!(fake.changes(), ["launch 2 3 4"]);
    assert_eq!(fake.made(), 5);
}

/// One that was installed anew a moment ago, before the run was broken off, is as old as ever.
#[test]
fn the_age_of_a_machine_that_may_have_been_installed_anew_says_nothing() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_hours(24);
    let kept = |goal: Goal| {
        let old = Machine {
            launched_at: Some(SystemTime::UNIX_EPOCH),
            ..machine("i-0", 0, NEW, State::Running)
        };
        let keep = Slot::new(0, Goal::Keep, Some(old));
        let changes = Slot::new(1, goal, Some(machine("i-1", 1, OLD, State::Running)));
        let mut pool = pool(vec![keep, changes], RULES);
        pool.begin(now);
        pool.slots[0].phase
    };
    let since = Some(SystemTime::UNIX_EPOCH);
    assert_eq!(kept(Goal::Replace(order(1))), Phase::Settling { since });
    assert_eq!(
        kept(Goal::Reinstall(order(1))),
        Phase::Settling { since: None }
    );
}
