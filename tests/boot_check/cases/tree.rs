//! Files, directories and links in Flatcar's tree.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &[
            "
            locksmith: {reboot_strategy: off}
            storage:
              files:
                - {path: /etc/flatcar/update.conf, mode: 0644}
        ",
        ],
        found: &["same-path-behind-link content 5"],
        advice: &[
            "
            storage:
              files:
                - {path: /etc/flatcar/update.conf, mode: 0644, contents: {inline: REBOOT_STRATEGY=off}}
        ",
        ],
    },
    Case {
        breaks: &[
            "
            storage:
              directories:
                - {path: /var/run/a, mode: 0755}
                - {path: /run/a, mode: 0755}
                - {path: /oem/b, mode: 0755}
                - {path: /usr/share/oem/b, mode: 0755}
        ",
        ],
        found: &[
            "same-path-behind-link content 5",
            "same-path-behind-link content 7",
        ],
        advice: &[
            "
            storage:
              directories:
                - {path: /run/a, mode: 0755}
                - {path: /oem/b, mode: 0755}
        ",
        ],
    },
    Case {
        breaks: &[
            "
            storage:
              files:
                - {path: /usr/local/bin/x, mode: 0755}
                - {path: /lib64/x, mode: 0644}
                - {path: /usrx, mode: 0644}
              links:
                - {path: /bin/x, target: /opt/x}
        ",
        ],
        found: &[
            "read-only-path content 4",
            "read-only-path content 5",
            "read-only-path content 8",
        ],
        advice: &[
            "storage: {files: [{path: /opt/bin/x, mode: 0755}, {path: /usr/share/oem/x, mode: 0644}]}",
        ],
    },
    Case {
        // Without mode and owner, below a home directory, below a mount point, or owned by root: no difference.
        breaks: &[
            "
            storage:
              directories:
                - {path: /home/core/a/b, mode: 0755, user: {name: core}}
                - {path: /opt/a/b, mode: 0700}
                - {path: /opt/c/d, mode: 0755, user: {id: 0}, group: {name: root}}
                - {path: /home/core/c, mode: 0700, user: {name: core}}
                - {path: /home/x/c, mode: 0700}
            passwd: {users: [{name: x}]}
        ",
        ],
        found: &[
            "warning: parents-of-root content 4",
            "warning: parents-of-root content 5",
        ],
        advice: &[
            "
            storage:
              directories:
                - {path: /home/core/a, mode: 0755, user: {name: core}}
                - {path: /home/core/a/b, mode: 0755, user: {name: core}}
                - {path: /opt/a, mode: 0700}
                - {path: /opt/a/b, mode: 0700}
        ",
        ],
    },
];
