//! A secret config shows nowhere.

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(a_planted_hash_shows_nowhere);

/// The planted secret: no part of it may be printed.
const HASH: &str = "$6$c0ffee$PLANTEDHASHPLANTEDHASHPLANTEDHASH";

/// A secret config, its data source twin, and what is done with them. Terraform hides the arguments since they come
/// from a sensitive variable, but does not carry that mark over to what a provider computes: `sensitive` does.
const MAIN: &str = r#"
variable "content" {
  type      = string
  sensitive = true
}

resource "lokomotive_flatcar_config" "secret" {
  content   = var.content
  snippets  = [var.content]
  sensitive = true
}

data "lokomotive_flatcar_config" "secret" {
  content   = var.content
  sensitive = true
}

output "rendered" {
  value     = lokomotive_flatcar_config.secret.sensitive_rendered
  sensitive = true
}

output "warnings" {
  value = lokomotive_flatcar_config.secret.warnings
}
"#;

/// A config with a warning and, when told so, an error, both on the line with the secret.
fn content(path: &str) -> String {
    format!(
        "passwd: {{users: [{{name: root, nope: '{HASH}', password_hash: '{HASH}'}}]}}\nstorage: {{files: [{{path: '{path}', filesystem: root, mode: 0600, contents: {{inline: '{HASH}'}}}}]}}"
    )
}

fn a_planted_hash_shows_nowhere(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let give = |content: &str| {
        let value = serde_json::to_string(content).unwrap();
        workspace.write(
            "terraform.tfvars.json",
            &format!("{{\"content\": {value}}}"),
        );
    };
    let expect_silence = |arguments: &[&str], code: i32| {
        let run = workspace.run(arguments).exits(code);
        let said = run.said();
        for trace in ["PLANTED", "c0ffee", "UExBTlRFRE"] {
            assert!(
                !said.contains(trace),
                "{arguments:?} prints the secret:\n{said}"
            );
        }
        said
    };

    give(&content("/etc/secret"));
    for arguments in [
        &["validate", "-no-color"] as &[&str],
        &["plan", "-out=plan", "-no-color"],
        &["plan", "-json"],
        &["show", "-no-color", "plan"],
        &["apply", "-no-color", "plan"],
        &[
            "state",
            "show",
            "-no-color",
            "lokomotive_flatcar_config.secret",
        ],
        &[
            "state",
            "show",
            "-no-color",
            "data.lokomotive_flatcar_config.secret",
        ],
        &["show", "-no-color"],
        &["output", "-no-color"],
        &["plan", "-no-color", "-detailed-exitcode"],
    ] {
        expect_silence(arguments, 0);
    }
    let state = std::fs::read_to_string(workspace.path("terraform.tfstate")).unwrap();
    assert!(state.contains("PLANTED"), "the secret was never there");

    give(&content("etc/secret"));
    for arguments in [&["plan", "-no-color"] as &[&str], &["plan", "-json"]] {
        let said = expect_silence(arguments, 1);
        assert!(said.contains("content line 2, column 26"), "{said}");
    }
}
