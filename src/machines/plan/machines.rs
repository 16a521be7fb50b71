//! The machines of a plan, one by one.

use crate::framework::Field;
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::{DETACHED, DRIFTED, FAILED, Machine, PENDING, by_ordinal};

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
                keeps_address: keeps_address(arguments),
            },
        }
    }
}

/// Whether a machine's successor has its private address: a controller's, where the cloud lets one choose it.
fn keeps_address(arguments: &Arguments) -> bool {
    arguments.kind == Kind::Controller && arguments.common.equinix_metal.is_null()
}

/// Whether at most one machine is replaced in an apply: a controller whose address is another one then, so that records
/// can follow before the next.
fn is_one_at_most(arguments: &Arguments, change: Change) -> bool {
    let rolls = matches!(change, Change::Roll { .. });
    rolls && arguments.kind == Kind::Controller && !keeps_address(arguments)
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
    let mut left = if is_one_at_most(arguments, change) {
        1
    } else {
        usize::MAX
    };
    let stored_at = by_ordinal(stored);
    (0..count)
        .map(|ordinal| {
            let name = arguments.machine_name(ordinal);
            let number = u32::try_from(ordinal).ok();
            match number.and_then(|number| stored_at.get(&number).copied()) {
                None => new(name, ordinal, hash),
                Some(machine) if !exists(machine) => {
                    let keeps_address = keeps_address(arguments) && !is_taken(machine, stored);
                    successor(machine, hash, keeps_address)
                }
                Some(machine) if machine.config_sha256 == *hash => attached(machine),
                Some(machine) if left > 0 => {
                    left -= 1;
                    changed(machine, hash, change)
                }
                Some(machine) => attached(machine),
            }
        })
        .collect()
}

/// A machine that could not be made, or is not there, is made anew whatever becomes of changes.
fn exists(machine: &Machine) -> bool {
    machine.id.known().is_some() && machine.state.known().is_none_or(|state| state != FAILED)
}

