//! Machines and DNS records as states hold them.

use std::collections::HashMap;

use crate::framework::{Field, IntoValue, Type, Value, model};

model! {
    /// A machine.
    pub struct Machine {
        /// Its name, also its host name.
        pub name: Field<String>,
        /// Its number in the set, from 0.
        pub ordinal: Field<i64>,
        /// The cloud's id of it.
        pub id: Field<String>,
        /// What it is doing.
        pub state: Field<String>,
        /// Availability zone or metro.
        pub zone: Field<String>,
        /// Its address from outside.
        pub public_ipv4: Field<String>,
        /// Its address in its network.
        pub private_ipv4: Field<String>,
        /// Its address from outside, over IPv6.
        pub public_ipv6: Field<String>,
        /// Hash of what it was asked to be.
        pub config_sha256: Field<String>,
        /// When it was made, in RFC 3339.
        pub launched_at: Field<String>,
    }
}

/// What a machine that could not be made is doing.
pub const FAILED: &str = "failed";

/// What a machine is doing that does not run yet.
pub const PENDING: &str = "pending";

/// What a controller is doing that is gone; its place keeps the address until another has it.
pub const GONE: &str = "gone";

/// What a machine is doing that runs, but is not behind all load balancers.
pub const DETACHED: &str = "detached";

/// What a machine is doing that runs, but has other tags or settings than asked for.
pub const DRIFTED: &str = "drifted";

/// How long resolvers may keep a record, in seconds.
const TTL: i64 = 300;

/// The number of a machine.
#[must_use]
pub fn ordinal(machine: &Machine) -> Option<u32> {
    let ordinal = machine.ordinal.known();
    ordinal.and_then(|ordinal| u32::try_from(*ordinal).ok())
}

/// Machines by their number.
#[must_use]
pub fn by_ordinal(machines: &[Machine]) -> HashMap<u32, &Machine> {
    let numbered = machines.iter();
    numbered
        .filter_map(|machine| Some((ordinal(machine)?, machine)))
        .collect()
}

/// A record of addresses.
#[must_use]
pub fn record(name: String, values: Vec<Field<String>>) -> Value {
    Value::object([
        ("name", name.into_value()),
        ("type", "A".into_value()),
        ("ttl", TTL.into_value()),
        ("values", values.into_value()),
    ])
}

/// The type of [`Machine`].
#[must_use]
pub fn machine_type() -> Type {
    Type::object([
        ("name", Type::String),
        ("ordinal", Type::Number),
        ("id", Type::String),
        ("state", Type::String),
        ("zone", Type::String),
        ("public_ipv4", Type::String),
        ("private_ipv4", Type::String),
        ("public_ipv6", Type::String),
        ("config_sha256", Type::String),
        ("launched_at", Type::String),
    ])
}

/// The type of a [`record`].
#[must_use]
pub fn record_type() -> Type {
    Type::object([
        ("name", Type::String),
        ("type", Type::String),
        ("ttl", Type::Number),
        ("values", Type::list(Type::String)),
    ])
}
