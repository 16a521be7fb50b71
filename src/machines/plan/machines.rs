//! The machines of a plan, one by one.

use crate::framework::Field;
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::{FAILED, Machine};

/// What becomes of a machine whose config is another now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Another takes its place. A controller's successor has its private address.
    Roll {
        /// Whether the private address stays.
        keeps_address: bool,
    },
    /// It is installed anew, with the same id and addresses.
    Reinstall,
    /// It stays as it is.
    Ignore,
}

impl Change {
    /// What the arguments say. While they are not known, what touches most.
    #[must_use]
    pub fn of(arguments: &Arguments) -> Self {
        match arguments
            .common
            .on_config_change
            .known()
            .map(String::as_str)
        {
            Some("ignore") => Self::Ignore,
            Some("reinstall") => Self::Reinstall,
            _ => Self::Roll {
                keeps_address: arguments.kind == Kind::Controller,
            },
        }
    }
}

/// The machines that there will be, by ordinal. What this apply will not touch stays known.
#[must_use]
pub fn planned_machines(
    arguments: &Arguments,
    stored: &[Machine],
    hash: &Field<String>,
    change: Change,
) -> Vec<Machine> {
    let count = arguments.count().known().copied().unwrap_or(0);
    (0..count)
        .map(|ordinal| {
            let name = name(arguments, ordinal);
            let machine = stored
                .iter()
                .find(|machine| machine.ordinal == Field::Known(ordinal));
            match machine.filter(|machine| exists(machine)) {
                None => new(name, ordinal, hash),
                Some(machine) if machine.config_sha256 == *hash => machine.clone(),
                Some(machine) => changed(machine, hash, change),
            }
        })
        .collect()
}

/// How many of them run another config; not known while the config is not.
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

/// A machine that could not be made, or is not there, is made anew whatever becomes of changes.
fn exists(machine: &Machine) -> bool {
    machine.id.known().is_some() && machine.state.known().is_none_or(|state| state != FAILED)
}

fn name(arguments: &Arguments, ordinal: i64) -> Field<String> {
    let cluster = arguments.common.cluster_name.as_ref();
    match (arguments.kind, cluster, arguments.pool.pool_name.as_ref()) {
        (Kind::Controller, Field::Known(cluster), _) => {
            Field::Known(format!("{cluster}-controller-{ordinal}"))
        }
        (Kind::WorkerPool, Field::Known(cluster), Field::Known(pool)) => {
            Field::Known(format!("{cluster}-{pool}-worker-{ordinal}"))
        }
        _ => Field::Unknown,
    }
}

fn new(name: Field<String>, ordinal: i64, hash: &Field<String>) -> Machine {
    Machine {
        name,
        ordinal: Field::Known(ordinal),
        id: Field::Unknown,
        state: Field::Unknown,
        zone: Field::Unknown,
        public_ipv4: Field::Unknown,
        private_ipv4: Field::Unknown,
        public_ipv6: Field::Unknown,
        config_sha256: hash.clone(),
        launched_at: Field::Unknown,
    }
}

fn changed(machine: &Machine, hash: &Field<String>, change: Change) -> Machine {
    match change {
        Change::Ignore => machine.clone(),
        Change::Reinstall => Machine {
            state: Field::Unknown,
            config_sha256: hash.clone(),
            ..machine.clone()
        },
        Change::Roll { keeps_address } => {
            let ordinal = machine.ordinal.known().copied().unwrap_or(0);
            let successor = new(machine.name.clone(), ordinal, hash);
            if keeps_address {
                Machine {
                    private_ipv4: machine.private_ipv4.clone(),
                    ..successor
                }
            } else {
                successor
            }
        }
    }
}
