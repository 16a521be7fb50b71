//! The rules of machines, without Terraform: each mistake is answered at its path, and each rule has a mistake.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so and stop"
)]

#[path = "../machine_cases/mod.rs"]
mod machine_cases;
#[path = "../typed/mod.rs"]
mod typed;

use std::fs;
use std::path::Path;

use lokomotive::framework::{Block, Diagnostics, Value};
use lokomotive::machines::{self, Kind};
use machine_cases::{config, errors, warnings};
use typed::typed;

/// A configuration as Terraform hands it over.
fn value(block: &Block, config: &serde_json::Value) -> Value {
    let mut value = typed(config, &block.ty());
    block.complete(&mut value);
    value
}

/// The errors of a configuration: path and summary.
fn found(kind: Kind, config: &serde_json::Value) -> Vec<(String, String)> {
    let block = machines::schema_of(kind, "").block;
    let value = value(&block, config);
    let mut found = Diagnostics::new();
    block.check_rules(&value, &mut found);
    machines::validate(kind, &value, &mut found);
    found
        .iter()
        .map(|diagnostic| (diagnostic.path.to_string(), diagnostic.summary.clone()))
        .collect()
}

#[test]
fn without_a_mistake_nothing_is_found() {
    for kind in [Kind::Controller, Kind::WorkerPool] {
        for cloud in ["aws", "equinix_metal"] {
            assert_eq!(
                found(kind, &config(kind, cloud, &[])),
                [],
                "{kind:?} {cloud}"
            );
        }
    }
}

#[test]
fn each_mistake_is_answered_at_its_path() {
    for case in errors() {
        let expected = [(case.path.to_owned(), case.summary.to_owned())];
        assert_eq!(found(case.kind, &case.config), expected, "{}", case.name);
    }
}

/// Summaries that the rules can give, read from their source.
fn summaries() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/machines/rules");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for start in [
            "Diagnostic::error(",
            "Diagnostic::warning(",
            "fault(",
            "Some((",
        ] {
            for rest in source.split(start).skip(1) {
                if let Some(rest) = rest.trim_start().strip_prefix('"') {
                    found.push(rest.split('"').next().unwrap().to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn each_rule_has_a_mistake() {
    let cases: Vec<&str> = errors()
        .iter()
        .chain(&warnings())
        .map(|case| case.summary)
        .collect();
    let summaries = summaries();
    assert!(summaries.len() > 35, "{summaries:?}");
    for summary in summaries {
        assert!(cases.contains(&summary.as_str()), "no case for {summary:?}");
    }
}
