//! For each rule a config that breaks it, and the same after its advice was followed.
//!
//! Documents are appended, which lets entries repeat. An entry stands on a line of its own, so that the line of
//! a finding names it.

use std::collections::BTreeSet;

use lokomotive::clc;
use lokomotive::ignition::append::append;
use lokomotive::ignition::v2_3::Config;
use lokomotive::report::Document;

use crate::{compile, found};

struct Case {
    /// The content and snippets that break rules.
    breaks: &'static [&'static str],
    /// What is found in them.
    found: &'static [&'static str],
    /// The content and snippets with the advice followed, in which nothing is found.
    advice: &'static [&'static str],
}

#[test]
fn each_rule_is_found_and_its_advice_holds() {
    for case in cases() {
        assert_eq!(
            found(&config(case.breaks)),
            case.found,
            "{:#?}",
            case.breaks
        );
        let nothing: [String; 0] = [];
        assert_eq!(found(&config(case.advice)), nothing, "{:#?}", case.advice);
    }
}

#[test]
fn each_rule_has_a_case() {
    let wording = include_str!("../../src/ignition/boot_check/problems.rs");
    let rules = wording
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .filter(|text| text.contains('-') && !text.contains(' '));
    let rules: BTreeSet<&str> = rules.collect();
    let found: BTreeSet<&str> = cases()
        .flat_map(|case| case.found)
        .filter_map(|found| found.trim_start_matches("warning: ").split(' ').next())
        .collect();
    assert!(rules.len() > 30, "{rules:?}");
    assert_eq!(rules, found);
}

fn config(documents: &[&str]) -> Config {
    documents
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let document = index
                .checked_sub(1)
                .map_or(Document::Content, Document::Snippet);
            compile(text, document, &clc::Options::default())
        })
        .reduce(append)
        .expect("a document")
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [NODES, TREE, UNITS, PASSWD, DISKS, FILESYSTEMS, REFERENCES]
        .into_iter()
        .flatten()
}

const NODES: &[Case] = &[
    Case {
        breaks: &[
            "storage: {files: [{path: /etc/motd, mode: 0644}]}",
            "storage:\n  files:\n    - {path: /etc//motd, mode: 0644, append: true, contents: {inline: x}}",
        ],
        found: &["duplicate-path snippets[0] 3"],
        advice: &["storage: {files: [{path: /etc/motd, mode: 0644, contents: {inline: x}}]}"],
    },
    Case {
        // Of different kinds, and by an undefined filesystem, which is root.
        breaks: &[
            "storage:\n  links:\n    - {path: /a, target: /b}\n  files:\n    - {path: /a, mode: 0644, filesystem: x}",
        ],
        found: &[
            "duplicate-path content 5",
            "warning: filesystem-unknown content 5",
        ],
        advice: &["storage: {links: [{path: /a, target: /b}]}"],
    },
    Case {
        breaks: &[
            "storage:\n  links:\n    - {path: /l, target: /opt/l}\n    - {path: /l/a/b, target: /x}\n  directories:\n    - {path: /l/d, mode: 0755}",
        ],
        found: &["link-parent content 4", "link-parent content 6"],
        advice: &[
            "storage:\n  links:\n    - {path: /l, target: /opt/l}\n    - {path: /opt/l/a/b, target: /x}\n  directories:\n    - {path: /opt/l/d, mode: 0755}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  files:\n    - {path: /opt/a, mode: 0644}\n    - {path: /opt/a/b, mode: 0644}",
        ],
        found: &["file-parent content 4"],
        advice: &[
            "storage:\n  directories:\n    - {path: /opt/a, mode: 0755}\n  files:\n    - {path: /opt/a/b, mode: 0644}",
        ],
    },
    Case {
        breaks: &["storage:\n  links:\n    - path: /a"],
        found: &["link-without-target content 3"],
        advice: &["storage: {links: [{path: /a, target: /b}]}"],
    },
    Case {
        breaks: &[
            "storage:\n  directories:\n    - {path: /opt/d, mode: 0755}\n  links:\n    - {path: /a, target: /opt/d/, hard: true}",
        ],
        found: &["hard-link-to-directory content 5"],
        advice: &[
            "storage:\n  directories:\n    - {path: /opt/d, mode: 0755}\n  links:\n    - {path: /a, target: /opt/d/}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  directories:\n    - {path: /srv/t, mode: 01777}\n  files:\n    - {path: /srv/f, mode: 04755}",
        ],
        found: &[
            "warning: special-bits-dropped content 3",
            "warning: special-bits-dropped content 5",
        ],
        advice: &[
            "storage:\n  directories:\n    - {path: /srv/t, mode: 0777}\n  files:\n    - {path: /srv/f, mode: 0755}",
        ],
    },
    Case {
        breaks: &["storage:\n  files:\n    - {path: /a, mode: 0644, filesystem: nowhere}"],
        found: &["warning: filesystem-unknown content 3"],
        advice: &["storage:\n  files:\n    - {path: /a, mode: 0644}"],
    },
];

