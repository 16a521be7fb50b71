//! Asking and waiting around what is decided.

use std::time::{Duration, SystemTime};

use tokio_util::sync::CancellationToken;

use super::decide::{Step, decide};
use super::failure::Failure;
use super::look::{by_id, look};
use super::observe::{SPREAD, Sight};
use super::pace::pause;
use super::slot::{Phase, Pool, Slot};
use crate::clock::Clock;
use crate::cloud::{Cloud, Fault, Kind, Machine, Order, State};

/// What ends an operation before its time.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long it may take.
    pub timeout: Duration,
    /// Cancelled when the user asks to stop.
    pub stop: CancellationToken,
}

impl Limits {
    /// Whether something more may begin.
    fn check(&self, start: SystemTime, now: SystemTime) -> Result<(), Failure> {
        if self.stop.is_cancelled() {
            Err(Failure::Stopped)
        } else if since(start, now) >= self.timeout {
            Err(Failure::Late)
        } else {
            Ok(())
        }
    }
}

/// Makes a set what it should be. `record` is called whenever the cloud has named or lost a machine: what happens
/// after that, the machine is known.
///
/// # Errors
/// When it stopped before; the slots say exactly how far it has come.
pub async fn drive(
    pool: &mut Pool,
    cloud: &dyn Cloud,
    clock: &Clock,
    limits: &Limits,
    record: &mut (dyn FnMut(&Pool) + Send),
) -> Result<(), Failure> {
    let start = clock.now().await;
    pool.begin(start);
    let mut changed = start;
    let mut recorded = Vec::new();
    // what a state says of a thousand machines takes a while to write: only where there is news
    let record = &mut |pool: &Pool| {
        if pool.slots != recorded {
            record(pool);
            recorded.clone_from(&pool.slots);
        }
    };
    loop {
        let before = pool.slots.clone();
        let result = act(pool, cloud, clock, limits, start, record).await;
        record(pool);
        result?;
        if pool.is_done() {
            return Ok(());
        }
        let now = clock.now().await;
        limits.check(start, now)?;
        if pool.slots != before {
            changed = now;
        }
        let left = limits.timeout.saturating_sub(since(start, now));
        let pause = pause(since(changed, now))
            .min(pool.next_ready(now))
            .min(left);
        if !clock.sleep_unless(&limits.stop, pause).await {
            return Err(Failure::Stopped);
        }
        let result = observe(pool, cloud, clock).await;
        record(pool);
        result?;
    }
}

fn since(earlier: SystemTime, now: SystemTime) -> Duration {
    now.duration_since(earlier).unwrap_or_default()
}

/// Does all that can be done now. Nothing begins once the user has asked to stop, or the time is over.
async fn act(
    pool: &mut Pool,
    cloud: &dyn Cloud,
    clock: &Clock,
    limits: &Limits,
    start: SystemTime,
    record: &mut (dyn FnMut(&Pool) + Send),
) -> Result<(), Failure> {
    loop {
        let steps = decide(pool);
        if steps.is_empty() {
            return Ok(());
        }
        for step in steps {
            limits.check(start, clock.now().await)?;
            match step {
                Step::Detach(slots) => {
                    cloud.detach(&pool.ids(&slots)).await?;
                    pool.each(&slots, |slot| slot.phase = Phase::Draining);
                }
                Step::Terminate(slots) => {
                    let ended = cloud.terminate(&pool.ids(&slots)).await;
                    pool.each(&slots, |slot| slot.phase = Phase::Ending);
                    if let Err(fault) = ended {
                        // some may end all the same: the slots are to say which
                        let _ = observe(pool, cloud, clock).await;
                        return Err(fault.into());
                    }
                }
                Step::Attach(slots) => {
                    cloud.attach(&pool.ids(&slots)).await?;
                    let rules = pool.rules;
                    pool.each(&slots, |slot| slot.arrive(&rules));
                }
                Step::Reinstall(slots) => {
                    for index in slots {
                        reinstall(&mut pool.slots[index], cloud).await?;
                    }
                }
                Step::Launch(slots) => {
                    launch(pool, &slots, cloud, clock, limits, record).await?;
                }
            }
        }
    }
}