/// Whether another machine of the set has the address of one that is gone: the cloud gives it to whoever comes next.
fn is_taken(gone: &Machine, stored: &[Machine]) -> bool {
    let mut others = stored.iter().filter(|other| exists(other));
    others.any(|other| other.ordinal != gone.ordinal && other.private_ipv4 == gone.private_ipv4)
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

/// A machine that stays; one that does not run yet, is not behind its load balancers or has drifted is brought there.
/// Where it is shows only once it runs, in some clouds.
fn attached(machine: &Machine) -> Machine {
    let state = machine.state.known().map(String::as_str);
    let to_come = |field: &Field<String>| match field {
        Field::Null => Field::Unknown,
        field => field.clone(),
    };
    match state {
        Some(PENDING) => Machine {
            state: Field::Unknown,
            zone: to_come(&machine.zone),
            public_ipv4: to_come(&machine.public_ipv4),
            private_ipv4: to_come(&machine.private_ipv4),
            public_ipv6: to_come(&machine.public_ipv6),
            ..machine.clone()
        },
        Some(DETACHED | DRIFTED) => Machine {
            state: Field::Unknown,
            ..machine.clone()
        },
        _ => machine.clone(),
    }
}

/// The machine that takes the place of another; members of etcd are known by their address.
fn successor(machine: &Machine, hash: &Field<String>, keeps_address: bool) -> Machine {
    let ordinal = machine.ordinal.known().copied().unwrap_or(0);
    let successor = new(machine.name.clone(), ordinal, hash);
    if keeps_address && machine.private_ipv4.known().is_some() {
        Machine {
            private_ipv4: machine.private_ipv4.clone(),
            ..successor
        }
    } else {
        successor
    }
}

fn changed(machine: &Machine, hash: &Field<String>, change: Change) -> Machine {
    match change {
        Change::Ignore => attached(machine),
        Change::Reinstall => Machine {
            state: Field::Unknown,
            config_sha256: hash.clone(),
            ..machine.clone()
        },
        Change::Roll { keeps_address } => successor(machine, hash, keeps_address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::Value;
    use crate::machines::outputs::outdated_count;

    const OLD: &str = "old";
    const NEW: &str = "new";

    fn arguments(count: i64) -> Arguments {
        let value = Value::object([
            ("cluster_name", Value::String("c".to_owned())),
            ("pool_name", Value::String("p".to_owned())),
            ("worker_count", Value::Number(count.into())),
        ]);
        Arguments::read(Kind::WorkerPool, &value).unwrap()
    }

    fn stored(ordinal: i64, hash: &str, state: &str) -> Machine {
        let text = |text: &str| Field::Known(text.to_owned());
        Machine {
            name: text("stored"),
            ordinal: Field::Known(ordinal),
            id: text("i-1"),
            state: text(state),
            zone: text("z"),
            public_ipv4: Field::Null,
            private_ipv4: text("10.0.0.1"),
            public_ipv6: Field::Null,
            config_sha256: text(hash),
            launched_at: text("2026-11-22T12:00:00Z"),
        }
    }

    /// A word for each machine: kept, changed (with what stays of it), or new.
    fn check(
        count: i64,
        machines: &[Machine],
        hash: &Field<String>,
        change: Change,
        expect: &[&str],
    ) {
        let planned = planned_machines(&arguments(count), machines, hash, change);
        let words: Vec<_> = planned
            .iter()
            .map(|machine| {
                let known = |field: &Field<String>| field.known().is_some();
                match (
                    known(&machine.id),
                    known(&machine.state),
                    known(&machine.private_ipv4),
                ) {
                    (true, true, true) => "kept",
                    (true, false, true) => "reinstalled",
                    (false, false, true) => "new with its address",
                    _ => "new",
                }
            })
            .collect();
        assert_eq!(words, expect);
    }

    fn known(hash: &str) -> Field<String> {
        Field::Known(hash.to_owned())
    }

    const ROLL: Change = Change::Roll {
        keeps_address: false,
    };
    const ROLL_CONTROLLER: Change = Change::Roll {
        keeps_address: true,
    };

    #[test]
    fn machines_of_the_same_config_are_kept() {
        let machines = [stored(0, NEW, "running"), stored(1, NEW, "stopped")];
        for change in [ROLL, Change::Reinstall, Change::Ignore] {
            check(2, &machines, &known(NEW), change, &["kept", "kept"]);
            check(3, &machines, &known(NEW), change, &["kept", "kept", "new"]);
            check(1, &machines, &known(NEW), change, &["kept"]);
        }
        check(0, &machines, &known(NEW), ROLL, &[]);
    }

    #[test]
    fn machines_of_another_config_change_as_asked() {
        let machines = [stored(0, OLD, "running"), stored(1, NEW, "running")];
        check(2, &machines, &known(NEW), ROLL, &["new", "kept"]);
        check(
            2,
            &machines,
            &known(NEW),
            ROLL_CONTROLLER,
            &["new with its address", "kept"],
        );
        check(
            2,
            &machines,
            &known(NEW),
            Change::Reinstall,
            &["reinstalled", "kept"],
        );
        check(2, &machines, &known(NEW), Change::Ignore, &["kept", "kept"]);
        check(2, &machines, &Field::Unknown, ROLL, &["new", "new"]);
    }

    #[test]
    fn machines_that_failed_or_vanished_are_new() {
        let machines = [stored(0, NEW, FAILED), stored(2, NEW, "running")];
        check(
            3,
            &machines,
            &known(NEW),
            Change::Ignore,
            &["new", "new", "kept"],
        );
    }

    #[test]
    fn a_controller_that_is_gone_leaves_its_address_unless_another_one_has_it() {
        let address = |machine: Machine, last: u8| Machine {
            private_ipv4: Field::Known(format!("10.0.0.{last}")),
            ..machine
        };
        let gone = address(stored(1, NEW, FAILED), 1);
        let value = Value::object([
            ("cluster_name", Value::String("c".to_owned())),
            ("controller_count", Value::Number(2_i64.into())),
        ]);
        let arguments = Arguments::read(Kind::Controller, &value).unwrap();
        for (last, expect) in [(2, gone.private_ipv4.clone()), (1, Field::Unknown)] {
            let machines = [address(stored(0, NEW, "running"), last), gone.clone()];
            let planned = planned_machines(&arguments, &machines, &known(NEW), Change::Ignore);
            assert_eq!(planned[1].private_ipv4, expect);
        }
    }

    #[test]
    fn outdated_machines_are_counted() {
        let machines = [stored(0, OLD, "running"), stored(1, NEW, "running")];
        assert_eq!(outdated_count(&machines, &known(NEW)), Field::Known(1));
        assert_eq!(outdated_count(&machines, &Field::Unknown), Field::Unknown);
        assert_eq!(outdated_count(&[], &Field::Unknown), Field::Known(0));
    }
}
