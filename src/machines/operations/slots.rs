//! From what is stored and what is planned to the slots of a pool.
//!
//! The plan has said what becomes of each machine: one whose id it knows stays, and one whose id it does not know is
//! made. Apply does that and nothing else, so that what the user has seen is what happens.

use std::time::Duration;

use super::entries::standing;
use crate::cloud::{Config, Order};
use crate::framework::{Diagnostic, Field, FromValue as _, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::{Machine, by_ordinal, ordinal};
use crate::pool::{Goal, Pool, Rules, Slot};
use crate::secret::Secret;

/// What machines are made from: a config for each controller, one for all workers.
pub(super) struct Configs {
    sha256: String,
    user_data: Vec<Secret>,
}

impl Configs {
    /// The configs of a plan; `None` when they are not known.
    pub(super) fn of(kind: Kind, planned: &Value) -> Option<Self> {
        let user_data = planned.attribute("user_data");
        let user_data = match kind {
            Kind::Controller => Vec::<String>::from_value(user_data).ok()?,
            Kind::WorkerPool => vec![String::from_value(user_data).ok()?],
        };
        Some(Self {
            sha256: String::from_value(planned.attribute("config_sha256")).ok()?,
            user_data: user_data.into_iter().map(Secret::new).collect(),
        })
    }

    fn of_machine(&self, ordinal: u32) -> Option<Config> {
        let index = usize::try_from(ordinal).ok()?;
        let user_data = match self.user_data.as_slice() {
            [all] => all,
            each => each.get(index)?,
        };
        Some(Config {
            user_data: user_data.clone(),
            sha256: self.sha256.clone(),
        })
    }
}

/// What should be known is not.
pub(super) fn unknown_configs() -> Diagnostic {
    Diagnostic::error(
        "What machines boot with is not known",
        "A value that their config is made from is not known during apply. This is a bug in the provider; please report \
         it.",
    )
}

/// The slots that lead from stored machines to planned ones.
pub(super) fn slots(
    stored: &[Machine],
    planned: &[Machine],
    configs: &Configs,
    uid: &str,
) -> Option<Vec<Slot>> {
    let mut slots = Vec::new();
    let (stored_at, planned_at) = (by_ordinal(stored), by_ordinal(planned));
    for machine in planned {
        let ordinal = ordinal(machine)?;
        let before = stored_at.get(&ordinal).copied();
        let there = before.and_then(|before| standing(before, uid));
        let order = || {
            Some(Order {
                ordinal,
                config: configs.of_machine(ordinal)?,
                private_ipv4: machine.private_ipv4.known().cloned(),
                predecessor: there.as_ref().map(|there| there.id.clone()),
            })
        };
        let is_same = before.is_some_and(|before| before.config_sha256 == machine.config_sha256);
        let goal = match (&machine.id, &machine.state) {
            (Field::Known(_), Field::Unknown) if is_same => Goal::Attach,
            (Field::Known(_), Field::Unknown) => Goal::Reinstall(order()?),
            (Field::Known(_), _) => Goal::Keep,
            _ if there.is_some() => Goal::Replace(order()?),
            _ => Goal::Make(order()?),
        };
        slots.push(Slot::new(ordinal, goal, there));
    }
    for machine in stored {
        let ordinal = ordinal(machine)?;
        if !planned_at.contains_key(&ordinal) {
            let there = standing(machine, uid);
            slots.extend(there.map(|there| Slot::new(ordinal, Goal::Remove, Some(there))));
        }
    }
    Some(slots)
}

/// Slots that lead to nothing.
pub(super) fn removal(stored: &[Machine], uid: &str) -> Vec<Slot> {
    let removed = stored.iter().filter_map(|machine| {
        let there = standing(machine, uid)?;
        Some(Slot::new(ordinal(machine)?, Goal::Remove, Some(there)))
    });
    removed.collect()
}

/// How the machines of these arguments go about changes. Members of etcd come one by one once there are some.
pub(super) fn rules(arguments: &Arguments, has_targets: bool, is_create: bool) -> Rules {
    let number = |field: &Field<i64>, default: u64| {
        let number = field.known().and_then(|number| u64::try_from(*number).ok());
        number.unwrap_or(default)
    };
    let is_controller = arguments.kind == Kind::Controller;
    let at_a_time = number(&arguments.common.max_unavailable, 1);
    Rules {
        max_unavailable: if is_controller {
            1
        } else {
            usize::try_from(at_a_time).unwrap_or(usize::MAX)
        },
        one_by_one: is_controller && !is_create,
        min_ready: Duration::from_secs(number(&arguments.common.min_ready_seconds, 0)),
        has_targets,
    }
}

/// A pool of slots.
pub(super) fn pool(uid: &str, slots: Vec<Slot>, rules: Rules) -> Pool {
    Pool {
        uid: uid.to_owned(),
        slots,
        rules,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{IntoValue as _, Value};
    use crate::machines::machine::{DETACHED, DRIFTED, FAILED, GONE};
    use crate::pool::Phase;

    fn text(text: &str) -> Field<String> {
        Field::Known(text.to_owned())
    }

    /// A machine of a state: its number, and what it is doing.
    fn stored(ordinal: u32, state: &str) -> Machine {
        Machine {
            name: text("name"),
            ordinal: Field::Known(i64::from(ordinal)),
            id: text(&format!("i-{ordinal}")),
            state: text(state),
            zone: Field::Null,
            public_ipv4: Field::Null,
            private_ipv4: text("10.0.0.1"),
            public_ipv6: Field::Null,
            config_sha256: text("hash"),
            launched_at: Field::Null,
        }
    }

    fn gone(ordinal: u32) -> Machine {
        Machine {
            id: Field::Null,
            ..stored(ordinal, GONE)
        }
    }

    /// The machine of a plan that is to be made.
    fn new(ordinal: u32, address: Field<String>) -> Machine {
        Machine {
            id: Field::Unknown,
            private_ipv4: address,
            ..attached(ordinal)
        }
    }

    /// The machine of a plan that is put behind its load balancers.
    fn attached(ordinal: u32) -> Machine {
        Machine {
            state: Field::Unknown,
            ..stored(ordinal, "")
        }
    }

    fn configs(user_data: &[&str]) -> Configs {
        Configs {
            sha256: "new".to_owned(),
            user_data: user_data.iter().map(|text| Secret::new(*text)).collect(),
        }
    }

    /// A word for each slot.
    fn check(stored: &[Machine], planned: &[Machine], expect: &[&str]) {
        let slots = slots(stored, planned, &configs(&["all"]), "u").unwrap();
        let told: Vec<String> = slots
            .iter()
            .map(|slot| {
                let order = |order: &Order| {
                    let address = order.private_ipv4.as_deref().unwrap_or("any");
                    let predecessor = order.predecessor.as_deref().unwrap_or("nobody");
                    format!("at {address} after {predecessor}")
                };
                let goal = match &slot.goal {
                    Goal::Keep => "keep".to_owned(),
                    Goal::Attach => "attach".to_owned(),
                    Goal::Remove => "remove".to_owned(),
                    Goal::Make(made) => format!("make {}", order(made)),
                    Goal::Replace(made) => format!("replace {}", order(made)),
                    Goal::Reinstall(made) => format!("reinstall {}", order(made)),
                };
                let has_begun = !matches!(slot.phase, Phase::Waiting | Phase::Done);
                assert_eq!(has_begun, slot.goal == Goal::Attach);
                let id = slot.machine.as_ref().map_or("none", |machine| &machine.id);
                format!("{}: {id}: {goal}", slot.ordinal)
            })
            .collect();
        assert_eq!(told, expect);
    }

    #[test]
    fn machines_whose_id_is_planned_stay() {
        check(&[], &[], &[]);
        let machines = [stored(0, "running"), stored(1, "stopped")];
        check(&machines, &machines, &["0: i-0: keep", "1: i-1: keep"]);
    }

    #[test]
    fn machines_whose_state_is_to_change_are_attached() {
        for state in [DETACHED, DRIFTED] {
            check(&[stored(0, state)], &[attached(0)], &["0: i-0: attach"]);
        }
    }

    #[test]
    fn machines_whose_id_is_not_known_are_made() {
        check(
            &[stored(0, "running")],
            &[stored(0, "running"), new(1, Field::Unknown)],
            &["0: i-0: keep", "1: none: make at any after nobody"],
        );
        for state in ["running", FAILED] {
            check(
                &[stored(0, state)],
                &[new(0, Field::Unknown)],
                &["0: i-0: replace at any after i-0"],
            );
        }
    }

    #[test]
    fn controllers_keep_their_address() {
        check(
            &[stored(0, "running"), gone(1)],
            &[new(0, text("10.0.0.1")), new(1, text("10.0.0.2"))],
            &[
                "0: i-0: replace at 10.0.0.1 after i-0",
                "1: none: make at 10.0.0.2 after nobody",
            ],
        );
    }

    #[test]
    fn machines_that_are_not_planned_are_removed() {
        check(
            &[stored(0, "running"), stored(1, "running"), gone(2)],
            &[stored(0, "running")],
            &["0: i-0: keep", "1: i-1: remove"],
        );
        let all = removal(&[stored(0, "running"), gone(1), stored(2, FAILED)], "u");
        let removed: Vec<u32> = all.iter().map(|slot| slot.ordinal).collect();
        assert_eq!(removed, [0, 2]);
        assert!(all.iter().all(|slot| slot.goal == Goal::Remove));
    }

    #[test]
    fn each_controller_has_its_own_user_data_and_workers_share_theirs() {
        let planned = [new(0, Field::Unknown), new(1, Field::Unknown)];
        let of = |configs: &Configs| -> Option<Vec<String>> {
            let slots = slots(&[], &planned, configs, "u")?;
            let order = |slot: &Slot| slot.order().unwrap().config.user_data.reveal().to_owned();
            Some(slots.iter().map(order).collect())
        };
        assert_eq!(of(&configs(&["a", "b"])).unwrap(), ["a", "b"]);
        assert_eq!(of(&configs(&["all"])).unwrap(), ["all", "all"]);
        assert_eq!(of(&configs(&[])), None);
    }

    #[test]
    fn configs_are_of_the_plan() {
        let planned = |user_data: Value, hash: Value| {
            Value::object([("user_data", user_data), ("config_sha256", hash)])
        };
        let check = |kind: Kind, planned: &Value, expect: Option<usize>| {
            let configs = Configs::of(kind, planned);
            assert_eq!(configs.map(|configs| configs.user_data.len()), expect);
        };
        let list = ["a", "b", "c"].map(str::to_owned).to_vec();
        check(
            Kind::Controller,
            &planned(list.into_value(), "h".into_value()),
            Some(3),
        );
        check(
            Kind::WorkerPool,
            &planned("a".into_value(), "h".into_value()),
            Some(1),
        );
        check(
            Kind::WorkerPool,
            &planned(Value::UNKNOWN, "h".into_value()),
            None,
        );
        check(
            Kind::WorkerPool,
            &planned("a".into_value(), Value::UNKNOWN),
            None,
        );
        check(
            Kind::WorkerPool,
            &planned("a".into_value(), Value::Null),
            None,
        );
    }

    #[test]
    fn members_of_etcd_come_one_by_one_once_there_are_some() {
        let arguments = |kind, max_unavailable: Option<i64>| {
            let value = Value::object([
                ("max_unavailable", max_unavailable.into_value()),
                ("min_ready_seconds", 30.into_value()),
            ]);
            Arguments::read(kind, &value).unwrap()
        };
        let check = |kind, most, is_create, expect: (usize, bool)| {
            let rules = rules(&arguments(kind, most), true, is_create);
            assert_eq!((rules.max_unavailable, rules.one_by_one), expect);
            assert_eq!(
                (rules.min_ready, rules.has_targets),
                (Duration::from_secs(30), true)
            );
        };
        check(Kind::Controller, Some(5), false, (1, true));
        check(Kind::Controller, Some(5), true, (1, false));
        check(Kind::WorkerPool, Some(5), false, (5, false));
        check(Kind::WorkerPool, None, false, (1, false));
    }
}
