//! What users are told when a cloud does not do as asked.

use crate::cloud::{Fault, Kind, Machine, Set};
use crate::framework::Diagnostic;
use crate::pool::{Clash, Failure, Phase, Pool, Slot};

/// The most machines that a message names: the state, or the cloud, has them all.
const MOST_NAMED: usize = 20;

/// A request that came to nothing.
pub(super) fn fault(fault: &Fault) -> Diagnostic {
    let operation = fault.operation;
    let (summary, way_out) = match fault.kind {
        Kind::Unconfigured => {
            return Diagnostic::error(
                "There is no way to the cloud",
                format!("{}.", fault.message),
            );
        }
        Kind::Denied => (
            format!("The cloud does not allow {operation}"),
            "Nothing was taken to be gone because of it. Check that the credentials are of the right account, are still \
             valid, and have the permissions that the guide on machines in this cloud lists.",
        ),
        Kind::Throttled => (
            format!("The cloud gets too many requests to answer {operation}"),
            "The provider has repeated the request for a while. Run terraform apply again later; other tools may use up \
             the account's limit.",
        ),
        Kind::Unavailable | Kind::Unanswered => (
            format!("The cloud does not answer {operation}"),
            "The provider has repeated the request for a while. Run terraform apply again later.",
        ),
        Kind::NoCapacity => (
            "The cloud has no such machines now".to_owned(),
            "Run terraform apply again later, or choose another type, other subnets or another metro.",
        ),
        Kind::Quota => (
            "The account may have no more machines of this kind".to_owned(),
            "Ask the cloud for a higher quota (Service Quotas in AWS's console), or make fewer.",
        ),
        Kind::OtherBefore => (
            "There are such machines already".to_owned(),
            "Nothing was made beside them.",
        ),
        Kind::NotFound | Kind::Refused | Kind::NotSpread | Kind::EndedBefore => {
            (format!("The cloud refuses {operation}"), "")
        }
    };
    Diagnostic::error(summary, format!("{fault} {way_out}").trim_end().to_owned())
}

/// Machines that stand in each other's place.
pub(super) fn clash(clash: &Clash, set: &Set) -> Diagnostic {
    match clash {
        Clash::Twice { ordinal, ids } => Diagnostic::error(
            format!("There are two machines {}", set.machine_name(ordinal)),
            format!(
                "{} and {} both say that they are that machine of this resource. Find out which of them serves, end the \
                 other one in the cloud, and run terraform again. Nothing was changed.",
                ids[0], ids[1]
            ),
        ),
        Clash::Taken {
            ordinal,
            theirs,
            uid,
        } => Diagnostic::error(
            format!(
                "Another resource has the machine {}",
                set.machine_name(ordinal)
            ),
            format!(
                "{theirs} has the names of a machine that is to be made here, and another resource made it{}. Remove that \
                 resource, or end its machine in the cloud. Nothing was changed.",
                whose(uid.as_ref())
            ),
        ),
        Clash::Foreign {
            ordinal,
            ours,
            theirs,
            uid,
        } => Diagnostic::error(
            format!(
                "Another resource has a machine {}, too",
                set.machine_name(ordinal)
            ),
            format!(
                "{ours} is the machine of this resource, and {theirs} one of the same name that another resource made{}. \
                 Two resources cannot run the {set}: remove one of them with terraform destroy -refresh=false, since a \
                 refresh comes to this error, or end its machines in the cloud. Nothing was changed.",
                whose(uid.as_ref())
            ),
        ),
    }
}

fn whose(uid: Option<&String>) -> String {
    uid.map_or_else(String::new, |uid| format!(" (lokomotive:uid = {uid})"))
}

/// Why a set did not become what it should be, and how far it has come.
pub(super) fn failure(failure: &Failure, pool: &Pool, set: &Set, way_on: &str) -> Diagnostic {
    let standing = standing(pool, set);
    match failure {
        Failure::Cloud(cause) => {
            let mut told = fault(cause);
            let open = if is_open(cause)
                && pool.slots.iter().any(|slot| slot.phase == Phase::Vacant)
            {
                "Machines may have been made all the same; the next terraform apply finds them and names them. "
            } else {
                ""
            };
            told.detail = format!("{}\n\n{standing}{open}{way_on}", told.detail);
            told
        }
        Failure::Died { ordinals } => {
            let died = pool
                .slots
                .iter()
                .filter(|slot| ordinals.contains(&slot.ordinal));
            let reasons: Vec<String> = died
                .filter_map(|slot| {
                    let machine = slot.machine.as_ref()?;
                    let reason = machine
                        .reason
                        .as_deref()
                        .unwrap_or("the cloud gives no reason");
                    let name = set.machine_name(slot.ordinal);
                    Some(format!("{name} ({}): {reason}.", machine.id))
                })
                .collect();
            Diagnostic::error(
                "A machine could not be made",
                format!(
                    "{}\nIt is kept in the state as failed, and the next plan makes it anew.\n\n{standing}{way_on}",
                    reasons.join("\n")
                ),
            )
        }
        Failure::Late => Diagnostic::error(
            "It took longer than it may",
            format!(
                "The block timeouts says how long. {}\n\n{standing}{way_on}",
                waited_for(pool, set)
            ),
        ),
        Failure::Stopped => {
            Diagnostic::error("Stopped as you asked", format!("{standing}{way_on}"))
        }
    }
}