/// Nodes in Flatcar's tree.
const TREE: &[Case] = &[
    Case {
        breaks: &[
            "locksmith: {reboot_strategy: off}\nstorage:\n  files:\n    - {path: /etc/flatcar/update.conf, mode: 0644}",
        ],
        found: &["same-path-behind-link content 4"],
        advice: &[
            "storage:\n  files:\n    - {path: /etc/flatcar/update.conf, mode: 0644, contents: {inline: REBOOT_STRATEGY=off}}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  directories:\n    - {path: /var/run/a, mode: 0755}\n    - {path: /run/a, mode: 0755}\n    - {path: /oem/b, mode: 0755}\n    - {path: /usr/share/oem/b, mode: 0755}",
        ],
        found: &[
            "same-path-behind-link content 4",
            "same-path-behind-link content 6",
        ],
        advice: &[
            "storage:\n  directories:\n    - {path: /run/a, mode: 0755}\n    - {path: /oem/b, mode: 0755}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  files:\n    - {path: /usr/local/bin/x, mode: 0755}\n    - {path: /lib64/x, mode: 0644}\n    - {path: /usrx, mode: 0644}\n  links:\n    - {path: /bin/x, target: /opt/x}",
        ],
        found: &[
            "read-only-path content 3",
            "read-only-path content 4",
            "read-only-path content 7",
        ],
        advice: &[
            "storage: {files: [{path: /opt/bin/x, mode: 0755}, {path: /usr/share/oem/x, mode: 0644}]}",
        ],
    },
    Case {
        // Without mode and owner, below a home directory, below a mount point, or owned by root: no difference.
        breaks: &[
            "storage:\n  directories:\n    - {path: /home/core/a/b, mode: 0755, user: {name: core}}\n    - {path: /opt/a/b, mode: 0700}\n    - {path: /opt/c/d, mode: 0755, user: {id: 0}, group: {name: root}}\n    - {path: /home/core/c, mode: 0700, user: {name: core}}\n    - {path: /home/x/c, mode: 0700}\npasswd: {users: [{name: x}]}",
        ],
        found: &[
            "warning: parents-of-root content 3",
            "warning: parents-of-root content 4",
        ],
        advice: &[
            "storage:\n  directories:\n    - {path: /home/core/a, mode: 0755, user: {name: core}}\n    - {path: /home/core/a/b, mode: 0755, user: {name: core}}\n    - {path: /opt/a, mode: 0700}\n    - {path: /opt/a/b, mode: 0700}",
        ],
    },
];

