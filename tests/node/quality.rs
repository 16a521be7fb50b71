//! What every base config is: without a finding, strictly read; accepted by Ignition; small.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use lokomotive::clc::{self, Options};
use lokomotive::ignition::envelope;
use lokomotive::node;
use lokomotive::node::settings::Platform;
use lokomotive::report::Document;

use crate::{nodes, validator};

#[test]
fn base_configs_are_clean_when_read_strictly() {
    for (name, node) in nodes::all() {
        let options = Options {
            platform: node.platform.of_dynamic_data(),
            strict: true,
        };
        let (_, report) = clc::compile(&node::base(&node), Document::Base, &options);
        assert_eq!(report.findings(), [], "{name}");
    }
}

#[test]
fn nothing_is_found_in_what_machines_boot_with() {
    for (name, node) in nodes::all() {
        let (_, report) = nodes::rendered(&node, &[]);
        assert_eq!(report.findings(), [], "{name}");
    }
}

#[test]
fn ignition_has_nothing_against_them() {
    validator::assert_installed();
    for (name, node) in nodes::all() {
        let (config, _) = nodes::rendered(&node, &[]);
        assert!(config.contains(r#""version":"3.3.0""#), "{name}");
        assert_eq!(validator::complaints(&config), [], "{name}");
    }
}

/// Three snippets of a kilobyte of text each, as users have them.
const SNIPPETS: [&str; 3] = [
    include_str!("snippets/backup.yaml"),
    include_str!("snippets/exporter.yaml"),
    include_str!("snippets/mirror.yaml"),
];

/// The guide that tells the sizes.
const GUIDE: &str = "docs/guides/node-configs.md";

/// How much sizes may differ from those in the guide: no two clusters' secrets are compressed alike.
const TOLERANCE: usize = 100;

/// Prints the sizes of all user data, which must fit their cloud and stand in the guide. `UPDATE_NODES=1` writes them there.
#[test]
fn user_data_fit_and_the_guide_says_how_large_they_are() {
    let table = sizes();
    eprint(&table);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GUIDE);
    let guide = fs::read_to_string(&path).unwrap();
    let start = guide.find("| machine |").unwrap();
    let end = guide[start..]
        .find("\n\n")
        .map_or(guide.len(), |end| start + end + 1);
    if env::var_os("UPDATE_NODES").is_some() {
        let guide = format!("{}{table}{}", &guide[..start], &guide[end..]);
        fs::write(&path, guide).unwrap();
        return;
    }
    assert!(
        are_alike(&guide[start..end], &table),
        "{GUIDE} should say:\n{table}"
    );
}

/// The table of the guide.
fn sizes() -> String {
    let mut table = String::from(
        "| machine | config | compressed | with three snippets | compressed |\n|---|---|---|---|---|\n",
    );
    let pki = nodes::cluster::pki();
    for (name, node) in nodes::all() {
        let mut row = format!("| {name} |");
        for snippets in [&[][..], &SNIPPETS] {
            let config = nodes::cluster::rendered(&node, &pki, snippets);
            let limit = match &node.platform {
                Platform::Aws => envelope::AWS,
                Platform::EquinixMetal(_) => envelope::EQUINIX_METAL,
            };
            let user_data = envelope::user_data(&config, limit).unwrap();
            let usual = envelope::envelope(&config).len();
            let compressed = if usual > limit {
                user_data.len()
            } else {
                usual
            };
            write!(row, " {} | {compressed} |", config.len()).unwrap();
        }
        writeln!(table, "{row}").unwrap();
    }
    table
}

/// Whether two tables have the same words, and numbers that differ by no more than [`TOLERANCE`].
fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (one.split_whitespace(), other.split_whitespace());
    one.clone().count() == other.clone().count()
        && one.zip(other).all(
            |(one, other)| match (one.parse::<usize>(), other.parse::<usize>()) {
                (Ok(one), Ok(other)) => one.abs_diff(other) <= TOLERANCE,
                _ => one == other,
            },
        )
}

#[test]
fn tables_are_compared() {
    assert!(are_alike("| a | 500 |\n", "| a | 600 |\n"));
    assert!(!are_alike("| a | 500 |\n", "| a | 601 |\n"));
    assert!(!are_alike("| a | 500 |\n", "| b | 500 |\n"));
}

#[expect(clippy::print_stderr, reason = "the test shows what it has measured")]
fn eprint(table: &str) {
    eprintln!("{table}");
}
