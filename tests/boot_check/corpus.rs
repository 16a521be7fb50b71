//! The golden cases that render: for each, Flatcar's own verdict is in `flatcar.json` (the Ignition 3.1 config
//! that it makes of `expected.json`, units sorted by name) or in `flatcar-refuses` (the rule of ours that says why it does not).

use std::fs;
use std::path::{Path, PathBuf};

use lokomotive::clc::{self, platform::Platform};
use lokomotive::ignition::append::append;
use lokomotive::ignition::convert::{MountPoints, to_v3};
use lokomotive::ignition::v2_3::Config;
use lokomotive::ignition::v3::Version;
use lokomotive::report::Document;
use serde_json::Value;

use crate::{assert_ignition_takes, compile, found};

#[test]
fn golden_cases_meet_flatcars_verdict() {
    let verdicts: Vec<Result<(), String>> =
        cases().iter().filter_map(|case| verdict(case)).collect();
    assert!(verdicts.len() >= 52, "only {} cases", verdicts.len());
    let faults: Vec<&String> = verdicts.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn ignition_takes_what_flatcar_takes() {
    let accepted = cases()
        .into_iter()
        .filter(|case| case.join("flatcar.json").exists());
    for case in accepted {
        let mut config = config(&case);
        // Only Flatcar's build of Ignition knows this scheme.
        let replace = &mut config.ignition.config.replace;
        replace.take_if(|reference| reference.source.starts_with("oem:"));
        assert_ignition_takes(&config);
    }
}

fn cases() -> Vec<PathBuf> {
    sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clc"))
}

/// Whether we agree with Flatcar about a case; `None` for one that does not render.
fn verdict(case: &Path) -> Option<Result<(), String>> {
    let accepted = fs::read_to_string(case.join("flatcar.json"));
    let refused = fs::read_to_string(case.join("flatcar-refuses"));
    let verdict = match (accepted, refused) {
        (Ok(json), _) => is_accepted(&config(case), &json),
        (_, Ok(rules)) => is_refused(&config(case), &rules),
        _ => return None,
    };
    Some(verdict.map_err(|fault| format!("{}: {fault}", case.display())))
}

fn is_accepted(config: &Config, json: &str) -> Result<(), String> {
    let errors = errors(config);
    if !errors.is_empty() {
        return Err(format!("boots, but we find {errors:?}"));
    }
    let mount_points = MountPoints::of([config]);
    let mut ours = serde_json::to_value(to_v3(config.clone(), Version::V3_1_0, &mount_points))
        .expect("a config is JSON");
    // Ignition 3.1 does not know kernel arguments, which the model always prints.
    let arguments = ours
        .as_object_mut()
        .and_then(|ours| ours.remove("kernelArguments"));
    assert_eq!(arguments, Some(Value::Object(serde_json::Map::new())));
    let flatcars: Value = serde_json::from_str(json).expect("flatcar.json is JSON");
    if ours == flatcars {
        Ok(())
    } else {
        Err(format!("converts to\n{ours:#}\ninstead of\n{flatcars:#}"))
    }
}

fn is_refused(config: &Config, rules: &str) -> Result<(), String> {
    let errors = errors(config);
    let named = |rule: &str| {
        errors
            .iter()
            .any(|error| error.starts_with(&format!("{rule} ")))
    };
    if !rules.trim().is_empty() && rules.lines().all(named) {
        Ok(())
    } else {
        Err(format!("{rules:?} wanted, found {errors:?}"))
    }
}

/// What the boot check finds, apart from warnings.
fn errors(config: &Config) -> Vec<String> {
    let mut found = found(config);
    found.retain(|finding| !finding.starts_with("warning: "));
    found
}

/// The config of a case, merged as Flatcar's verdict wants it: appended.
fn config(case: &Path) -> Config {
    let params = fs::read_to_string(case.join("params.json")).expect("params.json");
    let params: Value = serde_json::from_str(&params).expect("params.json is JSON");
    let platform = params["platform"].as_str().unwrap_or_default();
    let options = clc::Options {
        platform: Platform::parse(platform).expect("a platform"),
        strict: false,
    };
    let mut documents = vec![(Document::Content, case.join("input.yaml"))];
    let snippets = sorted(&case.join("snippets")).into_iter().enumerate();
    documents.extend(snippets.map(|(index, path)| (Document::snippet(index), path)));
    documents
        .into_iter()
        .map(|(document, path)| {
            let text = fs::read_to_string(&path).expect("a document");
            compile(&text, document, &options)
        })
        .reduce(append)
        .expect("the content is a document")
}

/// What is in a folder; nothing when there is none.
fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
}
