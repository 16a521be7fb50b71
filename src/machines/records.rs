//! The DNS records of a set of machines.
//!
//! Names are known from the first plan on, so that `for_each` over the records works; what they say is known
//! once the machines are there.

use super::arguments::{Arguments, Kind};
use super::machine::{Machine, record};
use crate::framework::{Field, IntoValue as _, Value};
use crate::node::settings::Names;

/// The records; none without a zone, and not known while their names are not.
pub(super) fn records(arguments: &Arguments, machines: &[Machine]) -> Value {
    let cluster = arguments.common.cluster_name.as_ref();
    let names = match (cluster, arguments.common.dns_zone.as_ref()) {
        (_, Field::Null) => return Vec::<Value>::new().into_value(),
        (Field::Known(cluster), Field::Known(zone)) => Names { cluster, zone },
        _ => return Value::UNKNOWN,
    };
    let records = match arguments.kind {
        Kind::Controller => Some(of_controllers(names, machines)),
        Kind::WorkerPool => of_workers(names.zone, machines),
    };
    records.map_or(Value::UNKNOWN, Vec::into_value)
}

/// All controllers from outside and from inside, and each as a member of etcd.
fn of_controllers(names: Names<'_>, machines: &[Machine]) -> Vec<Value> {
    let private: Vec<_> = machines
        .iter()
        .map(|machine| machine.private_ipv4.clone())
        .collect();
    let mut records = vec![
        record(names.public(), machines.iter().map(outside).collect()),
        record(names.private(), private.clone()),
    ];
    let members = (0..).zip(private);
    records.extend(members.map(|(ordinal, address)| record(names.member(ordinal), vec![address])));
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