const UNITS: &[Case] = &[
    Case {
        breaks: &[
            "systemd:\n  units:\n    - name: a.service\n      dropins:\n        - {name: x.conf}\n        - {name: x.conf}\n    - name: a.service\n      dropins: [{name: x.conf}]",
        ],
        found: &["duplicate-dropin content 6"],
        advice: &[
            "systemd:\n  units:\n    - name: a.service\n      dropins:\n        - {name: x.conf}\n        - {name: y.conf}\n    - name: a.service\n      dropins: [{name: x.conf}]",
        ],
    },
    Case {
        breaks: &[
            "systemd:\n  units:\n    - {name: a.service, contents: \"[Unit]\"}\n    - {name: b.service, dropins: [{name: c.conf, contents: \"[Unit]\"}]}\n    - {name: d.service, enable: true}\nstorage:\n  files:\n    - {path: /etc/systemd/system/a.service, mode: 0644}\n    - {path: /etc/systemd/system/d.service, mode: 0644}\n  links:\n    - {path: /etc/systemd/system/b.service.d/c.conf, target: /x}",
        ],
        found: &["unit-path-taken content 8", "unit-path-taken content 11"],
        advice: &[
            "systemd:\n  units:\n    - {name: a.service, enable: true}\nstorage:\n  files:\n    - {path: /etc/systemd/system/a.service, mode: 0644}",
        ],
    },
    Case {
        breaks: &[
            "systemd:\n  units:\n    - {name: locksmithd.service, enabled: false}\n    - {name: own.service, enabled: false, contents: \"[Unit]\"}\n    - {name: docker.socket, enabled: false}\n    - {name: docker.socket, enabled: true}",
        ],
        found: &["warning: disable-without-effect content 3"],
        advice: &[
            "systemd:\n  units:\n    - {name: locksmithd.service, enabled: false}\n    - {name: locksmithd.service, mask: true}",
        ],
    },
    Case {
        breaks: &[
            "networkd:\n  units:\n    - {name: a.network, contents: \"[Match]\"}\n    - {name: a.network, contents: \"[Match]\"}\n    - {name: b.network, dropins: [{name: x.conf}]}\n    - {name: b.network, dropins: [{name: x.conf}]}\n    - {name: c.network}\n    - {name: c.network}",
        ],
        found: &[
            "duplicate-networkd-unit content 4",
            "duplicate-networkd-unit content 6",
        ],
        advice: &[
            "networkd:\n  units:\n    - {name: a.network, contents: \"[Match]\"}\n    - {name: a.network, dropins: [{name: x.conf}]}\n    - {name: a.network, dropins: [{name: y.conf}]}",
        ],
    },
    Case {
        breaks: &[
            "networkd:\n  units:\n    - {name: a.network, contents: \"[Match]\"}\n    - {name: b.network, contents: \"[Match]\"}\nstorage:\n  files:\n    - {path: /etc/systemd/network/a.network, mode: 0644}\n    - {path: /etc/systemd/network/b.network/c, mode: 0644}",
        ],
        found: &["networkd-path-taken content 7", "file-parent content 8"],
        advice: &["networkd:\n  units:\n    - {name: a.network, contents: \"[Match]\"}"],
    },
    Case {
        breaks: &[
            "networkd:\n  units:\n    - {name: a.network, contents: \"[Match]\"}\nstorage:\n  links:\n    - {path: /etc/systemd/network, target: /opt/network}",
        ],
        found: &["link-parent content 3"],
        advice: &[
            "storage:\n  links:\n    - {path: /etc/systemd/network, target: /opt/network}\n  files:\n    - {path: /opt/network/a.network, mode: 0644, contents: {inline: \"[Match]\"}}",
        ],
    },
];

const PASSWD: &[Case] = &[
    Case {
        breaks: &[
            "passwd: {users: [{name: core, ssh_authorized_keys: [a]}]}",
            "passwd:\n  users:\n    - {name: core, ssh_authorized_keys: [b]}",
        ],
        found: &["duplicate-user snippets[0] 3"],
        advice: &["passwd: {users: [{name: core, ssh_authorized_keys: [a, b]}]}"],
    },
    Case {
        breaks: &["passwd:\n  groups:\n    - {name: g}\n    - {name: g, gid: 3000}"],
        found: &["duplicate-group content 4"],
        advice: &["passwd:\n  groups:\n    - {name: g, gid: 3000}"],
    },
    Case {
        breaks: &[
            "passwd:\n  users:\n    - {name: core, ssh_authorized_keys: [a, b, a, a]}\n    - {name: x, ssh_authorized_keys: [a]}",
        ],
        found: &["duplicate-ssh-key content 3"],
        advice: &[
            "passwd:\n  users:\n    - {name: core, ssh_authorized_keys: [a, b]}\n    - {name: x, ssh_authorized_keys: [a]}",
        ],
    },
    Case {
        breaks: &[
            "passwd:\n  users:\n    - {name: x, groups: [sudo, docker, sudo]}\n    - {name: y, create: {groups: [sudo, sudo]}}",
        ],
        found: &[
            "duplicate-group-of-user content 3",
            "duplicate-group-of-user content 4",
        ],
        advice: &[
            "passwd:\n  users:\n    - {name: x, groups: [sudo, docker]}\n    - {name: y, groups: [sudo]}",
        ],
    },
    Case {
        breaks: &["passwd:\n  users:\n    - {name: x, create: {uid: 9223372036854775808}}"],
        found: &["uid-out-of-range content 3"],
        advice: &["passwd:\n  users:\n    - {name: x, uid: 2000}"],
    },
    Case {
        breaks: &[
            "passwd:\n  users:\n    - {name: a, uid: 2000}\n    - {name: b, create: {uid: 2000}}\n    - {name: c, uid: 500}\n    - {name: core, uid: 500}",
        ],
        found: &[
            "uid-taken content 4",
            "warning: uid-of-flatcar content 5",
            "uid-taken content 6",
        ],
        advice: &[
            "passwd:\n  users:\n    - {name: a, uid: 2000}\n    - {name: b}\n    - {name: core, uid: 500}",
        ],
    },
    Case {
        breaks: &[
            "passwd:\n  groups:\n    - {name: a, gid: 2000}\n    - {name: b, gid: 2000}\n    - {name: c, gid: 0}",
        ],
        found: &["gid-taken content 4", "warning: gid-of-flatcar content 5"],
        advice: &[
            "passwd:\n  groups:\n    - {name: a, gid: 2000}\n    - {name: b}\n    - {name: c, gid: 2001}",
        ],
    },
    Case {
        breaks: &[
            "passwd:\n  users:\n    - {name: -x}\n    - {name: a b}\n    - {name: abcdefghijklmnopqrstuvwxyz0123456}\n    - uid: 2000\n  groups:\n    - {name: 'a:b'}",
        ],
        found: &[
            "user-name content 3",
            "user-name content 4",
            "user-name content 5",
            "user-name content 6",
            "group-name content 8",
        ],
        advice: &[
            "passwd:\n  users:\n    - {name: abcdefghijklmnopqrstuvwxyz012345}\n    - {name: a-b}\n    - {name: pc$}\n  groups:\n    - {name: a_b}",
        ],
    },
    Case {
        breaks: &[
            "passwd:\n  users:\n    - {name: x, no_create_home: true, ssh_authorized_keys: [a]}\n    - {name: core, no_create_home: true, ssh_authorized_keys: [a]}\n    - {name: y, create: {no_create_home: true}, ssh_authorized_keys: [a]}\n    - {name: z, no_create_home: true, home_dir: /var/z, ssh_authorized_keys: [a]}",
        ],
        found: &["keys-without-home content 3", "keys-without-home content 5"],
        advice: &[
            "passwd:\n  users:\n    - {name: x, ssh_authorized_keys: [a]}\n    - {name: y, no_create_home: true}",
        ],
    },
];

