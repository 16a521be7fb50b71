//! How a simulated Equinix Metal behaves. What it has in common with AWS is beside this: `visibility_delay` (from a
//! creation until lists show the device), `bad_keys` and `denied` (of tokens), `capacity` (by metro and plan), `throttle`,
//! `page` and `words`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::PROJECT;

/// All of it; a test changes what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The projects that there are.
    pub(crate) projects: BTreeSet<String>,
    /// The projects that a token may see; all of them where nothing is said.
    pub(crate) members: BTreeMap<String, BTreeSet<String>>,
    /// From queued to provisioning.
    pub(crate) queue_delay: Duration,
    /// From provisioning to active, or to failed.
    pub(crate) provision_delay: Duration,
    /// From a creation until the device has addresses.
    pub(crate) address_delay: Duration,
    /// How long a device that is to be installed anew is still active.
    pub(crate) linger_delay: Duration,
    /// From reinstalling to active.
    pub(crate) reinstall_delay: Duration,
    /// From powering on or off to it.
    pub(crate) power_delay: Duration,
    /// From deprovisioning to gone.
    pub(crate) deprovision_delay: Duration,
    /// From the end of a reservation's device until the reservation can be used again.
    pub(crate) reclaim_delay: Duration,
    /// From the failure of a device without a reservation until Equinix takes it out of the project.
    pub(crate) eviction_delay: Duration,
    /// What is answered of a device that one may not see: 403 formerly, 404 later.
    pub(crate) hidden_status: u16,
    /// Fields without a value are left out; real answers have null there.
    pub(crate) omits_nulls: bool,
    /// A facility can still be asked for instead of a metro.
    pub(crate) serves_facilities: bool,
    /// Answers have headers that announce the service's end.
    pub(crate) announces_end: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            projects: BTreeSet::from([PROJECT.to_owned()]),
            members: BTreeMap::new(),
            queue_delay: Duration::from_secs(10),
            provision_delay: Duration::from_mins(5),
            address_delay: Duration::from_secs(40),
            linger_delay: Duration::from_secs(20),
            reinstall_delay: Duration::from_mins(4),
            power_delay: Duration::from_secs(30),
            deprovision_delay: Duration::from_mins(1),
            reclaim_delay: Duration::from_mins(4),
            eviction_delay: Duration::from_secs(30),
            hidden_status: 404,
            omits_nulls: false,
            serves_facilities: true,
            announces_end: false,
        }
    }
}

impl Options {
    /// Whether a token may see a project.
    pub(crate) fn lets_see(&self, token: &str, project: &str) -> bool {
        let members = self.members.get(token);
        members.is_none_or(|projects| projects.contains(project))
    }
}
