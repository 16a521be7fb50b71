//! Machines as states hold them, from what clouds show, and back.

use crate::clock::{parse_rfc3339, rfc3339};
use crate::cloud::{self, Owner, Set, State};
use crate::framework::Field;
use crate::machines::machine::{DETACHED, DRIFTED, GONE, Machine, by_ordinal, ordinal};
use crate::pool::{Goal, Known, Phase, Pool, Slot};

/// A machine as a state holds it. `stored` is what it held of the same machine before: what a cloud does not say
/// any more is kept.
pub(super) fn entry(
    set: &Set,
    ordinal: u32,
    machine: &cloud::Machine,
    stored: Option<&Machine>,
) -> Machine {
    let is_it = |stored: &&Machine| stored.id.known() == Some(&machine.id);
    let stored_hash = stored
        .filter(is_it)
        .map(|stored| stored.config_sha256.clone());
    let hash = Field::from(machine.owner.config_sha256.clone());
    Machine {
        name: Field::Known(set.machine_name(ordinal)),
        ordinal: Field::Known(i64::from(ordinal)),
        id: Field::Known(machine.id.clone()),
        state: Field::Known(machine.state.as_str().to_owned()),
        zone: machine.zone.clone().into(),
        public_ipv4: machine.public_ipv4.clone().into(),
        private_ipv4: machine.private_ipv4.clone().into(),
        public_ipv6: machine.public_ipv6.clone().into(),
        config_sha256: stored_hash.filter(|_| hash.is_null()).unwrap_or(hash),
        launched_at: machine.launched_at.map(rfc3339).into(),
    }
}

/// The place of a controller that is gone: its address is kept for the next one.
pub(super) fn gone(set: &Set, ordinal: u32, private_ipv4: Field<String>) -> Machine {
    Machine {
        name: Field::Known(set.machine_name(ordinal)),
        ordinal: Field::Known(i64::from(ordinal)),
        id: Field::Null,
        state: Field::Known(GONE.to_owned()),
        zone: Field::Null,
        public_ipv4: Field::Null,
        private_ipv4,
        public_ipv6: Field::Null,
        config_sha256: Field::Null,
        launched_at: Field::Null,
    }
}

/// The machines of a pool, as a state is to hold them. `stored` are the machines of the state before, `planned` those
/// of the plan, which must come back as they are where the plan leaves them.
pub(super) fn entries(
    pool: &Pool,
    set: &Set,
    stored: &[Machine],
    planned: &[Machine],
) -> Vec<Machine> {
    let (stored, planned) = (by_ordinal(stored), by_ordinal(planned));
    let slots = pool.slots.iter();
    slots
        .filter_map(|slot| {
            let before = stored.get(&slot.ordinal).copied();
            entry_of(slot, set, before, planned.get(&slot.ordinal).copied())
        })
        .collect()
}

fn entry_of(
    slot: &Slot,
    set: &Set,
    stored: Option<&Machine>,
    planned: Option<&Machine>,
) -> Option<Machine> {
    let is_untouched = match (&slot.goal, slot.phase) {
        (Goal::Keep, _) => return planned.or(stored).cloned(),
        (Goal::Attach, phase) => phase != Phase::Done,
        (_, phase) => phase == Phase::Waiting,
    };
    match &slot.machine {
        Some(machine)
            if is_untouched && stored.is_some_and(|s| s.id.known() == Some(&machine.id)) =>
        {
            stored.cloned()
        }
        Some(machine) => Some(entry(set, slot.ordinal, machine, stored)),
        None => {
            let address = slot.order().and_then(|order| order.private_ipv4.clone());
            address.map(|address| gone(set, slot.ordinal, Field::Known(address)))
        }
    }
}

/// A stored machine as a cloud would show it; `None` for the place of one that is gone.
pub(super) fn standing(machine: &Machine, uid: &str) -> Option<cloud::Machine> {
    let text = |field: &Field<String>| field.known().cloned();
    Some(cloud::Machine {
        id: text(&machine.id)?,
        state: state(machine.state.known().map_or("", String::as_str)),
        owner: Owner {
            uid: Some(uid.to_owned()),
            ordinal: ordinal(machine),
            config_sha256: text(&machine.config_sha256),
        },
        zone: text(&machine.zone),
        public_ipv4: text(&machine.public_ipv4),
        private_ipv4: text(&machine.private_ipv4),
        public_ipv6: text(&machine.public_ipv6),
        launched_at: launched_at(machine),
        image: None,
        reason: None,
        drift: Vec::new(),
    })
}

