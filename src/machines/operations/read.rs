//! Looking at a set of machines.

use std::collections::HashSet;

use super::entries::{entry, gone, known};
use super::site::{Closed, Visit, must_be_home, set_of};
use super::stored::{machines_of, text, with, with_machines};
use super::{cluster, told};
use crate::cloud::{self, Cloud, Connections, Fault, Set, State};
use crate::cluster::time::Time;
use crate::framework::{Diagnostic, Diagnostics, Field, IntoValue as _, Outcome, Read, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::{DETACHED, DRIFTED, Machine, by_ordinal, ordinal};
use crate::machines::secrets;
use crate::pool::{Census, Known, census, look};

/// Looks at the machines with one list for all of them. Machines of this resource that nobody has stored are taken in,
/// and one that is gone leaves its place, so that the next plan makes it anew, alone.
///
/// # Errors
/// When the cloud does not answer, or the provider is configured for another account; then nothing counts as gone.
pub async fn read(
    kind: Kind,
    connections: &Connections,
    request: Read<'_>,
    outcome: &mut Outcome,
) -> Result<(), Diagnostics> {
    let arguments = Arguments::read(kind, request.state)?;
    let stored = machines_of(request.state)?;
    let uid = text(request.state, "uid").unwrap_or_default();
    let visit = Visit {
        connections,
        stop: &request.stop,
        arguments: &arguments,
        value: request.state,
        former: None,
        uid: &uid,
    };
    let set = set_of(&arguments)?;
    let cloud = visit.open().await.map_err(Closed::told)?;
    let home = cloud.home().await.map_err(|fault| told::fault(&fault))?;
    must_be_home(&home, request.state)?;

    let known: Vec<Known> = stored.iter().filter_map(known).collect();
    let ids = known.iter().map(|known| &known.id).collect();
    let (listed, found) = look(cloud.as_ref(), ids)
        .await
        .map_err(|fault| told::fault(&fault))?;
    let now = connections.clock().now().await;
    let census =
        census(&uid, &known, &listed, &found, now).map_err(|clash| told::clash(&clash, &set))?;
    let mut machines = counted(kind, &set, &stored, &census);
    if cloud.has_targets() {
        let attached = detach_marks(cloud.as_ref(), &mut machines).await;
        attached.map_err(|fault| told::fault(&fault))?;
    }
    outcome.diagnostics.extend(stopped(&set, &census));
    mark_drift(&mut machines, &census);
    outcome.diagnostics.extend(drifted(&set, &census));
    if machines != stored {
        outcome.state = with_machines(request.state, &arguments, machines);
    }
    note_renewal(
        request.state,
        cluster::now(connections.clock()).await,
        outcome,
    );
    Ok(())
}

/// Notes that the administrator's certificate is near its end: the plan, which knows no time, goes by that.
fn note_renewal(state: &Value, now: Time, outcome: &mut Outcome) {
    let is_near_end = secrets::admin(state).is_some_and(|admin| admin.needs_renewal(now));
    if is_near_end {
        let noted = [("admin_certificate_renewal", true.into_value())];
        outcome.state = with(&outcome.state, noted);
    }
}

/// The machines as the state is to hold them.
fn counted(kind: Kind, set: &Set, stored: &[Machine], census: &Census) -> Vec<Machine> {
    let at = by_ordinal(stored);
    let mut machines: Vec<(u32, Machine)> = Vec::new();
    for (ordinal, machine) in &census.present {
        let before = at.get(ordinal).copied();
        machines.push((*ordinal, entry(set, *ordinal, machine, before)));
    }
    for ordinal in &census.unseen {
        machines.extend(
            at.get(ordinal)
                .map(|machine| (*ordinal, (*machine).clone())),
        );
    }
    if kind == Kind::Controller {
        // the places of controllers that were gone before, too
        let places = stored.iter().filter_map(ordinal);
        for ordinal in places {
            if !machines.iter().any(|(taken, _)| *taken == ordinal) {
                let before = at.get(&ordinal);
                let address = before.map_or(Field::Null, |machine| machine.private_ipv4.clone());
                machines.push((ordinal, gone(set, ordinal, address)));
            }
        }
    }
    machines.sort_by_key(|(ordinal, _)| *ordinal);
    machines.into_iter().map(|(_, machine)| machine).collect()
}

/// Marks running machines that are not behind all their load balancers.
async fn detach_marks(cloud: &dyn Cloud, machines: &mut [Machine]) -> Result<(), Fault> {
    let running = Field::Known(State::Running.as_str().to_owned());
    let ids: Vec<String> = machines
        .iter()
        .filter(|machine| machine.state == running)
        .filter_map(|machine| machine.id.known().cloned())
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let attached = cloud.attached(&ids).await?;
    for machine in machines
        .iter_mut()
        .filter(|machine| machine.state == running)
    {
        let is_attached = machine.id.known().and_then(|id| attached.get(id));
        if is_attached == Some(&false) {
            machine.state = Field::Known(DETACHED.to_owned());
        }
    }
    Ok(())
}

/// Marks running machines that are not as asked for, so that the next plan changes them.
fn mark_drift(machines: &mut [Machine], census: &Census) {
    let drifted: HashSet<&String> = running_with_drift(census).map(|(_, one)| &one.id).collect();
    for machine in machines {
        if machine.id.known().is_some_and(|id| drifted.contains(id)) {
            machine.state = Field::Known(DRIFTED.to_owned());
        }
    }
}

fn running_with_drift(census: &Census) -> impl Iterator<Item = &(u32, cloud::Machine)> {
    let present = census.present.iter();
    present.filter(|(_, machine)| machine.state == State::Running && !machine.drift.is_empty())
}

/// Tells what of machines is not as asked for: their entries have one word for all of it.
fn drifted(set: &Set, census: &Census) -> Option<Diagnostic> {
    let named: Vec<String> = running_with_drift(census)
        .map(|(ordinal, machine)| {
            let drift: Vec<&str> = machine.drift.iter().map(|drift| drift.as_str()).collect();
            let name = set.machine_name(*ordinal);
            format!("{name} ({}): {}", machine.id, drift.join(", "))
        })
        .collect();
    (!named.is_empty()).then(|| {
        Diagnostic::warning(
            "Machines are not as asked for",
            format!(
                "{}. Somebody has changed them, or an apply that failed. The next apply gives them what their resource \
                 asks for.",
                told::row(named, "; ")
            ),
        )
    })
}

/// Warns of machines that are stopped: they are somebody's doing, and nobody is to undo it unasked.
fn stopped(set: &Set, census: &Census) -> Option<Diagnostic> {
    let is_stopped = |state| matches!(state, State::Stopped | State::Stopping);
    let stopped = census
        .present
        .iter()
        .filter(|(_, machine)| is_stopped(machine.state));
    let named: Vec<String> = stopped
        .map(|(ordinal, machine)| format!("{} ({})", set.machine_name(ordinal), machine.id))
        .collect();
    (!named.is_empty()).then(|| {
        Diagnostic::warning(
            "Machines are stopped",
            format!(
                "{} do not run. They are left as they are. Start them in the cloud, or end them there: the next plan \
                 makes others in their place.",
                told::row(named, ", ")
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::{Drift, Owner, Role};

    fn set() -> Set {
        Set {
            cluster: "c".to_owned(),
            role: Role::Controller,
        }
    }

    fn machine(ordinal: u32, state: State) -> cloud::Machine {
        cloud::Machine {
            id: format!("i-{ordinal}"),
            state,
            owner: Owner {
                uid: Some("u".to_owned()),
                ordinal: Some(ordinal),
                config_sha256: Some("hash".to_owned()),
            },
            zone: None,
            public_ipv4: None,
            private_ipv4: Some(format!("10.0.0.{ordinal}")),
            public_ipv6: None,
            launched_at: None,
            image: None,
            reason: None,
            drift: Vec::new(),
        }
    }

    fn stored(ordinal: u32) -> Machine {
        entry(&set(), ordinal, &machine(ordinal, State::Running), None)
    }

    /// The id, state and address of each machine that the state holds then.
    fn check(kind: Kind, stored: &[Machine], census: &Census, expect: &[&str]) {
        let told: Vec<String> = counted(kind, &set(), stored, census)
            .iter()
            .map(|machine| {
                let text =
                    |field: &Field<String>| field.known().map_or("-", |text| text).to_owned();
                let ordinal = machine.ordinal.known().unwrap();
                let fields = [&machine.id, &machine.state, &machine.private_ipv4].map(text);
                format!("{ordinal}: {}", fields.join(" "))
            })
            .collect();
        assert_eq!(told, expect);
    }

    #[test]
    fn machines_are_as_the_cloud_shows_them() {
        let present = vec![
            (0, machine(0, State::Running)),
            (2, machine(2, State::Stopped)),
        ];
        let census = Census {
            present,
            ..Census::default()
        };
        for kind in [Kind::Controller, Kind::WorkerPool] {
            let expect = ["0: i-0 running 10.0.0.0", "2: i-2 stopped 10.0.0.2"];
            check(kind, &[stored(0)], &census, &expect);
        }
        assert_eq!(
            counted(Kind::WorkerPool, &set(), &[stored(0)], &census)[0],
            stored(0)
        );
    }

    #[test]
    fn machines_that_may_be_shown_yet_stay_as_they_are_stored() {
        let census = Census {
            present: vec![(0, machine(0, State::Running))],
            unseen: vec![1],
            gone: vec![],
        };
        let both = [stored(0), stored(1)];
        assert_eq!(counted(Kind::WorkerPool, &set(), &both, &census), both);
        assert_eq!(counted(Kind::Controller, &set(), &both, &census), both);
    }

    #[test]
    fn workers_that_are_gone_leave_nothing_and_controllers_their_address() {
        let census = Census {
            gone: vec![0],
            present: vec![(1, machine(1, State::Running))],
            unseen: vec![],
        };
        let both = [stored(0), stored(1)];
        let second = "1: i-1 running 10.0.0.1";
        check(Kind::WorkerPool, &both, &census, &[second]);
        check(
            Kind::Controller,
            &both,
            &census,
            &["0: - gone 10.0.0.0", second],
        );
        // and so they do at the next look, when nobody counts them any more
        let places = counted(Kind::Controller, &set(), &both, &census);
        let again = Census {
            gone: vec![],
            ..census
        };
        assert_eq!(counted(Kind::Controller, &set(), &places, &again), places);
    }

    #[test]
    fn running_machines_with_drift_are_marked_and_told() {
        let drifted = |ordinal, state, drift: &[Drift]| {
            let machine = machine(ordinal, state);
            let drift = drift.to_vec();
            (ordinal, cloud::Machine { drift, ..machine })
        };
        let all = [Drift::Tags, Drift::SecurityGroups];
        let census = Census {
            present: vec![
                drifted(0, State::Running, &[]),
                drifted(1, State::Running, &all),
                drifted(2, State::Stopped, &all),
            ],
            ..Census::default()
        };
        let mut machines = counted(Kind::Controller, &set(), &[], &census);
        mark_drift(&mut machines, &census);
        let states: Vec<_> = machines
            .iter()
            .map(|one| one.state.known().unwrap())
            .collect();
        assert_eq!(states, ["running", DRIFTED, "stopped"]);
        let told = super::drifted(&set(), &census).unwrap().detail;
        assert!(
            told.starts_with("c-controller-1 (i-1): tags, security groups. "),
            "{told}"
        );
        assert_eq!(super::drifted(&set(), &Census::default()), None);
    }

    #[test]
    fn stopped_machines_are_warned_of_and_no_others() {
        let with = |states: &[State]| {
            let present = (0..)
                .zip(states)
                .map(|(ordinal, state)| (ordinal, machine(ordinal, *state)));
            let census = Census {
                present: present.collect(),
                ..Census::default()
            };
            stopped(&set(), &census)
        };
        assert_eq!(with(&[State::Running, State::Pending, State::Failed]), None);
        let told = with(&[State::Running, State::Stopped, State::Stopping]).unwrap();
        assert_eq!(told.severity, crate::framework::Severity::Warning);
        assert!(
            told.detail
                .starts_with("c-controller-1 (i-1), c-controller-2 (i-2) do not run.")
        );
    }
}
