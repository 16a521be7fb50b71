//! From the first plan to the last destroy.

use serde_json::{Value, json};

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

const MAIN: &str = r#"
variable "motd" {
  default = "hello"
}

resource "lokomotive_flatcar_config" "worker" {
  content = <<-YAML
    systemd:
      units:
        - {name: docker.service, enabled: true}
    YAML
  snippets = [
    "storage: {files: [{path: /etc/motd, filesystem: root, mode: 0644, contents: {inline: ${var.motd}}}]}",
    null,
  ]
}

output "rendered" {
  value = lokomotive_flatcar_config.worker.rendered
}
"#;

on_both_cores!(
    plan_apply_change_destroy,
    terraform_test_runs,
    import_is_refused,
    the_schema_is_accepted,
);

fn change(plan: &Value) -> &Value {
    &plan["resource_changes"][0]["change"]
}

fn plan_apply_change_destroy(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    workspace.run(&["validate", "-no-color"]).exits(0);

    let plan = workspace.plan_json();
    assert_eq!(change(&plan)["actions"], json!(["create"]));
    let planned = change(&plan)["after"]["rendered"].as_str().unwrap();
    assert!(planned.contains("data:,hello"), "{planned}");
    workspace.run(&["apply", "plan"]).exits(0);
    assert_eq!(workspace.outputs()["rendered"]["value"], planned);
    workspace.expect_empty_plan();

    workspace.write("terraform.tfvars", "motd = \"goodbye\"\n");
    let plan = workspace.plan_json();
    assert_eq!(change(&plan)["actions"], json!(["update"]));
    assert_eq!(change(&plan)["before"]["rendered"], planned);
    let changed = change(&plan)["after"]["rendered"].as_str().unwrap();
    assert!(changed.contains("data:,goodbye"), "{changed}");
    workspace
        .run(&["plan", "-no-color"])
        .exits(0)
        .says(r#"~ source = "data:,hello" -> "data:,goodbye""#);
    workspace.apply();
    assert_eq!(workspace.outputs()["rendered"]["value"], changed);
    workspace.expect_empty_plan();

    workspace.run(&["destroy", "-auto-approve"]).exits(0);
    assert!(workspace.state().is_empty());
}

fn terraform_test_runs(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let test = |expected: &str| {
        format!(
            r#"
            run "at_plan" {{
              command = plan
              assert {{
                condition     = strcontains(lokomotive_flatcar_config.worker.rendered, "data:,{expected}")
                error_message = "not {expected}"
              }}
            }}
            run "at_apply" {{
              assert {{
                condition     = output.rendered == lokomotive_flatcar_config.worker.rendered
                error_message = "not the same"
              }}
            }}
            "#
        )
    };
    workspace.write("tests/motd.tftest.hcl", &test("hello"));
    workspace
        .run(&["test", "-no-color"])
        .exits(0)
        .says("2 passed, 0 failed");
    workspace.write("tests/motd.tftest.hcl", &test("goodbye"));
    workspace
        .run(&["test", "-no-color"])
        .exits(1)
        .says("not goodbye");
}

fn import_is_refused(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    workspace
        .run(&["import", "-no-color", "lokomotive_flatcar_config.worker", "1234"])
        .exits(1)
        .says("A rendered config has nothing to import")
        .says("Write the resource block with the content and snippets you have and run terraform apply");
    workspace.write(
        "import.tf",
        "import {\n  to = lokomotive_flatcar_config.worker\n  id = \"1234\"\n}\n",
    );
    workspace
        .run(&["plan", "-no-color"])
        .exits(1)
        .says("A rendered config has nothing to import");
}

fn the_schema_is_accepted(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let run = workspace.run(&["providers", "schema", "-json"]).exits(0);
    let schemas: Value = serde_json::from_str(&run.stdout).unwrap();
    let ours = &schemas["provider_schemas"]["registry.terraform.io/lokomotive/lokomotive"];
    for kind in ["resource_schemas", "data_source_schemas"] {
        let attributes = &ours[kind]["lokomotive_flatcar_config"]["block"]["attributes"];
        assert_eq!(attributes["content"]["required"], true, "{kind}");
        assert_eq!(
            attributes["sensitive_rendered"]["sensitive"], true,
            "{kind}"
        );
    }
    assert_eq!(ours["functions"]["render"]["return_type"], "string");
}
