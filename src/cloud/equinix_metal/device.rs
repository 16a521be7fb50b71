//! A device as the API shows it, and what we make of it.
//!
//! Real answers have null where the API's description has none, and words that it does not know: everything is optional,
//! and an unknown state is one of a machine that is not ready yet. `root_password` is not read at all.

use std::net::IpAddr;

use serde_json::Value;

use super::id;
use crate::clock::parse_rfc3339;
use crate::cloud::{Fault, Kind, Machine, Ordinals, Owner, State, Tag};

/// The longest tags of a device, in bytes, all together; the service never said what it allows.
const LONGEST_TAGS: usize = 16 << 10;

/// The most management addresses of a device; three is usual.
const MOST_ADDRESSES: usize = 16;

/// The longest word for a state, a place or a time, in bytes.
const LONGEST_WORD: usize = 64;

/// A device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) id: String,
    state: String,
    pub(super) tags: Vec<String>,
    pub(super) billing_cycle: Option<String>,
    pub(super) is_locked: bool,
    zone: Option<String>,
    /// What the API calls management addresses.
    addresses: Vec<Address>,
    created_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    ip: IpAddr,
    is_public: bool,
}

impl Device {
    /// Reads one.
    ///
    /// # Errors
    /// It has no id, or tags without end: they are written back with ours, so none may be left out.
    pub(super) fn read(operation: &'static str, value: &Value) -> Result<Self, Fault> {
        let id = id::read(operation, value)?;
        let tags = value["tags"].as_array().into_iter().flatten();
        let tags: Vec<&str> = tags.filter_map(Value::as_str).collect();
        if tags.iter().map(|tag| tag.len()).sum::<usize>() > LONGEST_TAGS {
            let message =
                format!("The tags of the device {id} are longer than {LONGEST_TAGS} bytes");
            return Err(Fault::new(Kind::Unanswered, operation, message));
        }
        let addresses = value["ip_addresses"].as_array().into_iter().flatten();
        // a place is a link where it is not inlined
        let place = text(&value["metro"]["code"]).or_else(|| text(&value["facility"]["code"]));
        Ok(Self {
            id,
            state: text(&value["state"]).unwrap_or_default(),
            tags: tags.into_iter().map(str::to_owned).collect(),
            billing_cycle: text(&value["billing_cycle"]),
            is_locked: value["locked"] == true,
            zone: place,
            addresses: addresses
                .filter_map(Address::read)
                .take(MOST_ADDRESSES)
                .collect(),
            created_at: text(&value["created_at"]),
        })
    }

    /// The value of one of our tags.
    pub(super) fn tag(&self, tag: Tag) -> Option<&str> {
        let mut tags = self.tags.iter();
        tags.find_map(|text| text.strip_prefix(tag.key())?.strip_prefix('='))
    }

    /// As a machine.
    pub(super) fn machine(&self) -> Machine {
        let address = |is_ipv4: bool, is_public: bool| {
            let mut addresses = self.addresses.iter();
            let found =
                addresses.find(|one| one.ip.is_ipv4() == is_ipv4 && one.is_public == is_public);
            found.map(|found| found.ip.to_string())
        };
        let ordinals = self.tag(Tag::Ordinals).and_then(Ordinals::parse);
        Machine {
            id: self.id.clone(),
            state: self.state(),
            owner: Owner {
                uid: self.tag(Tag::Uid).map(str::to_owned),
                ordinal: ordinals.and_then(|ordinals| ordinals.at(0)),
                config_sha256: self.tag(Tag::Config).map(str::to_owned),
            },
            zone: self.zone.clone(),
            public_ipv4: address(true, true),
            private_ipv4: address(true, false),
            public_ipv6: address(false, true),
            launched_at: self.created_at.as_deref().and_then(parse_rfc3339),
            image: None,
            reason: None,
            drift: Vec::new(),
        }
    }

    /// An active device without addresses is not there yet: they come some time after it is made.
    fn state(&self) -> State {
        match self.state.as_str() {
            "active" if self.addresses.is_empty() => State::Pending,
            "active" => State::Running,
            "inactive" => State::Stopped,
            "powering_off" => State::Stopping,
            "deprovisioning" => State::Ending,
            "deleted" => State::Ended,
            "failed" => State::Failed,
            // queued, provisioning, reinstalling, powering_on, and what nobody knows yet
            _ => State::Pending,
        }
    }
}

impl Address {
    fn read(value: &Value) -> Option<Self> {
        (value["management"] == true).then_some(())?;
        Some(Self {
            ip: value["address"].as_str()?.parse().ok()?,
            is_public: value["public"] == true,
        })
    }
}

/// A word, unless it is longer than any that means something.
fn text(value: &Value) -> Option<String> {
    let word = value.as_str().filter(|word| word.len() <= LONGEST_WORD);
    word.map(str::to_owned)
}

/// A tag of ours, as text.
pub(super) fn tag(tag: Tag, value: &str) -> String {
    format!("{}={value}", tag.key())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Device {
        Device::read("findDeviceById", value).unwrap()
    }

    #[test]
    fn a_device_with_nulls_is_a_machine() {
        let device = json!({
            "id": "d-1", "state": "active", "description": null, "root_password": "secret", "metro": {"code": "am"},
            "facility": {"href": "/facilities/x"}, "hardware_reservation": null, "created_at": "2026-01-02T03:04:05Z",
            "tags": ["lokomotive:uid=u", "lokomotive:ordinals=3", "lokomotive:config=h", "team:web"],
            "ip_addresses": [
                {"address": "1.2.3.4", "address_family": 4, "public": true, "management": true, "cidr": null},
                {"address": "10.0.0.4", "address_family": 4, "public": false, "management": true},
                {"address": "5.6.7.8", "address_family": 4, "public": true, "management": false},
                {"address": "2001:db8::1", "address_family": 6, "public": true, "management": true},
            ],
        });
        let machine = read(&device).machine();
        assert_eq!(
            (machine.state, machine.zone.as_deref()),
            (State::Running, Some("am"))
        );
        assert_eq!(machine.public_ipv4.as_deref(), Some("1.2.3.4"));
        assert_eq!(machine.private_ipv4.as_deref(), Some("10.0.0.4"));
        assert_eq!(machine.public_ipv6.as_deref(), Some("2001:db8::1"));
        assert_eq!((machine.owner.ordinal, machine.is_of("u")), (Some(3), true));
        assert!(!format!("{:?}", read(&device)).contains("secret"));
    }

    #[test]
    fn words_that_nobody_knows_are_of_machines_that_are_not_ready() {
        let state = |state: Value| {
            let addresses =
                [json!({"address": "10.0.0.4", "address_family": 4, "management": true})];
            read(&json!({"id": "d", "state": state, "ip_addresses": addresses}))
                .machine()
                .state
        };
        assert_eq!(state(json!("post_provisioning")), State::Pending);
        assert_eq!(state(json!("reinstalling")), State::Pending);
        assert_eq!(state(Value::Null), State::Pending);
        assert_eq!(state(json!("failed")), State::Failed);
        assert_eq!(state(json!("inactive")), State::Stopped);
        assert_eq!(state(json!("active")), State::Running);
    }

    #[test]
    fn what_is_no_device_is_an_error() {
        for value in [
            json!(5),
            json!({}),
            json!({"id": null}),
            json!({"id": 7}),
            Value::Null,
        ] {
            assert!(
                Device::read("findProjectDevices", &value).is_err(),
                "{value}"
            );
        }
    }
}
