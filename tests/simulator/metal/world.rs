//! What exists on Equinix Metal, in all projects.

use std::collections::BTreeMap;

use super::super::clock::{Moment, START};
use super::super::ids::named_uuid;
use super::device::{Addresses, Device};
use super::reservation::Reservation;

/// How a project speaks BGP.
#[derive(Debug, Clone)]
pub(crate) struct BgpConfig {
    /// The number of its autonomous system.
    pub(crate) asn: u64,
    /// `local` or `global`.
    pub(crate) deployment: String,
    /// The password.
    pub(crate) md5: Option<String>,
    /// When it was asked for.
    pub(crate) requested: Moment,
}

/// An SSH key that the service knows.
#[derive(Debug, Clone)]
pub(crate) struct SshKey {
    /// Its id.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) label: String,
}

/// Everything there.
#[derive(Debug)]
pub(crate) struct World {
    /// All devices there ever were.
    pub(crate) devices: Vec<Device>,
    /// All reservations.
    pub(crate) reservations: Vec<Reservation>,
    /// How projects speak BGP.
    pub(crate) bgp: BTreeMap<String, BgpConfig>,
    /// Keys of all projects and of their members: installed where nobody says which.
    pub(crate) ssh_keys: Vec<SshKey>,
    numbers: u16,
}

impl Default for World {
    fn default() -> Self {
        let key = |label: &str| SshKey {
            id: named_uuid("ssh-key", label),
            label: label.to_owned(),
        };
        Self {
            devices: Vec::new(),
            reservations: Vec::new(),
            bgp: BTreeMap::new(),
            ssh_keys: vec![key("project"), key("member-1"), key("member-2")],
            numbers: 0,
        }
    }
}

impl World {
    /// When every project was made.
    pub(crate) const BEGINNING: Moment = START;

    /// Addresses nobody had before.
    pub(crate) fn next_addresses(&mut self) -> Addresses {
        self.numbers += 1;
        Addresses::nth(self.numbers)
    }
}
