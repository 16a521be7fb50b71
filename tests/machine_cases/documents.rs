//! Mistakes in snippets.

use serde_json::{Value, json};

use super::{AWS, CONTROLLER, Cases, POOL};

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

/// A snippet that no compression makes small enough.
fn oversized() -> String {
    let mut state: u32 = 1;
    let noise: String = (0..24_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'0' + u8::try_from(state >> 24).unwrap() % 64)
        })
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!(
        "storage: {{files: [{{path: /opt/noise, filesystem: root, mode: 0644, contents: {{inline: {noise}}}}}]}}"
    )
}
