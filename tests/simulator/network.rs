//! The network of an account in a region: one VPC, three subnets, two security groups, and addresses.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use super::refusal::Refusal;

/// The VPC of every account and region.
pub(crate) const VPC: &str = "vpc-00000000000000001";

/// The VPC's default security group.
pub(crate) const DEFAULT_GROUP: &str = "sg-00000000000000001";

/// A subnet with a prefix of 20 bits.
#[derive(Debug, Clone)]
pub(crate) struct Subnet {
    /// Its id.
    pub(crate) id: String,
    /// Its availability zone.
    pub(crate) zone: String,
    /// Its availability zone's id, which is the same in all accounts.
    pub(crate) zone_id: String,
    first: u32,
}

/// How many addresses a subnet has, five of which are AWS's.
const SIZE: u32 = 4096;

impl Subnet {
    /// The three of a region: `subnet-00000000000000001` to `3`, in the zones a to c.
    pub(crate) fn of_region(region: &str) -> Vec<Self> {
        let zones = (1..).zip(["a", "b", "c"]);
        zones
            .map(|(number, zone)| Self {
                id: format!("subnet-{number:017}"),
                zone: format!("{region}{zone}"),
                zone_id: format!("{region}-az{number}"),
                first: u32::from(Ipv4Addr::new(10, 0, 0, 0)) + (number - 1) * SIZE,
            })
            .collect()
    }

    /// Its network.
    pub(crate) fn cidr(&self) -> String {
        format!("{}/20", Ipv4Addr::from(self.first))
    }

    /// How many of its addresses are free.
    pub(crate) fn free(&self, taken: &BTreeSet<Ipv4Addr>) -> usize {
        let taken = taken.iter().filter(|address| self.has(**address)).count();
        (SIZE as usize - 5).saturating_sub(taken)
    }

    /// The first free address.
    pub(crate) fn next(&self, taken: &BTreeSet<Ipv4Addr>) -> Result<Ipv4Addr, Refusal> {
        let all = (self.first + 4..self.first + SIZE - 1).map(Ipv4Addr::from);
        let mut free = all.filter(|address| !taken.contains(address));
        free.next().ok_or_else(|| self.full())
    }

    /// An address somebody wants, if it can be had.
    pub(crate) fn take(
        &self,
        address: Ipv4Addr,
        taken: &BTreeSet<Ipv4Addr>,
    ) -> Result<(), Refusal> {
        let offset = u32::from(address).wrapping_sub(self.first);
        if !self.has(address) {
            let message = "Address does not fall within the subnet's address range";
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        if offset < 4 || offset == SIZE - 1 {
            let message = format!("Address {address} is in subnet's reserved address range");
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        if taken.contains(&address) {
            let message = format!("Address {address} is in use.");
            return Err(Refusal::new("InvalidIPAddress.InUse", message));
        }
        Ok(())
    }

    /// Says that there is no address left.
    pub(crate) fn full(&self) -> Refusal {
        let message = format!(
            "There are not enough free addresses in subnet '{}'",
            self.id
        );
        Refusal::new("InsufficientFreeAddressesInSubnet", message)
    }

    fn has(&self, address: Ipv4Addr) -> bool {
        u32::from(address).wrapping_sub(self.first) < SIZE
    }
}

/// A security group.
#[derive(Debug, Clone)]
pub(crate) struct SecurityGroup {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
}

impl SecurityGroup {
    /// The two of a region: the VPC's default, and one for nodes.
    pub(crate) fn of_region() -> Vec<Self> {
        [
            (DEFAULT_GROUP, "default"),
            ("sg-00000000000000002", "nodes"),
        ]
        .map(|(id, name)| Self {
            id: id.to_owned(),
            name: name.to_owned(),
        })
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_can_be_had() {
        let subnets = Subnet::of_region("us-east-1");
        let taken = BTreeSet::from([Ipv4Addr::new(10, 0, 16, 4)]);
        for (address, code) in [
            ([10, 0, 16, 4], Some("InvalidIPAddress.InUse")),
            ([10, 0, 16, 5], None),
            ([10, 0, 16, 3], Some("InvalidParameterValue")),
            ([10, 0, 31, 255], Some("InvalidParameterValue")),
            ([10, 0, 32, 9], Some("InvalidParameterValue")),
            ([10, 0, 15, 9], Some("InvalidParameterValue")),
        ] {
            let taking = subnets[1].take(address.into(), &taken);
            assert_eq!(taking.err().as_ref().map(|refusal| &*refusal.code), code);
        }
        assert_eq!(
            subnets[1].next(&taken).unwrap(),
            Ipv4Addr::new(10, 0, 16, 5)
        );
        assert_eq!(subnets[1].free(&taken), 4090);
        assert_eq!(subnets[2].cidr(), "10.0.32.0/20");
    }
}
