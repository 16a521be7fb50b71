//! No more machines are away at a time than the user allows, also where a roll goes on that was broken off.

use std::collections::{BTreeMap, BTreeSet};

use lokomotive::framework::{Field, FromValue as _, Value};
use lokomotive::machines::Kind;

use crate::schedule::{Schedule, Trouble};
use crate::simulator::Simulator;
use crate::simulator::clock::Moment;
use crate::simulator::log::Request;
use crate::sky::Made;

/// A roll, as the requests of a command show it.
pub(crate) struct Roll<'a> {
    simulator: &'a Simulator,
    schedule: &'a Schedule,
    /// The machines of the resource that there ever were.
    made: Vec<Made>,
    /// The numbers that the command found, and that stay.
    numbers: BTreeSet<u32>,
    at_a_time: usize,
    ready_seconds: u64,
    /// Since when machines have been told to install themselves anew.
    reinstalled: BTreeMap<String, Moment>,
}

impl<'a> Roll<'a> {
    /// What to hold an apply to; nothing where others than the user take machines away.
    pub(crate) fn of(
        simulator: &'a Simulator,
        schedule: &'a Schedule,
        uid: &str,
        found: &[u32],
        config: &Value,
    ) -> Option<Self> {
        let mut troubles = schedule.acts.iter().flat_map(|act| &act.troubles);
        if troubles.any(|trouble| takes_machines(*trouble)) {
            return None;
        }
        let number = |name: &str| -> Option<u64> {
            let field = Field::<i64>::from_value(config.attribute(name));
            u64::try_from(field.ok()?.into_known()?).ok()
        };
        let (count, at_a_time) = match schedule.kind {
            Kind::Controller => (number("controller_count")?, 1),
            Kind::WorkerPool => (number("worker_count")?, number("max_unavailable")?),
        };
        let mut made = schedule.cloud.all_made(simulator);
        made.retain(|machine| machine.uid == uid);
        let stays = |found: &&u32| u64::from(**found) < count;
        Some(Self {
            simulator,
            schedule,
            made,
            numbers: found.iter().filter(stays).copied().collect(),
            at_a_time: usize::try_from(at_a_time).ok()?,
            ready_seconds: number("min_ready_seconds")?,
            reinstalled: BTreeMap::new(),
        })
    }

    /// Goes through the requests of the command.
    pub(crate) fn check(mut self, requests: &[Request]) -> Result<(), String> {
        for request in requests {
            let taken: Vec<String> = if request.action == self.schedule.cloud.terminate() {
                self.schedule.cloud.named(request)
            } else if request.action == "performAction"
                && request.status.is_none_or(|status| status < 300)
            {
                let parts = request
                    .path
                    .split('/')
                    .skip_while(|part| *part != "devices");
                parts.skip(1).take(1).map(str::to_owned).collect()
            } else {
                continue;
            };
            self.check_one(request.at, &taken)?;
            if request.action == "performAction" {
                let since = taken.into_iter().map(|id| (id, request.at));
                self.reinstalled.extend(since);
            }
        }
        Ok(())
    }

    fn check_one(&self, at: Moment, taken: &[String]) -> Result<(), String> {
        let before = Moment(at.0.saturating_sub(1));
        let of_taken = self
            .made
            .iter()
            .filter(|machine| taken.contains(&machine.id));
        let serving = of_taken.filter(|machine| self.serves(machine, before, 0));
        let serving = serving.filter_map(|machine| machine.number);
        let goes: BTreeSet<u32> = serving
            .filter(|number| self.numbers.contains(number))
            .collect();
        if goes.is_empty() {
            return Ok(());
        }
        let is_there = |number: u32, seconds: u64| {
            let mut of_number = self
                .made
                .iter()
                .filter(|machine| machine.number == Some(number));
            of_number.any(|machine| self.serves(machine, before, seconds))
        };
        // those that have not proven themselves may go one after another, so long as enough run
        let is_proven = |number: &u32| is_there(*number, self.ready_seconds);
        let seconds = if goes.iter().any(is_proven) {
            self.ready_seconds
        } else {
            0
        };
        let not_there = |number: &&u32| !is_there(**number, seconds);
        let mut away: BTreeSet<u32> = self.numbers.iter().filter(not_there).copied().collect();
        away.extend(&goes);
        if away.len() > self.at_a_time {
            return Err(format!(
                "{goes:?} are taken away at {at} while {away:?} are not there, and {} may be",
                self.at_a_time
            ));
        }
        Ok(())
    }

    /// Whether a machine runs at a time, and has for so long.
    fn serves(&self, machine: &Made, at: Moment, seconds: u64) -> bool {
        let since = self
            .schedule
            .cloud
            .runs_since(self.simulator, &machine.id, at);
        let asked = self.reinstalled.get(&machine.id);
        since.is_some_and(|since| {
            at.since(since).as_secs() + 1 >= seconds && asked.is_none_or(|asked| since > *asked)
        })
    }
}

/// Whether a trouble takes machines away, or others than the user do.
fn takes_machines(trouble: Trouble) -> bool {
    matches!(
        trouble,
        Trouble::FailedLaunch(_)
            | Trouble::Failure(..)
            | Trouble::Loss(..)
            | Trouble::TurnOff(..)
            | Trouble::Stuck(..)
            | Trouble::SecondApply
    )
}
