//! Which machines a stored set has: what Read finds out.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::SystemTime;

use super::look::by_id;
use super::observe::is_new;
use crate::cloud::{Machine, State};

/// A machine as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its number in the set.
    pub ordinal: u32,
    /// Its id.
    pub id: String,
    /// When it was made.
    pub launched_at: Option<SystemTime>,
}

/// The machines of a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    /// The machines that there are, by ordinal.
    pub present: Vec<(u32, Machine)>,
    /// Ordinals of stored machines that the cloud does not show, and may not show yet.
    pub unseen: Vec<u32>,
    /// Ordinals of stored machines that are gone.
    pub gone: Vec<u32>,
}

/// Machines that stand in each other's place: nothing is to be done before a person has looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// Two machines of this resource.
    Twice {
        /// Their number.
        ordinal: u32,
        /// Their ids.
        ids: [String; 2],
    },
    /// A machine of another resource, with the names of this one.
    Foreign {
        /// Their number.
        ordinal: u32,
        /// Our machine.
        ours: String,
        /// The other one.
        theirs: String,
        /// Whose it is.
        uid: Option<String>,
    },
    /// A machine of another resource where one of ours is to be made.
    Taken {
        /// Its number.
        ordinal: u32,
        /// Its id.
        theirs: String,
        /// Whose it is.
        uid: Option<String>,
    },
}

/// A machine of another resource in the place of one that is to be made here.
#[must_use]
pub fn taken(uid: &str, ordinals: &[u32], listed: &[Machine]) -> Option<Clash> {
    let ordinals: BTreeSet<u32> = ordinals.iter().copied().collect();
    listed.iter().find_map(|machine| {
        let ordinal = machine
            .owner
            .ordinal
            .filter(|ordinal| ordinals.contains(ordinal))?;
        let is_other = !machine.is_of(uid) && machine.state.is_live();
        is_other.then(|| Clash::Taken {
            ordinal,
            theirs: machine.id.clone(),
            uid: machine.owner.uid.clone(),
        })
    })
}

/// Holds stored machines against what the cloud lists, and shows when asked by id. Machines of this resource that
/// nobody has stored are taken in.
///
/// # Errors
/// Two machines claim one place.
pub fn census(
    uid: &str,
    stored: &[Known],
    listed: &[Machine],
    found: &[Machine],
    now: SystemTime,
) -> Result<Census, Clash> {
    let mut census = Census::default();
    let mut failed = Vec::new();
    let mut holders = BTreeMap::new();
    let shown = by_id(listed, found);
    for known in stored {
        match shown.get(known.id.as_str()).copied() {
            Some(machine) if machine.state.is_live() => {
                census.present.push((known.ordinal, machine.clone()));
                holders.entry(known.ordinal).or_insert(known.id.clone());
            }
            // one that ended right after it was made could not be made
            Some(machine) if machine.state == State::Ended && is_new(machine.launched_at, now) => {
                let machine = Machine {
                    state: State::Failed,
                    ..machine.clone()
                };
                failed.push((known.ordinal, machine));
            }
            None if is_new(known.launched_at, now) => {
                census.unseen.push(known.ordinal);
                holders.entry(known.ordinal).or_insert(known.id.clone());
            }
            _ => census.gone.push(known.ordinal),
        }
    }
    let known: HashSet<&String> = stored.iter().map(|known| &known.id).collect();
    let is_unknown = |machine: &&Machine| machine.state.is_live() && !known.contains(&machine.id);
    for machine in listed.iter().filter(is_unknown) {
        census.take(uid, &mut holders, machine)?;
    }
    // but one that has ended is in nobody's way
    failed.retain(|(ordinal, _)| !holders.contains_key(ordinal));
    census.present.extend(failed);
    census.present.sort_by_key(|(ordinal, _)| *ordinal);
    let present = census.present.iter().map(|(ordinal, _)| *ordinal);
    let present: BTreeSet<u32> = present.collect();
    census.gone.retain(|ordinal| !present.contains(ordinal));
    Ok(census)
}

/// Who has a place, by ordinal: the ids of machines that the cloud shows, or may not show yet.
type Holders = BTreeMap<u32, String>;

