//! A config that Flatcar would refuse at first boot.

use crate::core::Core;
use crate::on_both_cores;
use crate::run::Diagnostic;
use crate::workspace::Workspace;

on_both_cores!(
    a_refused_config_is_an_error,
    append_makes_it_a_warning,
    by_key_settles_it,
    it_can_be_left_out,
);

/// Two documents that write one file.
fn colliding(arguments: &str) -> String {
    format!(
        r#"
resource "lokomotive_flatcar_config" "worker" {{
  content  = "storage: {{files: [{{path: /etc/motd, mode: 0644, contents: {{inline: a}}}}]}}"
  snippets = ["storage: {{files: [{{path: /etc/motd, mode: 0600, contents: {{inline: b}}}}]}}"]
  {arguments}
}}
output "warnings" {{
  value = lokomotive_flatcar_config.worker.warnings
}}
"#
    )
}

fn findings(core: Core, arguments: &str) -> Vec<Diagnostic> {
    let workspace = Workspace::new(core, &colliding(arguments));
    workspace.run(&["plan", "-json"]).diagnostics()
}

fn a_refused_config_is_an_error(core: Core) {
    let found = findings(core, "merge = \"append\"\n boot_check = \"error\"");
    let [refused] = &found[..] else {
        panic!("{found:#?}");
    };
    assert!(refused.is_error());
    assert!(refused.summary.contains("refuses the config at first boot"));
    assert!(refused.detail.starts_with("snippets[0] line 1, column 19"));
    assert!(refused.detail.contains("merge = \"by_key\""));
    assert!(refused.underlined.contains("inline: b"), "{refused:?}");
}

fn append_makes_it_a_warning(core: Core) {
    let found = findings(core, "merge = \"append\"");
    let [refused] = &found[..] else {
        panic!("{found:#?}");
    };
    assert!(!refused.is_error());
    assert!(refused.summary.contains("refuses the config at first boot"));
}

fn by_key_settles_it(core: Core) {
    assert_eq!(findings(core, ""), []);
    let workspace = Workspace::new(core, &colliding(""));
    workspace
        .apply()
        .says("file /etc/motd of snippets[0] replaces the one of content");
}

fn it_can_be_left_out(core: Core) {
    let arguments = "merge = \"append\"\n boot_check = \"off\"";
    assert_eq!(findings(core, arguments), []);
}
