//! What today's Flatcar makes of a config at first boot: the boot check, and the conversion to Ignition 3.

mod cases;
mod conversion;
mod corpus;
mod rules;

use lokomotive::clc;
use lokomotive::ignition::boot_check;
use lokomotive::ignition::v2_3::Config;
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
