//! The DNS records of a set of machines.
//!
//! Names are known from the first plan on, so that `for_each` over the records works; what they say is known
//! once the machines are there.

use crate::framework::{Field, IntoValue as _, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::{Machine, record};

/// The records; none without a zone, and not known while their names are not.
pub(super) fn records(arguments: &Arguments, machines: &[Machine]) -> Value {
    let cluster = arguments.common.cluster_name.as_ref();
    let (cluster, zone) = match (cluster, arguments.common.dns_zone.as_ref()) {
        (_, Field::Null) => return Vec::<Value>::new().into_value(),
        (Field::Known(cluster), Field::Known(zone)) => (cluster, zone),
        _ => return Value::UNKNOWN,
    };
    let records = match arguments.kind {
        Kind::Controller => Some(of_controllers(cluster, zone, machines)),
        Kind::WorkerPool => of_workers(zone, machines),
    };
    records.map_or(Value::UNKNOWN, Vec::into_value)
}

/// All controllers from outside and from inside, and each as a member of etcd.
fn of_controllers(cluster: &str, zone: &str, machines: &[Machine]) -> Vec<Value> {
    let private: Vec<_> = machines
        .iter()
        .map(|machine| machine.private_ipv4.clone())
        .collect();
    let mut records = vec![
        record(
            format!("{cluster}.{zone}"),
            machines.iter().map(outside).collect(),
        ),
        record(format!("{cluster}-private.{zone}"), private.clone()),
    ];
    let members = private.into_iter().enumerate();
    records.extend(members.map(|(ordinal, address)| {
        record(format!("{cluster}-etcd{ordinal}.{zone}"), vec![address])
    }));
    records
}

/// Each worker by its name.
fn of_workers(zone: &str, machines: &[Machine]) -> Option<Vec<Value>> {
    let records = machines.iter().map(|machine| {
        let name = machine.name.known()?;
        Some(record(
            format!("{name}.{zone}"),
            vec![machine.private_ipv4.clone()],
        ))
    });
    records.collect()
}

/// The address from outside, or the private one of a machine that has none.
fn outside(machine: &Machine) -> Field<String> {
    match &machine.public_ipv4 {
        Field::Null => machine.private_ipv4.clone(),
        address => address.clone(),
    }
}
