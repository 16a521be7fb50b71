//! `provider::lokomotive::render` and `clc_to_butane`.

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    options_may_be_left_out,
    faults_are_told,
    marks_are_kept,
    migrated_documents_render
);

const USER: &str = "passwd: {users: [{name: core}]}";

fn options_may_be_left_out(core: Core) {
    let workspace = Workspace::new(
        core,
        &format!(
            r#"
            output "bare" {{
              value = provider::lokomotive::render("{USER}")
            }}
            output "none" {{
              value = provider::lokomotive::render("{USER}", {{}})
            }}
            output "options" {{
              value = provider::lokomotive::render("{USER}", {{ snippets = ["locksmith: {{reboot_strategy: 'off'}}", null], pretty_print = true }})
            }}
            "#
        ),
    );
    workspace.apply();
    let outputs = workspace.outputs();
    assert_eq!(outputs["bare"], outputs["none"]);
    let bare = outputs["bare"]["value"].as_str().unwrap();
    assert!(bare.contains(r#"{"name":"core"}"#), "{bare}");
    let options = outputs["options"]["value"].as_str().unwrap();
    assert!(
        options.contains("\n  ") && options.contains("REBOOT_STRATEGY"),
        "{options}"
    );
    workspace.expect_empty_plan();
}

fn faults_are_told(core: Core) {
    for (arguments, expect) in [
        (
            r#""storage: {files: [{path: etc}]}""#,
            "content line 1, column 26: the path is not absolute",
        ),
        (
            r#""", { snippet = [] }"#,
            "There is no option \"snippet\"; the options are",
        ),
        (r#""", { merge = "bykey" }"#, "did you mean \"by_key\"?"),
        (r#""", { platform = "aws" }"#, "ec2"),
        (r#""", true"#, "The options must be an object"),
        (r#""", {}, {}"#, "There is one object of options at most"),
    ] {
        let main =
            format!("output \"o\" {{\n value = provider::lokomotive::render({arguments})\n}}\n");
        Workspace::new(core, &main)
            .run(&["plan", "-no-color"])
            .exits(1)
            .says(expect);
    }
}

/// Terraform keeps the sensitive mark of an argument on the result, which the resource cannot have.
fn marks_are_kept(core: Core) {
    let main = format!(
        "output \"o\" {{\n value = provider::lokomotive::render(sensitive(\"{USER}\"))\n}}\n"
    );
    Workspace::new(core, &main)
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("Output refers to sensitive values");
}

/// A Container Linux Config and the Butane that it becomes are the same machine.
fn migrated_documents_render(core: Core) {
    let workspace = Workspace::new(
        core,
        r##"
        locals {
          clc = "# the file\nstorage: {files: [{path: /etc/a, mode: 0600, contents: {inline: a}}]}\n"
        }
        output "butane" {
          value = provider::lokomotive::clc_to_butane(local.clc)
        }
        output "platform" {
          value = provider::lokomotive::clc_to_butane("etcd: {name: '{HOSTNAME}'}", "ec2")
        }
        output "old" {
          value = jsondecode(provider::lokomotive::render(local.clc, { ignition_version = "3.4.0" })).storage.files[0].mode
        }
        output "new" {
          value = jsondecode(provider::lokomotive::render(provider::lokomotive::clc_to_butane(local.clc))).storage.files[0].mode
        }
        "##,
    );
    workspace.apply();
    let outputs = workspace.outputs();
    let butane = outputs["butane"]["value"].as_str().unwrap();
    assert!(
        butane.starts_with("variant: flatcar\nversion: 1.1.0\n\n# the file\n"),
        "{butane}"
    );
    let platform = outputs["platform"]["value"].as_str().unwrap();
    assert!(platform.contains("${COREOS_EC2_HOSTNAME}"), "{platform}");
    assert_eq!(outputs["old"], outputs["new"]);
    assert_eq!(outputs["old"]["value"], 0o600);
}
