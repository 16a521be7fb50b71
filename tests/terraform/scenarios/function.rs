//! `provider::lokomotive::render`.

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(options_may_be_left_out, faults_are_told, marks_are_kept);

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
