//! Ctrl-C, and a provider that is killed, in the middle of an apply.

use crate::background::{Background, provider_processes, signal};
use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    an_interrupted_apply_loses_nothing,
    a_killed_provider_is_recovered_from
);

const MAIN: &str = r#"
resource "lokomotive_flatcar_config" "before" {
  content = "passwd: {users: [{name: before}]}"
}

resource "lokomotive_flatcar_config" "in_flight" {
  depends_on = [lokomotive_flatcar_config.before]
  content    = file("large.yaml")
}

resource "terraform_data" "after" {
  depends_on = [lokomotive_flatcar_config.in_flight]
}
"#;

/// A config that a debug build renders for long enough to be caught at it.
fn large() -> String {
    let file =
        "    - {path: /etc/INDEX, filesystem: root, mode: 0644, contents: {inline: INDEX}}\n";
    let files: String = (0..6_000)
        .map(|index| file.replace("INDEX", &index.to_string()))
        .collect();
    format!("storage:\n  files:\n{files}")
}

/// Starts an apply, and stops the provider while it has the config `in_flight` in hand.
fn in_flight(workspace: &Workspace) -> (Background, Vec<String>) {
    workspace.write("large.yaml", &large());
    let mut apply = Background::start(workspace, &["apply", "-auto-approve", "-no-color"]);
    apply.wait_for("lokomotive_flatcar_config.in_flight: Creating...");
    let provider = provider_processes(workspace);
    assert!(!provider.is_empty(), "the provider does not run");
    signal("STOP", &provider);
    (apply, provider)
}

fn an_interrupted_apply_loses_nothing(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let (mut apply, provider) = in_flight(&workspace);
    apply.interrupt();
    apply.wait_for("Gracefully shutting down");
    signal("CONT", &provider);
    let run = apply.finished();
    assert_ne!(run.code, Some(0), "{}", run.said());
    assert_eq!(
        workspace.state(),
        [
            "lokomotive_flatcar_config.before",
            "lokomotive_flatcar_config.in_flight"
        ],
        "{}",
        run.said()
    );
    workspace.apply().says("1 added, 0 changed, 0 destroyed");
    workspace.expect_empty_plan();
}

fn a_killed_provider_is_recovered_from(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let (apply, provider) = in_flight(&workspace);
    signal("KILL", &provider);
    let run = apply.finished();
    assert_eq!(run.code, Some(1), "{}", run.said());
    assert_eq!(
        workspace.state(),
        ["lokomotive_flatcar_config.before"],
        "{}",
        run.said()
    );
    workspace.apply().says("2 added, 0 changed, 0 destroyed");
    workspace.expect_empty_plan();
}
