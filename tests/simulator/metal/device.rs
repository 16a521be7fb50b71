//! A device: what was ordered, and what has become of it.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use serde_json::Value;

use super::super::clock::Moment;
use super::super::options::Options;
use super::super::schedule::Schedule;
use super::catalog::{Metro, OperatingSystem, Plan};
use super::event::Event;
use super::phase::Phase;

/// What a creation asks for.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// The name; names need not be unique.
    pub(crate) hostname: String,
    /// What somebody says of it.
    pub(crate) description: Option<String>,
    /// The type of machine.
    pub(crate) plan: &'static Plan,
    /// Where it is.
    pub(crate) metro: &'static Metro,
    /// What is installed.
    pub(crate) system: &'static OperatingSystem,
    /// How it is paid for.
    pub(crate) billing_cycle: String,
    /// Its tags.
    pub(crate) tags: Vec<String>,
    /// The user data.
    pub(crate) user_data: Option<String>,
    /// Data of the caller's own.
    pub(crate) customdata: Value,
    /// What iPXE starts.
    pub(crate) ipxe_script_url: Option<String>,
    /// Whether every start goes through iPXE.
    pub(crate) always_pxe: bool,
    /// Ids of the keys that are installed.
    pub(crate) ssh_keys: Vec<String>,
    /// Whether it may not be ended.
    pub(crate) locked: bool,
    /// Whether its network may not be changed.
    pub(crate) network_frozen: bool,
    /// When it ends by itself, as text; it does not here.
    pub(crate) termination_time: Option<String>,
    /// How its disks are laid out.
    pub(crate) storage: Option<Value>,
    /// The id of the reservation it is made of.
    pub(crate) reservation: Option<String>,
    /// Which addresses it gets: family, and whether it is public.
    pub(crate) addresses: Vec<(u8, bool)>,
}

/// The addresses of a device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addresses {
    /// In the world.
    pub(crate) public_v4: Ipv4Addr,
    /// In the project's network.
    pub(crate) private_v4: Ipv4Addr,
    /// In the world.
    pub(crate) public_v6: Ipv6Addr,
}

impl Addresses {
    /// Those of the nth device.
    pub(crate) fn nth(number: u16) -> Self {
        let [high, low] = (2 * number + 1).to_be_bytes();
        Self {
            public_v4: Ipv4Addr::new(198, 19, high, low),
            private_v4: Ipv4Addr::new(10, 67, high, low),
            public_v6: Ipv6Addr::new(0x2001, 0xdb8, 0, number, 0, 0, 0, 1),
        }
    }
}

/// A BGP session of a device.
#[derive(Debug, Clone)]
pub(crate) struct BgpSession {
    /// Its id.
    pub(crate) id: String,
    /// `ipv4` or `ipv6`.
    pub(crate) family: String,
    /// Whether the default route is told to the device.
    pub(crate) default_route: Option<bool>,
    /// When it was made.
    pub(crate) created: Moment,
}

/// The first start of what was installed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirstStart {
    /// When.
    pub(crate) at: Moment,
    /// How many user data there had been when the installation was asked for.
    pub(crate) known: usize,
}

/// A device.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    /// Its id.
    pub(crate) id: String,
    /// The project it belongs to.
    pub(crate) project: String,
    /// As ordered, and as changed since.
    pub(crate) order: Order,
    /// When it was asked for.
    pub(crate) created: Moment,
    /// When it was last changed by a request.
    pub(crate) updated: Moment,
    /// What becomes of it.
    pub(crate) schedule: Schedule<Phase>,
    /// What is told of it.
    pub(crate) events: Vec<Event>,
    /// The user data there was, and since when.
    pub(crate) user_data: Vec<(Moment, Option<String>)>,
    /// The first start of each installation, which asks for user data.
    pub(crate) first_starts: Vec<FirstStart>,
    /// Its addresses, once it has them.
    pub(crate) addresses: Addresses,
    /// Its BGP sessions.
    pub(crate) bgp_sessions: Vec<BgpSession>,
}

impl Device {
    /// Its state.
    pub(crate) fn phase(&self, now: Moment) -> Phase {
        self.schedule.phase(now)
    }

    /// Its short id.
    pub(crate) fn short_id(&self) -> &str {
        &self.id[..8]
    }

    /// Whether the project still has it: one that failed is taken out, unless its hardware is reserved.
    pub(crate) fn is_evicted(&self, now: Moment, options: &Options) -> bool {
        let failed = self.schedule.since(now);
        self.phase(now) == Phase::Failed
            && self.order.reservation.is_none()
            && now >= failed + options.metal.eviction_delay
    }

    /// Whether it is there for those who may see it.
    pub(crate) fn exists(&self, now: Moment, options: &Options) -> bool {
        self.phase(now) != Phase::Deleted && !self.is_evicted(now, options)
    }

    /// Whether it has its addresses.
    pub(crate) fn has_addresses(&self, now: Moment, options: &Options) -> bool {
        now >= self.created + options.metal.address_delay
    }

    /// Percent of provisioning that is done, while it is being done.
    pub(crate) fn percentage(&self, now: Moment) -> Option<f64> {
        let ends = self.schedule.last().0;
        let passed =
            |since: Moment| now.since(since).as_secs_f64() / ends.since(since).as_secs_f64();
        match self.phase(now) {
            Phase::Queued => Some(0.0),
            Phase::Provisioning | Phase::Reinstalling => {
                let percent = 100.0 * passed(self.schedule.since(now));
                Some(percent.clamp(0.0, 100.0).floor())
            }
            _ => None,
        }
    }

    /// The user data with which what now runs was installed.
    pub(crate) fn installed_user_data(&self, now: Moment) -> Option<&str> {
        let mut starts = self.first_starts.iter().rev();
        let start = starts.find(|start| start.at <= now)?;
        let mut data = self.user_data.iter().enumerate().rev();
        // What is changed at the moment of the start comes too late, unless it was there before the installation.
        let (_, (_, data)) =
            data.find(|(index, (since, _))| *index < start.known || *since < start.at)?;
        data.as_deref()
    }

    /// How often it was installed.
    pub(crate) fn installations(&self, now: Moment) -> usize {
        let starts = self.first_starts.iter();
        starts.filter(|start| start.at <= now).count()
    }

    /// Adds an installation whose first start is then.
    pub(crate) fn install(&mut self, at: Moment) {
        let known = self.user_data.len();
        self.first_starts.push(FirstStart { at, known });
    }

    /// Tells of something.
    pub(crate) fn announce(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Gives up what was to come, and ends it.
    pub(crate) fn end(&mut self, now: Moment, takes: Duration) {
        if self.phase(now).is_live() {
            self.forget_plans(now);
            self.schedule
                .change(now, Phase::Deprovisioning, takes, Phase::Deleted);
        }
    }

    /// Gives up what was to be told, and installations that were to come.
    pub(crate) fn forget_plans(&mut self, now: Moment) {
        self.events.retain(|event| event.at <= now);
        self.first_starts.retain(|start| start.at <= now);
    }
}
