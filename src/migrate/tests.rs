//! Container Linux Configs and the Butane that people get to read.

use proptest::prelude::*;

use super::outline::{Part, Value};
use super::*;
use crate::yaml::{Content, Style};

const HEAD: &str = "variant: flatcar\nversion: 1.1.0\n";

/// Checks what stands below the version.
fn check_on(platform: &str, clc: &str, expect: &str) {
    let platform = Platform::parse(platform).unwrap();
    let (text, report) = clc_to_butane(clc, platform);
    let text = text.unwrap_or_else(|| panic!("{clc}\n{report:#?}"));
    let expect = if expect.is_empty() {
        HEAD.to_owned()
    } else {
        format!("{HEAD}\n{expect}")
    };
    assert_eq!(text, expect, "{clc}");
}

fn check(clc: &str, expect: &str) {
    check_on("", clc, expect);
}

fn check_refused(clc: &str, expect: &[(&str, u32, u32)]) {
    let (text, report) = clc_to_butane(clc, Platform::default());
    let errors = report.findings().iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    let found: Vec<_> = errors
        .map(|finding| {
            let mark = finding.mark.unwrap();
            (finding.problem.rule, mark.line, mark.column)
        })
        .collect();
    assert_eq!(found, expect, "{clc}");
    assert_eq!(text, None);
}

#[test]
fn files() {
    check(
        "storage:
  files:
    - filesystem: root
      path: /a//b
      mode: 0600
      contents:
        inline: |
          x
    - path: /c
      overwrite: false
      user: {id: 500}
      group: {name: core}
    - path: /d
      append: true
      contents: {inline: d}
    - path: /e
      contents:
        remote:
          url: HTTPS://h/p q
          compression: gzip
          verification: {hash: {function: sha512, sum: SUM}}
"
        .replace("SUM", &"0".repeat(128))
        .as_str(),
        "storage:
  files:
    - path: /a/b
      overwrite: true
      mode: 0600
      contents:
        inline: |
          x
    - path: /c
      overwrite: false
      mode: 0644
      user:
        id: 500
      group:
        name: core
      contents:
        inline: \"\"
    - path: /d
      mode: 0644
      append:
        - inline: d
    - path: /e
      overwrite: true
      mode: 0644
      contents:
        source: https://h/p%20q
        compression: gzip
        verification:
          hash: sha512-SUM
"
        .replace("SUM", &"0".repeat(128))
        .as_str(),
    );
}

#[test]
fn files_of_one_path_become_one() {
    check(
        "storage: {files: [{path: /a, contents: {inline: a}}, {path: /a, append: true, contents: {inline: b}}]}",
        "storage:
  files:
    - path: /a
      overwrite: true
      mode: 0644
      contents:
        inline: ab
",
    );
}

#[test]
fn directories_and_links() {
    check(
        "storage:
  directories: [{path: /a, mode: 01777}, {path: /b, overwrite: no}]
  links: [{path: /c, target: /d, hard: yes, filesystem: root}]
",
        "storage:
  directories:
    - path: /a
      mode: 01777
    - path: /b
      overwrite: false
      mode: 0755
  links:
    - path: /c
      target: /d
      hard: true
",
    );
}

#[test]
fn filesystems_become_paths() {
    check(
        "storage:
  filesystems:
    - name: data
      mount: {device: /dev/a, format: ext4, create: {force: true, options: [-L, x]}}
    - mount: {device: /dev/b, format: xfs, wipe_filesystem: true, label: b}
    - name: below
      path: /srv
    - name: oem
      mount: {device: /dev/c, format: ext4}
    - name: root
      mount: {device: /dev/d, format: ext4}
  files:
    - {path: /f, filesystem: data, mode: 0}
    - {path: /f, filesystem: below, mode: 0}
    - {path: /f, filesystem: oem, mode: 0}
",
        "storage:
  filesystems:
    - path: /tmp/data-ign1
      device: /dev/a
      format: ext4
      wipe_filesystem: true
      options:
        - -L
        - x
    - device: /dev/b
      format: xfs
      wipe_filesystem: true
      label: b
    - path: /oem
      device: /dev/c
      format: btrfs
  files:
    - path: /tmp/data-ign1/f
      overwrite: true
      mode: 0000
      contents:
        inline: \"\"
    - path: /srv/f
      overwrite: true
      mode: 0000
      contents:
        inline: \"\"
    - path: /oem/f
      overwrite: true
      mode: 0000
      contents:
        inline: \"\"
",
    );
}

