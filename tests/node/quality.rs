//! What every base config is: without a finding, strictly read; accepted by Ignition; small.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use lokomotive::clc::{self, Options};
use lokomotive::ignition::envelope;
use lokomotive::node;
use lokomotive::report::Document;

use crate::{nodes, validator};

/// Largest user data on AWS, in bytes before base64.
const AWS: usize = 16_384;

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

/// Three snippets of about a kilobyte of text each, as users have them.
fn snippets() -> [String; 3] {
    [1, 2, 3].map(|number| {
        let mut commands = String::new();
        for step in 0..12 {
            writeln!(
                commands,
                "          ExecStartPre=/opt/bin/prepare --step={step} --of={number} --log=/var/log/{number}.{step}"
            )
            .unwrap();
        }
        format!(
            "systemd:\n  units:\n    - name: job{number}.service\n      enabled: true\n      contents: |\n          [Service]\n{commands}          ExecStart=/opt/bin/run\n          [Install]\n          WantedBy=multi-user.target\n"
        )
    })
}

/// The guide that tells the sizes.
const GUIDE: &str = "docs/guides/node-configs.md";

/// Prints the sizes of all user data, which must fit AWS and stand in the guide. `UPDATE_NODES=1` writes them there.
#[test]
fn user_data_fit_and_the_guide_says_how_large_they_are() {
    let mut table = String::from(
        "| machine | config | compressed | with three snippets | compressed |\n|---|---|---|---|---|\n",
    );
    let snippets = snippets();
    let snippets: Vec<&str> = snippets.iter().map(String::as_str).collect();
    for (name, node) in nodes::all() {
        let mut row = format!("| {name} |");
        for snippets in [&[][..], &snippets] {
            let (config, _) = nodes::rendered(&node, snippets);
            let envelope = envelope::envelope(&config);
            assert!(envelope.len() < AWS, "{name}: {}", envelope.len());
            write!(row, " {} | {} |", config.len(), envelope.len()).unwrap();
        }
        writeln!(table, "{row}").unwrap();
    }
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
    assert!(guide[start..end] == table, "{GUIDE} should say:\n{table}");
}

#[expect(clippy::print_stderr, reason = "the test shows what it has measured")]
fn eprint(table: &str) {
    eprintln!("{table}");
}
