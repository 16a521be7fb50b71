//! A machine: what was ordered, and what has become of it.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use super::clock::Moment;
use super::options::Options;
use super::schedule::{Phase, Schedule};

/// How long a terminated machine is still listed.
pub(crate) const REMEMBERED: Duration = Duration::from_hours(1);

/// Tags, by key.
pub(crate) type Tags = BTreeMap<String, String>;

/// What a launch asks for, the same for each of its machines.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// The image's id.
    pub(crate) image: String,
    /// The image's architecture.
    pub(crate) architecture: &'static str,
    /// The instance type.
    pub(crate) kind: String,
    /// The subnet's id.
    pub(crate) subnet: String,
    /// The subnet's availability zone.
    pub(crate) zone: String,
    /// Ids of security groups.
    pub(crate) groups: Vec<String>,
    /// Whether machines get a public address.
    pub(crate) public: bool,
    /// The private address, if somebody chose it.
    pub(crate) private_ip: Option<Ipv4Addr>,
    /// The user data, decoded.
    pub(crate) user_data: Vec<u8>,
    /// The client token.
    pub(crate) token: Option<String>,
    /// The instance profile's name.
    pub(crate) profile: Option<String>,
    /// The key pair's name.
    pub(crate) key_name: Option<String>,
    /// `optional` or `required`.
    pub(crate) http_tokens: String,
    /// How far answers of the metadata service travel.
    pub(crate) hop_limit: u8,
    /// The highest price, if these are spot instances; empty is the on-demand price.
    pub(crate) spot: Option<String>,
    /// Whether termination is refused.
    pub(crate) protected: bool,
    /// Tags of machines.
    pub(crate) tags: Tags,
    /// Tags of volumes.
    pub(crate) volume_tags: Tags,
    /// The disks.
    pub(crate) disks: Vec<Disk>,
}

/// A volume as ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Disk {
    /// Its device.
    pub(crate) device: String,
    /// GiB.
    pub(crate) size: u32,
    /// `gp3` and the like.
    pub(crate) kind: String,
    /// Operations per second.
    pub(crate) iops: Option<u32>,
    /// MiB per second.
    pub(crate) throughput: Option<u32>,
    /// Whether it is encrypted.
    pub(crate) encrypted: bool,
    /// With which key.
    pub(crate) kms_key: Option<String>,
    /// Whether it goes with the machine.
    pub(crate) goes_with_machine: bool,
    /// Of what it is a copy.
    pub(crate) snapshot: Option<String>,
}

/// A volume.
#[derive(Debug, Clone)]
pub(crate) struct Volume {
    /// Its id.
    pub(crate) id: String,
    /// As ordered.
    pub(crate) disk: Disk,
    /// Its tags.
    pub(crate) tags: Tags,
}

/// Why a machine is not running.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    /// Since when it is known.
    pub(crate) at: Moment,
    /// For programs.
    pub(crate) code: String,
    /// For people.
    pub(crate) message: String,
}

/// A machine.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    /// Its id.
    pub(crate) id: String,
    /// The id of its launch.
    pub(crate) reservation: String,
    /// As ordered.
    pub(crate) order: Order,
    /// Its number in its launch.
    pub(crate) index: usize,
    /// When it was launched.
    pub(crate) launched: Moment,
    /// What becomes of it.
    pub(crate) schedule: Schedule,
    /// Why it is not running.
    pub(crate) reason: Option<Reason>,
    /// Its address in the subnet.
    pub(crate) private_ip: Ipv4Addr,
    /// Its address in the world while it runs.
    pub(crate) public_ip: Option<Ipv4Addr>,
    /// The id of its network interface.
    pub(crate) interface: String,
    /// Its tags.
    pub(crate) tags: Tags,
    /// Ids of its security groups.
    pub(crate) groups: Vec<String>,
    /// `optional` or `required`.
    pub(crate) http_tokens: String,
    /// How far answers of the metadata service travel.
    pub(crate) hop_limit: u8,
    /// Whether termination is refused.
    pub(crate) protected: bool,
    /// Its disks.
    pub(crate) volumes: Vec<Volume>,
    /// Whether its status checks fail.
    pub(crate) impaired: bool,
    /// Whether load balancers find it unhealthy.
    pub(crate) unhealthy: bool,
}

impl Machine {
    /// Its state.
    pub(crate) fn phase(&self, now: Moment) -> Phase {
        self.schedule.phase(now)
    }

    /// Whether AWS tells of it.
    pub(crate) fn is_listed(&self, now: Moment, options: &Options) -> bool {
        let is_known = now >= self.launched + options.visibility_delay;
        is_known && !self.is_forgotten(now)
    }

    /// Whether it still has its addresses and disks.
    pub(crate) fn holds_things(&self, now: Moment) -> bool {
        self.phase(now) != Phase::Terminated
    }

    /// Its public address, which it has while it runs.
    pub(crate) fn public_ip(&self, now: Moment) -> Option<Ipv4Addr> {
        self.public_ip.filter(|_| self.phase(now) == Phase::Running)
    }

    /// Why it is not running, as far as is known.
    pub(crate) fn reason(&self, now: Moment) -> Option<&Reason> {
        self.reason.as_ref().filter(|reason| reason.at <= now)
    }

    /// Ends it.
    pub(crate) fn terminate(&mut self, now: Moment, takes: Duration, code: &str, message: &str) {
        if !self.phase(now).is_live() {
            return;
        }
        self.schedule
            .change(now, Phase::ShuttingDown, takes, Phase::Terminated);
        self.explain(now, code, message);
    }

    /// Says why it is not running.
    pub(crate) fn explain(&mut self, at: Moment, code: &str, message: &str) {
        self.reason = Some(Reason {
            at,
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// What its status checks say: the name of a status, the same for both.
    pub(crate) fn status(&self, now: Moment, options: &Options) -> &'static str {
        let running_for = now.since(self.schedule.since(now));
        match self.phase(now) {
            Phase::Running if running_for < options.status_delay => "initializing",
            Phase::Running if self.impaired => "impaired",
            Phase::Running => "ok",
            _ => "not-applicable",
        }
    }

    fn is_forgotten(&self, now: Moment) -> bool {
        let is_over = self.phase(now) == Phase::Terminated;
        is_over && now.since(self.schedule.since(now)) > REMEMBERED
    }
}
