//! Documents in, one Ignition config out: compile each, merge them in order, check the result, print it.
//!
//! For Container Linux Configs this is what `terraform-provider-ct` did behind `ct_config`, with two
//! differences: every document is compiled even when an earlier one is broken, so that all findings come at
//! once, and documents merge by key unless [`Merge::Append`](crate::render::Merge::Append) asks for the old concatenation.
//!
//! Butane documents are Ignition 3. Where there is one, or the caller asks for Ignition 3, Container Linux
//! Configs are converted as Flatcar converts them at boot: before merging when documents are mixed, else
//! after merging by their own rules.

mod documents;
mod options;

pub use documents::Source;
pub use options::{BootCheck, Merge, Options, Target};

use crate::butane::Files;
use crate::ignition::convert::{self, MountPoints};
use crate::ignition::v3::{self, Version, rules};
use crate::ignition::{append, boot_check, by_key, json, v2_3};
use crate::report::{Finding, Problem, Report, Severity, Step};
use documents::{Compiled, compile};

/// Renders documents to Ignition JSON; `None` when the report has errors. `files` are the local files that
/// Butane documents may name.
#[must_use]
pub fn render(
    sources: &[Source<'_>],
    options: Options,
    files: &dyn Files,
) -> (Option<String>, Report) {
    let (compiled, mut report) = compile(sources, options, files);
    let pretty = options.pretty_print;
    let json = match (compiled, options.target) {
        (Compiled::V2(configs), None | Some(Target::V2_3)) => {
            let config = merge_v2(configs, options.merge, &mut report);
            check_v2(&config, options.boot_check, &mut report);
            Some(json::to_string(&config, pretty))
        }
        (Compiled::V3(_), Some(Target::V2_3)) => {
            report.push(butane_needs_v3());
            None
        }
        (compiled, target) => {
            let version = match target {
                Some(Target::V3(version)) => version,
                Some(Target::V2_3) | None => Version::default(),
            };
            merged_v3(compiled, options.merge, &mut report)
                .map(|config| finish_v3(config, version, options, &mut report))
        }
    };
    (json.filter(|_| !report.has_errors()), report)
}

/// Renders documents to an Ignition 3 config for a machine of our own: 3.3.0, or 3.4.0 when a document needs
/// it. `adjust` has the merged config in its hands before it is checked. `options` say nothing of the version.
#[must_use]
pub fn compose(
    sources: &[Source<'_>],
    options: Options,
    files: &dyn Files,
    adjust: impl FnOnce(&mut v3::Config, &mut Report),
) -> (Option<String>, Report) {
    let (compiled, mut report) = compile(sources, options, files);
    let merged = merged_v3(compiled, options.merge, &mut report);
    let json = merged.map(|mut config| {
        adjust(&mut config, &mut report);
        let version = if rules::unsupported(&config, OLDEST).is_empty() {
            OLDEST
        } else {
            Version::default()
        };
        finish_v3(config, version, options, &mut report)
    });
    (json.filter(|_| !report.has_errors()), report)
}

/// The version that every Flatcar reads that is still supported: 3185 and later.
const OLDEST: Version = Version::V3_3_0;

/// Checks documents one by one, for when others are not known yet.
#[must_use]
pub fn check(sources: &[Source<'_>], options: Options, files: &dyn Files) -> Report {
    compile(sources, options, files).1
}

fn merge_v2(configs: Vec<v2_3::Config>, how: Merge, report: &mut Report) -> v2_3::Config {
    match how {
        Merge::Append => configs
            .into_iter()
            .reduce(append::append)
            .unwrap_or_default(),
        Merge::ByKey => by_key::all(configs, report),
    }
}

/// One Ignition 3 config. Configs that are all of Ignition 2 are merged as such, and converted afterwards.
fn merged_v3(compiled: Compiled, how: Merge, report: &mut Report) -> Option<v3::Config> {
    match compiled {
        Compiled::V2(configs) => {
            let config = merge_v2(configs, how, report);
            let mount_points = MountPoints::of([&config]);
            // The version is the caller's to set, once the config is complete.
            Some(convert::to_v3(config, Version::default(), &mount_points))
        }
        Compiled::V3(configs) => v3::merge_all(configs),
    }
}

/// Adds what Flatcar would do with the config at first boot, unless there are errors already: what is
/// wrong with a document is told before what becomes of it.
fn check_v2(config: &v2_3::Config, mode: BootCheck, report: &mut Report) {
    if mode != BootCheck::Off && !report.has_errors() {
        report.extend(as_asked(boot_check::check(config), mode));
    }
}

/// Sets the version, holds the config against the rules, and prints it.
fn finish_v3(
    mut config: v3::Config,
    version: Version,
    options: Options,
    report: &mut Report,
) -> String {
    config.ignition.version = version;
    if !report.has_errors() {
        for violation in rules::unsupported(&config, version) {
            report.push(violation.into_finding());
        }
        if options.boot_check != BootCheck::Off {
            report.extend(as_asked(refusals(&config), options.boot_check));
        }
    }
    json::to_string(&config, options.pretty_print)
}

/// What Ignition or Flatcar's tree refuses in the merged config, though it was fine with each document. What
/// Ignition merely warns of has been told with the documents.
fn refusals(config: &v3::Config) -> Report {
    let mut report = boot_check::check_v3(config);
    for violation in rules::check(config) {
        if violation.severity == Severity::Error {
            report.push(Finding {
                step: Step::BootCheck,
                ..violation.into_finding()
            });
        }
    }
    report
}

/// The findings of a boot check with the severity that the user chose.
fn as_asked(mut report: Report, mode: BootCheck) -> Report {
    if mode == BootCheck::Warning {
        for finding in report.findings_mut() {
            finding.severity = finding.severity.max(Severity::Warning);
        }
    }
    report
}

fn butane_needs_v3() -> Finding {
    Finding {
        severity: Severity::Error,
        step: Step::Convert,
        document: None,
        mark: None,
        problem: Problem::new(
            "butane-needs-ignition-3",
            "Butane documents cannot be rendered to Ignition 2.3.0",
            "Set ignition_version to 3.3.0 or 3.4.0, or leave it out.",
        ),
    }
}
