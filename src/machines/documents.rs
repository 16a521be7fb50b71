//! The documents of machines: the base config and the user's snippets, rendered and held against the limits of
//! the cloud.

use std::borrow::Cow;

use super::arguments::Arguments;
use super::control_plane::control_plane;
use super::secrets;
use super::settled::{Settled, is_stood_in};
use crate::butane::NoFiles;
use crate::clc::platform::Platform as DynamicData;
use crate::cluster::{self, ControlPlane, pki::Pki};
use crate::diagnose::{self, Disclosure};
use crate::flatcar_config::snippets;
use crate::framework::{AttributePath, Diagnostic, Diagnostics};
use crate::ignition::envelope::{self, TooLarge};
use crate::node::{self, settings::Platform};
use crate::render::Source;
use crate::report::{Document, Report};

/// Renders the user data of each machine that has a config of its own; fewer when there are errors. What the
/// documents show is told once, not for each machine. Secrets of a cluster that are not made yet are stood in for.
pub(super) fn user_data(
    arguments: &Arguments,
    settled: &Settled,
    pki: Option<&Pki>,
    found: &mut Diagnostics,
) -> Vec<String> {
    let mut all = Vec::new();
    let Some(sources) = sources(arguments) else {
        return all;
    };
    let cluster = match cluster(arguments, pki) {
        Ok(cluster) => cluster,
        Err(fault) => {
            found.push(fault);
            return all;
        }
    };
    let lacks_secrets = matches!(cluster, Some((_, Cow::Owned(_))));
    let is_stood_in = is_stood_in(arguments) || lacks_secrets;
    let reserve = if is_stood_in { RESERVE } else { 0 };
    for ordinal in settled.distinct() {
        let additions: Vec<String> = cluster
            .iter()
            .map(|(plane, pki)| cluster::config(plane, settled.platform(), pki, ordinal))
            .collect();
        let node = settled.node(ordinal);
        let (config, report) = node::render(&node, &additions, &sources, &NoFiles);
        if all.is_empty() {
            found.extend(told(arguments, &report));
        }
        let Some(config) = config else {
            break;
        };
        match envelope::user_data(&config, limit(settled.platform()) - reserve) {
            Ok(user_data) => all.push(user_data),
            Err(fault) => {
                let about = if is_stood_in { ABOUT } else { "" };
                found.push(too_large(arguments, settled, config.len(), &fault, about));
                break;
            }
        }
    }
    all
}

/// The control plane and the secrets in the configs of controllers; workers have neither.
fn cluster<'a>(
    arguments: &Arguments,
    pki: Option<&'a Pki>,
) -> Result<Option<(ControlPlane, Cow<'a, Pki>)>, Diagnostic> {
    let Some(plane) = control_plane(arguments) else {
        return Ok(None);
    };
    let pki = match pki {
        Some(pki) => Cow::Borrowed(pki),
        None => Cow::Owned(secrets::stand_in(arguments)?),
    };
    Ok(Some((plane, pki)))
}

/// Checks the snippets alone, for while it is not known what machines they are for.
pub(super) fn check(arguments: &Arguments, found: &mut Diagnostics) {
    let known = known_sources(arguments);
    let report = node::check(DynamicData::permissive(), &known, &NoFiles);
    found.extend(told(arguments, &report));
}

/// All snippets; `None` while one is not known.
fn sources(arguments: &Arguments) -> Option<Vec<Source<'_>>> {
    snippets::are_known(arguments.snippets()).then(|| known_sources(arguments))
}

fn known_sources(arguments: &Arguments) -> Vec<Source<'_>> {
    snippets::sources(arguments.kind.snippets(), arguments.snippets()).collect()
}

/// The base config is never quoted: it may hold a secret.
fn told(arguments: &Arguments, report: &Report) -> Diagnostics {
    let text_of = |document| match document {
        Document::Snippet(_, index) => snippets::text(arguments.snippets(), index),
        Document::Base | Document::Content => None,
    };
    diagnose::diagnostics(report, text_of, Disclosure::Excerpts)
}

fn limit(platform: &Platform) -> usize {
    match platform {
        Platform::Aws => envelope::AWS,
        Platform::EquinixMetal(_) => envelope::EQUINIX_METAL,
    }
}

/// How much more user data may take once what is stood in for is known, in bytes. No two secrets are compressed alike;
/// by how much they differ stays well below.
const RESERVE: usize = 96;

/// What is said of sizes while something is stood in for.
const ABOUT: &str = " These sizes are about right: kubeconfig or certificates are not known yet.";

fn too_large(
    arguments: &Arguments,
    settled: &Settled,
    size: usize,
    fault: &TooLarge,
    about: &str,
) -> Diagnostic {
    Diagnostic::error(
        "The config is too large for user data, even compressed",
        format!("{}{about}", fault.explain(size, limit(settled.platform()))),
    )
    .at(AttributePath::of(arguments.kind.snippets()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::pki::Own;
    use crate::cluster::settings::example;

    #[test]
    fn the_reserve_is_enough() {
        let plane = example();
        let size = |_| {
            let pki = Pki::stand_in(&Own::default()).unwrap();
            let config = cluster::config(&plane, &Platform::Aws, &pki, 0);
            envelope::envelope(&config).len()
        };
        let sizes: Vec<usize> = (0..50).map(size).collect();
        let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        assert!(most - least < RESERVE, "{least} to {most}");
    }
}
