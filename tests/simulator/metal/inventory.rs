//! What there is, for tests to look at.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;

use super::super::clock::Moment;
use super::super::options::Options;
use super::device::Device;
use super::phase::Phase;
use super::reservation::Reservation;
use super::world::World;

/// A device at the moment of asking.
#[derive(Debug, Clone)]
pub(crate) struct DeviceView {
    /// Its id.
    pub(crate) id: String,
    /// The project it was made in.
    pub(crate) project: String,
    /// Its state; one that failed keeps it after it is taken out of the project.
    pub(crate) state: Phase,
    /// Whether the project still has it.
    pub(crate) exists: bool,
    /// Its name.
    pub(crate) hostname: String,
    /// Its tags.
    pub(crate) tags: Vec<String>,
    /// Its plan.
    pub(crate) plan: &'static str,
    /// Its metro.
    pub(crate) metro: &'static str,
    /// Its facility.
    pub(crate) facility: &'static str,
    /// Its operating system.
    pub(crate) operating_system: &'static str,
    /// How it is paid for.
    pub(crate) billing_cycle: String,
    /// Its user data as it is told now.
    pub(crate) user_data: Option<String>,
    /// The user data with which what now runs was installed.
    pub(crate) installed_user_data: Option<String>,
    /// How often it was installed.
    pub(crate) installations: usize,
    /// Data of the caller's own.
    pub(crate) customdata: Value,
    /// What iPXE starts.
    pub(crate) ipxe_script_url: Option<String>,
    /// Whether every start goes through iPXE.
    pub(crate) always_pxe: bool,
    /// How many SSH keys were installed.
    pub(crate) ssh_keys: usize,
    /// The reservation it was made of.
    pub(crate) reservation: Option<String>,
    /// Whether its end is refused.
    pub(crate) locked: bool,
    /// When it was asked for.
    pub(crate) created_at: Moment,
    /// Its address in the world, once it has it.
    pub(crate) public_ipv4: Option<Ipv4Addr>,
    /// Its address in the project's network, once it has it.
    pub(crate) private_ipv4: Option<Ipv4Addr>,
    /// Its address in the world, once it has it.
    pub(crate) public_ipv6: Option<Ipv6Addr>,
    /// The families of its BGP sessions.
    pub(crate) bgp_sessions: Vec<String>,
}

impl DeviceView {
    /// How a device looks.
    pub(crate) fn of(device: &Device, now: Moment, options: &Options) -> Self {
        let (order, addresses) = (&device.order, device.addresses);
        let has = |family: u8, public: bool| {
            device.has_addresses(now, options) && order.addresses.contains(&(family, public))
        };
        let sessions = device.bgp_sessions.iter();
        Self {
            id: device.id.clone(),
            project: device.project.clone(),
            state: device.phase(now),
            exists: device.exists(now, options),
            hostname: order.hostname.clone(),
            tags: order.tags.clone(),
            plan: order.plan.slug,
            metro: order.metro.code,
            facility: order.metro.facility,
            operating_system: order.system.slug,
            billing_cycle: order.billing_cycle.clone(),
            user_data: order.user_data.clone(),
            installed_user_data: device.installed_user_data(now).map(str::to_owned),
            installations: device.installations(now),
            customdata: order.customdata.clone(),
            ipxe_script_url: order.ipxe_script_url.clone(),
            always_pxe: order.always_pxe,
            ssh_keys: order.ssh_keys.len(),
            reservation: order.reservation.clone(),
            locked: order.locked,
            created_at: device.created,
            public_ipv4: has(4, true).then_some(addresses.public_v4),
            private_ipv4: has(4, false).then_some(addresses.private_v4),
            public_ipv6: has(6, true).then_some(addresses.public_v6),
            bgp_sessions: sessions.map(|session| session.family.clone()).collect(),
        }
    }

    /// The value of a tag `KEY=VALUE`, empty if there is none.
    pub(crate) fn tag(&self, key: &str) -> &str {
        let mut tags = self.tags.iter();
        let found = tags.find_map(|tag| tag.strip_prefix(key)?.strip_prefix('='));
        found.unwrap_or_default()
    }

    /// Whether it is there, or will be, and somebody pays for it.
    pub(crate) fn is_live(&self) -> bool {
        self.exists && self.state.is_live()
    }
}

/// A reservation at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReservationView {
    /// Its id.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) project: String,
    /// What it is.
    pub(crate) plan: &'static str,
    /// Where it is.
    pub(crate) metro: &'static str,
    /// The device that it holds.
    pub(crate) device: Option<String>,
    /// Whether a device can be made of it.
    pub(crate) provisionable: bool,
}

impl ReservationView {
    /// How a reservation looks.
    pub(crate) fn of(
        reservation: &Reservation,
        world: &World,
        now: Moment,
        options: &Options,
    ) -> Self {
        let held = reservation.device(&world.devices, now);
        Self {
            id: reservation.id.clone(),
            project: reservation.project.clone(),
            plan: reservation.plan.slug,
            metro: reservation.metro.code,
            device: held.map(|device| device.id.clone()),
            provisionable: reservation.is_provisionable(&world.devices, now, options),
        }
    }
}
