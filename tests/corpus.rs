//! Golden cases: each folder of `fixtures/clc` is a render, and what it must come to.
//!
//! | file | |
//! |---|---|
//! | `input.yaml`, `snippets/*.yaml`, `params.json` | the arguments |
//! | `expected.json` | the rendered config, byte for byte |
//! | `fails` | or: the kind of failure, and the positions that must be named, one a line |
//! | `renders` | or: it renders, where the reference fails, because Butane may stand beside it |
//! | `flatcar.json`, `flatcar-refuses` | what today's Flatcar makes of it at first boot, for the boot check |

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lokomotive::butane::NoFiles;
use lokomotive::clc::platform::Platform;
use lokomotive::render::{BootCheck, Merge, Options, Source, render};
use lokomotive::report::{Document, Report};
use serde_json::Value;

#[test]
fn golden_cases() {
    let cases = sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clc"));
    let faults: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(cases.len() >= 82, "only {} cases", cases.len());
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn check(case: &Path) -> Result<(), String> {
    let name = case
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let (rendered, report) = run(case);
    let fault = |what: &str| Err(format!("{name}: {what}\n{report:#?}"));
    let expected = case.join("expected.json");
    if expected.exists() {
        let expected = read(&expected);
        return match rendered {
            Some(rendered) if rendered == expected => Ok(()),
            Some(rendered) => fault(&format!("renders\n{rendered}\ninstead of\n{expected}")),
            None => fault("does not render"),
        };
    }
    if case.join("renders").exists() {
        return rendered.map_or_else(|| fault("does not render"), |_| Ok(()));
    }
    if rendered.is_some() {
        return fault("renders");
    }
    let named: BTreeSet<String> = positions(&report).collect();
    let fails = read(&case.join("fails"));
    let missing: Vec<&str> = fails
        .lines()
        .skip(1)
        .filter(|line| !named.contains(*line))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        fault(&format!("does not name {missing:?}"))
    }
}

fn positions(report: &Report) -> impl Iterator<Item = String> {
    report.findings().iter().filter_map(|finding| {
        let mark = finding.mark?;
        Some(format!(
            "{} {}:{}",
            finding.document?, mark.line, mark.column
        ))
    })
}

fn run(case: &Path) -> (Option<String>, Report) {
    let params: Value =
        serde_json::from_str(&read(&case.join("params.json"))).expect("params.json is JSON");
    let flag = |key: &str| params[key].as_bool().unwrap_or_default();
    let Ok(platform) = Platform::parse(params["platform"].as_str().unwrap_or_default()) else {
        return (None, Report::default());
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
        boot_check: BootCheck::Warning,
        ..Options::default()
    };
    render(&sources, options, &NoFiles)
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
