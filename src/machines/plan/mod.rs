//! What a plan says of machines: a pure function of configuration and what is stored.
//!
//! What is known stays known: machines that the plan does not touch keep their ids and addresses, and names
//! and hashes are known before there is a machine. Terraform plans twice and wants the same plan for the same
//! input, so there is no clock, no chance and no cloud here.

mod machines;
mod refusals;

pub use machines::{Change, planned_machines};

use std::collections::BTreeMap;

use super::arguments::{Arguments, Common, Kind};
use super::fingerprint::fingerprint;
use super::machine::Machine;
use super::outputs::{PER_MACHINE, per_machine};
use super::settled::{Settled, choose_release, is_stood_in};
use super::{documents, rules, secrets, tags};
use crate::cluster::pki::Pki;
use crate::framework::{
    ConvertError, Diagnostics, Field, FromValue as _, IntoValue as _, PlanDraft, Value,
};

/// Completes the plan of a set of machines.
///
/// # Errors
/// When values are not of the resource's schema.
pub fn plan(
    kind: Kind,
    default_tags: &Field<BTreeMap<String, String>>,
    draft: &mut PlanDraft<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), ConvertError> {
    let prior = match draft.prior() {
        Value::Null => None,
        prior => Some(Arguments::read(kind, prior)?),
    };
    let arguments = settle_release(kind, draft, prior.as_ref())?;
    rules::check(&arguments, diagnostics);
    rules::warn(&arguments, diagnostics);
    refusals::replacement(&arguments, prior.as_ref(), draft, diagnostics);

    let hash = fingerprint(kind, &draft.planned_object()).map_or(Field::Unknown, Field::Known);
    let stored = stored_machines(draft.prior())?;
    let change = Change::of(&arguments);
    let machines = planned_machines(&arguments, &stored, &hash, change);
    refusals::changes(&arguments, prior.as_ref(), &machines, &hash, diagnostics);

    let pki = secrets::read(draft.prior());
    let user_data = user_data(&arguments, &hash, pki.as_ref(), draft, diagnostics);
    set(draft, &arguments, machines, hash, user_data);
    draft.set("tags_all", tags::all(&arguments, default_tags));
    settle_home(&arguments, draft);
    if kind == Kind::Controller {
        if let Some(pki) = &pki {
            refusals::other_authorities(&arguments, pki, diagnostics);
        }
        renew_admin(draft);
    }
    if image_changes(&arguments, prior.as_ref()) {
        draft.set("ami_id", Value::UNKNOWN);
    }
    Ok(())
}

/// Plans the release and the image that the user has not set.
fn settle_release(
    kind: Kind,
    draft: &mut PlanDraft<'_>,
    prior: Option<&Arguments>,
) -> Result<Arguments, ConvertError> {
    let mut arguments = Arguments::read(kind, &draft.planned_object())?;
    let config = draft.config();
    let is_set = |name: &str| !config.attribute(name).is_null();
    if !is_set("kubelet_image")
        && arguments.common.kubernetes_version.is_unknown()
        && is_set("kubernetes_version")
    {
        arguments.common.kubelet_image = Field::Unknown;
    } else {
        let image = arguments.common.kubelet_image.clone();
        choose_release(&mut arguments, prior);
        if is_set("kubelet_image") {
            arguments.common.kubelet_image = image;
        }
    }
    if !is_set("kubernetes_version") {
        draft.set(
            "kubernetes_version",
            arguments.common.kubernetes_version.clone(),
        );
    }
    if !is_set("kubelet_image") {
        draft.set("kubelet_image", arguments.common.kubelet_image.clone());
    }
    Ok(arguments)
}

/// The administrator's certificate is made anew once a read has found it near its end.
fn renew_admin(draft: &mut PlanDraft<'_>) {
    let is_near_end = *draft.prior().attribute("admin_certificate_renewal") == Value::Bool(true);
    if is_near_end {
        for name in ["kubernetes", "kubeconfig"] {
            draft.set(name, Value::UNKNOWN);
        }
    }
    draft.set("admin_certificate_renewal", Value::Bool(false));
}

/// What does not apply to the machines' cloud is null from the first plan on. Where machines are stays as it is.
fn settle_home(arguments: &Arguments, draft: &mut PlanDraft<'_>) {
    let of_others: &[&str] = if arguments.common.aws.is_null() {
        &["account_id", "region", "ami_id"]
    } else {
        &["project_id"]
    };
    for name in of_others {
        draft.set(name, Value::Null);
    }
    let prior = draft.prior();
    if prior.attribute("uid").is_null() {
        return;
    }
    for name in ["account_id", "region", "project_id"] {
        draft.set(name, prior.attribute(name).clone());
    }
}

/// Whether another image is asked for than the one that was found at creation. What is not stored was imported.
fn image_changes(arguments: &Arguments, prior: Option<&Arguments>) -> bool {
    let Some(prior) = prior.filter(|_| !arguments.common.aws.is_null()) else {
        return false;
    };
    let release = |arguments: &Arguments| {
        let Common {
            os_channel,
            os_version,
            os_arch,
            ..
        } = &arguments.common;
        [os_channel.clone(), os_version.clone(), os_arch.clone()]
    };
    let own = |arguments: &Arguments| {
        let aws = arguments.common.aws.known();
        aws.map(|aws| aws.ami_id.clone())
    };
    let is_other =
        |(now, before): (Field<String>, Field<String>)| !before.is_null() && now != before;
    own(arguments) != own(prior)
        || release(arguments)
            .into_iter()
            .zip(release(prior))
            .any(is_other)
}

fn stored_machines(prior: &Value) -> Result<Vec<Machine>, ConvertError> {
    let machines = Option::<Vec<Machine>>::from_value(prior.attribute("machines"))?;
    Ok(machines.unwrap_or_default())
}

/// What machines boot with. It stays what is stored as long as nothing changes that goes into it, so that a
/// new version of the provider, which may compress otherwise, changes nothing.
fn user_data(
    arguments: &Arguments,
    hash: &Field<String>,
    pki: Option<&Pki>,
    draft: &PlanDraft<'_>,
    diagnostics: &mut Diagnostics,
) -> Value {
    let Some(settled) = Settled::of(arguments) else {
        documents::check(arguments, diagnostics);
        return Value::UNKNOWN;
    };
    let prior = draft.prior();
    let rendered = documents::user_data(arguments, &settled, pki, diagnostics);
    let stays = |name: &str| prior.attribute(name) == draft.planned(name);
    let stored = prior.attribute("user_data");
    let same_hash = *prior.attribute("config_sha256") == hash.clone().into_value();
    if !stored.is_null() && same_hash && stays("kubeconfig") && stays("controller_count") {
        return stored.clone();
    }
    let is_complete = rendered.len() == settled.distinct().count();
    let is_made = arguments.kind == Kind::WorkerPool || pki.is_some();
    if is_stood_in(arguments) || !is_made || hash.is_unknown() || !is_complete {
        return Value::UNKNOWN;
    }
    match arguments.kind {
        Kind::Controller => rendered.into_value(),
        Kind::WorkerPool => rendered.into_iter().next().into_value(),
    }
}

fn set(
    draft: &mut PlanDraft<'_>,
    arguments: &Arguments,
    machines: Vec<Machine>,
    hash: Field<String>,
    user_data: Value,
) {
    if arguments.count().known().is_some() {
        for (name, value) in per_machine(arguments, machines, &hash) {
            draft.set(name, value);
        }
    } else {
        for name in PER_MACHINE {
            draft.set(name, Value::UNKNOWN);
        }
    }
    draft.set("config_sha256", hash);
    draft.set("user_data", user_data);
}
