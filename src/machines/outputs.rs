//! What both resources give.

use super::arguments::{Arguments, Kind};
use super::machine::{Machine, machine_type, record_type};
use super::records::records;
use super::secrets;
use crate::framework::{Attribute, Field, IntoValue as _, Type, Value};

/// The computed attributes. What identifies the machines keeps its value whatever changes.
#[must_use]
pub(super) fn outputs(kind: Kind) -> Vec<Attribute> {
    let user_data = match kind {
        Kind::Controller => Attribute::computed(
            "user_data",
            Type::list(Type::String),
            "What each controller boots with: an Ignition config, compressed when it has to be.",
        ),
        Kind::WorkerPool => Attribute::computed(
            "user_data",
            Type::String,
            "What workers boot with: an Ignition config, compressed when it has to be. For those who run their own \
             autoscaling group.",
        ),
    };
    let of_cluster = match kind {
        Kind::Controller => secrets::outputs(),
        Kind::WorkerPool => Vec::new(),
    };
    let of_machines = vec![
        Attribute::computed(
            "uid",
            Type::String,
            "Random id of this set of machines, also in their tags.",
        )
        .keep_prior(),
        Attribute::computed("account_id", Type::String, "The AWS account; null on Equinix Metal.").keep_prior(),
        Attribute::computed("region", Type::String, "The AWS region; null on Equinix Metal.").keep_prior(),
        Attribute::computed("project_id", Type::String, "The Equinix Metal project; null on AWS.").keep_prior(),
        Attribute::computed(
            "ami_id",
            Type::String,
            "The image that was found at creation, and that later machines have, too; null on Equinix Metal.",
        )
        .keep_prior(),
        Attribute::computed("machines", Type::list(machine_type()), "The machines, by ordinal."),
        Attribute::computed("machine_ids", Type::list(Type::String), "Ids of the machines, by ordinal."),
        Attribute::computed(
            "public_ipv4s",
            Type::list(Type::String),
            "Public addresses of the machines, by ordinal; null where there is none.",
        ),
        Attribute::computed(
            "private_ipv4s",
            Type::list(Type::String),
            "Private addresses of the machines, by ordinal.",
        ),
        Attribute::computed(
            "config_sha256",
            Type::String,
            "Hash of what makes a new machine necessary when it changes.",
        ),
        Attribute::computed(
            "outdated_count",
            Type::Number,
            "How many machines run an older config.",
        ),
        user_data.sensitive(),
        Attribute::computed("tags_all", Type::map(Type::String), "All tags of the user's on the machines."),
        Attribute::computed(
            "dns_records",
            Type::list(record_type()),
            "Records to make in `dns_zone`, for any DNS provider: name, type, ttl and values. Empty without a zone.",
        ),
    ];
    of_machines.into_iter().chain(of_cluster).collect()
}

/// Outputs whose length is the number of machines.
pub(super) const PER_MACHINE: [&str; 6] = [
    "machines",
    "machine_ids",
    "public_ipv4s",
    "private_ipv4s",
    "outdated_count",
    "dns_records",
];

/// The values of [`PER_MACHINE`]. `hash` is that of the config that machines should have.
pub(super) fn per_machine(
    arguments: &Arguments,
    machines: Vec<Machine>,
    hash: &Field<String>,
) -> [(&'static str, Value); 6] {
    let each = |field: fn(&Machine) -> Field<String>| -> Value {
        let fields: Vec<Field<String>> = machines.iter().map(field).collect();
        fields.into_value()
    };
    let ids = each(|machine| machine.id.clone());
    let public = each(|machine| machine.public_ipv4.clone());
    let private = each(|machine| machine.private_ipv4.clone());
    let outdated = outdated_count(&machines, hash).into_value();
    let records = records(arguments, &machines);
    let values = [
        machines.into_value(),
        ids,
        public,
        private,
        outdated,
        records,
    ];
    let mut values = values.into_iter();
    PER_MACHINE.map(|name| (name, values.next().unwrap_or(Value::Null)))
}

/// How many machines run another config; not known while the config is not.
pub(super) fn outdated_count(machines: &[Machine], hash: &Field<String>) -> Field<i64> {
    match hash {
        Field::Unknown if !machines.is_empty() => Field::Unknown,
        _ => {
            let outdated = machines
                .iter()
                .filter(|machine| machine.config_sha256 != *hash);
            Field::Known(i64::try_from(outdated.count()).unwrap_or(i64::MAX))
        }
    }
}
