//! How the simulated clouds behave: delays, limits, who may do what. Most of it is AWS's; [`metal`] says what else there
//! is of Equinix Metal, and what the two have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::time::Duration;

use super::metal;
use super::throttle::Throttle;

/// All of it; a test changes what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The TCP port on 127.0.0.1; 0 is any.
    pub(crate) port: u16,
    /// Real time passes on the clock too.
    pub(crate) real_time: bool,
    /// From a launch until other calls than the launch itself know the machine.
    pub(crate) visibility_delay: Duration,
    /// From pending to running.
    pub(crate) start_delay: Duration,
    /// From shutting-down to terminated, and from stopping to stopped.
    pub(crate) stop_delay: Duration,
    /// From running until both status checks are ok.
    pub(crate) status_delay: Duration,
    /// From registered until a target is healthy.
    pub(crate) healthy_delay: Duration,
    /// From deregistered until a target is gone.
    pub(crate) drain_delay: Duration,
    /// Machines get a public address unless they say otherwise.
    pub(crate) map_public_ips: bool,
    /// Access keys and tokens that nobody knows.
    pub(crate) bad_keys: BTreeSet<String>,
    /// Actions that an access key or a token may not do; `*` is all.
    pub(crate) denied: BTreeMap<String, BTreeSet<String>>,
    /// How many machines fit, by subnet and instance type, or by metro and plan; more than anybody asks for where nothing
    /// is said.
    pub(crate) capacity: BTreeMap<(String, String), usize>,
    /// How many machines an account may have in a region.
    pub(crate) instance_quota: Option<usize>,
    /// How many virtual CPUs an account may have in a region.
    pub(crate) vcpu_quota: Option<usize>,
    /// Instance profiles that are not there (yet).
    pub(crate) unknown_profiles: BTreeSet<String>,
    /// How many requests an account may make in a region, or a token at Equinix Metal.
    pub(crate) throttle: Option<Throttle>,
    /// Whether EC2's own limits hold, each action's by itself.
    pub(crate) limits_as_aws: bool,
    /// How many machines there are in an answer at most: fewer than were asked for is AWS's right.
    pub(crate) page: Option<usize>,
    /// Words for states other than today's, as a later cloud may have them, by today's.
    pub(crate) words: BTreeMap<String, String>,
    /// What only Equinix Metal has.
    pub(crate) metal: metal::Options,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            real_time: false,
            visibility_delay: Duration::ZERO,
            start_delay: Duration::from_secs(10),
            stop_delay: Duration::from_secs(20),
            status_delay: Duration::from_mins(1),
            healthy_delay: Duration::from_secs(15),
            drain_delay: Duration::from_secs(30),
            map_public_ips: false,
            bad_keys: BTreeSet::new(),
            denied: BTreeMap::new(),
            capacity: BTreeMap::new(),
            instance_quota: None,
            vcpu_quota: None,
            unknown_profiles: BTreeSet::new(),
            throttle: None,
            limits_as_aws: false,
            page: None,
            words: BTreeMap::new(),
            metal: metal::Options::default(),
        }
    }
}

impl Options {
    /// Whether an access key may do an action.
    pub(crate) fn allow(&self, key: &str, action: &str) -> bool {
        let denied = self.denied.get(key);
        !denied.is_some_and(|actions| actions.contains(action) || actions.contains("*"))
    }

    /// The word for a state.
    pub(crate) fn word(&self, phase: impl Display + Copy) -> String {
        let word = phase.to_string();
        self.words.get(&word).cloned().unwrap_or(word)
    }
}