/// Names in a row. Long rows are cut short: there may be thousands.
pub(super) fn row(mut named: Vec<String>, separator: &str) -> String {
    let more = named.len().saturating_sub(MOST_NAMED);
    named.truncate(MOST_NAMED);
    let row = named.join(separator);
    if more == 0 {
        row
    } else {
        format!("{row}{separator}and {more} more")
    }
}

/// Which machines there are.
fn standing(pool: &Pool, set: &Set) -> String {
    let there: Vec<(u32, &Machine)> = pool.machines().collect();
    if there.is_empty() {
        return "No machine is known. ".to_owned();
    }
    let named = there.iter().map(|(ordinal, machine)| {
        let name = set.machine_name(ordinal);
        format!("{name} ({}, {})", machine.id, machine.state.as_str())
    });
    let named: Vec<String> = named.collect();
    format!(
        "These machines exist, and are in the state: {}. ",
        row(named, ", ")
    )
}

fn waited_for(pool: &Pool, set: &Set) -> String {
    let waiting = pool.slots.iter().filter_map(|slot| {
        let what = what_is_missing(slot)?;
        Some(format!("{} {what}", set.machine_name(slot.ordinal)))
    });
    let waiting: Vec<String> = waiting.collect();
    if !waiting.is_empty() {
        return format!("Still waited for: {}.", row(waiting, ", "));
    }
    let is_left = |slot: &&Slot| slot.phase == Phase::Waiting;
    let left = pool.slots.iter().filter(is_left).count();
    format!("Machines whose turn has not come: {left}.")
}

/// Whether it is open what came of a request.
fn is_open(fault: &Fault) -> bool {
    matches!(fault.kind, Kind::Unanswered | Kind::Unavailable)
}

