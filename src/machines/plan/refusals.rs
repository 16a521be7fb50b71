//! Changes that would lose a cluster, and what users are told of others.

use crate::cluster::pki::Pki;
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Field, PlanDraft};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::authorities;
use crate::machines::machine::Machine;

use super::Change;
use crate::machines::outputs::outdated_count;

/// With fewer controllers, etcd does not bear the loss of one.
const QUORUM: usize = 3;

/// Another cloud means other machines. Controllers take the cluster's data with them.
pub(super) fn replacement(
    arguments: &Arguments,
    prior: Option<&Arguments>,
    draft: &mut PlanDraft<'_>,
    found: &mut Diagnostics,
) {
    let Some(prior) = prior else {
        return;
    };
    let (now, before) = (&arguments.common, &prior.common);
    for (name, is_other) in [
        ("aws", now.aws.is_null() != before.aws.is_null()),
        (
            "equinix_metal",
            now.equinix_metal.is_null() != before.equinix_metal.is_null(),
        ),
    ] {
        if is_other {
            draft.require_replace(AttributePath::of(name));
        }
    }
    if arguments.kind == Kind::Controller && is_replaced(arguments, prior) {
        found.push(Diagnostic::warning(
            "All controllers are replaced, and the cluster's data are lost",
            "etcd's data are on the controllers alone. What this plan changes makes another cluster: all controllers \
             end before the new ones begin. Take a snapshot of etcd first, or undo the change.",
        ));
    }
}

/// Refuses what an existing set of machines does not survive, and notes what is left as it is.
pub(super) fn changes(
    arguments: &Arguments,
    prior: Option<&Arguments>,
    machines: &[Machine],
    hash: &Field<String>,
    found: &mut Diagnostics,
) {
    let Some(prior) = prior.filter(|prior| !is_replaced(arguments, prior)) else {
        return;
    };
    if arguments.kind == Kind::Controller {
        shrinking(arguments, prior, found);
        settled_for_good(arguments, prior, found);
        zone(arguments, prior, found);
    }
    if Change::of(arguments) == Change::Reinstall {
        other_hardware(arguments, prior, found);
    }
    let outdated = outdated_count(machines, hash).into_known().unwrap_or(0);
    if outdated > 0 && Change::of(arguments) == Change::Ignore {
        found.push(outdated_note(arguments, outdated, machines.len()));
    } else if outdated > 0 {
        found.push(rest_note(outdated));
    }
    if Change::of(arguments) != Change::Ignore
        && arguments.kind == Kind::Controller
        && machines.len() < QUORUM
        && machines
            .iter()
            .any(|machine| machine.state.is_unknown() && replaces(machine, prior))
    {
        found.push(too_few_to_roll(machines.len()));
    }
}

/// Whether a machine takes the place of one that was there.
fn replaces(machine: &Machine, prior: &Arguments) -> bool {
    let before = prior.count().known().copied().unwrap_or(0);
    machine
        .ordinal
        .known()
        .is_some_and(|ordinal| *ordinal < before)
}

fn is_replaced(arguments: &Arguments, prior: &Arguments) -> bool {
    let (now, before) = (&arguments.common, &prior.common);
    let project = |arguments: &Arguments| {
        let metal = arguments.common.equinix_metal.known()?;
        Some(metal.project_id.clone())
    };
    now.cluster_name != before.cluster_name
        || arguments.pool.pool_name != prior.pool.pool_name
        || now.aws.is_null() != before.aws.is_null()
        || project(arguments) != project(prior)
}

fn shrinking(arguments: &Arguments, prior: &Arguments, found: &mut Diagnostics) {
    let (now, before) = (arguments.count().known(), prior.count().known());
    if let (Some(now), Some(before)) = (now, before)
        && now < before
    {
        found.push(
            Diagnostic::error(
                "Controllers cannot be taken away",
                format!(
                    "There are {before} controllers, each a member of etcd; ending {} of them could stop the cluster. \
                     Keep controller_count = {before}. To really have fewer, remove the members with the highest \
                     numbers from etcd one after another (etcdctl member remove), end their machines in the cloud, \
                     and only then lower the number: machines that are gone are no longer counted.",
                    before - now
                ),
            )
            .at(AttributePath::of("controller_count")),
        );
    }
}

