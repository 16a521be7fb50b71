//! Mistakes in the arguments of machines, through Terraform: each is answered on its resource and attribute.

use std::fmt::Write as _;

use lokomotive::machines::Kind;
use serde_json::{Map, Value};

use crate::core::Core;
use crate::machine_cases::{Case, errors, warnings};
use crate::on_both_cores;
use crate::run::Diagnostic;
use crate::workspace::Workspace;

on_both_cores!(errors_are_found_by_validate, warnings_are_told_by_plan);

fn errors_are_found_by_validate(core: Core) {
    let cases = errors();
    let workspace = Workspace::new(core, &hcl(&cases));
    let found = workspace.run(&["validate", "-json"]).diagnostics();
    expect(&cases, &found, "error");
}

fn warnings_are_told_by_plan(core: Core) {
    let cases = warnings();
    let workspace = Workspace::new(core, &hcl(&cases));
    let validated = workspace.run(&["validate", "-json"]).diagnostics();
    assert_eq!(validated, [], "warnings of validations show twice");
    let found = workspace.run(&["plan", "-json"]).diagnostics();
    expect(&cases, &found, "warning");
}

/// One answer for each case, on its resource, with the attribute underlined.
#[track_caller]
fn expect(cases: &[Case], found: &[Diagnostic], severity: &str) {
    for case in cases {
        let address = format!("{}.{}", type_of(case.kind), case.name);
        let own: Vec<_> = found
            .iter()
            .filter(|diagnostic| diagnostic.address == address)
            .collect();
        let [diagnostic] = own[..] else {
            panic!("{address}: {own:#?}");
        };
        assert_eq!(diagnostic.severity, severity, "{address}");
        assert!(
            diagnostic.summary.contains(case.summary),
            "{address}: {diagnostic:#?}"
        );
        assert!(!diagnostic.detail.is_empty(), "{address}: no way out");
        let written = written(case);
        assert!(
            diagnostic.shown.trim_start().starts_with(written),
            "{address}: not at {written:?}: {diagnostic:#?}"
        );
    }
    assert_eq!(found.len(), cases.len(), "{found:#?}");
}

/// What the line starts with that Terraform shows: the innermost attribute or block of the path that is
/// written.
fn written(case: &Case) -> &'static str {
    let path = case.path.split('[').next().unwrap();
    let mut value = &case.config;
    let mut written = "resource";
    for name in path.split('.') {
        match value.get(name) {
            Some(inner) => (value, written) = (inner, name),
            None => break,
        }
    }
    written
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Controller => "lokomotive_controller",
        Kind::WorkerPool => "lokomotive_worker_pool",
    }
}

fn hcl(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        writeln!(text, "resource {:?} {:?} {{", type_of(case.kind), case.name).unwrap();
        let config = case.config.as_object().unwrap();
        body(config, &mut text);
        text.push_str("}\n");
    }
    text
}

/// Attributes a line each; JSON is HCL but for templates.
fn body(object: &Map<String, Value>, text: &mut String) {
    const BLOCKS: &[&str] = &["aws", "equinix_metal", "oidc", "timeouts"];
    for (name, value) in object {
        if BLOCKS.contains(&name.as_str()) {
            writeln!(text, "{name} {{").unwrap();
            body(value.as_object().unwrap(), text);
            text.push_str("}\n");
        } else {
            writeln!(text, "{name} = {value}").unwrap();
        }
    }
}