fn what_is_missing(slot: &Slot) -> Option<&'static str> {
    Some(match slot.phase {
        Phase::Waiting | Phase::Done => return None,
        Phase::Draining => "to be let go by its load balancers",
        Phase::Ending => "to end",
        Phase::Vacant => "to be made",
        Phase::Starting => "to run",
        Phase::Settling { since: None } => "to pass its checks",
        Phase::Settling { since: Some(_) } => "to be ready for long enough",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::{Config, Order, Owner, Role, State};
    use crate::pool::{Goal, Rules};
    use crate::secret::Secret;

    const WAY_ON: &str = "The way on.";
    const SECRET: &str = "hunter2";

    fn set() -> Set {
        Set {
            cluster: "c".to_owned(),
            role: Role::Worker {
                pool: "p".to_owned(),
            },
        }
    }

    fn machine(ordinal: u32, state: State) -> Machine {
        Machine {
            id: format!("i-{ordinal}"),
            state,
            owner: Owner::default(),
            zone: None,
            public_ipv4: None,
            private_ipv4: None,
            public_ipv6: None,
            launched_at: None,
            image: None,
            reason: None,
            drift: Vec::new(),
        }
    }

    fn slot(ordinal: u32, phase: Phase, machine: Option<Machine>) -> Slot {
        let order = Order {
            ordinal,
            config: Config {
                user_data: Secret::new(SECRET),
                sha256: "h".to_owned(),
            },
            private_ipv4: None,
            predecessor: None,
        };
        let mut slot = Slot::new(ordinal, Goal::Make(order), machine);
        slot.phase = phase;
        slot
    }

    fn pool(slots: Vec<Slot>) -> Pool {
        Pool {
            uid: "u".to_owned(),
            slots,
            rules: Rules {
                max_unavailable: 1,
                one_by_one: false,
                min_ready: std::time::Duration::ZERO,
                has_targets: false,
            },
        }
    }

    fn running(ordinal: u32) -> Slot {
        slot(ordinal, Phase::Done, Some(machine(ordinal, State::Running)))
    }

    fn failures() -> Vec<Failure> {
        let fault = Fault::new(Kind::Refused, "RunInstances", "No");
        vec![
            Failure::Cloud(fault),
            Failure::Died { ordinals: vec![0] },
            Failure::Late,
            Failure::Stopped,
        ]
    }

    #[test]
    fn whatever_has_failed_the_machines_that_exist_and_the_way_on_are_told() {
        for cause in failures() {
            let pool = pool(vec![running(0), slot(1, Phase::Vacant, None), running(2)]);
            let told = failure(&cause, &pool, &set(), WAY_ON);
            let standing = "These machines exist, and are in the state: c-p-worker-0 (i-0, running), c-p-worker-2 \
                            (i-2, running). The way on.";
            assert!(told.detail.ends_with(standing), "{}", told.detail);
            assert!(!format!("{told:?}").contains(SECRET));
        }
    }

    #[test]
    fn that_there_is_no_machine_is_told_too() {
        for cause in failures() {
            let told = failure(
                &cause,
                &pool(vec![slot(0, Phase::Vacant, None)]),
                &set(),
                WAY_ON,
            );
            assert!(
                told.detail.ends_with("No machine is known. The way on."),
                "{}",
                told.detail
            );
        }
    }

    #[test]
    fn of_many_machines_some_are_named() {
        let check = |count: u32, expect: &str| {
            let pool = pool((0..count).map(running).collect());
            let told = failure(&Failure::Stopped, &pool, &set(), WAY_ON);
            assert_eq!(told.detail.matches("running").count(), MOST_NAMED);
            assert!(told.detail.contains(expect), "{}", told.detail);
        };
        check(20, "c-p-worker-19 (i-19, running). The way on.");
        check(
            100,
            "c-p-worker-19 (i-19, running), and 80 more. The way on.",
        );
    }

    #[test]
    fn machines_that_died_are_told_with_the_reason() {
        let mut died = machine(0, State::Failed);
        died.reason = Some("Server.InternalError: it died".to_owned());
        let other = machine(1, State::Failed);
        let pool = pool(vec![
            slot(0, Phase::Starting, Some(died)),
            slot(1, Phase::Starting, Some(other)),
        ]);
        let cause = Failure::Died {
            ordinals: vec![0, 1],
        };
        let told = failure(&cause, &pool, &set(), WAY_ON);
        assert!(told.detail.starts_with(
            "c-p-worker-0 (i-0): Server.InternalError: it died.\nc-p-worker-1 (i-1): the cloud gives no reason.\n"
        ));
    }

    #[test]
    fn what_was_waited_for_is_told_of_each_machine() {
        let check = |phase: Phase, expect: &str| {
            let there = Some(machine(0, State::Running));
            let pool = pool(vec![slot(0, phase, there), running(1)]);
            let told = failure(&Failure::Late, &pool, &set(), WAY_ON);
            let expect = format!("Still waited for: c-p-worker-0 {expect}.\n");
            assert!(told.detail.contains(&expect), "{}", told.detail);
        };
        check(Phase::Draining, "to be let go by its load balancers");
        check(Phase::Ending, "to end");
        check(Phase::Vacant, "to be made");
        check(Phase::Starting, "to run");
        check(Phase::Settling { since: None }, "to pass its checks");
        let since = Some(std::time::SystemTime::UNIX_EPOCH);
        check(Phase::Settling { since }, "to be ready for long enough");
    }

    #[test]
    fn faults_are_told_in_the_cloud_s_words_with_the_way_out() {
        let check = |kind: Kind, summary: &str, way_out: &str| {
            let told = fault(&Fault::new(kind, "RunInstances", "The cloud's words"));
            assert_eq!(told.summary, summary);
            assert!(
                told.detail.contains("The cloud's words."),
                "{}",
                told.detail
            );
            assert!(told.detail.contains(way_out), "{}", told.detail);
            assert_eq!(told.detail.trim(), told.detail);
        };
        let silent = "The cloud does not answer RunInstances";
        check(Kind::Unconfigured, "There is no way to the cloud", "");
        check(
            Kind::Denied,
            "The cloud does not allow RunInstances",
            "Check that the credentials",
        );
        check(
            Kind::Throttled,
            "The cloud gets too many requests to answer RunInstances",
            "again later",
        );
        check(Kind::Unavailable, silent, "again later");
        check(Kind::Unanswered, silent, "again later");
        check(
            Kind::NoCapacity,
            "The cloud has no such machines now",
            "choose another type",
        );
        check(
            Kind::Quota,
            "The account may have no more machines of this kind",
            "higher quota",
        );
        check(
            Kind::OtherBefore,
            "There are such machines already",
            "Nothing was made beside them.",
        );
        for kind in [
            Kind::NotFound,
            Kind::Refused,
            Kind::NotSpread,
            Kind::EndedBefore,
        ] {
            check(kind, "The cloud refuses RunInstances", "");
        }
    }

    #[test]
    fn clashes_name_both_machines() {
        let twice = Clash::Twice {
            ordinal: 1,
            ids: ["i-1", "i-2"].map(str::to_owned),
        };
        let told = clash(&twice, &set());
        assert_eq!(told.summary, "There are two machines c-p-worker-1");
        assert!(told.detail.starts_with("i-1 and i-2 both say"));
        let foreign = |uid: Option<&str>| {
            let foreign = Clash::Foreign {
                ordinal: 1,
                ours: "i-1".to_owned(),
                theirs: "i-2".to_owned(),
                uid: uid.map(str::to_owned),
            };
            clash(&foreign, &set()).detail
        };
        assert!(
            foreign(Some("x")).contains(
                "i-2 one of the same name that another resource made (lokomotive:uid = x)."
            )
        );
        assert!(foreign(None).contains("that another resource made. Two resources"));
    }
}
