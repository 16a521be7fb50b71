//! Documents in, one Ignition config out: compile each, merge them in order, print the result.
//!
//! This is what `terraform-provider-ct` did behind `ct_config`, with two differences: every document is
//! compiled even when an earlier one is broken, so that all findings come at once, and documents merge
//! by key unless [`Merge::Append`](crate::render::Merge::Append) asks for the old concatenation.

use crate::clc::{self, platform::Platform};
use crate::ignition::v2_3::Config;
use crate::ignition::{append, by_key, json};
use crate::report::{Document, Report};

/// How documents are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Entries of the same key are merged, the later document wins.
    #[default]
    ByKey,
    /// Lists are concatenated, as `ct` did.
    Append,
}

/// One document: its text and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Which argument it is.
    pub document: Document,
    /// Its text.
    pub text: &'a str,
}

/// What applies to all documents of a render.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Where dynamic data such as `{PRIVATE_IPV4}` come from.
    pub platform: Platform,
    /// Whether warnings of the parse step are errors.
    pub strict: bool,
    /// How documents are merged.
    pub merge: Merge,
    /// Whether the result is indented.
    pub pretty_print: bool,
}

/// Renders documents to Ignition JSON; `None` when the report has errors.
#[must_use]
pub fn render(sources: &[Source<'_>], options: Options) -> (Option<String>, Report) {
    let (configs, mut report) = compile(sources, options);
    let config = merge(configs, options.merge, &mut report);
    let json = (!report.has_errors()).then(|| json::to_string(&config, options.pretty_print));
    (json, report)
}

/// Checks documents one by one, for when others are not known yet.
#[must_use]
pub fn check(sources: &[Source<'_>], options: Options) -> Report {
    compile(sources, options).1
}

fn compile(sources: &[Source<'_>], options: Options) -> (Vec<Config>, Report) {
    let clc_options = clc::Options {
        platform: options.platform,
        strict: options.strict,
    };
    let mut report = Report::default();
    let configs = sources
        .iter()
        .map(|source| {
            let (config, findings) = clc::compile(source.text, source.document, &clc_options);
            report.extend(findings);
            config
        })
        .collect();
    (configs, report)
}

fn merge(configs: Vec<Config>, how: Merge, report: &mut Report) -> Config {
    match how {
        Merge::Append => configs
            .into_iter()
            .reduce(append::append)
            .unwrap_or_default(),
        Merge::ByKey => by_key::all(configs, report),
    }
}
