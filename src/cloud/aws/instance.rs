//! An instance as EC2 shows it, and what we make of it.

use std::net::IpAddr;
use std::time::SystemTime;

use aws_sdk_ec2::types::{Instance, InstanceStateName};

use crate::cloud::{Machine, Ordinals, Owner, State, Tag, said};

/// A machine; `None` for an instance without an id, which there is not.
pub(super) fn machine(instance: &Instance) -> Option<Machine> {
    let state = state(instance);
    let ipv6 = instance.network_interfaces().iter().find_map(|interface| {
        let address = interface.ipv6_addresses().first()?;
        self::address(address.ipv6_address())
    });
    Some(Machine {
        id: instance.instance_id()?.to_owned(),
        state,
        owner: owner(instance),
        zone: instance
            .placement()
            .and_then(|placement| placement.availability_zone())
            .map(str::to_owned),
        public_ipv4: address(instance.public_ip_address()),
        private_ipv4: address(instance.private_ip_address()),
        public_ipv6: ipv6,
        launched_at: instance
            .launch_time()
            .and_then(|time| SystemTime::try_from(*time).ok()),
        image: instance.image_id().map(str::to_owned),
        reason: reason(instance),
        drift: Vec::new(),
    })
}

fn address(address: Option<&str>) -> Option<String> {
    let ip: Option<IpAddr> = address.and_then(|text| text.parse().ok());
    ip.map(|ip| ip.to_string())
}

/// What it is doing.
pub(super) fn state(instance: &Instance) -> State {
    match instance.state().and_then(|state| state.name()) {
        Some(InstanceStateName::Running) => State::Running,
        Some(InstanceStateName::Stopping) => State::Stopping,
        Some(InstanceStateName::Stopped) => State::Stopped,
        Some(InstanceStateName::ShuttingDown) => State::Ending,
        Some(InstanceStateName::Terminated) => State::Ended,
        // also what AWS may come to call one day
        _ => State::Pending,
    }
}

fn owner(instance: &Instance) -> Owner {
    let tag = |tag: Tag| tag_of(instance, tag.key());
    let index = usize::try_from(instance.ami_launch_index().unwrap_or(0)).unwrap_or(0);
    Owner {
        uid: tag(Tag::Uid).map(str::to_owned),
        ordinal: tag(Tag::Ordinals)
            .and_then(Ordinals::parse)
            .and_then(|ordinals| ordinals.at(index)),
        config_sha256: tag(Tag::Config).map(str::to_owned),
    }
}

/// The value of a tag.
pub(super) fn tag_of<'a>(instance: &'a Instance, key: &str) -> Option<&'a str> {
    let tag = instance.tags().iter().find(|tag| tag.key() == Some(key))?;
    tag.value()
}

/// Why it is in its state: `Client.InvalidKMSKey.InvalidState: ..`, for one.
fn reason(instance: &Instance) -> Option<String> {
    let reason = instance.state_reason()?;
    let (code, message) = (reason.code(), reason.message());
    let told = match (code, message) {
        (Some(code), Some(message)) if message.starts_with(code) => Some(message.to_owned()),
        (Some(code), Some(message)) => Some(format!("{code}: {message}")),
        (code, message) => message.or(code).map(str::to_owned),
    };
    told.as_deref().map(said::beginning)
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types;

    use super::*;

    fn instance() -> types::builders::InstanceBuilder {
        let tag = |key: &str, value: &str| types::Tag::builder().key(key).value(value).build();
        Instance::builder()
            .instance_id("i-1")
            .ami_launch_index(2)
            .tags(tag("lokomotive:uid", "u"))
            .tags(tag("lokomotive:ordinals", "4-10/3"))
            .tags(tag("lokomotive:config", "h"))
    }

    #[test]
    fn the_place_in_the_batch_gives_the_ordinal() {
        let machine = machine(&instance().build()).unwrap();
        let owner = Owner {
            uid: Some("u".to_owned()),
            ordinal: Some(10),
            config_sha256: Some("h".to_owned()),
        };
        assert_eq!(machine.owner, owner);
        assert_eq!(machine.state, State::Pending);
        assert!(super::machine(&Instance::builder().build()).is_none());
    }

    #[test]
    fn reasons_are_told_once() {
        let told = |code: Option<&str>, message: Option<&str>| {
            let reason = types::StateReason::builder()
                .set_code(code.map(str::to_owned))
                .set_message(message.map(str::to_owned));
            super::reason(&instance().state_reason(reason.build()).build())
        };
        assert_eq!(
            told(Some("Client.X"), Some("Client.X: no")),
            Some("Client.X: no".to_owned())
        );
        assert_eq!(
            told(Some("Server.Y"), Some("no")),
            Some("Server.Y: no".to_owned())
        );
        assert_eq!(told(None, Some("no")), Some("no".to_owned()));
        assert_eq!(told(None, None), None);
    }
}
