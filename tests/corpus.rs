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

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use lokomotive::butane::{Files, NoFiles};
use lokomotive::clc::platform::Platform;
use lokomotive::flatcar_config::local_files::Directory;
use lokomotive::ignition::data_url;
use lokomotive::ignition::v3::Version;
use lokomotive::render::{BootCheck, Merge, Options, Source, Target, render};
use lokomotive::report::{Document, Report, Severity};
use serde_json::Value;

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
    let (rendered, report) = run(case, target);
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

fn run(case: &Path, target: Option<Target>) -> (Option<String>, Report) {
    let params: Value =
        serde_json::from_str(&read(&case.join("params.json"))).expect("params.json is JSON");
    let flag = |key: &str| params[key].as_bool().unwrap_or_default();
    let Ok(platform) = Platform::parse(params["platform"].as_str().unwrap_or_default()) else {
        return (None, Report::default());
    };
    let files: Box<dyn Files> = match params["files_dir"].as_str() {
        None | Some("") => Box::new(NoFiles),
        Some(name) => Box::new(Directory::new(case.join(name))),
    };
    let mut texts = vec![(Document::Content, read(&case.join("input.yaml")))];
    let snippets = case.join("snippets");
    if snippets.exists() {
        let snippets = sorted(&snippets).into_iter().enumerate();
        texts.extend(snippets.map(|(index, path)| (Document::Snippet(index), read(&path))));
    }
    let sources: Vec<Source> = texts
        .iter()
        .map(|(document, text)| Source {
            document: *document,
            text,
        })
        .collect();
    let options = Options {
        platform,
        strict: flag("strict"),
        merge: Merge::Append,
        pretty_print: flag("pretty_print"),
        target,
        boot_check: BootCheck::Warning,
    };
    render(&sources, options, &*files)
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

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
}