/// What a machine is installed on stays what it is.
fn other_hardware(arguments: &Arguments, prior: &Arguments, found: &mut Diagnostics) {
    let hardware = |arguments: &Arguments| {
        let metal = arguments.common.equinix_metal.known()?.clone();
        let in_block = |name| AttributePath::of("equinix_metal").attribute(name);
        Some([
            (in_block("controller_type"), metal.controller_type),
            (in_block("node_type"), metal.node_type),
            (in_block("metro"), metal.metro),
            (in_block("facility"), metal.facility),
            (
                AttributePath::of("os_arch"),
                arguments.common.os_arch.clone(),
            ),
        ])
    };
    let Some((now, before)) = hardware(arguments).zip(hardware(prior)) else {
        return;
    };
    for ((path, now), (_, before)) in now.into_iter().zip(before) {
        // what is not stored was imported
        if now.is_unknown() || before.is_null() || now == before {
            continue;
        }
        found.push(
            Diagnostic::error(
                "This cannot be changed by installing anew",
                format!(
                    "A machine that is installed anew stays where it is and what it is. Set on_config_change = \"roll\" \
                     while you change {path}, and other machines take the place of these."
                ),
            )
            .at(path),
        );
    }
}

/// Refuses other authorities than those that a cluster was made with.
pub(super) fn other_authorities(arguments: &Arguments, pki: &Pki, found: &mut Diagnostics) {
    for name in authorities::others(arguments, pki) {
        found.push(
            Diagnostic::error(
                "The cluster has another authority",
                format!(
                    "It was made with one that is not that of {name}, and its nodes and users trust that one. Take \
                     {name} out, or set it to what the state has in pki; for another authority, make another cluster."
                ),
            )
            .at(AttributePath::of(authorities::BLOCK).attribute(name)),
        );
    }
}

/// What certificates and running pods are made of.
fn settled_for_good(arguments: &Arguments, prior: &Arguments, found: &mut Diagnostics) {
    let fields = [
        (
            "service_cidr",
            &arguments.common.service_cidr,
            &prior.common.service_cidr,
        ),
        (
            "cluster_domain_suffix",
            &arguments.common.cluster_domain_suffix,
            &prior.common.cluster_domain_suffix,
        ),
        (
            "pod_cidr",
            &arguments.controller.pod_cidr,
            &prior.controller.pod_cidr,
        ),
    ];
    for (name, now, before) in fields {
        if let (Some(now), Some(before)) = (now.known(), before.known())
            && now != before
        {
            let with =
                format!("Certificates, services and pods were made with {name} = \"{before}\".");
            found.push(unchangeable(name, &with));
        }
    }
}

/// Members of etcd know each other by names in the zone. One without a zone is at 127.0.0.1, so no other can join it.
fn zone(arguments: &Arguments, prior: &Arguments, found: &mut Diagnostics) {
    let (now, before) = (&arguments.common.dns_zone, &prior.common.dns_zone);
    let (Some(now), Some(before)) = (now.nullable(), before.nullable()) else {
        return;
    };
    // What has a default and is not stored was imported, and the zone with it.
    if now == before || prior.common.service_cidr.is_null() {
        return;
    }
    let before = match before {
        Some(zone) => format!("with dns_zone = \"{zone}\""),
        None => "without a dns_zone".to_owned(),
    };
    let with = format!("etcd and its certificates were made {before}.");
    found.push(unchangeable("dns_zone", &with));
}

fn unchangeable(name: &'static str, made_with: &str) -> Diagnostic {
    Diagnostic::error(
        "This cannot be changed in a cluster that runs",
        format!("{made_with} Set it back, or make another cluster."),
    )
    .at(AttributePath::of(name))
}

fn rest_note(outdated: i64) -> Diagnostic {
    Diagnostic::warning(
        format!("Controllers whose turn is in a later apply: {outdated}"),
        "A new controller has another address here, so one at most is replaced in an apply: let the records of \
         dns_records follow, see that its member of etcd is well, and apply again. With on_config_change = \"reinstall\" \
         controllers keep their addresses, and all get their turn.",
    )
    .at(AttributePath::of("on_config_change"))
}

fn outdated_note(arguments: &Arguments, outdated: i64, all: usize) -> Diagnostic {
    let (one, several) = arguments.kind.noun();
    let (noun, verb) = if outdated == 1 && all == 1 {
        (one, "runs")
    } else {
        (several, "run")
    };
    Diagnostic::warning(
        format!("{outdated} of {all} {noun} {verb} an older config"),
        "They stay as they are, since on_config_change is \"ignore\"; machines that are made from now on have the new \
         config. Set it to \"roll\" to replace them.",
    )
    .at(AttributePath::of("on_config_change"))
}

fn too_few_to_roll(count: usize) -> Diagnostic {
    let noun = if count == 1 {
        "controller"
    } else {
        "controllers"
    };
    Diagnostic::error(
        "Too few controllers to replace one",
        format!(
            "With {count} {noun}, etcd does not bear the loss of one, and its data with it. Set on_config_change = \
             \"ignore\", or have {QUORUM} controllers first."
        ),
    )
    .at(AttributePath::of("on_config_change"))
}
