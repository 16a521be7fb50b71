//! What goes wrong once, and what is left then.

use std::time::{Duration, SystemTime};

use super::fake::{Wrong, fault};
use super::{RULES, ids_of, machine, make, making, order, pool, replace, rolling, run};
use crate::cloud::{Cloud as _, Kind, State};
use crate::pool::observe::Sight;
use crate::pool::{Failure, Goal, Limits, Phase, Pool, Rules, Slot, drive};

/// The kind of a fault that ended a run.
fn kind(result: Result<(), Failure>) -> Option<Kind> {
    match result {
        Err(Failure::Cloud(fault)) => Some(fault.kind),
        _ => None,
    }
}

fn ids(pool: &Pool) -> Vec<String> {
    pool.machines()
        .map(|(_, machine)| machine.id.clone())
        .collect()
}

#[tokio::test]
async fn machines_that_nobody_heard_of_are_found_and_taken_over() {
    for spread in [0, 30] {
        let (fake, mut pool) = making(3, RULES);
        fake.speed(|speed| speed.spread = spread);
        fake.spoil_first("launch", Wrong::Unheard);
        run(&mut pool, &fake).await.unwrap();
        assert_eq!((fake.count("launch"), fake.made()), (1, 3));
        assert_eq!(ids(&pool), fake.ids().await);
    }
}

#[tokio::test]
async fn a_lost_launch_is_waited_for_a_minute_and_not_repeated() {
    let (fake, mut pool) = making(3, RULES);
    fake.spoil_first("launch", Wrong::Lost);
    let start = fake.clock().now().await;
    let result = run(&mut pool, &fake).await;
    let took = fake.clock().now().await.duration_since(start).unwrap();
    assert_eq!(result, Err(fault(Some(Wrong::Lost)).unwrap().into()));
    assert!(
        took >= Duration::from_mins(1) && took < Duration::from_secs(70),
        "{took:?}"
    );
    assert_eq!((fake.count("launch"), fake.made()), (1, 0));
    assert!(pool.slots.iter().all(|slot| slot.phase == Phase::Vacant));
}

#[tokio::test]
async fn a_stop_ends_the_wait_for_a_lost_launch() {
    let (fake, mut pool) = making(3, RULES);
    fake.spoil_first("launch", Wrong::Lost);
    fake.spoil_first("list", Wrong::Stop);
    let start = fake.clock().now().await;
    let result = run(&mut pool, &fake).await;
    assert_eq!(kind(result), Some(Kind::Unanswered));
    assert_eq!(fake.clock().now().await, start, "no wait");
}

#[tokio::test]
async fn a_refused_launch_is_no_reason_to_wait() {
    let (fake, mut pool) = making(3, RULES);
    fake.spoil_first("launch", Wrong::Refused);
    let start = fake.clock().now().await;
    let result = run(&mut pool, &fake).await;
    assert_eq!(kind(result), Some(Kind::Refused));
    assert_eq!(fake.clock().now().await, start, "no wait");
    assert_eq!(ids(&pool), Vec::<String>::new());
}

#[tokio::test]
async fn when_there_are_not_enough_those_that_were_made_are_known() {
    let (fake, mut pool) = making(5, RULES);
    fake.spoil_first("launch", Wrong::Only(2));
    let mut recorded = Vec::new();
    let limits = super::limits(&fake.stop());
    let mut record = |pool: &Pool| recorded.push(ids(pool));
    let result = drive(&mut pool, &fake, fake.clock(), &limits, &mut record).await;
    assert_eq!(kind(result), Some(Kind::NoCapacity));
    assert_eq!(ids(&pool), ["i-0", "i-1"]);
    assert_eq!(recorded.first().unwrap(), &["i-0", "i-1"], "at once");
    assert_eq!(recorded.last().unwrap(), &["i-0", "i-1"]);
}

#[tokio::test]
async fn what_cannot_be_seen_or_ended_is_left_as_it_is() {
    for name in ["list", "terminate"] {
        let (fake, mut pool) = rolling(2, RULES).await;
        fake.spoil_first(name, Wrong::Refused);
        let result = run(&mut pool, &fake).await;
        assert_eq!(kind(result), Some(Kind::Refused), "{name}");
        assert_eq!(ids(&pool), ["i-0", "i-1"], "{name}");
        assert_eq!(pool.slots[1].phase, Phase::Waiting, "{name}");
    }
}

#[tokio::test]
async fn a_machine_that_dies_keeps_its_place_as_failed_with_the_reason() {
    let (fake, mut pool) = making(2, RULES);
    fake.spoil_first("launch", Wrong::Dies);
    let result = run(&mut pool, &fake).await;
    assert_eq!(
        result,
        Err(Failure::Died {
            ordinals: vec![0, 1]
        })
    );
    for (_, machine) in pool.machines() {
        assert_eq!(machine.state, State::Failed);
        assert_eq!(
            machine.reason.as_deref(),
            Some("Server.InternalError: it died")
        );
    }
}

