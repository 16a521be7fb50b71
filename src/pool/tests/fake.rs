//! A cloud in memory: machines take their time, and calls go wrong as scripted.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::{NEW, OLD, machine};
use crate::clock::Clock;
use crate::cloud::{
    Cloud, Fault, Finding, Health, Home, Kind, Launched, Machine, Order, State, Targets,
};
use crate::pool::Rules;

/// How long things take, in seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speed {
    /// From the request until it runs.
    pub(super) start: u64,
    /// From the request until it has ended.
    pub(super) end: u64,
    /// From the request until the cloud's checks have passed.
    pub(super) check: u64,
    /// From the request until the load balancers find it well.
    pub(super) target: u64,
    /// From the request until the load balancers have let go of it.
    pub(super) drain: u64,
    /// From the request until it is listed.
    pub(super) spread: u64,
}

impl Default for Speed {
    fn default() -> Self {
        Self {
            start: 20,
            end: 30,
            check: 60,
            target: 15,
            drain: 40,
            spread: 0,
        }
    }
}

/// What goes wrong with a call.
#[derive(Debug, Clone)]
pub(super) enum Wrong {
    /// It is refused, and nothing done.
    Refused,
    /// It is done, but nobody hears of it.
    Unheard,
    /// It is lost on its way.
    Lost,
    /// There are only so many machines to be had.
    Only(usize),
    /// The machines that it makes come to nothing.
    Dies,
    /// The user asks to stop meanwhile.
    Stop,
}

/// The calls that change something.
const CHANGING: [&str; 4] = ["launch", "terminate", "attach", "detach"];

#[derive(Debug)]
pub(super) struct Fake {
    clock: Clock,
    rules: Rules,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    speed: Speed,
    machines: Vec<Made>,
    calls: Vec<String>,
    /// When something was changed.
    changed: Vec<SystemTime>,
    wrong: BTreeMap<usize, Wrong>,
    /// What goes wrong with the first call of a name.
    wrong_first: BTreeMap<&'static str, Wrong>,
    stop: CancellationToken,
    /// The addresses that were asked for.
    addresses: Vec<Option<String>>,
    /// How many machines there are to be, to count those away, and the most that ever were.
    wanted: usize,
    away: usize,
}

#[derive(Debug)]
struct Made {
    machine: Machine,
    born: SystemTime,
    dies: bool,
    ended: Option<SystemTime>,
    attached: Option<SystemTime>,
    detached: Option<SystemTime>,
    is_unlisted: bool,
}

impl Made {
    fn state(&self, speed: &Speed, now: SystemTime) -> State {
        let after = |time: SystemTime, seconds| now >= time + Duration::from_secs(seconds);
        match self.ended {
            Some(ended) if after(ended, speed.end) => State::Ended,
            Some(_) => State::Ending,
            None if self.dies && after(self.born, speed.start / 2) => State::Ended,
            None if after(self.born, speed.start) => State::Running,
            None => State::Pending,
        }
    }

    fn shown(&self, speed: &Speed, now: SystemTime) -> Machine {
        let state = self.state(speed, now);
        let died = self.dies && state == State::Ended;
        Machine {
            state,
            reason: died.then(|| "Server.InternalError: it died".to_owned()),
            ..self.machine.clone()
        }
    }

    fn health(&self, speed: &Speed, has_targets: bool, now: SystemTime) -> Health {
        let after = |time: SystemTime, seconds| now >= time + Duration::from_secs(seconds);
        let is_running = self.state(speed, now) == State::Running;
        let targets = match (self.attached, self.detached) {
            _ if !has_targets => Targets::Healthy,
            (None, _) => Targets::Absent,
            (_, Some(detached)) if after(detached, speed.drain) => Targets::Absent,
            (_, Some(_)) => Targets::Draining,
            (Some(attached), None) if after(attached, speed.target) => Targets::Healthy,
            (Some(_), None) => Targets::Unhealthy,
        };
        Health {
            checks_passed: is_running && after(self.born, speed.check),
            targets,
            is_drained: targets == Targets::Absent,
        }
    }

    fn serves(&self, speed: &Speed, has_targets: bool, now: SystemTime) -> bool {
        let health = self.health(speed, has_targets, now);
        health.checks_passed && health.targets == Targets::Healthy
    }
}

