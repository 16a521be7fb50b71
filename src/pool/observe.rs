//! Taking in what the cloud shows: a pure function of it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, SystemTime};

use super::failure::Failure;
use super::look::by_id;
use super::slot::{Goal, Phase, Pool, Rules, Slot};
use crate::cloud::{Health, Machine, Order, State, Targets};

/// How long a new machine may be missing from what a cloud lists before it counts as gone: clouds spread their news
/// within seconds, and AWS promises nothing.
pub(super) const SPREAD: Duration = Duration::from_mins(1);

/// What a cloud has shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Sight {
    /// Machines of the set's names that have not ended.
    pub(super) listed: Vec<Machine>,
    /// Machines that were asked for by id; what is in neither does not exist.
    pub(super) found: Vec<Machine>,
    /// How machines do, where that was asked.
    pub(super) health: BTreeMap<String, Health>,
}

impl Pool {
    /// Takes in what the cloud shows.
    ///
    /// # Errors
    /// A machine that was waited for has come to nothing. All slots are up to date all the same.
    pub(super) fn observe(&mut self, sight: &Sight, now: SystemTime) -> Result<(), Failure> {
        let rules = self.rules;
        let shown = by_id(&sight.listed, &sight.found);
        let mut dead = Vec::new();
        for slot in &mut self.slots {
            if slot.phase == Phase::Done {
                continue;
            }
            let is_seen = slot.look(&shown, now);
            slot.advance(&sight.health, &rules, now);
            if is_seen {
                slot.end_again();
            }
            if slot.is_arriving() && slot.has_failed() {
                slot.mark_failed();
                dead.push(slot.ordinal);
            }
        }
        self.slots
            .retain(|slot| slot.phase != Phase::Done || slot.goal != Goal::Remove);
        if dead.is_empty() {
            Ok(())
        } else {
            Err(Failure::Died { ordinals: dead })
        }
    }

    /// Takes in machines of this resource that nobody has stored: a process that died made them. One that is what its
    /// slot asks for is it; another one is replaced; one without a slot goes.
    pub fn take_in(&mut self, machines: &[Machine], now: SystemTime) {
        let known = self.slots.iter().filter_map(|slot| slot.machine.as_ref());
        let known: HashSet<String> = known.map(|machine| machine.id.clone()).collect();
        let is_new = |machine: &&Machine| {
            machine.is_of(&self.uid) && machine.state.is_live() && !known.contains(&machine.id)
        };
        let new: Vec<&Machine> = machines.iter().filter(is_new).collect();
        for machine in new {
            let Some(ordinal) = machine.owner.ordinal else {
                continue;
            };
            match self.slots.iter_mut().find(|slot| slot.ordinal == ordinal) {
                None => self
                    .slots
                    .push(Slot::new(ordinal, Goal::Remove, Some(machine.clone()))),
                Some(slot) if slot.machine.is_none() => slot.take_in(machine, now),
                // its own machine is on its way out, which the census has let pass
                Some(_) => {}
            }
        }
    }

    /// Takes over machines that were made for empty slots, though nobody heard the answer. Whether all have one now.
    pub(super) fn adopt(&mut self, machines: &[Machine], now: SystemTime) -> bool {
        let mut of_ordinal: HashMap<u32, Vec<&Machine>> = HashMap::new();
        for machine in machines {
            if let Some(ordinal) = machine.owner.ordinal {
                of_ordinal.entry(ordinal).or_default().push(machine);
            }
        }
        for slot in &mut self.slots {
            let Some(order) = slot.order().filter(|_| slot.phase == Phase::Vacant) else {
                continue;
            };
            let is_it = |machine: &&&Machine| {
                machine.is_of(&self.uid)
                    && machine.owner.config_sha256.as_ref() == Some(&order.config.sha256)
                    && order.predecessor.as_ref() != Some(&machine.id)
                    && machine.state.is_live()
            };
            let machines = of_ordinal.get(&order.ordinal);
            if let Some(machine) = machines.and_then(|machines| machines.iter().find(is_it)) {
                slot.machine = Some((*machine).clone());
                slot.made_at = Some(now);
                slot.phase = Phase::Starting;
            }
        }
        !self.slots.iter().any(|slot| slot.phase == Phase::Vacant)
    }
}

