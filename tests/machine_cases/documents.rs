//! Mistakes in snippets.

use serde_json::{Value, json};

use super::{AWS, CONTROLLER, Cases, POOL, oversized};

pub(super) fn add(cases: &mut Cases) {
    let mut case = |name, kind, cloud, changes: &[(&str, Value)], path, summary| {
        cases.add(name, kind, cloud, changes, path, summary);
    };
    // documents
    case(
        "snippet",
        POOL,
        AWS,
        &[(
            "clc_snippets",
            json!([
                "{}",
                "storage: {files: [{path: etc/motd, filesystem: root}]}"
            ]),
        )],
        "clc_snippets[1]",
        "The path is not absolute",
    );
    case(
        "boot",
        POOL,
        AWS,
        &[(
            "clc_snippets",
            json!(["storage: {files: [{path: /usr/bin/a, filesystem: root, mode: 0644}]}"]),
        )],
        "clc_snippets[0]",
        "The file is on the read-only part of Flatcar, /usr and the directories that link into it, so Flatcar's first boot stops here",
    );
    case(
        "size",
        CONTROLLER,
        AWS,
        &[("controller_clc_snippets", json!([oversized()]))],
        "controller_clc_snippets",
        "The config is too large for user data, even compressed",
    );
}
