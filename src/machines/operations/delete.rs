//! Ending a set of machines.

use std::collections::HashSet;

use super::entries::entries;
use super::site::{Closed, Visit, must_be_home, set_of};
use super::slots::{pool, removal, rules};
use super::stored::{machines_of, text, with_machines};
use super::{timeouts, told};
use crate::cloud::Connections;
use crate::framework::{Delete, Diagnostics, Outcome};
use crate::machines::arguments::{Arguments, Kind};
use crate::pool::{Goal, Limits, Pool, Slot, drive};

/// How a delete that has failed goes on.
const WAY_ON: &str = "The next terraform destroy goes on from here.";

/// Ends all machines, those too that nobody has stored.
///
/// # Errors
/// When not all have ended; the outcome holds those that are left.
pub async fn delete(
    kind: Kind,
    connections: &Connections,
    request: Delete<'_>,
    outcome: &mut Outcome,
) -> Result<(), Diagnostics> {
    let arguments = Arguments::read(kind, request.prior)?;
    let stored = machines_of(request.prior)?;
    let uid = text(request.prior, "uid").unwrap_or_default();
    let visit = Visit {
        connections,
        stop: &request.stop,
        arguments: &arguments,
        value: request.prior,
        former: None,
        uid: &uid,
    };
    let set = set_of(&arguments)?;
    let cloud = visit.open().await.map_err(Closed::told)?;
    let home = cloud.home().await.map_err(|fault| told::fault(&fault))?;
    must_be_home(&home, request.prior)?;

    let mut slots = removal(&stored, &uid);
    let known = slots.iter().filter_map(|slot| slot.machine.as_ref());
    let known: HashSet<String> = known.map(|machine| machine.id.clone()).collect();
    for machine in cloud.list().await.map_err(|fault| told::fault(&fault))? {
        if machine.is_of(&uid) && !known.contains(&machine.id) {
            let ordinal = machine.owner.ordinal.unwrap_or(u32::MAX);
            slots.push(Slot::new(ordinal, Goal::Remove, Some(machine)));
        }
    }
    let mut pool = pool(&uid, slots, rules(&arguments, cloud.has_targets(), true));
    let limits = Limits {
        timeout: timeouts::delete(&arguments),
        stop: request.stop.clone(),
    };
    let mut record = |pool: &Pool| {
        let left = entries(pool, &set, &stored, &[]);
        outcome.state = with_machines(request.prior, &arguments, left);
    };
    let clock = connections.clock();
    let driven = drive(&mut pool, cloud.as_ref(), clock, &limits, &mut record).await;
    driven.map_err(|failure| told::failure(&failure, &pool, &set, WAY_ON).into())
}
