//! Changing a set of machines.

use super::cluster::{Cluster, now, settle};
use super::entries::{entries, known};
use super::site::{Closed, Visit, must_be_home, set_of};
use super::slots::{Configs, pool, rules, slots, unknown_configs};
use super::stored::{machines_of, text, under_way, with_home, with_machines};
use super::{timeouts, told};
use crate::cloud::{Cloud, Connections, Set};
use crate::framework::{Diagnostics, Outcome, Update, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::{DRIFTED, Machine};
use crate::pool::{Goal, Known, Limits, Pool, Slot, census, drive, look, taken};

/// How an update that has failed goes on.
const WAY_ON: &str = "The next terraform apply goes on from here.";

/// Changes what the plan says, and nothing else. Machines that stay get their new tags and settings first.
///
/// # Errors
/// When not all could be changed; the outcome holds the machines as they are, with the arguments of before, so that the
/// next plan shows what is left, and with all that machines may have been given by now.
pub async fn update(
    kind: Kind,
    connections: &Connections,
    request: Update<'_>,
    outcome: &mut Outcome,
) -> Result<(), Diagnostics> {
    let arguments = Arguments::read(kind, request.planned)?;
    let former = Arguments::read(kind, request.prior)?;
    let stored = machines_of(request.prior)?;
    let planned = machines_of(request.planned)?;
    let today = now(connections.clock()).await;
    let (settled, secrets) = settle(&arguments, request.planned, Cluster::Running, today)?;
    let uid = text(request.prior, "uid").unwrap_or_default();
    let visit = Visit {
        connections,
        stop: &request.stop,
        arguments: &arguments,
        value: request.planned,
        former: Some((&former, request.prior)),
        uid: &uid,
    };
    let set = set_of(&arguments)?;
    let configs = Configs::of(kind, &settled).ok_or_else(unknown_configs)?;
    let slots = slots(&stored, &planned, &configs, &uid).ok_or_else(unknown_configs)?;
    let has_work = slots.iter().any(|slot| slot.goal != Goal::Keep);
    let has_drifted = stored.iter().any(is_drifted);
    let needs_image = text(&settled, "ami_id").is_none() && arguments.common.aws.known().is_some();

    let cloud = visit.open().await.map_err(Closed::told)?;
    if !has_work && !cloud.has_changes() && !needs_image {
        outcome.state = secrets.within(&arguments, settled);
        return Ok(());
    }
    let home = cloud.home().await.map_err(|fault| told::fault(&fault))?;
    must_be_home(&home, request.prior)?;
    let image = match text(&settled, "ami_id") {
        None => cloud.image().await.map_err(|fault| told::fault(&fault))?,
        image => image,
    };
    let rules = rules(&arguments, cloud.has_targets(), false);
    let mut pool = pool(&uid, slots, rules);
    let state = |base: &Value, arguments: &Arguments, pool: &Pool| {
        with_machines(base, arguments, entries(pool, &set, &stored, &planned))
    };
    let under_way = under_way(request.prior, request.planned);
    if has_work {
        take_in(&mut pool, cloud.as_ref(), connections, &set, &stored).await?;
    }
    outcome.state = state(&under_way, &former, &pool);
    if cloud.has_changes() || has_drifted {
        // one that is replaced serves until its turn comes
        let staying = pool.slots.iter().filter(|slot| slot.goal != Goal::Remove);
        let staying: Vec<String> = staying.filter_map(id).collect();
        cloud
            .update(&staying)
            .await
            .map_err(|fault| told::fault(&fault))?;
    }
    let takes_a_turn = |slot: &&Slot| {
        slot.goal.takes_a_machine_away() || (rules.one_by_one && slot.order().is_some())
    };
    let turns = pool.slots.iter().filter(takes_a_turn).count();
    let limits = Limits {
        timeout: timeouts::update(&arguments, turns, &rules),
        stop: request.stop.clone(),
    };
    let mut record = |pool: &Pool| outcome.state = state(&under_way, &former, pool);
    let clock = connections.clock();
    let driven = drive(&mut pool, cloud.as_ref(), clock, &limits, &mut record).await;
    if let Err(failure) = driven {
        return Err(told::failure(&failure, &pool, &set, WAY_ON).into());
    }
    let base = with_home(&settled, &home, &uid, image);
    outcome.state = secrets.within(&arguments, state(&base, &arguments, &pool));
    Ok(())
}

fn is_drifted(machine: &Machine) -> bool {
    machine.state.known().is_some_and(|state| state == DRIFTED)
}

fn id(slot: &Slot) -> Option<String> {
    slot.machine.as_ref().map(|machine| machine.id.clone())
}

/// Takes in machines that were made since the state was read, by an apply that died, and refuses to go on where
/// machines stand in each other's place.
async fn take_in(
    pool: &mut Pool,
    cloud: &dyn Cloud,
    connections: &Connections,
    set: &Set,
    stored: &[Machine],
) -> Result<(), Diagnostics> {
    let known: Vec<Known> = stored.iter().filter_map(known).collect();
    let ids = known.iter().map(|known| &known.id).collect();
    let (listed, found) = look(cloud, ids)
        .await
        .map_err(|fault| told::fault(&fault))?;
    let now = connections.clock().now().await;
    let clash = census(&pool.uid, &known, &listed, &found, now)
        .err()
        .or_else(|| {
            let makes = pool.slots.iter().filter(|slot| slot.order().is_some());
            let ordinals: Vec<u32> = makes.map(|slot| slot.ordinal).collect();
            taken(&pool.uid, &ordinals, &listed)
        });
    if let Some(clash) = clash {
        return Err(told::clash(&clash, set).into());
    }
    pool.take_in(&listed, now);
    Ok(())
}
