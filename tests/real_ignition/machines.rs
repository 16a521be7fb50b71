//! Realistic configs, applied: each folder of `machines` holds documents, and in `machine.txt` what a machine
//! has after first boot that it did not have before.

use std::path::Path;

use lokomotive::ignition::envelope;
use lokomotive::ignition::v3::Version;
use lokomotive::render::{BootCheck, Merge, Target};

use crate::accounts::Accounts;
use crate::documents::{read, rendered};
use crate::machine::Machine;
use crate::tree::Tree;
use crate::{tests, units, validator};

#[test]
fn container_linux_config() {
    check("clc");
}

#[test]
fn container_linux_config_with_snippets() {
    check("clc-snippets");
}

#[test]
fn etcd_and_flannel() {
    check("clc-etcd");
}

#[test]
fn butane() {
    check("butane");
}

#[test]
fn butane_and_container_linux_configs() {
    check("mixed");
}

#[test]
fn units_with_faults_are_noticed() {
    let machine = Machine::new();
    machine.boot(FAULTY).unwrap();
    let complaints = units::complaints(&machine.root());
    let expected = [
        "/opt/bin/missing is not executable",
        "Unknown key 'Colour'",
        "Unit missing.service not found",
    ];
    for complaint in expected {
        assert!(
            complaints.contains(complaint),
            "{complaint}? {complaints:?}"
        );
    }
}

/// A unit that starts what is not there, one that needs what is not there, and a drop-in with a wrong key.
const FAULTY: &str = r#"{
  "ignition": { "version": "3.3.0" },
  "systemd": { "units": [
    { "name": "a.service", "contents": "[Service]\nExecStart=/opt/bin/missing\n" },
    { "name": "b.service", "contents": "[Unit]\nRequires=missing.service\n[Service]\nExecStart=/bin/true\n" },
    { "name": "docker.service", "dropins": [{ "name": "a.conf", "contents": "[Service]\nColour=red\n" }] }
  ] }
}"#;

/// Applies a folder's documents in every form that reaches machines: all must make the same machine.
fn check(name: &str) {
    let folder = tests("real_ignition/machines").join(name);
    let expected = read(&folder.join("machine.txt"));
    let old = json(&folder, Version::V3_3_0);
    let new = json(&folder, Version::V3_4_0);
    let enveloped = envelope::envelope(&new);
    for (form, config) in [("3.3.0", old), ("3.4.0", new), ("enveloped", enveloped)] {
        let made = made(&config).unwrap_or_else(|fault| panic!("{name}, {form}: {fault}"));
        assert!(
            made == expected,
            "{name}, {form}: expected\n{expected}\nmade\n{made}"
        );
    }
}

fn json(folder: &Path, version: Version) -> String {
    let target = Some(Target::V3(version));
    let (json, report) = rendered(folder, target, Merge::ByKey, BootCheck::Error);
    let json = json.unwrap_or_else(|| panic!("{}: {report:#?}", folder.display()));
    validator::as_known(&json)
}

/// What a config makes of a machine, as text.
pub(crate) fn made(config: &str) -> Result<String, String> {
    let machine = Machine::new();
    let root = machine.root();
    let (tree, accounts) = (Tree::of(&root), Accounts::of(&root));
    machine.boot(config)?;
    let files = Tree::of(&root).since(&tree);
    let accounts = Accounts::of(&root).since(&accounts);
    let complaints = units::complaints(&root);
    if !complaints.is_empty() {
        return Err(format!("systemd-analyze verify: {complaints}"));
    }
    let sections = [
        ("files", files),
        ("accounts", accounts),
        ("units", units::states(&root)),
    ];
    let sections = sections.map(|(title, lines)| {
        let lines: String = lines
            .into_iter()
            .flat_map(|line| [line, "\n".into()])
            .collect();
        format!("# {title}\n{lines}")
    });
    Ok(sections.join("\n"))
}
