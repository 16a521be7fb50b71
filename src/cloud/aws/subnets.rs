//! Subnets: `DescribeSubnets`.

use std::net::Ipv4Addr;

use aws_sdk_ec2::types::Subnet;
use ipnet::Ipv4Net;

use super::list::filter;
use super::machines::Machines;
use crate::cloud::{Fault, Kind};

impl Machines {
    /// The set's subnets; those that AWS does not know are missing.
    pub(super) async fn subnets(&self) -> Result<Vec<Subnet>, Fault> {
        let ids = self.template.subnet_ids.iter().cloned();
        let filter = filter("subnet-id", ids);
        let ask = || {
            let request = self.connection.ec2.describe_subnets();
            request.filters(filter.clone()).send()
        };
        let answer = self
            .connection
            .ask(&self.stop, "DescribeSubnets", ask)
            .await?;
        Ok(answer.subnets.unwrap_or_default())
    }

    /// The subnet in which a machine can have an address: that of a controller stays when the controller goes.
    pub(super) async fn subnet_of(&self, address: &str) -> Result<String, Fault> {
        let subnets = self.subnets().await?;
        let found = subnets.iter().find(|subnet| holds(subnet, address));
        found
            .and_then(|subnet| subnet.subnet_id())
            .map(str::to_owned)
            .ok_or_else(|| {
                let message = format!(
                    "A replaced controller keeps its private address {address}, and none of subnet_ids has it. Add the \
                     subnet it was in"
                );
                Fault::new(Kind::Refused, "DescribeSubnets", message)
            })
    }
}

fn holds(subnet: &Subnet, address: &str) -> bool {
    let network = subnet
        .cidr_block()
        .and_then(|cidr| cidr.parse::<Ipv4Net>().ok());
    match (network, address.parse::<Ipv4Addr>()) {
        (Some(network), Ok(address)) => network.contains(&address),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_in_networks() {
        let subnet = Subnet::builder().cidr_block("10.0.16.0/20").build();
        assert!(holds(&subnet, "10.0.17.1"));
        assert!(!holds(&subnet, "10.0.0.1"));
        assert!(!holds(&subnet, "nowhere"));
        assert!(!holds(&Subnet::builder().build(), "10.0.0.1"));
    }
}
