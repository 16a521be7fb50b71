//! Making a set of machines.

use super::cluster::{Cluster, now, settle};
use super::entries::entries;
use super::site::{Closed, Visit, set_of};
use super::slots::{Configs, pool, rules, slots, unknown_configs};
use super::stored::{machines_of, with_home, with_machines};
use super::{timeouts, told};
use crate::cloud::{Cloud, Connections, Home, Machine, Set};
use crate::framework::{AttributePath, Create, Diagnostic, Diagnostics, Outcome, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::pool::{Limits, Pool, drive};

/// How a create that has failed goes on.
const WAY_ON: &str = "Terraform has marked the resource as tainted, so the next apply would end them and begin anew. To \
    keep them, run terraform untaint with the address of this resource; the next apply then makes what is missing.";

/// Makes all machines at once. It refuses to run beside machines of the same names: those of a create whose provider
/// died, most likely, for which there is an import.
///
/// # Errors
/// When not all could be made; the outcome holds those that were.
pub async fn create(
    kind: Kind,
    connections: &Connections,
    request: Create<'_>,
    outcome: &mut Outcome,
) -> Result<(), Diagnostics> {
    let arguments = Arguments::read(kind, request.planned)?;
    let uid = uid()?;
    let visit = Visit {
        connections,
        stop: &request.stop,
        arguments: &arguments,
        value: request.planned,
        former: None,
        uid: &uid,
    };
    let cloud = visit.open().await.map_err(Closed::told)?;
    let home = cloud.home().await.map_err(|fault| told::fault(&fault))?;
    let set = set_of(&arguments)?;
    refuse_beside_others(cloud.as_ref(), &set, &home).await?;
    let image = cloud.image().await.map_err(|fault| told::fault(&fault))?;

    let planned = machines_of(request.planned)?;
    let clock = connections.clock();
    let (settled, secrets) = settle(&arguments, request.planned, Cluster::New, now(clock).await)?;
    let base = with_home(&settled, &home, &uid, image);
    let configs = Configs::of(kind, &settled);
    let slots = configs.and_then(|configs| slots(&[], &planned, &configs, &uid));
    let rules = rules(&arguments, cloud.has_targets(), true);
    let mut pool = pool(&uid, slots.ok_or_else(unknown_configs)?, rules);

    let state = |pool: &Pool| -> Value {
        let state = with_machines(&base, &arguments, entries(pool, &set, &[], &planned));
        secrets.within(&arguments, state)
    };
    let limits = Limits {
        timeout: timeouts::create(&arguments),
        stop: request.stop.clone(),
    };
    let mut record = |pool: &Pool| {
        // a create that has made nothing leaves nothing behind
        if pool.machines().next().is_some() {
            outcome.state = state(pool);
        }
    };
    let driven = drive(&mut pool, cloud.as_ref(), clock, &limits, &mut record).await;
    match driven {
        Ok(()) => {
            outcome.state = state(&pool);
            Ok(())
        }
        Err(failure) => {
            let way_on = if outcome.state.is_null() { "" } else { WAY_ON };
            Err(told::failure(&failure, &pool, &set, way_on).into())
        }
    }
}

/// A random id.
fn uid() -> Result<String, Diagnostics> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Diagnostic::error(
            "There is no randomness",
            format!("The operating system gives none: {error}."),
        )
    })?;
    Ok(crate::digest::hex(bytes))
}

async fn refuse_beside_others(
    cloud: &dyn Cloud,
    set: &Set,
    home: &Home,
) -> Result<(), Diagnostics> {
    let listed = cloud.list().await.map_err(|fault| told::fault(&fault))?;
    let live: Vec<&Machine> = listed
        .iter()
        .filter(|machine| machine.state.is_live())
        .collect();
    if live.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = live
        .iter()
        .map(|machine| match machine.owner.ordinal {
            Some(ordinal) => format!("{} ({})", machine.id, set.machine_name(ordinal)),
            None => machine.id.clone(),
        })
        .collect();
    let argument = match set.role {
        crate::cloud::Role::Controller => "cluster_name",
        crate::cloud::Role::Worker { .. } => "pool_name",
    };
    Err(Diagnostic::error(
        "There are such machines already",
        format!(
            "These {set} run: {}. Nothing was made beside them. They may be from an apply whose provider ended before it \
             could say what it had made. To take them in, run\n\n  terraform import ADDRESS {}\n\nwith the address of this \
             resource, and then terraform apply. To have other machines beside them, use another {argument}.",
            told::row(named, ", "),
            super::import::id(set, home),
        ),
    )
    .at(AttributePath::of(argument))
    .into())
}
