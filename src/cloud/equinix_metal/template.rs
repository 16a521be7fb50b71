//! What Equinix Metal is asked for beside the config: settled, every default filled in.

use std::collections::BTreeMap;

/// What all machines of a set have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The project.
    pub project_id: String,
    /// Where machines are.
    pub place: Place,
    /// The type of machine, which the API calls a plan.
    pub plan: String,
    /// How they are paid for.
    pub billing_cycle: String,
    /// Flatcar's channel, of which there is an image.
    pub channel: String,
    /// What iPXE starts, instead of an image.
    pub ipxe_script_url: Option<String>,
    /// Reservations by ordinal.
    pub reservations: BTreeMap<u32, String>,
    /// Whether machines without a reservation of their own take any of the project's.
    pub next_available: bool,
    /// Whether machines have a BGP session.
    pub bgp_session: bool,
    /// Whether the keys of the project and of its members stay off.
    pub no_ssh_keys: bool,
    /// The user's tags.
    pub tags: BTreeMap<String, String>,
}

/// Where machines are. A request names exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A metro.
    Metro(String),
    /// A facility, as it was said before there were metros.
    Facility(String),
}

impl Template {
    /// The operating system, as the API calls it.
    pub(super) fn operating_system(&self) -> String {
        match &self.ipxe_script_url {
            Some(_) => "custom_ipxe".to_owned(),
            None => format!("flatcar_{}", self.channel),
        }
    }

    /// What a machine of an ordinal is reserved from.
    pub(super) fn reservation(&self, ordinal: u32) -> Option<&str> {
        let own = self.reservations.get(&ordinal).map(String::as_str);
        own.or(self.next_available.then_some("next-available"))
    }
}
