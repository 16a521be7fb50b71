//! Ignition 3 out, Butane in, local files, and user data.

use serde_json::Value;

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    formats_mix,
    butane_needs_ignition_3,
    local_files_are_read,
    an_unknown_files_dir_is_waited_for,
    large_user_data_is_compressed,
    user_data_has_a_limit,
);

const BUTANE: &str = r"
variant: flatcar
version: 1.1.0
storage:
  files:
    - path: /etc/motd
      contents: {local: motd}
";

fn rendered(workspace: &Workspace, name: &str) -> Value {
    let text = workspace.outputs()[name]["value"].clone();
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

fn formats_mix(core: Core) {
    let main = r#"
locals {
  clc    = "storage: {files: [{path: /etc/motd, mode: 0644, contents: {inline: a}}]}"
  butane = "{variant: flatcar, version: 1.1.0, storage: {files: [{path: /etc/motd, mode: 0600}]}}"
}
resource "lokomotive_flatcar_config" "mixed" {
  content  = local.clc
  snippets = [local.butane, ""]
}
resource "lokomotive_flatcar_config" "converted" {
  content          = local.clc
  ignition_version = "3.3.0"
}
output "mixed" {
  value = lokomotive_flatcar_config.mixed.rendered
}
output "converted" {
  value = lokomotive_flatcar_config.converted.rendered
}
"#;
    let workspace = Workspace::new(core, main);
    workspace.apply();
    workspace.expect_empty_plan();
    let mixed = rendered(&workspace, "mixed");
    assert_eq!(mixed["ignition"]["version"], "3.4.0");
    let files = mixed["storage"]["files"].as_array().unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0]["mode"], 0o600);
    assert_eq!(files[0]["contents"]["source"], "data:,a");
    let converted = rendered(&workspace, "converted");
    assert_eq!(converted["ignition"]["version"], "3.3.0");
    assert_eq!(converted["storage"]["files"][0]["mode"], 0o644);
}

fn butane_needs_ignition_3(core: Core) {
    let main = r#"
resource "lokomotive_flatcar_config" "old" {
  content          = "{variant: flatcar, version: 1.1.0}"
  ignition_version = "2.3.0"
}
"#;
    Workspace::new(core, main)
        .run(&["validate", "-no-color"])
        .exits(1)
        .says("Butane documents cannot be rendered to Ignition 2.3.0")
        .says("Set ignition_version to 3.3.0 or 3.4.0, or leave it out.");
}

fn local_files_are_read(core: Core) {
    let main = r#"
resource "lokomotive_flatcar_config" "local" {
  content   = file("local.bu")
  files_dir = "${path.module}/files"
}
output "local" {
  value = lokomotive_flatcar_config.local.rendered
}
"#;
    let workspace = Workspace::new(core, main);
    workspace.write("local.bu", BUTANE);
    workspace.write("files/motd", "hello");
    workspace.apply();
    let source = |config: Value| config["storage"]["files"][0]["contents"]["source"].clone();
    assert_eq!(source(rendered(&workspace, "local")), "data:,hello");
    workspace.write("files/motd", "changed");
    workspace.apply();
    assert_eq!(source(rendered(&workspace, "local")), "data:,changed");
    std::fs::remove_file(workspace.path("files/motd")).unwrap();
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("content line 7, column 25");
}

fn an_unknown_files_dir_is_waited_for(core: Core) {
    let main = r#"
resource "terraform_data" "folder" {
  input = "files"
}
resource "lokomotive_flatcar_config" "local" {
  content   = file("local.bu")
  files_dir = terraform_data.folder.output
}
"#;
    let workspace = Workspace::new(core, main);
    workspace.write("local.bu", BUTANE);
    workspace.write("files/motd", "hello");
    workspace
        .run(&["plan", "-no-color"])
        .exits(0)
        .says("+ rendered = (known after apply)");
    workspace.apply();
    workspace.expect_empty_plan();
}

fn large_user_data_is_compressed(core: Core) {
    let main = r#"
locals {
  content = "storage: {files: [{path: /etc/large, mode: 0644, contents: {inline: \"${join("\\n", [for i in range(900) : "line of a large file"])}\"}}]}"
}
resource "lokomotive_flatcar_config" "large" {
  for_each = toset(["ec2", "packet"])
  content  = local.content
  platform = each.key
}
output "sizes" {
  value = { for key, config in lokomotive_flatcar_config.large : key => config.size }
}
output "user_data" {
  value     = { for key, config in lokomotive_flatcar_config.large : key => nonsensitive(config.user_data) }
}
"#;
    let workspace = Workspace::new(core, main);
    workspace.apply();
    let outputs = workspace.outputs();
    let size = outputs["sizes"]["value"]["ec2"].as_u64().unwrap();
    assert!((16_384..65_536).contains(&size), "{size}");
    let user_data = |platform: &str| outputs["user_data"]["value"][platform].as_str().unwrap();
    assert!(user_data("ec2").len() < 1024, "{}", user_data("ec2"));
    assert!(user_data("ec2").contains("\"compression\":\"gzip\""));
    assert_eq!(user_data("packet").len() as u64, size);
}

fn user_data_has_a_limit(core: Core) {
    let main = r#"
resource "lokomotive_flatcar_config" "large" {
  content  = "storage: {files: [{path: /etc/large, mode: 0644, contents: {inline: \"${join("", [for i in range(900) : sha256(i)])}\"}}]}"
  platform = "ec2"
}
output "user_data" {
  value = nonsensitive(lokomotive_flatcar_config.large.user_data == null)
}
"#;
    let workspace = Workspace::new(core, main);
    workspace
        .apply()
        .says("The config is too large for user data, even compressed")
        .says("of at most 16384. The largest in it: file /etc/large");
    assert_eq!(workspace.outputs()["user_data"]["value"], true);
}