impl Fake {
    pub(super) fn new(clock: Clock, rules: Rules, speed: Speed) -> Self {
        Self {
            clock,
            rules,
            inner: Mutex::new(Inner {
                speed,
                machines: Vec::new(),
                calls: Vec::new(),
                changed: Vec::new(),
                wrong: BTreeMap::new(),
                wrong_first: BTreeMap::new(),
                stop: CancellationToken::new(),
                addresses: Vec::new(),
                wanted: 0,
                away: 0,
            }),
        }
    }

    /// Lets there be machines of the old config that have served for a day.
    pub(super) async fn settle(&self, count: u32) {
        let long_ago = self.clock.now().await - Duration::from_hours(24);
        let mut inner = self.inner();
        inner.wanted = usize::try_from(count).unwrap();
        for ordinal in 0..count {
            inner.make(ordinal, OLD, long_ago, false);
        }
        for made in &mut inner.machines {
            made.attached = Some(long_ago);
        }
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn stop(&self) -> CancellationToken {
        self.inner().stop.clone()
    }

    /// A token that nobody has cancelled yet, and calls that all go well.
    pub(super) fn calm(&self) {
        let mut inner = self.inner();
        inner.stop = CancellationToken::new();
        inner.wrong.clear();
        inner.wrong_first.clear();
    }

    pub(super) fn speed(&self, change: impl FnOnce(&mut Speed)) {
        change(&mut self.inner().speed);
    }

    /// Has a call go wrong, by its number.
    pub(super) fn spoil(&self, call: usize, wrong: Wrong) {
        self.inner().wrong.insert(call, wrong);
    }

    /// Has the first call of a name go wrong.
    pub(super) fn spoil_first(&self, name: &'static str, wrong: Wrong) {
        self.inner().wrong_first.insert(name, wrong);
    }

    pub(super) fn forget_calls(&self) {
        self.inner().calls.clear();
    }

    /// Takes the tags off a machine: it is not listed any more.
    pub(super) fn untag(&self, id: &str) {
        let mut inner = self.inner();
        let made = inner.machines.iter_mut().find(|made| made.machine.id == id);
        made.unwrap().is_unlisted = true;
    }

    /// Ends a machine as if it had ended long ago.
    pub(super) fn lose(&self, id: &str) {
        let mut inner = self.inner();
        let made = inner.machines.iter_mut().find(|made| made.machine.id == id);
        made.unwrap().ended = Some(SystemTime::UNIX_EPOCH);
    }

    /// All calls.
    pub(super) fn calls(&self) -> Vec<String> {
        self.inner().calls.clone()
    }

    /// How often a call was made.
    pub(super) fn count(&self, name: &str) -> usize {
        let calls = self.calls();
        calls
            .iter()
            .filter(|call| call.split(' ').next() == Some(name))
            .count()
    }

    /// The calls that change something.
    pub(super) fn changes(&self) -> Vec<String> {
        let calls = self.calls().into_iter();
        calls
            .filter(|call| CHANGING.contains(&call.split(' ').next().unwrap()))
            .collect()
    }

    /// When something was changed.
    pub(super) fn changes_at(&self) -> Vec<SystemTime> {
        self.inner().changed.clone()
    }

    pub(super) fn addresses(&self) -> Vec<Option<String>> {
        self.inner().addresses.clone()
    }

    /// The most machines that were ever away at a time.
    pub(super) fn most_away(&self) -> usize {
        self.inner().away
    }

    /// Ids of the machines that have not ended, in order.
    pub(super) async fn ids(&self) -> Vec<String> {
        let machines = self.there().await;
        machines.into_iter().map(|machine| machine.id).collect()
    }

    /// What runs: the ordinal and the config of each machine, and whether load balancers use it.
    pub(super) async fn running(&self) -> Vec<(u32, String, bool)> {
        let now = self.clock.now().await;
        let inner = self.inner();
        let live = inner
            .machines
            .iter()
            .filter(|made| made.state(&inner.speed, now).is_live());
        let mut running: Vec<(u32, String, bool)> = live
            .map(|made| {
                let owner = &made.machine.owner;
                let is_used = made.attached.is_some() && made.detached.is_none();
                (
                    owner.ordinal.unwrap(),
                    owner.config_sha256.clone().unwrap(),
                    is_used,
                )
            })
            .collect();
        running.sort();
        running
    }

    /// How many machines were ever made.
    pub(super) fn made(&self) -> usize {
        self.inner().machines.len()
    }

    async fn there(&self) -> Vec<Machine> {
        let now = self.clock.now().await;
        let inner = self.inner();
        let shown = inner
            .machines
            .iter()
            .map(|made| made.shown(&inner.speed, now));
        let mut there: Vec<Machine> = shown
            .filter(|machine| machine.state != State::Ended)
            .collect();
        there.sort_by(|one, other| one.id.cmp(&other.id));
        there
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// Writes a call down, counts who is away, and says what goes wrong with it.
    async fn call(&self, name: &'static str, of: &str) -> Option<Wrong> {
        let now = self.clock.now().await;
        let has_targets = self.rules.has_targets;
        let mut inner = self.inner();
        let serving = inner.machines.iter();
        let serving = serving
            .filter(|made| made.serves(&inner.speed, has_targets, now))
            .count();
        inner.away = inner.away.max(inner.wanted.saturating_sub(serving));
        let index = inner.calls.len();
        if CHANGING.contains(&name) {
            inner.changed.push(now);
        }
        inner
            .calls
            .push(format!("{name} {of}").trim_end().to_owned());
        let wrong = inner.wrong_first.remove(name);
        let wrong = wrong.or_else(|| inner.wrong.remove(&index));
        if matches!(wrong, Some(Wrong::Stop)) {
            inner.stop.cancel();
        }
        wrong
    }

    /// Does a change, unless it goes wrong before.
    async fn change(
        &self,
        name: &'static str,
        ids: &[String],
        change: impl Fn(&mut Made, SystemTime) + Send,
    ) -> Result<(), Fault> {
        let wrong = self.call(name, &ids.join(" ")).await;
        let now = self.clock.now().await;
        if !matches!(wrong, Some(Wrong::Refused | Wrong::Lost)) {
            let mut inner = self.inner();
            let machines = inner.machines.iter_mut();
            for made in machines.filter(|made| ids.contains(&made.machine.id)) {
                change(made, now);
            }
        }
        answer((), wrong)
    }
}

fn answer<T>(value: T, wrong: Option<Wrong>) -> Result<T, Fault> {
    fault(wrong).map_or(Ok(value), Err)
}

pub(super) fn fault(wrong: Option<Wrong>) -> Option<Fault> {
    let kind = match wrong? {
        Wrong::Refused => Kind::Refused,
        Wrong::Unheard | Wrong::Lost => Kind::Unanswered,
        Wrong::Only(_) => Kind::NoCapacity,
        Wrong::Dies | Wrong::Stop => return None,
    };
    Some(Fault::new(kind, "Asked", "No"))
}

impl Inner {
    fn make(&mut self, ordinal: u32, config: &str, now: SystemTime, dies: bool) -> Machine {
        let id = format!("i-{}", self.machines.len());
        let made = Made {
            machine: Machine {
                launched_at: Some(now),
                ..machine(&id, ordinal, config, State::Pending)
            },
            born: now,
            dies,
            ended: None,
            attached: None,
            detached: None,
            is_unlisted: false,
        };
        let shown = made.shown(&self.speed, now);
        self.machines.push(made);
        shown
    }
}

#[async_trait]
impl Cloud for Fake {
    async fn home(&self) -> Result<Home, Fault> {
        Ok(Home::default())
    }

    async fn check(&self, _: usize) -> Result<Vec<Finding>, Fault> {
        Ok(Vec::new())
    }

    async fn image(&self) -> Result<Option<String>, Fault> {
        Ok(None)
    }

    async fn list(&self) -> Result<Vec<Machine>, Fault> {
        let wrong = self.call("list", "").await;
        let now = self.clock.now().await;
        let inner = self.inner();
        let spread = Duration::from_secs(inner.speed.spread);
        let is_listed = |made: &&Made| !made.is_unlisted && now >= made.born + spread;
        let listed = inner.machines.iter().filter(is_listed);
        let listed = listed.map(|made| made.shown(&inner.speed, now));
        let listed = listed.filter(|machine| machine.state != State::Ended);
        answer(listed.collect(), wrong)
    }

    async fn user_data(&self, _id: &str) -> Result<Option<String>, Fault> {
        Ok(None)
    }

    async fn find(&self, ids: &[String]) -> Result<Vec<Machine>, Fault> {
        let wrong = self.call("find", &ids.join(" ")).await;
        let now = self.clock.now().await;
        let inner = self.inner();
        let spread = Duration::from_secs(inner.speed.spread);
        let found = inner
            .machines
            .iter()
            .filter(|made| ids.contains(&made.machine.id));
        let found = found.filter(|made| now >= made.born + spread);
        let found = found.map(|made| made.shown(&inner.speed, now));
        answer(found.collect(), wrong)
    }

    async fn launch(&self, orders: &[Order]) -> Launched {
        let ordinals: Vec<String> = orders
            .iter()
            .map(|order| order.ordinal.to_string())
            .collect();
        let wrong = self.call("launch", &ordinals.join(" ")).await;
        let now = self.clock.now().await;
        let most = match wrong {
            Some(Wrong::Refused | Wrong::Lost) => 0,
            Some(Wrong::Only(most)) => most,
            _ => orders.len(),
        };
        let mut machines = Vec::new();
        let mut inner = self.inner();
        for order in orders.iter().take(most) {
            let dies = matches!(wrong, Some(Wrong::Dies));
            let made = inner.make(order.ordinal, &order.config.sha256, now, dies);
            assert_eq!(order.config.sha256, NEW);
            machines.push(made);
        }
        inner
            .addresses
            .extend(orders.iter().map(|order| order.private_ipv4.clone()));
        if matches!(wrong, Some(Wrong::Unheard)) {
            machines.clear();
        }
        Launched {
            machines,
            fault: fault(wrong),
        }
    }

    fn has_changes(&self) -> bool {
        false
    }

    async fn update(&self, _: &[String]) -> Result<(), Fault> {
        Ok(())
    }

    async fn terminate(&self, ids: &[String]) -> Result<(), Fault> {
        let end = |made: &mut Made, now| made.ended = made.ended.or(Some(now));
        self.change("terminate", ids, end).await
    }

    fn has_targets(&self) -> bool {
        self.rules.has_targets
    }

    async fn attach(&self, ids: &[String]) -> Result<(), Fault> {
        let attach = |made: &mut Made, now| {
            made.attached = made
                .attached
                .filter(|_| made.detached.is_none())
                .or(Some(now));
            made.detached = None;
        };
        self.change("attach", ids, attach).await
    }

    async fn detach(&self, ids: &[String]) -> Result<(), Fault> {
        let detach = |made: &mut Made, now| {
            made.detached = made.attached.map(|_| made.detached.unwrap_or(now));
        };
        self.change("detach", ids, detach).await
    }

    async fn health(&self, machines: &[&Machine]) -> Result<BTreeMap<String, Health>, Fault> {
        let ids: Vec<String> = machines.iter().map(|machine| machine.id.clone()).collect();
        let wrong = self.call("health", &ids.join(" ")).await;
        let now = self.clock.now().await;
        let inner = self.inner();
        let asked = inner
            .machines
            .iter()
            .filter(|made| ids.contains(&made.machine.id));
        let health = |made: &Made| made.health(&inner.speed, self.rules.has_targets, now);
        answer(
            asked
                .map(|made| (made.machine.id.clone(), health(made)))
                .collect(),
            wrong,
        )
    }

    async fn attached(&self, ids: &[String]) -> Result<BTreeMap<String, bool>, Fault> {
        let now = self.clock.now().await;
        let inner = self.inner();
        let asked = inner
            .machines
            .iter()
            .filter(|made| ids.contains(&made.machine.id));
        let runs = |made: &&Made| made.state(&inner.speed, now) == State::Running;
        let is_used = |made: &Made| {
            !self.rules.has_targets || (made.attached.is_some() && made.detached.is_none())
        };
        Ok(asked
            .filter(runs)
            .map(|made| (made.machine.id.clone(), is_used(made)))
            .collect())
    }
}
