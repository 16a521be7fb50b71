//! Target groups of load balancers, and how their targets fare.

use super::clock::Moment;
use super::ids::number;
use super::machine::Machine;
use super::options::Options;
use super::schedule::Phase;

/// A target group of instances.
#[derive(Debug, Clone)]
pub(crate) struct TargetGroup {
    /// Its ARN.
    pub(crate) arn: String,
    /// Its name.
    pub(crate) name: String,
    /// The port of targets that do not say theirs.
    pub(crate) port: u16,
    /// What is registered, or was.
    pub(crate) targets: Vec<Target>,
}

impl TargetGroup {
    /// The two of every account and region: `http` and `https`.
    pub(crate) fn of_place(account: &str, region: &str) -> Vec<Self> {
        [("http", 30080), ("https", 30443)]
            .map(|(name, port)| {
                let id = number(&format!("{account}/{region}/{name}"));
                let of = format!("arn:aws:elasticloadbalancing:{region}:{account}:targetgroup");
                Self {
                    arn: format!("{of}/{name}/{id:016x}"),
                    name: name.to_owned(),
                    port,
                    targets: Vec::new(),
                }
            })
            .into()
    }

    /// Adds a target, or takes it in again.
    pub(crate) fn register(&mut self, machine: &str, port: u16, now: Moment) {
        let known = self.find(machine, port);
        match known {
            Some(target) if target.deregistered.is_none() => {}
            Some(target) => {
                target.registered = now;
                target.deregistered = None;
            }
            None => self.targets.push(Target {
                machine: machine.to_owned(),
                port,
                registered: now,
                deregistered: None,
            }),
        }
    }

    /// Lets a target drain; without a port, on all of them.
    pub(crate) fn deregister(&mut self, machine: &str, port: Option<u16>, now: Moment) {
        for target in &mut self.targets {
            let is_meant = target.machine == machine && port.is_none_or(|port| port == target.port);
            if is_meant && target.deregistered.is_none() {
                target.deregistered = Some(now);
            }
        }
    }

    /// Forgets what has drained.
    pub(crate) fn sweep(&mut self, machines: &[Machine], now: Moment, options: &Options) {
        self.targets.retain(|target| {
            let machine = machines.iter().find(|machine| machine.id == target.machine);
            machine.is_some_and(|machine| target.health(machine, now, options) != Health::Gone)
        });
    }

    fn find(&mut self, machine: &str, port: u16) -> Option<&mut Target> {
        let mut targets = self.targets.iter_mut();
        targets.find(|target| target.machine == machine && target.port == port)
    }
}

/// A machine in a target group.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The machine's id.
    pub(crate) machine: String,
    /// The port.
    pub(crate) port: u16,
    registered: Moment,
    deregistered: Option<Moment>,
}

/// How a target fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    /// Registered a moment ago.
    Initial,
    /// In service.
    Healthy,
    /// Fails its checks.
    Unhealthy,
    /// On its way out.
    Draining,
    /// Its machine is stopped.
    Unused,
    /// No longer registered.
    Gone,
}

impl Target {
    /// How it fares, given its machine.
    pub(crate) fn health(&self, machine: &Machine, now: Moment, options: &Options) -> Health {
        let left = self.deregistered.or(machine.schedule.ended(now));
        match left {
            Some(left) if now >= left + options.drain_delay => Health::Gone,
            Some(_) => Health::Draining,
            None if machine.phase(now) != Phase::Running => Health::Unused,
            None if now < self.registered + options.healthy_delay => Health::Initial,
            None if machine.unhealthy => Health::Unhealthy,
            None => Health::Healthy,
        }
    }
}

impl Health {
    /// State, reason and description, as AWS gives them.
    pub(crate) fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Initial => (
                "initial",
                "Elb.RegistrationInProgress",
                "Target registration is in progress",
            ),
            Self::Healthy => ("healthy", "", ""),
            Self::Unhealthy => (
                "unhealthy",
                "Target.FailedHealthChecks",
                "Health checks failed",
            ),
            Self::Draining => (
                "draining",
                "Target.DeregistrationInProgress",
                "Target deregistration is in progress",
            ),
            Self::Unused => (
                "unused",
                "Target.InvalidState",
                "Target is in the stopped state",
            ),
            Self::Gone => (
                "unused",
                "Target.NotRegistered",
                "Target is not registered to the target group",
            ),
        }
    }
}
