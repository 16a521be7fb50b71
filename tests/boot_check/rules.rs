//! For each rule a config that breaks it, and the same after its advice was followed.
//!
//! Documents are appended, which lets entries repeat.

use std::collections::BTreeSet;

use lokomotive::clc;
use lokomotive::ignition::append::append;
use lokomotive::ignition::v2_3::Config;
use lokomotive::report::Document;

use crate::{assert_ignition_takes, cases, compile, found};

#[test]
fn each_rule_is_found_and_its_advice_holds() {
    for case in cases::all() {
        assert_eq!(
            found(&config(case.breaks)),
            case.found,
            "{:#?}",
            case.breaks
        );
        let nothing: [String; 0] = [];
        assert_eq!(found(&config(case.advice)), nothing, "{:#?}", case.advice);
    }
}

#[test]
fn ignition_takes_what_the_advice_makes() {
    for case in cases::all() {
        assert_ignition_takes(&config(case.advice));
    }
}

#[test]
fn each_rule_has_a_case() {
    let wording = include_str!("../../src/ignition/boot_check/problems.rs");
    let rules = wording
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .filter(|text| text.contains('-') && !text.contains(' '));
    let rules: BTreeSet<&str> = rules.collect();
    let found: BTreeSet<&str> = cases::all()
        .flat_map(|case| case.found)
        .filter_map(|found| found.trim_start_matches("warning: ").split(' ').next())
        .collect();
    assert!(rules.len() > 30, "{rules:?}");
    assert_eq!(rules, found);
}

fn config(documents: &[&str]) -> Config {
    documents
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let document = index
                .checked_sub(1)
                .map_or(Document::Content, Document::snippet);
            compile(text, document, &clc::Options::default())
        })
        .reduce(append)
        .expect("a document")
}