#[tokio::test]
async fn a_roll_stops_at_the_first_machine_that_dies() {
    let (fake, mut pool) = rolling(3, RULES).await;
    fake.spoil_first("launch", Wrong::Dies);
    let result = run(&mut pool, &fake).await;
    assert_eq!(result, Err(Failure::Died { ordinals: vec![0] }));
    assert_eq!(fake.changes(), ["terminate i-0", "launch 0"]);
    assert_eq!(ids(&pool), ["i-3", "i-1", "i-2"]);
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_late_and_begins_nothing_more() {
    for minutes in 1..12 {
        let (fake, mut pool) = rolling(3, RULES).await;
        let timeout = Duration::from_mins(minutes);
        let limits = Limits {
            timeout,
            stop: fake.stop(),
        };
        let start = fake.clock().now().await;
        let driven = drive(&mut pool, &fake, fake.clock(), &limits, &mut |_: &Pool| {}).await;
        let took = fake.clock().now().await.duration_since(start).unwrap();
        if driven.is_ok() {
            assert!(took <= timeout && minutes > 3, "{took:?}");
            continue;
        }
        assert_eq!(driven, Err(Failure::Late));
        assert_eq!(took, timeout, "neither sooner nor later");
        assert_eq!(ids_of(&pool), fake.ids().await);
        let last_change = fake.changes_at().pop().unwrap();
        assert!(last_change < start + timeout, "nothing begins at the end");
    }
}

#[tokio::test]
async fn a_stop_before_anything_has_begun_leaves_all_as_it_is() {
    let (fake, mut pool) = rolling(2, RULES).await;
    fake.stop().cancel();
    assert_eq!(run(&mut pool, &fake).await, Err(Failure::Stopped));
    assert_eq!(fake.calls(), Vec::<String>::new());
}

#[test]
fn only_the_machine_that_was_ordered_is_taken_over() {
    let check = |seen: crate::cloud::Machine, expect: bool| {
        let slot = Slot {
            phase: Phase::Vacant,
            machine: None,
            ..replace(machine("i-old", 0, super::NEW, State::Failed))
        };
        let mut pool = pool(vec![slot], RULES);
        assert_eq!(
            pool.adopt(std::slice::from_ref(&seen), SystemTime::UNIX_EPOCH),
            expect,
            "{seen:?}"
        );
    };
    let ordered = machine("i-1", 0, super::NEW, State::Pending);
    let change = |change: fn(&mut crate::cloud::Machine)| {
        let mut other = ordered.clone();
        change(&mut other);
        other
    };
    check(ordered.clone(), true);
    check(change(|machine| machine.owner.uid = None), false);
    check(
        change(|machine| machine.owner.uid = Some("other".to_owned())),
        false,
    );
    check(change(|machine| machine.owner.ordinal = Some(1)), false);
    check(change(|machine| machine.owner.config_sha256 = None), false);
    check(change(|machine| machine.state = State::Ending), false);
    check(change(|machine| machine.state = State::Ended), false);
    // clouds may show for a while what has ended
    check(change(|machine| machine.id = "i-old".to_owned()), false);
}

#[test]
fn machines_of_an_apply_that_died_are_taken_in() {
    let replaced = replace(machine("i-9", 1, super::OLD, State::Running));
    let mut pool = pool(vec![make(0), replaced, make(2)], RULES);
    let made = [
        machine("i-0", 0, super::NEW, State::Running),
        machine("i-1", 1, super::NEW, State::Running),
    ];
    pool.take_in(&made, SystemTime::UNIX_EPOCH);
    assert_eq!(ids(&pool), ["i-0", "i-9"]);
    let phases: Vec<Phase> = pool.slots.iter().map(|slot| slot.phase).collect();
    assert_eq!(phases, [Phase::Starting, Phase::Waiting, Phase::Waiting]);
}

/// A machine in a phase that nothing shows, some time after it was made; its state then.
fn unseen(phase: Phase, state: State, seconds: u64) -> State {
    let now = std::time::SystemTime::UNIX_EPOCH + Duration::from_hours(500_000);
    let mut shown = machine("i", 0, super::NEW, state);
    shown.launched_at = Some(now - Duration::from_secs(seconds));
    let slot = Slot {
        phase,
        machine: Some(shown),
        ..Slot::new(0, Goal::Replace(order(0)), None)
    };
    let rules = Rules {
        has_targets: true,
        ..RULES
    };
    let mut pool = pool(vec![slot], rules);
    let _ = pool.observe(&Sight::default(), now);
    let machine = pool.slots[0].machine.as_ref();
    machine.map_or(State::Ended, |machine| machine.state)
}

#[test]
fn what_is_not_shown_is_gone_only_after_a_minute() {
    assert_eq!(unseen(Phase::Starting, State::Pending, 59), State::Pending);
    assert_eq!(unseen(Phase::Starting, State::Pending, 60), State::Failed);
    assert_eq!(unseen(Phase::Ending, State::Running, 59), State::Running);
    assert_eq!(unseen(Phase::Ending, State::Running, 60), State::Ended);
    assert_eq!(unseen(Phase::Ending, State::Ending, 59), State::Ended);
    assert_eq!(unseen(Phase::Waiting, State::Running, 60), State::Ended);
}

#[tokio::test]
async fn a_cloud_that_names_the_wrong_machines_is_not_believed() {
    let (fake, mut pool) = making(1, RULES);
    pool.uid = "another".to_owned();
    let result = run(&mut pool, &fake).await;
    assert_eq!(kind(result), Some(Kind::Unanswered));
    assert_eq!(fake.count("launch"), 1);
    assert!(!fake.list().await.unwrap().is_empty());
}
