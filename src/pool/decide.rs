//! What to do next: a pure function of how far the slots have come.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::SystemTime;

use super::slot::{Goal, Phase, Pool, Slot};
use crate::cloud::State;

/// Something to do for slots, by their place in the list. All that can be done now comes at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Have the load balancers let go of machines.
    Detach(Vec<usize>),
    /// End machines.
    Terminate(Vec<usize>),
    /// Make machines.
    Launch(Vec<usize>),
    /// Install machines anew.
    Reinstall(Vec<usize>),
    /// Put machines behind the load balancers.
    Attach(Vec<usize>),
}

/// What one slot asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Detach,
    Terminate,
    Launch,
    Reinstall,
    Attach,
}

/// The steps that can be taken now; none while all that is under way needs time.
pub(super) fn decide(pool: &Pool) -> Vec<Step> {
    let beginning: BTreeSet<usize> = beginning(pool).into_iter().collect();
    let mut needs: [(Need, Vec<usize>); 5] = [
        (Need::Detach, Vec::new()),
        (Need::Terminate, Vec::new()),
        (Need::Launch, Vec::new()),
        (Need::Reinstall, Vec::new()),
        (Need::Attach, Vec::new()),
    ];
    for (index, slot) in pool.slots.iter().enumerate() {
        let begins = beginning.contains(&index);
        if let Some(need) = need(pool, slot, begins)
            && let Some((_, slots)) = needs.iter_mut().find(|(kind, _)| *kind == need)
        {
            slots.push(index);
        }
    }
    needs
        .into_iter()
        .filter(|(_, slots)| !slots.is_empty())
        .map(|(need, slots)| match need {
            Need::Detach => Step::Detach(slots),
            Need::Terminate => Step::Terminate(slots),
            Need::Launch => Step::Launch(slots),
            Need::Reinstall => Step::Reinstall(slots),
            Need::Attach => Step::Attach(slots),
        })
        .collect()
}

fn need(pool: &Pool, slot: &Slot, begins: bool) -> Option<Need> {
    let state = slot.state();
    match slot.phase {
        Phase::Waiting if begins => match (&slot.goal, state) {
            (Goal::Make(_), _) | (Goal::Replace(_), None) => Some(Need::Launch),
            (_, Some(State::Running)) if pool.rules.has_targets => Some(Need::Detach),
            (Goal::Reinstall(_), Some(_)) => Some(Need::Reinstall),
            (_, Some(_)) => Some(Need::Terminate),
            (_, None) => None,
        },
        Phase::Draining if slot.is_drained => match slot.goal {
            Goal::Reinstall(_) => Some(Need::Reinstall),
            _ => Some(Need::Terminate),
        },
        Phase::Vacant => Some(Need::Launch),
        Phase::Starting if state == Some(State::Running) && pool.rules.has_targets => {
            Some(Need::Attach)
        }
        _ => None,
    }
}

/// The slots whose turn it is. Missing machines are made and surplus ones ended at once; only when that is done are
/// others replaced, in the order of [`turn`]. Members of etcd come one by one.
fn beginning(pool: &Pool) -> Vec<usize> {
    let waiting = |is_wanted: fn(&Goal) -> bool| {
        let slots = pool.slots.iter().enumerate();
        slots
            .filter(move |(_, slot)| slot.phase == Phase::Waiting && is_wanted(&slot.goal))
            .map(|(index, _)| index)
    };
    let busy = pool.slots.iter().filter(|slot| slot.is_busy()).count();
    let mut replaced: Vec<usize> = waiting(Goal::takes_a_machine_away).collect();
    replaced.sort_by_key(|index| turn(&pool.slots[*index]));
    let others = waiting(|goal| !goal.takes_a_machine_away());
    if pool.rules.one_by_one {
        let room = usize::from(busy == 0);
        return others.chain(replaced).take(room).collect();
    }
    let others: Vec<usize> = others.collect();
    let is_replaced = |slot: &&Slot| slot.is_busy() && slot.goal.takes_a_machine_away();
    let away = pool.slots.iter().filter(is_replaced).count();
    if !others.is_empty() || busy > away {
        return others;
    }
    let room = pool.rules.max_unavailable.saturating_sub(away);
    replaced.into_iter().take(room).collect()
}

/// When a machine is replaced, before or after others: at first those that do nothing, then those that a roll which was
/// broken off may have made a moment ago. They are away anyway; another one beside them would be one too many.
fn turn(slot: &Slot) -> (bool, bool, Reverse<Option<SystemTime>>) {
    let machine = slot.machine.as_ref().filter(|_| slot.is_young);
    let made_at = machine.and_then(|machine| machine.launched_at);
    let runs = slot.state() == Some(State::Running);
    (runs, !slot.is_young, Reverse(made_at))
}
