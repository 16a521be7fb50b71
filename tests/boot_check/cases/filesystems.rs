//! Filesystems.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &[
            "
            storage:
              filesystems:
                - {name: oem, path: /usr/share/oem}
              files:
                - {filesystem: oem, path: /grub.cfg, mode: 0644}
        ",
        ],
        found: &["path-without-mount content 4"],
        advice: &["storage: {files: [{path: /oem/grub.cfg, mode: 0644}]}"],
    },
    Case {
        breaks: &[
            "
            storage:
              filesystems:
                - {name: a, mount: {device: /dev/sda, format: ext4, create: {force: false}}}
                - {name: b, mount: {device: /dev/sdb, format: ext4, create: {force: true}}}
        ",
        ],
        found: &["create-without-force content 4"],
        advice: &[
            "
            storage:
              filesystems:
                - {name: a, mount: {device: /dev/sda, format: ext4, wipe_filesystem: true}}
                - {name: b, mount: {device: /dev/sdb, format: ext4}}
        ",
        ],
    },
    Case {
        breaks: &[
            "
            storage:
              filesystems:
                - {name: /var, mount: {device: /dev/sda, format: ext4}}
                - {name: a/../b, mount: {device: /dev/sdb/, format: ext4}}
                - {name: a/b, mount: {device: /dev/sdc, format: ext4}}
        ",
        ],
        found: &[
            "filesystem-name-in-path content 4",
            "filesystem-name-in-path content 5",
            "device-not-simplified content 5",
        ],
        advice: &[
            "
            storage:
              filesystems:
                - {name: var, mount: {device: /dev/sda, format: ext4}}
                - {name: b, mount: {device: /dev/sdb, format: ext4}}
        ",
        ],
    },
    Case {
        breaks: &[
            "
            storage:
              filesystems:
                - {name: a, mount: {device: /dev/sda, format: ext4}}
                - {name: b, mount: {device: /dev/sda, format: ext4}}
        ",
        ],
        found: &["duplicate-filesystem-device content 5"],
        advice: &[
            "
            storage:
              filesystems:
                - {name: a, mount: {device: /dev/sda, format: ext4}}
        ",
        ],
    },
    Case {
        // Flatcar drops it before it looks at devices.
        breaks: &[
            "
            storage:
              filesystems:
                - {name: root, mount: {device: /dev/disk/by-label/ROOT, format: ext4, wipe_filesystem: true}}
                - {mount: {device: /dev/disk/by-label/ROOT, format: ext4}}
        ",
        ],
        found: &["warning: root-filesystem-ignored content 4"],
        advice: &[
            "
            storage:
              filesystems:
                - {mount: {device: /dev/disk/by-label/ROOT, format: ext4, label: ROOT, wipe_filesystem: true}}
        ",
        ],
    },
    Case {
        breaks: &[
            "
            storage:
              filesystems:
                - {name: OEM, mount: {device: /dev/disk/by-label/OEM, format: ext4}}
        ",
        ],
        found: &["warning: oem-format-ignored content 4"],
        advice: &[
            "
            storage:
              filesystems:
                - {name: OEM, mount: {device: /dev/disk/by-label/OEM, format: btrfs}}
                - {name: oem, mount: {device: /dev/disk/by-label/O, format: ext4, wipe_filesystem: true}}
        ",
        ],
    },
];