/// A stored machine, as far as counting goes; `None` for the place of one that is gone.
pub(super) fn known(machine: &Machine) -> Option<Known> {
    Some(Known {
        ordinal: ordinal(machine)?,
        id: machine.id.known()?.clone(),
        launched_at: launched_at(machine),
    })
}

fn launched_at(machine: &Machine) -> Option<std::time::SystemTime> {
    machine
        .launched_at
        .known()
        .and_then(|text| parse_rfc3339(text))
}

fn state(word: &str) -> State {
    let states = [
        State::Pending,
        State::Stopping,
        State::Stopped,
        State::Ending,
        State::Ended,
        State::Failed,
    ];
    let found = states.into_iter().find(|state| state.as_str() == word);
    // one that is not behind its load balancers, or has drifted, runs, too
    debug_assert!(
        found.is_some() || matches!(word, "running" | DETACHED | DRIFTED | ""),
        "{word}"
    );
    found.unwrap_or(State::Running)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::{Config, Order, Role};
    use crate::pool::Rules;
    use crate::secret::Secret;

    fn set() -> Set {
        Set {
            cluster: "c".to_owned(),
            role: Role::Controller,
        }
    }

    fn text(text: &str) -> Field<String> {
        Field::Known(text.to_owned())
    }

    /// A machine as a state holds it.
    fn stored(ordinal: u32, id: &str) -> Machine {
        Machine {
            name: text(&format!("c-controller-{ordinal}")),
            ordinal: Field::Known(i64::from(ordinal)),
            id: text(id),
            state: text("running"),
            zone: text("z"),
            public_ipv4: text("198.51.100.1"),
            private_ipv4: text("10.0.0.1"),
            public_ipv6: Field::Null,
            config_sha256: text("old"),
            launched_at: text("2026-11-22T12:00:00Z"),
        }
    }

    /// The same machine as a cloud shows it.
    fn shown(ordinal: u32, id: &str) -> cloud::Machine {
        standing(&stored(ordinal, id), "u").unwrap()
    }

    fn order(ordinal: u32, address: Option<&str>) -> Order {
        Order {
            ordinal,
            config: Config {
                user_data: Secret::new("user data"),
                sha256: "new".to_owned(),
            },
            private_ipv4: address.map(str::to_owned),
            predecessor: None,
        }
    }

    fn slot(goal: Goal, phase: Phase, machine: Option<cloud::Machine>) -> Slot {
        let mut slot = Slot::new(0, goal, machine);
        slot.phase = phase;
        slot
    }

    /// What a state holds of a slot.
    fn of(slot: Slot, stored: &[Machine], planned: &[Machine]) -> Vec<Machine> {
        let pool = Pool {
            uid: "u".to_owned(),
            slots: vec![slot],
            rules: Rules {
                max_unavailable: 1,
                one_by_one: false,
                min_ready: std::time::Duration::ZERO,
                has_targets: false,
            },
        };
        entries(&pool, &set(), stored, planned)
    }

    #[test]
    fn machines_are_stored_as_they_were_read() {
        let check = |machine: Machine| {
            let shown = standing(&machine, "u").unwrap();
            assert_eq!(entry(&set(), 0, &shown, Some(&machine)), machine);
            assert_eq!(entry(&set(), 0, &shown, None), machine);
        };
        let base = stored(0, "i-0");
        check(base.clone());
        for state in [
            "pending",
            "stopping",
            "stopped",
            "shutting-down",
            "terminated",
            "failed",
        ] {
            let state = text(state);
            check(Machine {
                state,
                ..base.clone()
            });
        }
        check(Machine {
            zone: Field::Null,
            public_ipv4: Field::Null,
            private_ipv4: Field::Null,
            launched_at: Field::Null,
            ..base
        });
    }

    #[test]
    fn the_hash_outlasts_its_tag() {
        let base = stored(0, "i-0");
        let mut shown = shown(0, "i-0");
        shown.owner.config_sha256 = None;
        let kept = entry(&set(), 0, &shown, Some(&base));
        assert_eq!(kept.config_sha256, text("old"));
        assert_eq!(entry(&set(), 0, &shown, None).config_sha256, Field::Null);
        shown.owner.config_sha256 = Some("tag".to_owned());
        let tagged = entry(&set(), 0, &shown, Some(&base));
        assert_eq!(tagged.config_sha256, text("tag"));
    }

    #[test]
    fn detached_machines_run_and_places_stand_for_no_machine() {
        let mut machine = stored(0, "i-0");
        machine.state = text(DETACHED);
        assert_eq!(standing(&machine, "u").unwrap().state, State::Running);
        let place = gone(&set(), 0, text("10.0.0.1"));
        assert_eq!(standing(&place, "u"), None);
        assert_eq!(known(&place), None);
        assert_eq!(known(&machine).unwrap().id, "i-0");
        let no_number = Machine {
            ordinal: Field::Null,
            ..machine
        };
        assert_eq!(known(&no_number), None);
    }

    #[test]
    fn kept_machines_come_back_as_they_were_planned() {
        let planned = Machine {
            name: text("of the plan"),
            ..stored(0, "i-0")
        };
        // whatever the cloud shows of it now
        let mut other = shown(0, "i-0");
        other.state = State::Stopped;
        let kept = slot(Goal::Keep, Phase::Done, Some(other));
        let expect = vec![planned.clone()];
        assert_eq!(of(kept.clone(), &[stored(0, "i-0")], &expect), expect);
        assert_eq!(of(kept, &[stored(0, "i-0")], &[]), [stored(0, "i-0")]);
    }

    #[test]
    fn machines_whose_turn_has_not_come_stay_as_they_are_stored() {
        let base = Machine {
            state: text(DETACHED),
            ..stored(0, "i-0")
        };
        let replace = Goal::Replace(order(0, None));
        for (goal, phase) in [
            (replace, Phase::Waiting),
            (Goal::Remove, Phase::Waiting),
            (Goal::Attach, Phase::Starting),
        ] {
            let slot = slot(goal, phase, Some(shown(0, "i-0")));
            let before = std::slice::from_ref(&base);
            assert_eq!(of(slot, before, &[]), before);
        }
        let attached = slot(Goal::Attach, Phase::Done, Some(shown(0, "i-0")));
        assert_eq!(of(attached, &[base], &[]), [stored(0, "i-0")]);
    }

    #[test]
    fn machines_under_way_are_stored_as_the_cloud_shows_them() {
        let mut new = shown(0, "i-9");
        new.state = State::Pending;
        new.owner.config_sha256 = Some("new".to_owned());
        for phase in [
            Phase::Starting,
            Phase::Settling { since: None },
            Phase::Done,
        ] {
            let slot = slot(Goal::Replace(order(0, None)), phase, Some(new.clone()));
            let expect = Machine {
                id: text("i-9"),
                state: text("pending"),
                config_sha256: text("new"),
                ..stored(0, "i-0")
            };
            assert_eq!(of(slot, &[stored(0, "i-0")], &[]), [expect]);
        }
    }

    #[test]
    fn a_place_without_a_machine_keeps_only_its_address() {
        for phase in [Phase::Waiting, Phase::Vacant] {
            let with = |address| slot(Goal::Make(order(0, address)), phase, None);
            let place = gone(&set(), 0, text("10.0.0.7"));
            assert_eq!(of(with(Some("10.0.0.7")), &[], &[]), [place]);
            assert_eq!(of(with(None), &[stored(0, "i-0")], &[]), []);
        }
        let replaced = slot(
            Goal::Replace(order(0, Some("10.0.0.7"))),
            Phase::Vacant,
            None,
        );
        let place = gone(&set(), 0, text("10.0.0.7"));
        assert_eq!(of(replaced, &[stored(0, "i-0")], &[]), [place]);
    }

    #[test]
    fn machines_that_are_removed_stay_until_they_have_ended() {
        for phase in [Phase::Draining, Phase::Ending] {
            let slot = slot(Goal::Remove, phase, Some(shown(0, "i-0")));
            assert_eq!(of(slot, &[stored(0, "i-0")], &[]), [stored(0, "i-0")]);
        }
        assert_eq!(
            of(
                slot(Goal::Remove, Phase::Done, None),
                &[stored(0, "i-0")],
                &[]
            ),
            []
        );
    }
}
