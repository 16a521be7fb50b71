//! Files are small: one concept each.

use crate::assert_none;
use crate::source::{all, shipped};

#[test]
fn no_file_is_above_600_lines_before_its_tests() {
    let breaches: Vec<String> = all()
        .iter()
        .filter(|source| !source.path.ends_with("tests.rs") && source.length() > 600)
        .map(|source| {
            format!(
                "{} has {} lines: split it",
                source.path.display(),
                source.length()
            )
        })
        .collect();
    assert_none("no file is above 600 lines before its tests", &breaches);
}

#[test]
fn most_files_are_small() {
    let mut lengths: Vec<usize> = shipped()
        .iter()
        .map(super::source::Source::length)
        .collect();
    lengths.sort_unstable();
    let percentile = |percent: usize| lengths[(lengths.len() - 1) * percent / 100];
    let (median, p90) = (percentile(50), percentile(90));
    assert!(
        median <= 150 && p90 <= 400,
        "house rule: median file <= 150 lines, p90 <= 400; it is {median} and {p90}"
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    let breaches: Vec<String> = all()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| format!("{} does not open with `//!`", source.path.display()))
        .collect();
    assert_none("every file opens with `//!`", &breaches);
}