/// Has a machine installed anew. From then on it is one that is being made.
async fn reinstall(slot: &mut Slot, cloud: &dyn Cloud) -> Result<(), Failure> {
    let (Some(order), Some(id)) = (slot.order().cloned(), slot.id()) else {
        return Ok(());
    };
    cloud.reinstall(&id, &order).await?;
    if let Some(machine) = &mut slot.machine {
        machine.state = State::Pending;
        machine.owner.config_sha256 = Some(order.config.sha256);
    }
    slot.phase = Phase::Starting;
    Ok(())
}

/// Makes machines. Where an answer was lost, it looks for what came of the request until the cloud must have shown it.
async fn launch(
    pool: &mut Pool,
    slots: &[usize],
    cloud: &dyn Cloud,
    clock: &Clock,
    limits: &Limits,
    record: &mut (dyn FnMut(&Pool) + Send),
) -> Result<(), Failure> {
    let orders: Vec<Order> = slots
        .iter()
        .filter_map(|index| pool.slots[*index].order().cloned())
        .collect();
    pool.each(slots, |slot| slot.phase = Phase::Vacant);
    let launched = cloud.launch(&orders).await;
    let is_complete = pool.adopt(&launched.machines, clock.now().await);
    record(pool);
    let fault = match launched.fault {
        Some(fault) => fault,
        None if is_complete => return Ok(()),
        None => {
            let message = "The cloud has named fewer machines than it was asked for";
            Fault::new(Kind::Unanswered, "making machines", message)
        }
    };
    let is_open = matches!(fault.kind, Kind::Unanswered | Kind::Unavailable);
    let start = clock.now().await;
    loop {
        if let Ok(machines) = cloud.list().await
            && pool.adopt(&machines, clock.now().await)
        {
            record(pool);
            return Ok(());
        }
        record(pool);
        let now = clock.now().await;
        if !is_open || since(start, now) >= SPREAD || limits.stop.is_cancelled() {
            return Err(fault.into());
        }
        clock
            .sleep_unless(&limits.stop, pause(since(start, now)))
            .await;
    }
}

/// Looks at what there is, and takes it in.
async fn observe(pool: &mut Pool, cloud: &dyn Cloud, clock: &Clock) -> Result<(), Failure> {
    let busy = pool.slots.iter().filter(|slot| slot.phase != Phase::Done);
    let ids = busy.filter_map(|slot| Some(&slot.machine.as_ref()?.id));
    let (listed, found) = look(cloud, ids.collect()).await?;
    let needs_health =
        |slot: &&Slot| matches!(slot.phase, Phase::Draining | Phase::Settling { .. });
    let watched = pool.slots.iter().filter(needs_health);
    let watched = watched.filter_map(|slot| slot.machine.as_ref());
    let shown = by_id(&listed, &found);
    let watched: Vec<&Machine> = watched
        .map(|machine| shown.get(machine.id.as_str()).copied().unwrap_or(machine))
        .collect();
    let health = if watched.is_empty() {
        std::collections::BTreeMap::new()
    } else {
        cloud.health(&watched).await?
    };
    let sight = Sight {
        listed,
        found,
        health,
    };
    pool.observe(&sight, clock.now().await)
}

impl Slot {
    fn id(&self) -> Option<String> {
        self.machine.as_ref().map(|machine| machine.id.clone())
    }
}

impl Pool {
    fn ids(&self, slots: &[usize]) -> Vec<String> {
        slots
            .iter()
            .filter_map(|index| self.slots[*index].id())
            .collect()
    }

    fn each(&mut self, slots: &[usize], mut change: impl FnMut(&mut Slot)) {
        for index in slots {
            change(&mut self.slots[*index]);
        }
    }

    /// How long until the first machine has been ready for long enough.
    fn next_ready(&self, now: SystemTime) -> Duration {
        let waits = self.slots.iter().filter_map(|slot| match slot.phase {
            Phase::Settling { since: Some(since) } => {
                let ready = now.duration_since(since).unwrap_or_default();
                Some(self.rules.min_ready.saturating_sub(ready))
            }
            _ => None,
        });
        waits
            .min()
            .unwrap_or(Duration::MAX)
            .max(Duration::from_secs(1))
    }
}