const DISKS: &[Case] = &[
    Case {
        breaks: &[
            "storage:\n  disks:\n    - {device: /dev/sda, partitions: [{number: 1}]}\n    - {device: /dev/sda, partitions: [{number: 2}]}\n    - {device: /dev//sda}",
        ],
        found: &[
            "duplicate-disk content 4",
            "device-not-simplified content 5",
        ],
        advice: &[
            "storage:\n  disks:\n    - {device: /dev/sda, partitions: [{number: 1}, {number: 2}]}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {number: 1, label: a}\n        - {number: 2, label: a}\n    - device: /dev/sdb\n      partitions: [{number: 1, label: a}]",
        ],
        found: &["duplicate-partition-label content 6"],
        advice: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {number: 1, label: a}\n        - {number: 2, label: b}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {size: 1GiB}",
        ],
        found: &["partition-unnamed content 5"],
        advice: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {size: 1GiB, label: a}\n        - {size: 1GiB, number: 7}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {label: 'a:b'}",
        ],
        found: &["partition-label-with-colon content 5"],
        advice: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {label: ab}",
        ],
    },
    Case {
        // Sizes of 0 fill the disk and count as the first MiB; a start of 0 is sgdisk's choice.
        breaks: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {number: 1, start: 1MiB, size: 10MiB}\n        - {number: 2, start: 10MiB, size: 10MiB}\n        - {number: 3, start: 5MiB, size: 0}\n        - {number: 4, start: 0, size: 10MiB}\n        - {number: 5, start: 100MiB, size: 0}\n        - {number: 6, start: 120MiB, size: 1MiB}",
        ],
        found: &[
            "partitions-overlap content 6",
            "partitions-overlap content 7",
        ],
        advice: &[
            "storage:\n  disks:\n    - device: /dev/sda\n      partitions:\n        - {number: 1, start: 1MiB, size: 10MiB}\n        - {number: 2, start: 11MiB, size: 10MiB}\n        - {number: 3, start: 0, size: 10MiB}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  raid:\n    - {name: a, level: raid1, devices: [/dev/sda, /dev/sdb]}\n    - {name: a, level: raid1, devices: [/dev/sdc, /dev/sdd]}",
        ],
        found: &["duplicate-raid content 4"],
        advice: &[
            "storage:\n  raid:\n    - {name: a, level: raid1, devices: [/dev/sda, /dev/sdb]}\n    - {name: b, level: raid1, devices: [/dev/sdc, /dev/sdd]}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  raid:\n    - {name: a, level: linear}\n    - {name: b, level: raid1, devices: [/dev/sda, /dev/sda]}\n    - {name: c, level: raid1, devices: [/dev/sda, /dev/./sdb]}",
        ],
        found: &[
            "raid-without-devices content 3",
            "duplicate-raid-device content 4",
            "device-not-simplified content 5",
        ],
        advice: &[
            "storage:\n  raid:\n    - {name: b, level: raid1, devices: [/dev/sda, /dev/sdb]}",
        ],
    },
];

