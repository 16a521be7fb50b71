//! Files, directories and links among each other.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &[
            "storage: {files: [{path: /etc/motd, mode: 0644}]}",
            "
            storage:
              files:
                - {path: /etc//motd, mode: 0644, append: true, contents: {inline: x}}
        ",
        ],
        found: &["duplicate-path snippets[0] 4"],
        advice: &["storage: {files: [{path: /etc/motd, mode: 0644, contents: {inline: x}}]}"],
    },
    Case {
        // Of different kinds, and by an undefined filesystem, which is root.
        breaks: &["
            storage:
              links:
                - {path: /a, target: /b}
              files:
                - {path: /a, mode: 0644, filesystem: x}
        "],
        found: &[
            "duplicate-path content 6",
            "warning: filesystem-unknown content 6",
        ],
        advice: &["storage: {links: [{path: /a, target: /b}]}"],
    },
    Case {
        breaks: &["
            storage:
              links:
                - {path: /l, target: /opt/l}
                - {path: /l/a/b, target: /x}
              directories:
                - {path: /l/d, mode: 0755}
        "],
        found: &["link-parent content 5", "link-parent content 7"],
        advice: &["
            storage:
              links:
                - {path: /l, target: /opt/l}
                - {path: /opt/l/a/b, target: /x}
              directories:
                - {path: /opt/l/d, mode: 0755}
        "],
    },
    Case {
        breaks: &["
            storage:
              files:
                - {path: /opt/a, mode: 0644}
                - {path: /opt/a/b, mode: 0644}
        "],
        found: &["file-parent content 5"],
        advice: &["
            storage:
              directories:
                - {path: /opt/a, mode: 0755}
              files:
                - {path: /opt/a/b, mode: 0644}
        "],
    },
    Case {
        breaks: &["
            storage:
              links:
                - path: /a
        "],
        found: &["link-without-target content 4"],
        advice: &["storage: {links: [{path: /a, target: /b}]}"],
    },
    Case {
        breaks: &["
            storage:
              directories:
                - {path: /opt/d, mode: 0755}
              links:
                - {path: /a, target: /opt/d/, hard: true}
        "],
        found: &["hard-link-to-directory content 6"],
        advice: &["
            storage:
              directories:
                - {path: /opt/d, mode: 0755}
              links:
                - {path: /a, target: /opt/d/}
        "],
    },
    Case {
        breaks: &["
            storage:
              directories:
                - {path: /srv/t, mode: 01777}
              files:
                - {path: /srv/f, mode: 04755}
        "],
        found: &[
            "warning: special-bits-dropped content 4",
            "warning: special-bits-dropped content 6",
        ],
        advice: &["
            storage:
              directories:
                - {path: /srv/t, mode: 0777}
              files:
                - {path: /srv/f, mode: 0755}
        "],
    },
    Case {
        breaks: &["
            storage:
              files:
                - {path: /a, mode: 0644, filesystem: nowhere}
        "],
        found: &["warning: filesystem-unknown content 4"],
        advice: &["
            storage:
              files:
                - {path: /a, mode: 0644}
        "],
    },
];
