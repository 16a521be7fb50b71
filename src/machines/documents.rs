//! The documents of machines: the base config and the user's snippets, rendered and held against the limits of
//! the cloud.

use super::arguments::Arguments;
use super::settled::{Settled, is_stood_in};
use crate::butane::NoFiles;
use crate::clc::platform::Platform as DynamicData;
use crate::diagnose::{self, Disclosure};
use crate::flatcar_config::snippets;
use crate::framework::{AttributePath, Diagnostic, Diagnostics};
use crate::ignition::envelope::{self, TooLarge};
use crate::node::{self, settings::Platform};
use crate::render::Source;
use crate::report::{Document, Report};

/// Renders the user data of each machine that has a config of its own; fewer when there are errors. What the
/// documents show is told once, not for each machine.
pub(super) fn user_data(
    arguments: &Arguments,
    settled: &Settled,
    found: &mut Diagnostics,
) -> Vec<String> {
    let mut all = Vec::new();
    let Some(sources) = sources(arguments) else {
        return all;
    };
    for ordinal in settled.distinct() {
        let (config, report) = node::render(&settled.node(ordinal), &sources, &NoFiles);
        if all.is_empty() {
            found.extend(told(arguments, &report));
        }
        let Some(config) = config else {
            break;
        };
        match envelope::user_data(&config, limit(settled.platform())) {
            Ok(user_data) => all.push(user_data),
            Err(fault) => {
                found.push(too_large(arguments, settled, config.len(), &fault));
                break;
            }
        }
    }
    all
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

fn too_large(
    arguments: &Arguments,
    settled: &Settled,
    size: usize,
    fault: &TooLarge,
) -> Diagnostic {
    let about = if is_stood_in(arguments) {
        " These sizes are about right: the kubeconfig is not known yet."
    } else {
        ""
    };
    Diagnostic::error(
        "The config is too large for user data, even compressed",
        format!("{}{about}", fault.explain(size, limit(settled.platform()))),
    )
    .at(AttributePath::of(arguments.kind.snippets()))
}