#[test]
fn disks_and_raid() {
    check(
        "storage:
  disks:
    - device: /dev/a
      wipe_table: true
      partitions: [{label: r, number: 1, size: 1GiB, start: 2MiB, type_guid: raid_partition}]
  raid: [{name: md, level: raid1, devices: [/dev/x, /dev/y], spares: 1}]
",
        "storage:
  disks:
    - device: /dev/a
      wipe_table: true
      partitions:
        - label: r
          number: 1
          size_mib: 1024
          start_mib: 2
          type_guid: a19d880f-05fc-4d3b-a006-743f0f84911e
  raid:
    - name: md
      level: raid1
      devices:
        - /dev/x
        - /dev/y
      spares: 1
",
    );
}

#[test]
fn users_and_groups() {
    check(
        "passwd:
  users:
    - name: a
      create:
        uid: 7
        groups: [sudo]
        system: on
    - name: a
      ssh_authorized_keys:
        - \"ssh-rsa A\"
        - ssh-rsa B b@c
  groups: [{name: g, gid: 9}]
",
        "passwd:
  users:
    - name: a
      ssh_authorized_keys:
        - \"ssh-rsa A\"
        - ssh-rsa B b@c
      uid: 7
      groups:
        - sudo
      system: true
  groups:
    - name: g
      gid: 9
",
    );
}

