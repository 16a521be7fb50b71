//! Mistakes in the arguments of machines, through Terraform: each is answered on its resource and attribute.

use crate::core::Core;
use crate::hcl::{resource, type_of};
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

fn hcl(cases: &[Case]) -> String {
    let resources = cases.iter();
    let resources: Vec<_> = resources
        .map(|case| resource(case.kind, case.name, &case.config))
        .collect();
    resources.concat()
}
