//! What an apply adds to a plan of controllers: the cluster's secrets, and the configs that hold them.

use std::time::UNIX_EPOCH;

use super::slots::unknown_configs;
use super::stored::{machines_of, with};
use crate::clock::Clock;
use crate::cluster::pki::{Admin, Lifetimes, Pki};
use crate::cluster::time::Time;
use crate::framework::{AttributePath, Diagnostic, Diagnostics, IntoValue as _, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::control_plane::validity_hours;
use crate::machines::settled::Settled;
use crate::machines::{authorities, documents, secrets};

/// The secrets of a cluster whose controllers are applied; none of workers.
pub(super) struct Secrets(Option<(Pki, Admin)>);

/// The present, as the cluster's half counts it.
pub(super) async fn now(clock: &Clock) -> Time {
    let since = clock.now().await.duration_since(UNIX_EPOCH);
    Time(since.unwrap_or_default().as_secs())
}

/// Whether a cluster has secrets already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cluster {
    /// It is made, and its secrets with it.
    New,
    /// It runs on the secrets of its state. Others would be another cluster's, so none are made.
    Running,
}

/// A plan with its configs known, and the secrets in them. Workers have none.
///
/// # Errors
/// They cannot be made, those of a cluster that runs are not there, or the configs with them are too large.
pub(super) fn settle(
    arguments: &Arguments,
    planned: &Value,
    cluster: Cluster,
    now: Time,
) -> Result<(Value, Secrets), Diagnostics> {
    if arguments.kind == Kind::WorkerPool {
        return Ok((planned.clone(), Secrets(None)));
    }
    let hours = validity_hours(arguments).ok_or_else(unknown_configs)?;
    let pki = match (secrets::read(planned), cluster) {
        (Some(pki), _) => pki,
        (None, Cluster::Running) => return Err(lost().into()),
        (None, Cluster::New) => {
            let own = authorities::own(arguments).ok_or_else(unknown_configs)?;
            secrets::generate(now, hours, &own)?
        }
    };
    let admin = match secrets::admin(planned) {
        Some(admin) => admin,
        None => Admin::issue(&pki, now, Lifetimes::of_hours(hours).leaves).map_err(|fault| {
            Diagnostic::error(
                "The administrator's certificate cannot be made",
                format!("{fault}."),
            )
        })?,
    };
    let mut settled = planned.clone();
    if planned.attribute("user_data").is_unknown() {
        let machines = Settled::of(arguments).ok_or_else(unknown_configs)?;
        let mut found = Diagnostics::default();
        let user_data = documents::user_data(arguments, &machines, Some(&pki), &mut found);
        if user_data.len() != machines.distinct().count() {
            return Err(found);
        }
        settled = with(&settled, [("user_data", user_data.into_value())]);
    }
    Ok((settled, Secrets(Some((pki, admin)))))
}

fn lost() -> Diagnostic {
    Diagnostic::error(
        "The cluster's certificates are not in the state",
        "The state's pki is empty or damaged, and new authorities would lock out every node and user. Nothing was changed. \
         Take the resource back from an older state; or run terraform state rm with its address, and then terraform \
         import, which reads them back from the controllers.",
    )
    .at(AttributePath::of("pki"))
}

impl Secrets {
    /// A state with what comes of the secrets.
    pub(super) fn within(&self, arguments: &Arguments, state: Value) -> Value {
        let Some((pki, admin)) = &self.0 else {
            return state;
        };
        let machines = machines_of(&state).unwrap_or_default();
        let first = machines.first();
        let address = first.and_then(|machine| machine.private_ipv4.known());
        let address = address.map(String::as_str);
        let attributes = secrets::attributes(arguments, pki, admin, address);
        with(&state, attributes)
    }
}
