//! What today's Flatcar makes of a config at first boot: the boot check, and the conversion to Ignition 3.

mod cases;
mod conversion;
mod corpus;
mod properties;
mod rules;
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot run its tool should say so and stop"
)]
#[path = "../ignition_validate/validator.rs"]
mod validator;

use lokomotive::clc;
use lokomotive::ignition::convert::{MountPoints, to_v3};
use lokomotive::ignition::v2_3::Config;
use lokomotive::ignition::v3::Version;
use lokomotive::ignition::{boot_check, json};
use lokomotive::report::{Document, Finding, Severity};

/// Compiles a document that must be free of errors.
fn compile(text: &str, document: Document, options: &clc::Options) -> Config {
    let (config, report) = clc::compile(text, document, options);
    assert!(!report.has_errors(), "{text}\n{report:#?}");
    config
}

/// What the boot check finds: rule, document and line, like `duplicate-path content 3`, warnings marked so.
fn found(config: &Config) -> Vec<String> {
    let report = boot_check::check(config);
    report.findings().iter().map(line_of).collect()
}

/// Fails unless Ignition itself takes what the config converts to, in the newest version.
fn assert_ignition_takes(config: &Config) {
    validator::assert_installed();
    let mount_points = MountPoints::of([config]);
    let converted = to_v3(config.clone(), Version::V3_4_0, &mount_points);
    let mut complaints = validator::complaints(&json::to_string(&converted, false));
    complaints.retain(|(severity, _)| *severity == Severity::Error);
    assert_eq!(complaints, [], "{}", json::to_string(&converted, true));
}

fn line_of(finding: &Finding) -> String {
    let (document, mark) = finding
        .document
        .zip(finding.mark)
        .unwrap_or_else(|| panic!("no place: {finding:#?}"));
    let severity = match finding.severity {
        Severity::Error => "",
        Severity::Warning => "warning: ",
        Severity::Note => "note: ",
    };
    format!(
        "{severity}{} {document} {}",
        finding.problem.rule, mark.line
    )
}