impl Slot {
    /// Brings its machine up to date; whether the cloud shows it.
    fn look(&mut self, shown: &HashMap<&str, &Machine>, now: SystemTime) -> bool {
        let Some(machine) = &mut self.machine else {
            return false;
        };
        match shown.get(machine.id.as_str()) {
            Some(shown) => {
                *machine = (*shown).clone();
                return true;
            }
            // by our own clock where we have made it, since the cloud's may differ
            None if is_new(self.made_at.or(machine.launched_at), now)
                && machine.state != State::Ending => {}
            None => machine.state = State::Ended,
        }
        false
    }

    /// A machine that was too new for the cloud to know when it was to end has to be ended again.
    fn end_again(&mut self) {
        let state = self.state();
        if self.phase == Phase::Ending && state.is_some_and(State::is_live) {
            self.phase = Phase::Draining;
            self.is_drained = true;
        }
    }

    /// Goes on to where nothing needs to be done first.
    fn advance(&mut self, health: &BTreeMap<String, Health>, rules: &Rules, now: SystemTime) {
        let state = self.state();
        let health = self
            .machine
            .as_ref()
            .and_then(|machine| health.get(&machine.id));
        match self.phase {
            Phase::Draining => {
                let runs = state == Some(State::Running);
                self.is_drained = !runs || health.is_some_and(|health| health.is_drained);
            }
            Phase::Ending if state.is_none_or(|state| state == State::Ended) => {
                self.machine = None;
                self.phase = match self.goal {
                    Goal::Replace(_) | Goal::Make(_) => Phase::Vacant,
                    _ => Phase::Done,
                };
            }
            Phase::Starting if state == Some(State::Running) && !rules.has_targets => {
                self.arrive(rules);
            }
            Phase::Settling { since } => {
                let is_ready = health.is_some_and(|health| {
                    health.checks_passed && health.targets == Targets::Healthy
                });
                let since = is_ready.then(|| since.unwrap_or(now));
                self.phase = Phase::Settling { since };
                let ready = since.and_then(|since| now.duration_since(since).ok());
                if ready.is_some_and(|ready| ready >= rules.min_ready) {
                    self.phase = Phase::Done;
                }
            }
            _ => {}
        }
    }

    /// Its machine runs, and is behind the load balancers.
    pub(super) fn arrive(&mut self, rules: &Rules) {
        self.phase = if self.must_settle(rules) {
            Phase::Settling { since: None }
        } else {
            Phase::Done
        };
    }

    /// Takes in a machine that was made here, and that nobody has stored.
    fn take_in(&mut self, machine: &Machine, now: SystemTime) {
        let Some(order) = self.order().cloned() else {
            return;
        };
        self.machine = Some(machine.clone());
        if machine.owner.config_sha256.as_ref() == Some(&order.config.sha256) {
            self.made_at = Some(now);
            self.phase = Phase::Starting;
        } else {
            let predecessor = Some(machine.id.clone());
            self.goal = Goal::Replace(Order {
                predecessor,
                ..order
            });
        }
    }

    fn mark_failed(&mut self) {
        if let Some(machine) = &mut self.machine {
            machine.state = State::Failed;
        }
    }
}

/// Whether a cloud may not show a machine yet that was made then.
pub(super) fn is_new(launched_at: Option<SystemTime>, now: SystemTime) -> bool {
    // what was made in the future is as new as can be: clocks differ
    launched_at.is_some_and(|time| now.duration_since(time).unwrap_or_default() < SPREAD)
}