impl Census {
    /// Takes in a listed machine that is not stored, if it is ours.
    fn take(&mut self, uid: &str, holders: &mut Holders, machine: &Machine) -> Result<(), Clash> {
        let Some(ordinal) = machine.owner.ordinal else {
            return Ok(());
        };
        match (machine.is_of(uid), holders.get(&ordinal)) {
            (true, None) => {
                self.present.push((ordinal, machine.clone()));
                holders.insert(ordinal, machine.id.clone());
            }
            (true, Some(holder)) => {
                return Err(Clash::Twice {
                    ordinal,
                    ids: [holder.clone(), machine.id.clone()],
                });
            }
            (false, Some(holder)) => {
                return Err(Clash::Foreign {
                    ordinal,
                    ours: holder.clone(),
                    theirs: machine.id.clone(),
                    uid: machine.owner.uid.clone(),
                });
            }
            (false, None) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cloud::Owner;

    const NOW: Duration = Duration::from_hours(500_000);

    fn ago(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + NOW - Duration::from_secs(seconds)
    }

    /// A machine of this resource that was made a day ago.
    fn ours(id: &str, ordinal: u32) -> Machine {
        Machine {
            id: id.to_owned(),
            state: State::Running,
            owner: Owner {
                uid: Some("u".to_owned()),
                ordinal: Some(ordinal),
                config_sha256: None,
            },
            zone: None,
            public_ipv4: None,
            private_ipv4: None,
            public_ipv6: None,
            launched_at: Some(ago(86_400)),
            image: None,
            reason: None,
            drift: Vec::new(),
        }
    }

    fn in_state(state: State, machine: Machine) -> Machine {
        Machine { state, ..machine }
    }

    /// The same machine, made a moment ago.
    fn young(machine: Machine) -> Machine {
        Machine {
            launched_at: Some(ago(30)),
            ..machine
        }
    }

    fn of(uid: Option<&str>, mut machine: Machine) -> Machine {
        machine.owner.uid = uid.map(str::to_owned);
        machine
    }

    fn untagged(mut machine: Machine) -> Machine {
        machine.owner = Owner::default();
        machine
    }

    fn stored(machines: &[Machine]) -> Vec<Known> {
        let known = |machine: &Machine| Known {
            ordinal: machine.owner.ordinal.unwrap(),
            id: machine.id.clone(),
            launched_at: machine.launched_at,
        };
        machines.iter().map(known).collect()
    }

    /// A word for each machine, or for what is in the way.
    fn check(known: &[Machine], listed: &[Machine], found: &[Machine], expect: &[&str]) {
        let told = match census("u", &stored(known), listed, found, ago(0)) {
            Ok(census) => {
                let present = census.present.iter().map(|(ordinal, machine)| {
                    format!("{ordinal}: {} {}", machine.id, machine.state.as_str())
                });
                let unseen = census
                    .unseen
                    .iter()
                    .map(|ordinal| format!("{ordinal}: unseen"));
                let gone = census.gone.iter().map(|ordinal| format!("{ordinal}: gone"));
                present.chain(unseen).chain(gone).collect()
            }
            Err(Clash::Twice { ordinal, ids }) => vec![format!("{ordinal}: {ids:?}")],
            Err(clash @ Clash::Taken { .. }) => vec![format!("{clash:?}")],
            Err(Clash::Foreign {
                ordinal,
                ours,
                theirs,
                uid,
            }) => vec![format!("{ordinal}: {ours}, and {theirs} of {uid:?}")],
        };
        assert_eq!(told, expect);
    }

    #[test]
    fn a_place_that_another_resource_has_is_taken() {
        let mut theirs = ours("i-9", 1);
        theirs.owner.uid = Some("other".to_owned());
        let listed = [ours("i-0", 0), theirs.clone()];
        let clash = Clash::Taken {
            ordinal: 1,
            theirs: "i-9".to_owned(),
            uid: Some("other".to_owned()),
        };
        assert_eq!(taken("u", &[0, 1], &listed), Some(clash));
        assert_eq!(taken("u", &[0, 2], &listed), None);
        assert_eq!(taken("u", &[1], &[in_state(State::Ending, theirs)]), None);
    }

    #[test]
    fn machines_that_are_listed_are_present_whatever_they_do() {
        check(&[], &[], &[], &[]);
        let (one, two) = (ours("i-0", 0), in_state(State::Stopped, ours("i-1", 1)));
        let both = [two, one];
        check(&both, &both, &[], &["0: i-0 running", "1: i-1 stopped"]);
        let failed = [in_state(State::Failed, ours("i-0", 0))];
        check(&failed, &failed, &[], &["0: i-0 failed"]);
    }

    #[test]
    fn machines_that_have_ended_or_do_are_gone() {
        let machine = [ours("i-0", 0)];
        check(&machine, &[], &[], &["0: gone"]);
        for state in [State::Ending, State::Ended] {
            let ended = [in_state(state, ours("i-0", 0))];
            check(&machine, &[], &ended, &["0: gone"]);
            check(&machine, &ended, &[], &["0: gone"]);
        }
        let (one, two) = (ours("i-0", 0), ours("i-1", 1));
        check(
            &[one, two.clone()],
            &[two],
            &[],
            &["1: i-1 running", "0: gone"],
        );
    }

    #[test]
    fn young_machines_that_are_not_shown_yet_are_not_gone() {
        check(&[young(ours("i-0", 0))], &[], &[], &["0: unseen"]);
        let at = |seconds| Machine {
            launched_at: Some(ago(seconds)),
            ..ours("i-0", 0)
        };
        check(&[at(59)], &[], &[], &["0: unseen"]);
        check(&[at(60)], &[], &[], &["0: gone"]);
        let timeless = Machine {
            launched_at: None,
            ..ours("i-0", 0)
        };
        check(&[timeless], &[], &[], &["0: gone"]);
    }

    #[test]
    fn a_clock_that_goes_ahead_of_ours_makes_no_machine_gone() {
        let ahead = Machine {
            launched_at: Some(ago(0) + Duration::from_mins(5)),
            ..ours("i-0", 0)
        };
        check(&[ahead], &[], &[], &["0: unseen"]);
    }

    #[test]
    fn young_machines_that_have_ended_have_failed() {
        let machine = young(ours("i-0", 0));
        let ended = in_state(State::Ended, machine.clone());
        check(
            std::slice::from_ref(&machine),
            &[],
            &[ended],
            &["0: i-0 failed"],
        );
        let ending = in_state(State::Ending, machine.clone());
        check(&[machine], &[ending], &[], &["0: gone"]);
    }

    #[test]
    fn machines_that_lost_their_tags_are_found_by_id() {
        let machine = ours("i-0", 0);
        let found = untagged(machine.clone());
        check(&[machine], &[], &[found], &["0: i-0 running"]);
        // one tag may still have it listed
        let machine = ours("i-0", 0);
        let listed = of(None, machine.clone());
        check(&[machine], &[listed], &[], &["0: i-0 running"]);
    }

    #[test]
    fn machines_of_ours_that_nobody_stored_are_taken_in() {
        check(&[], &[ours("i-0", 0)], &[], &["0: i-0 running"]);
        let (one, two) = (ours("i-0", 0), ours("i-1", 1));
        let listed = [two, one.clone()];
        check(&[one], &listed, &[], &["0: i-0 running", "1: i-1 running"]);
        for state in [State::Ending, State::Ended] {
            check(&[], &[in_state(state, ours("i-0", 0))], &[], &[]);
        }
    }

    #[test]
    fn a_machine_in_the_place_of_one_that_is_gone_is_taken_in() {
        let (gone, new) = (ours("i-0", 0), young(ours("i-1", 0)));
        check(
            std::slice::from_ref(&gone),
            std::slice::from_ref(&new),
            &[],
            &["0: i-1 running"],
        );
        let ended = in_state(State::Ended, gone.clone());
        check(&[gone], &[new], &[ended], &["0: i-1 running"]);
    }

    #[test]
    fn a_machine_in_the_place_of_one_that_failed_is_taken_in() {
        let (failed, new) = (young(ours("i-0", 0)), young(ours("i-1", 0)));
        let ended = in_state(State::Ended, failed.clone());
        check(&[failed], &[new], &[ended], &["0: i-1 running"]);
    }

    #[test]
    fn two_machines_of_ours_in_one_place_are_told() {
        let (one, two) = (ours("i-0", 0), ours("i-1", 0));
        let both = [one.clone(), two];
        check(&[one], &both, &[], &[r#"0: ["i-0", "i-1"]"#]);
        check(&[], &both, &[], &[r#"0: ["i-0", "i-1"]"#]);
    }

    #[test]
    fn a_machine_in_the_place_of_one_that_may_be_shown_yet_is_told() {
        let (unseen, other) = (young(ours("i-0", 0)), ours("i-1", 0));
        check(&[unseen], &[other], &[], &[r#"0: ["i-0", "i-1"]"#]);
    }

    #[test]
    fn a_machine_of_others_in_our_place_is_told() {
        let ours = ours("i-0", 0);
        let place = |uid, ordinal| of(uid, self::ours("i-9", ordinal));
        let known = std::slice::from_ref(&ours);
        check(
            known,
            &[ours.clone(), place(Some("x"), 0)],
            &[],
            &[r#"0: i-0, and i-9 of Some("x")"#],
        );
        check(
            known,
            &[ours.clone(), place(None, 0)],
            &[],
            &["0: i-0, and i-9 of None"],
        );
        check(
            known,
            &[ours.clone(), place(Some("x"), 1)],
            &[],
            &["0: i-0 running"],
        );
        let ended = in_state(State::Ending, place(Some("x"), 0));
        check(known, &[ours.clone(), ended], &[], &["0: i-0 running"]);
        check(
            known,
            &[ours.clone(), untagged(place(None, 0))],
            &[],
            &["0: i-0 running"],
        );
    }
}
