//! Hardware that a project has for itself.

use super::super::clock::Moment;
use super::super::options::Options;
use super::catalog::{Metro, Plan};
use super::device::Device;
use super::phase::Phase;

/// A reservation.
#[derive(Debug, Clone)]
pub(crate) struct Reservation {
    /// Its id.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) project: String,
    /// What it is.
    pub(crate) plan: &'static Plan,
    /// Where it is.
    pub(crate) metro: &'static Metro,
    /// Since when there is one.
    pub(crate) created: Moment,
    /// The device that was last made of it.
    pub(crate) last_device: Option<String>,
}

impl Reservation {
    /// The device that it holds.
    pub(crate) fn device<'a>(&self, devices: &'a [Device], now: Moment) -> Option<&'a Device> {
        let device = self.last(devices)?;
        (device.phase(now) != Phase::Deleted).then_some(device)
    }

    /// Whether a device can be made of it: some time after the last is gone.
    pub(crate) fn is_provisionable(
        &self,
        devices: &[Device],
        now: Moment,
        options: &Options,
    ) -> bool {
        self.last(devices).is_none_or(|device| {
            let gone = device.schedule.since(now);
            device.phase(now) == Phase::Deleted && now >= gone + options.metal.reclaim_delay
        })
    }

    /// Its short id.
    pub(crate) fn short_id(&self) -> &str {
        &self.id[..8]
    }

    fn last<'a>(&self, devices: &'a [Device]) -> Option<&'a Device> {
        let last = self.last_device.as_ref()?;
        devices.iter().find(|device| device.id == *last)
    }
}
