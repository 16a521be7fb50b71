//! Arguments that are known only while Terraform applies.

use serde_json::json;

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    an_unknown_snippet_plans_as_unknown,
    what_is_known_is_checked,
    a_fault_found_while_applying
);

fn config(content: &str, name: &str) -> String {
    format!(
        r#"
        resource "terraform_data" "name" {{
          input = "{name}"
        }}
        resource "lokomotive_flatcar_config" "worker" {{
          content  = "{content}"
          snippets = ["passwd: {{users: [{{name: ${{terraform_data.name.output}}}}]}}"]
        }}
        data "lokomotive_flatcar_config" "worker" {{
          content = "passwd: {{users: [{{name: ${{terraform_data.name.output}}}}]}}"
        }}
        output "same" {{
          value = lokomotive_flatcar_config.worker.rendered == data.lokomotive_flatcar_config.worker.rendered
        }}
        "#
    )
}

fn an_unknown_snippet_plans_as_unknown(core: Core) {
    let workspace = Workspace::new(core, &config("{}", "core"));
    let plan = workspace.plan_json();
    let change = plan["resource_changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["address"] == "lokomotive_flatcar_config.worker")
        .unwrap();
    let unknown = &change["change"]["after_unknown"];
    for output in ["rendered", "sha256", "size", "id", "warnings"] {
        assert_eq!(unknown[output], true, "{output}");
    }
    assert_eq!(unknown["snippets"], json!([true]));
    workspace.run(&["apply", "plan"]).exits(0);
    assert_eq!(workspace.outputs()["same"]["value"], true);
    workspace.expect_empty_plan();
}

fn what_is_known_is_checked(core: Core) {
    let main = config("storage: {files: [{path: etc}]}", "core");
    let run = Workspace::new(core, &main).run(&["plan", "-json"]).exits(1);
    let errors = run.diagnostics();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].detail.starts_with("content line 1, column 26"));
}

fn a_fault_found_while_applying(core: Core) {
    let workspace = Workspace::new(core, &config("{}", "[core]"));
    workspace.run(&["plan", "-no-color"]).exits(0);
    let run = workspace.run(&["apply", "-auto-approve", "-json"]).exits(1);
    let errors = run.diagnostics();
    let of_resource: Vec<_> = errors
        .iter()
        .filter(|error| error.address == "lokomotive_flatcar_config.worker" && error.is_error())
        .collect();
    assert!(!of_resource.is_empty(), "{errors:#?}");
    assert!(
        of_resource
            .iter()
            .all(|error| error.detail.starts_with("snippets[0] line 1"))
    );
    assert_eq!(workspace.state(), ["terraform_data.name"]);
}