const FILESYSTEMS: &[Case] = &[
    Case {
        breaks: &[
            "storage:\n  filesystems:\n    - {name: oem, path: /usr/share/oem}\n  files:\n    - {filesystem: oem, path: /grub.cfg, mode: 0644}",
        ],
        found: &["path-without-mount content 3"],
        advice: &["storage: {files: [{path: /oem/grub.cfg, mode: 0644}]}"],
    },
    Case {
        breaks: &[
            "storage:\n  filesystems:\n    - {name: a, mount: {device: /dev/sda, format: ext4, create: {force: false}}}\n    - {name: b, mount: {device: /dev/sdb, format: ext4, create: {force: true}}}",
        ],
        found: &["create-without-force content 3"],
        advice: &[
            "storage:\n  filesystems:\n    - {name: a, mount: {device: /dev/sda, format: ext4, wipe_filesystem: true}}\n    - {name: b, mount: {device: /dev/sdb, format: ext4}}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  filesystems:\n    - {name: /var, mount: {device: /dev/sda, format: ext4}}\n    - {name: a/../b, mount: {device: /dev/sdb/, format: ext4}}\n    - {name: a/b, mount: {device: /dev/sdc, format: ext4}}",
        ],
        found: &[
            "filesystem-name-in-path content 3",
            "filesystem-name-in-path content 4",
            "device-not-simplified content 4",
        ],
        advice: &[
            "storage:\n  filesystems:\n    - {name: var, mount: {device: /dev/sda, format: ext4}}\n    - {name: b, mount: {device: /dev/sdb, format: ext4}}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  filesystems:\n    - {name: a, mount: {device: /dev/sda, format: ext4}}\n    - {name: b, mount: {device: /dev/sda, format: ext4}}",
        ],
        found: &["duplicate-filesystem-device content 4"],
        advice: &[
            "storage:\n  filesystems:\n    - {name: a, mount: {device: /dev/sda, format: ext4}}",
        ],
    },
    Case {
        // Flatcar drops it before it looks at devices.
        breaks: &[
            "storage:\n  filesystems:\n    - {name: root, mount: {device: /dev/disk/by-label/ROOT, format: ext4, wipe_filesystem: true}}\n    - {mount: {device: /dev/disk/by-label/ROOT, format: ext4}}",
        ],
        found: &["warning: root-filesystem-ignored content 3"],
        advice: &[
            "storage:\n  filesystems:\n    - {mount: {device: /dev/disk/by-label/ROOT, format: ext4, label: ROOT, wipe_filesystem: true}}",
        ],
    },
    Case {
        breaks: &[
            "storage:\n  filesystems:\n    - {name: OEM, mount: {device: /dev/disk/by-label/OEM, format: ext4}}",
        ],
        found: &["warning: oem-format-ignored content 3"],
        advice: &[
            "storage:\n  filesystems:\n    - {name: OEM, mount: {device: /dev/disk/by-label/OEM, format: btrfs}}\n    - {name: oem, mount: {device: /dev/disk/by-label/O, format: ext4, wipe_filesystem: true}}",
        ],
    },
];

const REFERENCES: &[Case] = &[
    Case {
        breaks: &["ignition:\n  config:\n    append:\n      - {source: \"\"}"],
        found: &["reference-without-source content 4"],
        advice: &["ignition: {config: {append: [{source: \"https://a\"}]}}"],
    },
    Case {
        breaks: &[
            "ignition:\n  security:\n    tls:\n      certificate_authorities:\n        - {source: \"https://a\"}\n        - {source: \"https://a\"}",
        ],
        found: &[
            "duplicate-reference content 6",
            "warning: several-references content 6",
        ],
        advice: &[
            "ignition: {security: {tls: {certificate_authorities: [{source: \"https://a\"}]}}}",
        ],
    },
    Case {
        breaks: &[
            "ignition:\n  config:\n    append:\n      - {source: \"https://a\"}\n      - {source: \"https://b\"}\n      - {source: \"https://c\"}",
        ],
        found: &["warning: several-references content 5"],
        advice: &[
            "ignition: {config: {append: [{source: \"https://a\"}], replace: {source: \"https://b\"}}}",
        ],
    },
];
