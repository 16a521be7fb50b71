//! Many configs, and large ones.

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    one_bad_config_among_a_thousand,
    four_mebibytes_in_one_file,
    four_mebibytes_of_files,
    five_thousand_snippets,
);

fn one_bad_config_among_a_thousand(core: Core) {
    let main = r#"
        resource "lokomotive_flatcar_config" "many" {
          count   = 1000
          content = "storage: {files: [{path: ${count.index == 617 ? "etc" : "/etc/index"}, filesystem: root, mode: 0644, contents: {inline: '${count.index}'}}]}"
        }
        "#;
    let run = Workspace::new(core, main).run(&["plan", "-json"]).exits(1);
    let found = run.diagnostics();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].address, "lokomotive_flatcar_config.many[617]");
    assert!(
        found[0].detail.starts_with("content line 1, column 26"),
        "{found:#?}"
    );
    let planned = run.stdout.matches("\"type\":\"planned_change\"").count();
    assert_eq!(planned, 999);
}

/// It is the same on both cores, and takes Terraform itself more than a minute.
#[test]
fn ten_thousand_configs_in_one_plan() {
    let main = r#"
        resource "lokomotive_flatcar_config" "many" {
          count   = 10000
          content = "storage: {files: [{path: /etc/index, filesystem: root, mode: 0644, contents: {inline: 'index-${count.index}'}}]}"
        }
        output "different" {
          value = length(distinct(lokomotive_flatcar_config.many[*].sha256))
        }
        "#;
    let workspace = Workspace::new(Core::Cli, main);
    let run = workspace.run(&["plan", "-no-color"]).exits(0);
    for expected in [
        "Plan: 10000 to add, 0 to change, 0 to destroy.",
        "+ different = 10000",
    ] {
        assert!(run.stdout.contains(expected), "no {expected:?}");
    }
}

/// The largest document that there may be. A message of Terraform's has it and what it was rendered to; some libraries
/// take no message above 4 MiB.
const LARGEST: usize = 4 << 20;

fn four_mebibytes_in_one_file(core: Core) {
    let line = format!("          {}\n", "0123456789".repeat(102));
    let head = "storage:\n  files:\n    - path: /a\n      filesystem: root\n      mode: 0644\n      contents:\n        inline: |\n";
    let lines = line.repeat(LARGEST / line.len() - 1);
    let files = apply_large(core, &format!("{head}{lines}"));
    assert_eq!(files, 1);
}

fn four_mebibytes_of_files(core: Core) {
    let text = "0123456789".repeat(40);
    let mut content = "storage:\n  files:\n".to_owned();
    let mut count = 0;
    loop {
        let file = format!(
            "    - path: /opt/{count}\n      filesystem: root\n      mode: 0644\n      contents:\n        inline: |\n          {text}\n"
        );
        if content.len() + file.len() > LARGEST {
            break;
        }
        content.push_str(&file);
        count += 1;
    }
    assert_eq!(apply_large(core, &content), count);
}

/// Applies a config, filled up to be as large as can be; how many files there are in what it is rendered to.
fn apply_large(core: Core, content: &str) -> usize {
    let content = format!("{content}{}", "#".repeat(LARGEST - content.len()));
    assert_eq!(content.len(), LARGEST);
    let main = r#"
        resource "lokomotive_flatcar_config" "large" {
          content = file("large.yaml")
        }
        output "size" {
          value = lokomotive_flatcar_config.large.size
        }
        output "length" {
          value = length(lokomotive_flatcar_config.large.rendered)
        }
        output "files" {
          value = length(jsondecode(lokomotive_flatcar_config.large.rendered).storage.files)
        }
        "#;
    let workspace = Workspace::new(core, main);
    workspace.write("large.yaml", &content);
    workspace.apply();
    let outputs = workspace.outputs();
    assert_eq!(outputs["size"]["value"], outputs["length"]["value"]);
    let size = outputs["size"]["value"].as_u64().unwrap();
    assert!(size > 3_000_000, "{size}");
    workspace.expect_empty_plan();
    let files = outputs["files"]["value"].as_u64().unwrap();
    usize::try_from(files).unwrap()
}

/// A file of each, and a key of each for one user.
fn five_thousand_snippets(core: Core) {
    let main = r#"
        locals {
          butane = "variant: flatcar\nversion: 1.1.0\n"
          indices = [for pair in setproduct(range(50), range(100)) : 100 * pair[0] + pair[1]]
          snippets = [for index in local.indices : <<-EOF
            passwd: {users: [{name: core, ssh_authorized_keys: ['ssh-ed25519 AAAA${index} x']}]}
            storage: {files: [{path: /opt/${index}, mode: 0644, contents: {inline: 'text ${index}'}}]}
            EOF
          ]
        }
        resource "lokomotive_flatcar_config" "clc" {
          content  = "{}"
          snippets = [for snippet in local.snippets : replace(snippet, "mode:", "filesystem: root, mode:")]
        }
        resource "lokomotive_flatcar_config" "butane" {
          content  = local.butane
          snippets = [for snippet in local.snippets : "${local.butane}${snippet}"]
        }
        output "files" {
          value = [for config in [lokomotive_flatcar_config.clc, lokomotive_flatcar_config.butane] :
            [for file in jsondecode(config.rendered).storage.files : file.path]
          ]
        }
        output "keys" {
          value = [for config in [lokomotive_flatcar_config.clc, lokomotive_flatcar_config.butane] :
            length(one(jsondecode(config.rendered).passwd.users).sshAuthorizedKeys)
          ]
        }
        "#;
    let plan = Workspace::new(core, main).plan_json();
    let outputs = &plan["planned_values"]["outputs"];
    assert_eq!(outputs["keys"]["value"], serde_json::json!([5000, 5000]));
    let in_order: Vec<String> = (0..5000).map(|index| format!("/opt/{index}")).collect();
    let files = outputs["files"]["value"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    for paths in files {
        assert_eq!(paths, &serde_json::json!(in_order));
    }
}
