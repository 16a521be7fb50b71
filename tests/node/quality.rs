//! What every base config is: without a finding, strictly read; accepted by Ignition; small.

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
        let commands: String = (0..12)
            .map(|step| {
                format!("          ExecStartPre=/opt/bin/prepare --step={step} --of={number} --log=/var/log/{number}.{step}\n")
            })
            .collect();
        format!(
            "systemd:\n  units:\n    - name: job{number}.service\n      enabled: true\n      contents: |\n          [Service]\n{commands}          ExecStart=/opt/bin/run\n          [Install]\n          WantedBy=multi-user.target\n"
        )
    })
}

#[test]
fn user_data_fit() {
    println!("| machine | rendered | envelope | with three snippets | envelope |");
    println!("|---|---|---|---|---|");
    let snippets = snippets();
    let snippets: Vec<&str> = snippets.iter().map(String::as_str).collect();
    for (name, node) in nodes::all() {
        let sizes = [&[][..], &snippets].map(|snippets| {
            let (config, _) = nodes::rendered(&node, snippets);
            (config.len(), envelope::envelope(&config).len())
        });
        let [(plain, packed), (plain_snippets, packed_snippets)] = sizes;
        println!("| {name} | {plain} | {packed} | {plain_snippets} | {packed_snippets} |");
        assert!(packed_snippets < AWS, "{name}: {packed_snippets}");
    }
}
