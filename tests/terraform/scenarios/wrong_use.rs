//! What users do wrong, and what they are told.

use crate::core::Core;
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(mistakes_are_explained);

/// A mistake, and pieces of what it is answered with.
struct Mistake {
    name: &'static str,
    /// The arguments, in HCL.
    arguments: String,
    /// Where the answer points.
    underlined: &'static str,
    answer: &'static [&'static str],
}

fn content(name: &'static str, text: &str, answer: &'static [&'static str]) -> Mistake {
    Mistake {
        name,
        arguments: format!("content = <<-YAML\n{text}\nYAML\n"),
        underlined: "<<-YAML",
        answer,
    }
}

fn arguments(
    name: &'static str,
    arguments: &str,
    underlined: &'static str,
    answer: &'static [&'static str],
) -> Mistake {
    Mistake {
        name,
        arguments: arguments.to_owned(),
        underlined,
        answer,
    }
}

/// Sixteen levels of aliases, each nine times the one before.
fn alias_bomb() -> String {
    let mut lines = vec!["a0: &a0 [lol]".to_owned()];
    for level in 1..=16 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        lines.push(format!("a{level}: &a{level} [{items}]"));
    }
    lines.push("passwd: {users: *a16}".to_owned());
    lines.join("\n")
}

fn mistakes() -> Vec<Mistake> {
    vec![
        content(
            "bad_yaml",
            "storage:\n  files: [{path: /a\npasswd: {}",
            &["content line "],
        ),
        content(
            "tab_indent",
            "storage:\n\tfiles: []",
            &["content line 2, column ", "spaces"],
        ),
        arguments(
            "unknown_key",
            "content = \"storage: {file: []}\"\n strict = true",
            "\"storage: {file: []}\"",
            &["content line 1, column 11", "not known", "files"],
        ),
        content(
            "wrong_type",
            "systemd:\n  units:\n    - name: [a.service]",
            &["content line 3, column 13", "[a.service]"],
        ),
        content("not_a_mapping", "- a\n- b", &["content line 1, column 1"]),
        content(
            "duplicate_key",
            "storage: {}\nstorage: {}",
            &["content line 2, column 1", "storage"],
        ),
        arguments(
            "unknown_platform",
            "content = \"{}\"\n platform = \"aws\"",
            "\"aws\"",
            &["ec2", "digitalocean"],
        ),
        content(
            "template_without_platform",
            "etcd: {name: '{HOSTNAME}'}",
            &["content line 1", "platform"],
        ),
        content("alias_bomb", &alias_bomb(), &["content line", "alias"]),
        content(
            "binary_not_utf8",
            "storage:\n  files:\n    - path: /a\n      filesystem: root\n      contents: {inline: !!binary gICA}",
            &["content line 5, column 26", "UTF-8"],
        ),
        arguments(
            "empty_and_strict",
            "content = \"\"\n strict = true",
            "\"\"",
            &["content", "empty"],
        ),
        arguments(
            "merge_misspelt",
            "content = \"{}\"\n merge = \"bykey\"",
            "\"bykey\"",
            &["\"by_key\" or \"append\"", "did you mean \"by_key\"?"],
        ),
        arguments(
            "butane",
            "content = \"{variant: flatcar, version: 9.0.0}\"",
            "\"{variant: flatcar, version: 9.0.0}\"",
            &["content line 1, column 29", "1.0.0", "1.1.0"],
        ),
        arguments(
            "too_large",
            "content = file(\"large.yaml\")",
            "file(\"large.yaml\")",
            &["4 MiB"],
        ),
    ]
}

fn mistakes_are_explained(core: Core) {
    let mistakes = mistakes();
    let blocks: Vec<String> = mistakes
        .iter()
        .map(|mistake| {
            let Mistake {
                name, arguments, ..
            } = mistake;
            format!("resource \"lokomotive_flatcar_config\" \"{name}\" {{\n{arguments}\n}}\n")
        })
        .collect();
    let workspace = Workspace::new(core, &blocks.concat());
    workspace.write(
        "large.yaml",
        &"# 15 characters
"
        .repeat((4 << 20) / 16 + 1),
    );
    let run = workspace.run(&["validate", "-json"]).exits(1);
    let found = run.diagnostics();
    for Mistake {
        name,
        underlined,
        answer,
        ..
    } in mistakes
    {
        let address = format!("lokomotive_flatcar_config.{name}");
        let errors: Vec<_> = found
            .iter()
            .filter(|it| it.address == address && it.is_error())
            .collect();
        let answered = errors.iter().any(|error| {
            error.underlined.starts_with(underlined)
                && answer.iter().all(|piece| error.text().contains(piece))
        });
        assert!(
            answered,
            "{name} is not answered with {answer:?} at {underlined}: {errors:#?}"
        );
        assert!(
            errors.len() <= 2,
            "{name} is answered at length: {errors:#?}"
        );
    }
}