#[test]
fn units() {
    check(
        "systemd:
  units:
    - name: a.service
      enable: true
      contents: |
        [Install]
        WantedBy=multi-user.target
    - {name: b.service, enable: false, enabled: false, mask: true}
    - name: a.service
      dropins: [{name: 1-x.conf, contents: \"[Service]\\nA=b\"}]
",
        "systemd:
  units:
    - name: b.service
      enabled: false
      mask: true
    - name: a.service
      enabled: true
      contents: |
        [Install]
        WantedBy=multi-user.target
      dropins:
        - name: 1-x.conf
          contents: |-
            [Service]
            A=b
",
    );
}

#[test]
fn networkd_units_become_files() {
    check(
        "networkd:
  units:
    # the first card
    - name: a.network
      contents: |
        [Match]
      dropins:
        - {name: x.conf, contents: '[Match]'}
",
        "storage:
  files:
    # the first card
    - path: /etc/systemd/network/a.network
      overwrite: true
      mode: 0644
      contents:
        inline: |
          [Match]
    - path: /etc/systemd/network/a.network.d/x.conf
      overwrite: true
      mode: 0644
      contents:
        inline: \"[Match]\"
",
    );
}

#[test]
fn sections_without_a_twin() {
    check_on(
        "ec2",
        "update:
  # the channel
  group: stable # not beta
locksmith: {reboot_strategy: 'off'}
docker: {flags: [--a, --b]}
etcd:
  name: '{HOSTNAME}'
systemd:
  units:
    - name: docker.service
      enabled: false
",
        "storage:
  files:
    # From the sections update and locksmith.
    # the channel
    # not beta
    - path: /etc/coreos/update.conf
      overwrite: true
      mode: 0644
      contents:
        inline: |-
          GROUP=stable
          REBOOT_STRATEGY=\"off\"
systemd:
  units:
    # From the section etcd.
    - name: etcd-member.service
      enabled: true
      dropins:
        - name: 20-clct-etcd-member.conf
          contents: |-
            [Unit]
            Requires=coreos-metadata.service
            After=coreos-metadata.service

            [Service]
            EnvironmentFile=/run/metadata/coreos
            ExecStart=
            ExecStart=/usr/lib/coreos/etcd-wrapper $ETCD_OPTS \\
              --name=\"${COREOS_EC2_HOSTNAME}\"
    - name: docker.service
      enabled: false
      dropins:
        # From the section docker.
        - name: 20-clct-docker.conf
          contents: |-
            [Service]
            Environment=\"DOCKER_OPTS=--a --b\"
",
    );
}

#[test]
fn what_a_platform_needs() {
    let platform = Platform::parse("openstack-metadata").unwrap();
    let (text, _) = clc_to_butane("", platform);
    let text = text.unwrap();
    assert!(
        text.contains(
            "  units:\n    # For the platform.\n    - name: coreos-metadata-sshkeys@.service\n"
        ),
        "{text}"
    );
}

#[test]
fn the_ignition_section() {
    check(
        "ignition:
  config:
    append: [{source: https://a}]
    replace: {source: https://b, verification: {hash: {function: sha512}}}
  timeouts: {http_total: 5, http_response_headers: ~}
  security: {tls: {certificate_authorities: [{source: https://c}]}}
",
        "ignition:
  config:
    merge:
      - source: https://a
    replace:
      source: https://b
  timeouts:
    http_total: 5
    http_response_headers: 0
  security:
    tls:
      certificate_authorities:
        - source: https://c
",
    );
}

#[test]
fn comments_stay_where_they_were() {
    let clc = "# All about this machine.

# users
passwd: # and groups
  # all of them

  users:
    # the first
    - name: a # called a
      # how
      shell: /bin/sh
      # no more keys

    # the second
    - name: b
    # - name: c
  # no groups
# the end
";
    let butane = "# All about this machine.
variant: flatcar
version: 1.1.0

# users
passwd: # and groups
  # all of them

  users:
    # the first
    - name: a # called a
      # how
      shell: /bin/sh
      # no more keys

    # the second
    - name: b
    # - name: c
  # no groups
# the end
";
    let (text, _) = clc_to_butane(clc, Platform::default());
    assert_eq!(text.unwrap(), butane);
}

#[test]
fn empty_documents() {
    for clc in ["", "{}", "storage: {files: []}", "---\n", "locksmith: {}"] {
        check(clc, "");
    }
    let (text, _) = clc_to_butane("# nothing\n", Platform::default());
    assert_eq!(text.unwrap(), format!("{HEAD}# nothing\n"));
}

#[test]
fn what_cannot_be_carried_is_named() {
    check_refused(
        "storage: {files: [{path: a}]}",
        &[("path-not-absolute", 1, 26)],
    );
    check_refused("a: [", &[("yaml-unclosed", 1, 4)]);
    check_refused("variant: flatcar", &[("butane-already", 1, 1)]);
    check_refused(
        "storage:\n  files:\n    - path: /a\n      contents: {local: x}\n",
        &[("local-file", 4, 25)],
    );
    check_refused(
        "storage:\n  links: [{path: /l, target: /x}]\n  files:\n    - path: /l/a\n",
        &[("path-below-link", 4, 7)],
    );
}

#[test]
fn the_root_filesystem_is_told() {
    let clc = "storage: {filesystems: [{name: root, mount: {device: /dev/a, format: ext4}}]}";
    let (text, report) = clc_to_butane(clc, Platform::default());
    assert_eq!(text.unwrap(), HEAD);
    let rules: Vec<_> = report
        .findings()
        .iter()
        .map(|finding| finding.problem.rule)
        .collect();
    assert!(rules.contains(&"root-filesystem-left-out"), "{rules:?}");
}

/// A text in the three places that a text can have, printed and read again.
fn read_again(text: &str, style: Style) -> Vec<String> {
    let value = || Value::Text(text.to_owned(), style);
    let list = |items| Part::entry("list", None, Value::List(items));
    let parts = [
        Part::entry("top", None, value()),
        list(vec![Part::item(None, value())]),
        list(vec![Part::item(
            None,
            Value::Map(vec![Part::entry("in", None, value())]),
        )]),
        Part::entry("end", None, Value::Plain("1".to_owned())),
    ];
    let printed = print::print(&parts, &comments::Rest::default());
    let tree = yaml::parse(&printed).unwrap_or_else(|fault| panic!("{fault:?}\n{printed}"));
    let mut texts = Vec::new();
    let mut open: Vec<_> = tree.root().into_iter().collect();
    while let Some(node) = open.pop() {
        match node.content() {
            Content::Mapping(pairs) => open.extend(pairs.map(|(_, value)| value)),
            Content::Sequence(items) => open.extend(items),
            Content::Scalar(scalar) => {
                let is_typed = scalar.int().is_ok() || scalar.bool().is_ok() || scalar.is_null();
                if !is_typed || scalar.style != Style::Plain {
                    texts.push(scalar.text.to_string());
                }
            }
            Content::Alias(_) => {}
        }
    }
    texts.retain(|text| text != "flatcar" && text != "1.1.0");
    texts
}

fn check_text(text: &str) {
    for style in [Style::Plain, Style::Quoted, Style::Block] {
        assert_eq!(read_again(text, style), [text; 3], "{style:?}");
    }
}

#[test]
fn hard_texts() {
    for text in [
        "",
        " ",
        "~",
        "no",
        "0644",
        "1e3",
        ".5",
        "0x1f",
        "12:30",
        "2001-01-01",
        "-1",
        "-.inf",
        "--- a",
        "- a",
        "-",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "<<",
        "=",
        "%a",
        "@a",
        "!a",
        "&a",
        "*a",
        "?a",
        "\"",
        "'",
        "\\",
        "\t",
        "\ta",
        "a\t",
        "\n",
        "\n\n",
        "a\n",
        "a\n\n",
        "\na",
        "\n a",
        " a\nb",
        "\ta\nb",
        "a\n ",
        "a\n \n",
        " \n",
        " \na",
        "a\r\nb",
        "\r",
        "\0",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}a",
        "a\u{feff}",
        "\u{fffe}",
        "😀",
        "ä\n€\n",
        "a\n# b\n",
        "a\n---\n",
        "a\n...\nb",
    ] {
        check_text(text);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_again(text: String) {
        check_text(&text);
    }

    #[test]
    fn any_lines_are_read_again(text in "[ab:#|'\"\\\\ \t\n.-]{0,12}") {
        check_text(&text);
    }
}
