//! A set of machines on its way.

use std::time::{Duration, SystemTime};

use crate::cloud::{Machine, Order, State};

/// A set of machines on its way to what it should be.
#[derive(Debug, Clone)]
pub struct Pool {
    /// The resource: the uid in its machines' tags.
    pub uid: String,
    /// A slot for each machine that there is or should be, by ordinal.
    pub slots: Vec<Slot>,
    /// How it goes about it.
    pub rules: Rules,
}

/// How a set goes about changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How many machines may be away at a time while they are replaced.
    pub max_unavailable: usize,
    /// Whether machines are made and replaced one after another, each ready before the next: members of etcd.
    pub one_by_one: bool,
    /// How long a machine must be ready before it counts.
    pub min_ready: Duration,
    /// Whether machines are behind load balancers.
    pub has_targets: bool,
}

/// A place in the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub ordinal: u32,
    /// What is to become of it.
    pub goal: Goal,
    /// How far it has come.
    pub phase: Phase,
    /// The machine in it.
    pub machine: Option<Machine>,
    /// Whether the load balancers have let go of the machine.
    pub(super) is_drained: bool,
    /// Whether others go once its machine is there: then it must be ready, not just run.
    pub(super) is_relied_on: bool,
    /// Whether its machine was made so lately that it may have to prove itself still.
    pub(super) is_young: bool,
    /// When the machine was made, by our clock, if this process has seen it.
    pub(super) made_at: Option<SystemTime>,
}

/// What is to become of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Its machine stays.
    Keep,
    /// Its machine stays, and goes behind the load balancers.
    Attach,
    /// It has no machine yet.
    Make(Order),
    /// Another machine takes the place of its machine.
    Replace(Order),
    /// Its machine is installed anew.
    Reinstall(Order),
    /// Its machine goes, and it with it.
    Remove,
}

/// How far a slot has come. Machines go through these in order, those that need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its turn has not come.
    Waiting,
    /// The load balancers let go of its machine.
    Draining,
    /// Its machine ends.
    Ending,
    /// It is empty, and a machine is to be made.
    Vacant,
    /// Its machine is being made.
    Starting,
    /// Its machine runs, and has to prove itself.
    Settling {
        /// Since when it has been ready.
        since: Option<SystemTime>,
    },
    /// It is what it should be.
    Done,
}

impl Goal {
    /// Whether a machine is away for a while, and then there again.
    #[must_use]
    pub fn takes_a_machine_away(&self) -> bool {
        matches!(self, Self::Replace(_) | Self::Reinstall(_))
    }
}

impl Slot {
    /// A slot at its beginning.
    #[must_use]
    pub fn new(ordinal: u32, goal: Goal, machine: Option<Machine>) -> Self {
        let phase = match goal {
            Goal::Keep => Phase::Done,
            Goal::Attach => Phase::Starting,
            Goal::Make(_) | Goal::Replace(_) | Goal::Reinstall(_) | Goal::Remove => Phase::Waiting,
        };
        Self {
            ordinal,
            goal,
            phase,
            machine,
            is_drained: false,
            is_relied_on: false,
            is_young: false,
            made_at: None,
        }
    }

    /// The machine that is to be made here.
    #[must_use]
    pub fn order(&self) -> Option<&Order> {
        match &self.goal {
            Goal::Make(order) | Goal::Replace(order) | Goal::Reinstall(order) => Some(order),
            Goal::Keep | Goal::Attach | Goal::Remove => None,
        }
    }

    /// Whether it is under way.
    pub(super) fn is_busy(&self) -> bool {
        !matches!(self.phase, Phase::Waiting | Phase::Done)
    }

    /// Whether its machine is one that this slot waits for, not one that goes.
    pub(super) fn is_arriving(&self) -> bool {
        matches!(self.phase, Phase::Starting | Phase::Settling { .. })
    }

    /// What its machine does, if there is one.
    pub(super) fn state(&self) -> Option<State> {
        self.machine.as_ref().map(|machine| machine.state)
    }

    /// Whether its machine could not be made, or is gone.
    pub(super) fn has_failed(&self) -> bool {
        let state = self.state();
        state.is_none_or(|state| matches!(state, State::Failed | State::Ended))
    }

    /// Whether a machine must be ready here, not just run.
    pub(super) fn must_settle(&self, rules: &Rules) -> bool {
        let is_replaced = self.goal.takes_a_machine_away();
        is_replaced || self.is_relied_on || (rules.one_by_one && self.order().is_some())
    }
}

/// A machine that was made longer ago than this has been ready for long, if it is ready: starting takes less.
const STARTED: Duration = Duration::from_mins(15);

impl Pool {
    /// Where machines that serve are about to be taken away, or members of etcd to be added, all others have to be
    /// ready first: those that are made, and those that stay. A run that was broken off may have left some on their way.
    pub(super) fn begin(&mut self, now: SystemTime) {
        let one_by_one = self.rules.one_by_one;
        let relies_on_others = |slot: &Slot| match &slot.goal {
            Goal::Replace(_) | Goal::Reinstall(_) => !slot.has_failed(),
            Goal::Make(order) => one_by_one && order.private_ipv4.is_none(),
            _ => false,
        };
        if !self.slots.iter().any(relies_on_others) {
            return;
        }
        let long = self.rules.min_ready + STARTED;
        let installs_anew = |slot: &Slot| matches!(slot.goal, Goal::Reinstall(_));
        // where machines are installed anew, their age does not say since when they have been ready
        let tells_age = !self.slots.iter().any(installs_anew);
        for slot in &mut self.slots {
            slot.is_relied_on = true;
            let Some(machine) = &slot.machine else {
                continue;
            };
            let launched = machine.launched_at;
            let age = launched.and_then(|launched| now.duration_since(launched).ok());
            let is_old = age.is_some_and(|age| age >= long);
            slot.is_young = tells_age && !is_old;
            // one that somebody has stopped is nobody to wait for
            let may_be_ready = matches!(machine.state, State::Pending | State::Running);
            if slot.goal == Goal::Keep && may_be_ready {
                let since = launched.filter(|_| tells_age && is_old);
                slot.phase = Phase::Settling { since };
            }
        }
    }

    /// Whether all is as it should be.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.slots.iter().all(|slot| slot.phase == Phase::Done)
    }

    /// The machines that there are, by ordinal.
    pub fn machines(&self) -> impl Iterator<Item = (u32, &Machine)> {
        self.slots
            .iter()
            .filter_map(|slot| Some((slot.ordinal, slot.machine.as_ref()?)))
    }
}
