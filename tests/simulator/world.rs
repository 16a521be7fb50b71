//! What exists in an account in a region.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::clock::Moment;
use super::ids::is_id;
use super::image::Image;
use super::machine::Machine;
use super::network::{SecurityGroup, Subnet};
use super::options::Options;
use super::refusal::Refusal;
use super::target::TargetGroup;

/// An account and a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Twelve digits.
    pub(crate) account: String,
    /// Such as `us-east-1`.
    pub(crate) region: String,
}

impl Default for Place {
    fn default() -> Self {
        Self::new("123456789012", "us-east-1")
    }
}

impl Place {
    /// An account and a region.
    pub(crate) fn new(account: &str, region: &str) -> Self {
        Self {
            account: account.to_owned(),
            region: region.to_owned(),
        }
    }
}

/// A launch that was asked for with a client token.
#[derive(Debug)]
pub(crate) struct Launched {
    /// What else was asked for.
    pub(crate) parameters: BTreeMap<String, String>,
    /// The machines it made.
    pub(crate) machines: Vec<String>,
}

/// What exists there.
#[derive(Debug)]
pub(crate) struct World {
    /// Where it is.
    pub(crate) place: Place,
    /// Its images.
    pub(crate) images: Vec<Image>,
    /// Its subnets.
    pub(crate) subnets: Vec<Subnet>,
    /// Its security groups.
    pub(crate) groups: Vec<SecurityGroup>,
    /// All machines there ever were.
    pub(crate) machines: Vec<Machine>,
    /// Launches by client token.
    pub(crate) tokens: BTreeMap<String, Launched>,
    /// Its target groups.
    pub(crate) target_groups: Vec<TargetGroup>,
    public_addresses: u16,
}

impl World {
    /// A world without machines.
    pub(crate) fn new(place: Place) -> Self {
        Self {
            images: Image::of_region(&place.region),
            subnets: Subnet::of_region(&place.region),
            groups: SecurityGroup::of_region(),
            machines: Vec::new(),
            tokens: BTreeMap::new(),
            target_groups: TargetGroup::of_place(&place.account, &place.region),
            public_addresses: 0,
            place,
        }
    }

    /// Machines of which AWS tells, by id.
    pub(crate) fn listed(&self, now: Moment, options: &Options) -> Vec<&Machine> {
        let all = self.machines.iter();
        let mut listed: Vec<&Machine> = all
            .filter(|machine| machine.is_listed(now, options))
            .collect();
        listed.sort_by(|one, other| one.id.cmp(&other.id));
        listed
    }

    /// The machines of these ids, all of which must be known.
    pub(crate) fn named(
        &self,
        ids: &[&str],
        now: Moment,
        options: &Options,
    ) -> Result<Vec<&Machine>, Refusal> {
        if let Some(malformed) = ids.iter().find(|id| !is_id("i", id)) {
            let message = format!("Invalid id: \"{malformed}\"");
            return Err(Refusal::new("InvalidInstanceID.Malformed", message));
        }
        let listed = self.listed(now, options);
        let known: BTreeSet<&str> = listed.iter().map(|machine| machine.id.as_str()).collect();
        let unknown = ids.iter().copied().filter(|id| !known.contains(id));
        let unknown: Vec<&str> = unknown.collect();
        if !unknown.is_empty() {
            let code = "InvalidInstanceID.NotFound";
            return Err(Refusal::missing(code, "instance", &unknown));
        }
        let mut named = listed;
        let ids: BTreeSet<&str> = ids.iter().copied().collect();
        named.retain(|machine| ids.contains(machine.id.as_str()));
        Ok(named)
    }

    /// A machine to be changed.
    pub(crate) fn named_mut(
        &mut self,
        id: &str,
        now: Moment,
        options: &Options,
    ) -> Result<&mut Machine, Refusal> {
        self.named(&[id], now, options)?;
        let mut machines = self.machines.iter_mut();
        let found = machines.find(|machine| machine.id == id);
        found.ok_or_else(|| Refusal::missing("InvalidInstanceID.NotFound", "instance", &[id]))
    }

    /// The subnet of an id.
    pub(crate) fn subnet(&self, id: &str) -> Result<&Subnet, Refusal> {
        let found = self.subnets.iter().find(|subnet| subnet.id == id);
        found.ok_or_else(|| Refusal::missing("InvalidSubnetID.NotFound", "subnet", &[id]))
    }

    /// Refuses a security group that is not there.
    pub(crate) fn check_group(&self, id: &str) -> Result<(), Refusal> {
        if !id.starts_with("sg-") {
            let message = format!("Invalid id: \"{id}\" (expecting \"sg-...\")");
            return Err(Refusal::new("InvalidGroupId.Malformed", message));
        }
        if self.groups.iter().any(|group| group.id == id) {
            return Ok(());
        }
        let message = format!("The security group '{id}' does not exist");
        Err(Refusal::new("InvalidGroup.NotFound", message))
    }

    /// Private addresses in use.
    pub(crate) fn taken(&self, now: Moment) -> BTreeSet<Ipv4Addr> {
        let holding = self.machines.iter();
        let holding = holding.filter(|machine| machine.holds_things(now));
        holding.map(|machine| machine.private_ip).collect()
    }

    /// A public address nobody had before.
    pub(crate) fn next_public_address(&mut self) -> Ipv4Addr {
        self.public_addresses += 1;
        let [high, low] = self.public_addresses.to_be_bytes();
        Ipv4Addr::new(198, 18, high, low)
    }
}
