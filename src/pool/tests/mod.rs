//! The reconciler against a cloud in memory, on a clock whose waits take no time.

mod decide;
mod failures;
mod fake;
mod resume;
mod undisturbed;

use std::time::{Duration, SystemTime};

use tokio_util::sync::CancellationToken;

use super::{Failure, Goal, Known, Limits, Pool, Rules, Slot, census, drive};
use crate::clock::Clock;
use crate::cloud::{Cloud as _, Config, Machine, Order, Owner, State};
use crate::secret::Secret;
use fake::{Fake, Speed};

const UID: &str = "u";

/// What machines are made from now, and were before.
const NEW: &str = "new";
const OLD: &str = "old";

const RULES: Rules = Rules {
    max_unavailable: 1,
    one_by_one: false,
    min_ready: Duration::ZERO,
    has_targets: false,
};

fn order(ordinal: u32) -> Order {
    Order {
        ordinal,
        config: Config {
            user_data: Secret::new("user data"),
            sha256: NEW.to_owned(),
        },
        private_ipv4: None,
        predecessor: None,
    }
}

fn machine(id: &str, ordinal: u32, config: &str, state: State) -> Machine {
    Machine {
        id: id.to_owned(),
        state,
        owner: Owner {
            uid: Some(UID.to_owned()),
            ordinal: Some(ordinal),
            config_sha256: Some(config.to_owned()),
        },
        zone: None,
        public_ipv4: None,
        private_ipv4: None,
        public_ipv6: None,
        launched_at: None,
        image: None,
        reason: None,
        drift: Vec::new(),
    }
}

fn make(ordinal: u32) -> Slot {
    Slot::new(ordinal, Goal::Make(order(ordinal)), None)
}

fn replace(machine: Machine) -> Slot {
    let ordinal = machine.owner.ordinal.unwrap();
    let order = Order {
        predecessor: Some(machine.id.clone()),
        ..order(ordinal)
    };
    Slot::new(ordinal, Goal::Replace(order), Some(machine))
}

fn remove(machine: Machine) -> Slot {
    Slot::new(machine.owner.ordinal.unwrap(), Goal::Remove, Some(machine))
}

fn pool(slots: Vec<Slot>, rules: Rules) -> Pool {
    Pool {
        uid: UID.to_owned(),
        slots,
        rules,
    }
}

fn limits(stop: &CancellationToken) -> Limits {
    Limits {
        timeout: Duration::from_hours(10),
        stop: stop.clone(),
    }
}

/// Drives a pool to its end.
async fn run(pool: &mut Pool, fake: &Fake) -> Result<(), Failure> {
    let stop = fake.stop();
    drive(pool, fake, fake.clock(), &limits(&stop), &mut |_: &Pool| {}).await
}

/// Ids of a pool's machines, in order.
fn ids_of(pool: &Pool) -> Vec<String> {
    let mut ids: Vec<String> = pool
        .machines()
        .map(|(_, machine)| machine.id.clone())
        .collect();
    ids.sort();
    ids
}

/// A pool that makes `count` machines in an empty cloud.
fn making(count: u32, rules: Rules) -> (Fake, Pool) {
    let fake = Fake::new(Clock::manual(), rules, Speed::default());
    (fake, pool((0..count).map(make).collect(), rules))
}

/// A pool that replaces all of `count` machines that run.
async fn rolling(count: u32, rules: Rules) -> (Fake, Pool) {
    let fake = Fake::new(Clock::manual(), rules, Speed::default());
    fake.settle(count).await;
    let machines = fake.list().await.unwrap();
    fake.forget_calls();
    (
        fake,
        pool(machines.into_iter().map(replace).collect(), rules),
    )
}

/// The pool of the next apply: what Read and plan make of what is stored and what there is.
async fn replan(fake: &Fake, stored: &Pool, count: u32) -> Pool {
    let known: Vec<Known> = stored
        .machines()
        .map(|(ordinal, machine)| Known {
            ordinal,
            id: machine.id.clone(),
            launched_at: machine.launched_at,
        })
        .collect();
    let ids: Vec<String> = known.iter().map(|known| known.id.clone()).collect();
    let (listed, found) = (fake.list().await.unwrap(), fake.find(&ids).await.unwrap());
    let now: SystemTime = fake.clock().now().await;
    let census = census(UID, &known, &listed, &found, now).unwrap();
    let attached = fake.attached(&ids).await.unwrap();
    let mut slots = Vec::new();
    for ordinal in 0..count {
        let present = census.present.iter().find(|(of, _)| *of == ordinal);
        slots.push(match present {
            None => make(ordinal),
            Some((_, machine)) if machine.owner.config_sha256.as_deref() != Some(NEW) => {
                replace(machine.clone())
            }
            Some((_, machine)) if machine.state == State::Failed => replace(machine.clone()),
            Some((_, machine)) => {
                let is_detached = attached.get(&machine.id) == Some(&false);
                let goal = if is_detached {
                    Goal::Attach
                } else {
                    Goal::Keep
                };
                Slot::new(ordinal, goal, Some(machine.clone()))
            }
        });
    }
    for (_, machine) in census
        .present
        .iter()
        .filter(|(ordinal, _)| *ordinal >= count)
    {
        slots.push(remove(machine.clone()));
    }
    pool(slots, stored.rules)
}
