//! What begins when.

use super::{NEW, OLD, RULES, machine, make, order, pool, remove, replace};
use crate::cloud::{Machine, State};
use crate::pool::decide::decide;
use crate::pool::{Goal, Phase, Rules, Slot, Step};
use std::time::{Duration, SystemTime};

/// The steps, as a word and ordinals each.
fn check(rules: Rules, slots: Vec<Slot>, expect: &[&str]) {
    let pool = pool(slots, rules);
    let named = |word: &str, slots: Vec<usize>| {
        let ordinals: Vec<String> = slots
            .iter()
            .map(|slot| pool.slots[*slot].ordinal.to_string())
            .collect();
        format!("{word} {}", ordinals.join(" "))
    };
    let steps: Vec<String> = decide(&pool)
        .into_iter()
        .map(|step| match step {
            Step::Detach(slots) => named("detach", slots),
            Step::Terminate(slots) => named("terminate", slots),
            Step::Launch(slots) => named("launch", slots),
            Step::Reinstall(slots) => named("reinstall", slots),
            Step::Attach(slots) => named("attach", slots),
        })
        .collect();
    assert_eq!(steps, expect, "{:?}", pool.slots);
}

fn old(ordinal: u32) -> Slot {
    replace(machine("i", ordinal, OLD, State::Running))
}

fn installed_anew(ordinal: u32) -> Slot {
    let machine = machine("i", ordinal, OLD, State::Running);
    Slot::new(ordinal, Goal::Reinstall(order(ordinal)), Some(machine))
}

#[test]
fn machines_are_installed_anew_as_many_at_a_time_as_may_be_away() {
    let slots = || vec![installed_anew(0), installed_anew(1), installed_anew(2)];
    let two = Rules {
        max_unavailable: 2,
        ..RULES
    };
    check(two, slots(), &["reinstall 0 1"]);
    let behind = Rules {
        has_targets: true,
        ..two
    };
    check(behind, slots(), &["detach 0 1"]);
    let mut drained = slots();
    drained[0].phase = Phase::Draining;
    drained[0].is_drained = true;
    check(behind, drained, &["detach 1", "reinstall 0"]);
}

fn failed(ordinal: u32) -> Slot {
    replace(machine("i", ordinal, NEW, State::Failed))
}

fn surplus(ordinal: u32) -> Slot {
    remove(machine("i", ordinal, OLD, State::Running))
}

fn kept(ordinal: u32) -> Slot {
    Slot::new(
        ordinal,
        Goal::Keep,
        Some(machine("i", ordinal, NEW, State::Running)),
    )
}

fn in_phase(slot: Slot, phase: Phase) -> Slot {
    Slot { phase, ..slot }
}

const TWO: Rules = Rules {
    max_unavailable: 2,
    ..RULES
};
const TARGETS: Rules = Rules {
    has_targets: true,
    ..RULES
};
const MEMBERS: Rules = Rules {
    one_by_one: true,
    ..RULES
};
const SETTLING: Phase = Phase::Settling { since: None };

#[test]
fn what_stays_is_not_touched() {
    check(RULES, vec![], &[]);
    check(RULES, vec![kept(0), kept(1)], &[]);
    check(TARGETS, vec![kept(0)], &[]);
}

#[test]
fn all_missing_machines_are_made_at_once() {
    check(RULES, vec![make(0), make(1), make(2)], &["launch 0 1 2"]);
    check(RULES, vec![kept(0), make(1), make(2)], &["launch 1 2"]);
}

#[test]
fn surplus_machines_end_at_once_beside_that() {
    check(
        RULES,
        vec![make(0), surplus(3), surplus(4)],
        &["terminate 3 4", "launch 0"],
    );
    check(TARGETS, vec![surplus(3), surplus(4)], &["detach 3 4"]);
}

#[test]
fn nothing_is_replaced_while_others_are_missing_or_surplus() {
    check(TWO, vec![old(0), old(1), make(2)], &["launch 2"]);
    check(TWO, vec![old(0), surplus(2)], &["terminate 2"]);
    for phase in [Phase::Starting, SETTLING] {
        let made = Slot {
            machine: Some(machine("i", 2, NEW, State::Pending)),
            ..in_phase(make(2), phase)
        };
        check(TWO, vec![old(0), old(1), made], &[]);
    }
    check(TWO, vec![old(0), in_phase(surplus(2), Phase::Ending)], &[]);
    check(
        TWO,
        vec![old(0), in_phase(make(2), Phase::Done)],
        &["terminate 0"],
    );
}

#[test]
fn so_many_are_replaced_at_a_time() {
    check(RULES, vec![old(0), old(1), old(2)], &["terminate 0"]);
    check(TWO, vec![old(0), old(1), old(2)], &["terminate 0 1"]);
    for phase in [Phase::Draining, Phase::Ending, Phase::Starting, SETTLING] {
        let away = in_phase(old(0), phase);
        check(RULES, vec![away.clone(), old(1)], &[]);
        check(TWO, vec![away, old(1), old(2)], &["terminate 1"]);
    }
    check(
        RULES,
        vec![in_phase(old(0), Phase::Done), old(1)],
        &["terminate 1"],
    );
}

