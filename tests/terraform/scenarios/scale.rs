//! Many configs, and large ones.

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(one_bad_config_among_a_thousand, three_mebibytes);

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

fn three_mebibytes(core: Core) {
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
        "#;
    let workspace = Workspace::new(core, main);
    let line = format!("          {}\n", "0123456789".repeat(102));
    let head = "storage:\n  files:\n    - path: /a\n      filesystem: root\n      mode: 0644\n      contents:\n        inline: |\n";
    workspace.write("large.yaml", &format!("{head}{}", line.repeat(3072)));
    workspace.apply();
    let outputs = workspace.outputs();
    assert_eq!(outputs["size"]["value"], outputs["length"]["value"]);
    let size = outputs["size"]["value"].as_u64().unwrap();
    assert!(size > 3_000_000, "{size}");
    workspace.expect_empty_plan();
}
