//! Golden cases: each folder of `fixtures/clc` and `fixtures/butane` is a render, and what it must come to.
//!
//! | file | |
//! |---|---|
//! | `input.yaml`, `snippets/*.yaml`, `files/`, `params.json` | the arguments |
//! | `expected.json` | the rendered config, byte for byte; gzip is compared unpacked |
//! | `warns` | and: positions that a warning must name, one a line |
//! | `fails` | or: the kind of failure, and the positions that must be named: `document line[:column]` |
//! | `renders` | or: it renders, where the reference fails, because both formats may stand side by side |
//! | `flatcar.json`, `flatcar-refuses` | what today's Flatcar makes of it at first boot, for the boot check |

mod documents;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use lokomotive::ignition::data_url;
use lokomotive::ignition::v3::Version;
use lokomotive::render::{BootCheck, Merge, Target};
use lokomotive::report::{Report, Severity};

use documents::{rendered, sorted};

#[test]
fn container_linux_configs() {
    check_all("clc", None, 82);
}

#[test]
fn butane() {
    check_all("butane", Some(Target::V3(Version::V3_4_0)), 34);
}

fn check_all(format: &str, target: Option<Target>, at_least: usize) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let cases = sorted(&fixtures.join(format));
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|case| check(case, target).err())
        .collect();
    assert!(cases.len() >= at_least, "only {} cases", cases.len());
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn check(case: &Path, target: Option<Target>) -> Result<(), String> {
    let name = case.file_name().unwrap_or_default().display().to_string();
    let (rendered, report) = rendered(case, target, Merge::Append, BootCheck::Warning);
    let fault = |what: &str| Err(format!("{name}: {what}\n{report:#?}"));
    let wanted = |file: &str| fs::read_to_string(case.join(file)).ok();
    match (rendered, wanted("fails")) {
        (Some(_), Some(_)) => return fault("renders"),
        (None, None) => return fault("does not render"),
        (Some(rendered), None) => {
            if let Some(expected) = wanted("expected.json")
                && unpacked(&rendered) != unpacked(&expected)
            {
                return fault(&format!("renders\n{rendered}\ninstead of\n{expected}"));
            }
        }
        (None, Some(fails)) => {
            let missing = missing(fails.lines().skip(1), &report, Severity::Error);
            if !missing.is_empty() {
                return fault(&format!("does not name {missing:?}"));
            }
        }
    }
    let warns = wanted("warns").unwrap_or_default();
    let missing = missing(warns.lines(), &report, Severity::Warning);
    if missing.is_empty() {
        Ok(())
    } else {
        fault(&format!("does not warn at {missing:?}"))
    }
}

/// The positions that no finding of a severity names.
fn missing<'l>(
    lines: impl Iterator<Item = &'l str>,
    report: &Report,
    severity: Severity,
) -> Vec<&'l str> {
    let mut named = BTreeSet::new();
    let findings = report.findings().iter();
    for finding in findings.filter(|finding| finding.severity == severity) {
        if let (Some(document), Some(mark)) = (finding.document, finding.mark) {
            named.insert(format!("{document} {}", mark.line));
            named.insert(format!("{document} {}:{}", mark.line, mark.column));
        }
    }
    lines.filter(|line| !named.contains(*line)).collect()
}

/// A rendered config with the bytes of its compressed contents unpacked, since encoders differ.
fn unpacked(rendered: &str) -> String {
    const START: &str = "data:;base64,H4sI";
    let mut text = rendered.to_owned();
    while let Some(start) = text.find(START) {
        let length = text[start..].find('"').expect("a JSON string ends");
        let packed = data_url::decode(&text[start..start + length]).expect("a data URL");
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_end(&mut bytes)
            .expect("gzip");
        text.replace_range(start..start + length, &data_url::encode(&bytes));
    }
    text
}