#[test]
fn failed_machines_are_replaced_first() {
    check(RULES, vec![old(0), failed(1)], &["terminate 1"]);
    check(TWO, vec![old(0), old(1), failed(2)], &["terminate 0 2"]);
    let ended = replace(machine("i", 1, OLD, State::Ended));
    check(RULES, vec![old(0), ended], &["terminate 1"]);
}

#[test]
fn members_of_etcd_come_one_by_one() {
    check(MEMBERS, vec![kept(0), make(1), make(2)], &["launch 1"]);
    let settling = Slot {
        machine: Some(machine("i", 1, NEW, State::Running)),
        ..in_phase(make(1), SETTLING)
    };
    check(MEMBERS, vec![kept(0), settling, make(2)], &[]);
    check(MEMBERS, vec![old(0), old(1), make(2)], &["launch 2"]);
    check(MEMBERS, vec![old(0), failed(1), old(2)], &["terminate 1"]);
    let wide = Rules {
        max_unavailable: 9,
        ..MEMBERS
    };
    check(wide, vec![old(0), old(1), old(2)], &["terminate 0"]);
}

#[test]
fn running_machines_are_let_go_first_and_others_are_not() {
    check(TARGETS, vec![old(0)], &["detach 0"]);
    check(TARGETS, vec![failed(0)], &["terminate 0"]);
    for state in [
        State::Stopped,
        State::Stopping,
        State::Pending,
        State::Ending,
    ] {
        check(
            TARGETS,
            vec![replace(machine("i", 0, OLD, state))],
            &["terminate 0"],
        );
    }
    check(TARGETS, vec![in_phase(old(0), Phase::Draining)], &[]);
    let drained = Slot {
        is_drained: true,
        ..in_phase(old(0), Phase::Draining)
    };
    check(TARGETS, vec![drained], &["terminate 0"]);
}

#[test]
fn running_machines_go_behind_the_load_balancers() {
    let made = |state| Slot {
        machine: Some(machine("i", 0, NEW, state)),
        ..in_phase(make(0), Phase::Starting)
    };
    check(TARGETS, vec![made(State::Pending)], &[]);
    check(TARGETS, vec![made(State::Running)], &["attach 0"]);
    check(RULES, vec![made(State::Running)], &[]);
    let attach = Slot::new(1, Goal::Attach, Some(machine("i", 1, NEW, State::Running)));
    check(TARGETS, vec![made(State::Running), attach], &["attach 0 1"]);
}

#[test]
fn machines_end_before_others_are_made() {
    let drained = Slot {
        is_drained: true,
        ..in_phase(old(0), Phase::Draining)
    };
    let vacant = Slot {
        machine: None,
        ..in_phase(old(1), Phase::Vacant)
    };
    let running = Slot {
        machine: Some(machine("i", 2, NEW, State::Running)),
        ..in_phase(old(2), Phase::Starting)
    };
    let three = Rules {
        max_unavailable: 4,
        ..TARGETS
    };
    check(
        three,
        vec![running, vacant, drained, old(3)],
        &["detach 3", "terminate 0", "launch 1", "attach 2"],
    );
}

#[test]
fn settling_machines_wait() {
    let since = Some(SystemTime::UNIX_EPOCH);
    for since in [None, since] {
        check(
            TARGETS,
            vec![in_phase(old(0), Phase::Settling { since })],
            &[],
        );
    }
}

#[test]
fn an_order_is_there_for_what_is_made() {
    assert_eq!(make(3).order(), Some(&order(3)));
    assert_eq!(kept(3).order(), None);
    assert_eq!(surplus(3).order(), None);
}

/// A roll that was broken off has left two machines that run, not for long, and two that do not run.
#[test]
fn what_is_away_anyway_is_replaced_before_what_serves() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_hours(24);
    let made = |ordinal: u32, state: State, minutes: u64| {
        replace(Machine {
            launched_at: Some(now - Duration::from_mins(minutes)),
            ..machine("i", ordinal, OLD, state)
        })
    };
    for (at_a_time, ordinals) in [(1, "4"), (2, "1 4"), (3, "1 3 4"), (4, "1 2 3 4")] {
        let rules = Rules {
            max_unavailable: at_a_time,
            ..RULES
        };
        let slots = vec![
            made(0, State::Running, 600),
            made(1, State::Stopped, 600),
            made(2, State::Running, 5),
            made(3, State::Running, 2),
            made(4, State::Pending, 1),
        ];
        let mut rolled = pool(slots, rules);
        rolled.begin(now);
        let ends = format!("terminate {ordinals}");
        check(rules, rolled.slots, &[ends.as_str()]);
    }
}
