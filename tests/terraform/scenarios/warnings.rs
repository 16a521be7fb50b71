//! Each finding shows once in a command, on the argument it is about.

use crate::core::Core;
use crate::on_both_cores;
use crate::run::Run;
use crate::workspace::Workspace;

on_both_cores!(
    a_warning_shows_once,
    a_saved_plan_shows_it_once,
    an_error_shows_once,
    an_override_is_a_note
);

const CONTENT: &str = "{storage: {nope: 1}}";
const SNIPPET: &str = "{passwd: {users: [{name: core, nope: 1}]}}";

fn both_kinds(content: &str, snippet: &str) -> String {
    ["resource", "data"]
        .map(|kind| {
            format!(
                "{kind} \"lokomotive_flatcar_config\" \"it\" {{\n content = \"{content}\"\n snippets = [\"{{}}\", \"{snippet}\"]\n}}\n"
            )
        })
        .concat()
}

/// Insists that each of the two objects has one finding in `content` and one in the second snippet.
#[track_caller]
fn expect_two_each(run: &Run, content: &str, snippet: &str) {
    let found = run.diagnostics();
    for object in [
        "lokomotive_flatcar_config.it",
        "data.lokomotive_flatcar_config.it",
    ] {
        let mut of_object: Vec<(&str, &str)> = found
            .iter()
            .filter(|diagnostic| diagnostic.address == object)
            .map(|diagnostic| {
                let place = diagnostic.detail.split(" line ").next().unwrap_or_default();
                (place, diagnostic.underlined.as_str())
            })
            .collect();
        of_object.sort_unstable();
        let (content, snippet) = (format!("\"{content}\""), format!("\"{snippet}\""));
        assert_eq!(
            of_object,
            [
                ("content", content.as_str()),
                ("snippets[1]", snippet.as_str())
            ],
            "{object}"
        );
    }
    assert_eq!(found.len(), 4, "{found:#?}");
}

fn a_warning_shows_once(core: Core) {
    let workspace = Workspace::new(core, &both_kinds(CONTENT, SNIPPET));
    expect_two_each(
        &workspace.run(&["plan", "-json"]).exits(0),
        CONTENT,
        SNIPPET,
    );
}

/// An apply plans every resource once more, so its warnings show there too, but once; what was read is not read again.
fn a_saved_plan_shows_it_once(core: Core) {
    let workspace = Workspace::new(core, &both_kinds(CONTENT, SNIPPET));
    workspace.run(&["plan", "-out=plan"]).exits(0);
    let found = workspace
        .run(&["apply", "-json", "plan"])
        .exits(0)
        .diagnostics();
    let mut underlined: Vec<&str> = found
        .iter()
        .filter(|diagnostic| diagnostic.address == "lokomotive_flatcar_config.it")
        .map(|diagnostic| diagnostic.underlined.as_str())
        .collect();
    underlined.sort_unstable();
    assert_eq!(
        underlined,
        [format!("\"{SNIPPET}\""), format!("\"{CONTENT}\"")]
    );
    assert_eq!(found.len(), underlined.len(), "{found:#?}");
    workspace.expect_empty_plan();
}

fn an_error_shows_once(core: Core) {
    let content = "storage: {files: [{path: etc}]}";
    let snippet = "storage: {files: [{path: usr}]}";
    let workspace = Workspace::new(core, &both_kinds(content, snippet));
    for command in ["validate", "plan"] {
        expect_two_each(
            &workspace.run(&[command, "-json"]).exits(1),
            content,
            snippet,
        );
    }
}

fn an_override_is_a_note(core: Core) {
    let file = |mode| format!("storage: {{files: [{{path: /etc/motd, mode: {mode}}}]}}");
    let workspace = Workspace::new(core, &both_kinds(&file("0644"), &file("0600")));
    let run = workspace.run(&["plan", "-json"]).exits(0);
    assert_eq!(run.diagnostics(), []);
    let plan = workspace.plan_json();
    let warnings = &plan["resource_changes"][0]["change"]["after"]["warnings"];
    let note = warnings[0].as_str().unwrap();
    assert!(
        note.contains("snippets[1]") && note.contains("content"),
        "{note}"
    );
}
