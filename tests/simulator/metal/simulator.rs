//! What tests do with the simulator's Equinix Metal, beside what they do with both clouds.

use super::super::{Simulator, sure};
use super::device::Device;
use super::inventory::{DeviceView, ReservationView};
use super::phase::Phase;
use super::world::BgpConfig;
use super::{BASE, PROJECT, hands};

/// What there is.
impl Simulator {
    /// Where Equinix Metal is: `http://127.0.0.1:PORT/metal/v1`.
    pub(crate) fn metal_url(&self) -> String {
        format!("{}{}", self.url(), BASE.trim_end_matches('/'))
    }

    /// All devices there ever were, in the order in which they were asked for, in all projects.
    pub(crate) fn devices(&self) -> Vec<DeviceView> {
        let (now, state) = (self.clock().now(), self.shared.lock());
        let devices = state.metal.devices.iter();
        devices
            .map(|device| DeviceView::of(device, now, &state.options))
            .collect()
    }

    /// Those that are there, or will be.
    pub(crate) fn live_devices(&self) -> Vec<DeviceView> {
        let mut devices = self.devices();
        devices.retain(DeviceView::is_live);
        devices
    }

    /// One of them.
    ///
    /// # Panics
    /// With what there is, if it is not there.
    pub(crate) fn device(&self, id: &str) -> DeviceView {
        let (now, options) = (self.clock().now(), self.shared.lock().options.clone());
        let view = hands::on_device(&self.shared, id, |device| {
            DeviceView::of(device, now, &options)
        });
        sure(view)
    }

    /// All reservations, in the order in which they were made.
    pub(crate) fn reservations(&self) -> Vec<ReservationView> {
        let (now, state) = (self.clock().now(), self.shared.lock());
        let reservations = state.metal.reservations.iter();
        reservations
            .map(|one| ReservationView::of(one, &state.metal, now, &state.options))
            .collect()
    }
}

/// What happens outside the API. Each panics, with what there is, if the thing is not there.
impl Simulator {
    /// Does something to a device.
    pub(crate) fn on_device<T>(&self, id: &str, act: impl FnOnce(&mut Device) -> T) -> T {
        sure(hands::on_device(&self.shared, id, act))
    }

    /// Gives the usual project BGP.
    pub(crate) fn enable_bgp(&self) {
        let now = self.clock().now();
        let config = BgpConfig {
            asn: 65000,
            deployment: "local".to_owned(),
            md5: None,
            requested: now,
        };
        self.shared
            .lock()
            .metal
            .bgp
            .insert(PROJECT.to_owned(), config);
    }

    /// Takes it away.
    pub(crate) fn disable_bgp(&self) {
        self.shared.lock().metal.bgp.remove(PROJECT);
    }

    /// Ends a device, even one that is locked or being made.
    pub(crate) fn delete_device(&self, id: &str) {
        sure(hands::delete(&self.shared, id));
    }

    /// Turns a device off.
    pub(crate) fn power_off(&self, id: &str) {
        sure(hands::power_off(&self.shared, id));
    }

    /// Lets a device fail at once.
    pub(crate) fn fail_device(&self, id: &str, message: &str) {
        sure(hands::fail(&self.shared, id, message));
    }

    /// Puts a device into a state at once, for good.
    pub(crate) fn set_device_state(&self, id: &str, phase: Phase) {
        let now = self.clock().now();
        let set = hands::on_device(&self.shared, id, |device| {
            device.forget_plans(now);
            device.schedule.settle(now, phase);
        });
        sure(set);
    }

    /// Locks a device, or unlocks it.
    pub(crate) fn lock_device(&self, id: &str, locked: bool) {
        let set = hands::on_device(&self.shared, id, |device| device.order.locked = locked);
        sure(set);
    }

    /// Gives a device these tags, and no others.
    pub(crate) fn set_device_tags(&self, id: &str, tags: &[&str]) {
        let tags = owned(tags);
        let set = hands::on_device(&self.shared, id, |device| device.order.tags = tags);
        sure(set);
    }

    /// Makes a device with these tags in the usual project that is active at once; says its id.
    pub(crate) fn launch_foreign_device(&self, tags: &[&str]) -> String {
        hands::launch_tagged(&self.shared, PROJECT, &owned(tags))
    }

    /// Reserves hardware for the usual project, in a metro or a facility; says the reservation's id.
    pub(crate) fn add_reservation(&self, plan: &str, place: &str) -> String {
        let made = hands::add_reservation(&self.shared, PROJECT, plan, place);
        sure(made)
    }

    /// Lets somebody else make a device of a reservation; says the device's id.
    pub(crate) fn take_reservation(&self, id: &str) -> String {
        sure(hands::take_reservation(&self.shared, id))
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}
