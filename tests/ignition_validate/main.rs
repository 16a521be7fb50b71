//! The rules of Ignition 3 against the judgement of Ignition itself.
//!
//! `cases` holds configs that break a rule each, and configs at the edge of one. Our rules must name the
//! expected rule at the expected field; Debian's `ignition-validate` must complain at the same fields. That
//! is Ignition 2.14: it knows 3.4.0 under the name of its draft, and not all of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod build;
mod cases;
mod validator;

use lokomotive::ignition::json;
use lokomotive::ignition::v3::{Config, Version, rules};
use lokomotive::report::Severity;

use cases::{Case, Judge};
use validator::Complaint;

#[test]
fn our_rules_find_what_is_expected() {
    check_all(|case| {
        let mut found = ours(&case.config());
        let mut expected: Vec<_> = case
            .expect
            .iter()
            .map(|&(severity, path, _)| (severity, path.to_owned()))
            .collect();
        found.sort();
        expected.sort();
        let rules = rule_names(&case.config());
        let mut names: Vec<_> = case.expect.iter().map(|&(_, _, rule)| rule).collect();
        names.sort_unstable();
        (found == expected && rules == names)
            .then_some(())
            .ok_or_else(|| format!("expected {:?}, found {found:?} {rules:?}", case.expect))
    });
}

#[test]
fn ignition_agrees() {
    validator::assert_installed();
    check_all(|case| {
        if case.judge == Judge::Newer {
            return Ok(());
        }
        let config = case.config();
        let ours = without_owners(ours(&config));
        let theirs = without_owners(validator::complaints(&json::to_string(&config, false)));
        (ours == theirs)
            .then_some(())
            .ok_or_else(|| format!("we find {ours:?}, ignition-validate {theirs:?}"))
    });
}

#[test]
fn what_3_3_lacks_is_told() {
    check_all(|case| {
        let found: Vec<_> = rules::unsupported(&case.config(), Version::V3_3_0)
            .into_iter()
            .map(|violation| path(&violation.entry, &violation.field))
            .collect();
        let expected: &[&str] = case.needs_3_4;
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        (found == expected)
            .then_some(())
            .ok_or_else(|| format!("expected {expected:?}, found {found:?}"))
    });
}

/// Runs a check over all cases and tells all that fail.
fn check_all(check: impl Fn(&Case) -> Result<(), String>) {
    let cases = cases::all();
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            check(case)
                .err()
                .map(|fault| format!("{}: {fault}", case.name))
        })
        .collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn ours(config: &Config) -> Vec<Complaint> {
    rules::check(config)
        .into_iter()
        .map(|violation| (violation.severity, path(&violation.entry, &violation.field)))
        .collect()
}

fn rule_names(config: &Config) -> Vec<&'static str> {
    let violations = rules::check(config).into_iter();
    let mut names: Vec<_> = violations.map(|violation| violation.problem.rule).collect();
    names.sort_unstable();
    names
}

fn path(entry: &str, field: &str) -> String {
    if field.is_empty() {
        entry.to_owned()
    } else {
        format!("{entry}.{field}")
    }
}

/// Each complaint once, and not at an entry when there is one at a field of it: the reference tells some
/// faults at both.
fn without_owners(mut complaints: Vec<Complaint>) -> Vec<Complaint> {
    complaints.sort();
    complaints.dedup();
    let is_owner = |(severity, path): &Complaint| {
        complaints.iter().any(|(other, below)| {
            other == severity
                && below
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let kept: Vec<_> = complaints
        .iter()
        .filter(|complaint| !is_owner(complaint))
        .cloned()
        .collect();
    kept
}

/// Shorthand of the tables.
const ERROR: Severity = Severity::Error;
/// Shorthand of the tables.
const WARNING: Severity = Severity::Warning;
