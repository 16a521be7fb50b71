//! Whole documents: what is found where, and what the sections and their sugar become.

use std::collections::BTreeMap;

use serde_json::{Value, json, to_value};

use super::*;

/// A files directory in memory: texts, links (`-> target`), a pipe (`|`) and an executable (`#!`).
struct Memory(BTreeMap<&'static str, &'static str>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileProblem> {
        let text = self.0.get(path).ok_or(FileProblem::NotFound)?;
        Ok(text.as_bytes().to_vec())
    }

    fn walk(&self, path: &str) -> Result<Vec<Entry>, FileProblem> {
        if self.0.contains_key(path) {
            return Err(FileProblem::NotADirectory);
        }
        let start = format!("{path}/");
        let below = self.0.iter().filter_map(|(path, text)| {
            let path = path.strip_prefix(&start)?.to_owned();
            let kind = match text.strip_prefix("-> ") {
                Some(target) => Kind::Link(target.to_owned()),
                None if *text == "|" => Kind::Other,
                None => Kind::File {
                    executable: text.starts_with("#!"),
                },
            };
            Some(Entry { path, kind })
        });
        Ok(below.collect())
    }
}

const FILES: [(&str, &str); 9] = [
    ("a.service", "[Service]\n"),
    ("config.ign", r#"{"ignition":{"version":"3.0.0"}}"#),
    ("keys", "k1\r\n\nk2"),
    ("odd/pipe", "|"),
    ("text", "a text"),
    ("tree/bin/run", "#!x"),
    ("tree/etc/a", "A"),
    ("tree/etc/b", "-> a"),
    ("tree/etc/c", "C"),
];

fn compiled(source: &str, strict: bool) -> (Config, Vec<String>) {
    let files = Memory(FILES.into_iter().collect());
    let (config, report) = compile(source, Document::Content, &Options { strict }, &files);
    let shown = report.findings().iter().map(|finding| {
        let severity = match finding.severity {
            Severity::Error => "",
            Severity::Warning => "warning ",
            Severity::Note => "note ",
        };
        let mark = finding.mark.map_or(String::from("-"), |mark| {
            format!("{}:{}", mark.line, mark.column)
        });
        format!("{severity}{mark} {}", finding.problem.rule)
    });
    (config, shown.collect())
}

/// The body of a document under the two lines that name its format.
fn flatcar(body: &str) -> String {
    format!("variant: flatcar\nversion: 1.1.0\n{body}")
}

fn fcos(body: &str) -> String {
    format!("variant: fcos\nversion: 1.5.0\n{body}")
}

/// A document with these findings, and no others.
#[track_caller]
fn check(source: &str, expect: &[&str]) {
    assert_eq!(compiled(source, false).1, expect, "{source}");
}

/// A document without findings, and what `pointer` shows of its config.
#[track_caller]
fn renders(source: &str, pointer: &str, expect: &Value) {
    let (config, found) = compiled(source, false);
    assert!(found.is_empty(), "{source} {found:?}");
    let config = to_value(config).unwrap();
    assert_eq!(config.pointer(pointer), Some(expect), "{config:#}");
}

#[test]
fn documents() {
    check("", &["- variant-missing"]);
    check("{}", &["1:1 variant-missing"]);
    check(
        "variant: flatcar\nversion: 2.0.0",
        &["2:10 version-unsupported"],
    );
    check(
        "variant: flatcar\nversion: 1.1.0\nx: [",
        &["3:4 yaml-unclosed"],
    );
    check(&flatcar("---\nx: ["), &["warning 3:1 second-document"]);
    check(&flatcar("storage: []"), &["3:10 wrong-type"]);
    check(&flatcar("sytemd: {}"), &["warning 3:1 unknown-key"]);
    renders(&flatcar(""), "/ignition/version", &json!("3.4.0"));
}

#[test]
fn strict_makes_errors_of_all_warnings() {
    let strict = |source: &str| compiled(&flatcar(source), true).1;
    assert_eq!(strict("sytemd: {}"), ["3:1 unknown-key"]);
    assert_eq!(
        strict("storage: {files: [{path: /a, mode: 600}]}")[0],
        "3:36 mode-decimal"
    );
}

#[test]
fn keys_of_other_versions() {
    let found = |variant: &str, minor: u32, body: &str| {
        compiled(
            &format!("variant: {variant}\nversion: 1.{minor}.0\n{body}"),
            false,
        )
        .1
    };
    for (key, since) in [
        ("storage: {trees: []}", 1),
        ("ignition: {proxy: {}}", 1),
        ("storage: {luks: []}", 2),
        ("boot_device: {}", 3),
        ("kernel_arguments: {}", 4),
        ("grub: {}", 5),
    ] {
        assert_eq!(found("fcos", since, key), [""; 0], "{key}");
        let before = found("fcos", since - 1, key);
        assert!(before[0].ends_with(" unknown-key"), "{key} {before:?}");
    }
    assert_eq!(found("flatcar", 0, "kernel_arguments: {}"), [""; 0]);
    assert_eq!(found("flatcar", 1, "grub: {}"), ["warning 3:1 unknown-key"]);
    assert_eq!(
        found(
            "flatcar",
            0,
            "systemd: {units: [{name: a.service, contents_local: x}]}"
        ),
        ["warning 3:37 unknown-key"]
    );
}

#[test]
fn resources() {
    let contents = |resource: &str, expect: &Value| {
        let body = format!("storage: {{files: [{{path: /f, contents: {resource}}}]}}");
        renders(&flatcar(&body), "/storage/files/0/contents", expect);
    };
    contents("{}", &json!({"verification": {}}));
    contents(
        "{inline: a b}",
        &json!({"compression": "", "source": "data:,a%20b", "verification": {}}),
    );
    contents(
        "{local: ./text}",
        &json!({"compression": "", "source": "data:,a%20text", "verification": {}}),
    );
    contents(
        "{inline: x, compression: gzip}",
        &json!({"compression": "gzip", "source": "data:,x", "verification": {}}),
    );
    let hash = format!("sha512-{}", "0".repeat(128));
    contents(
        &format!(
            "{{source: 'http://h/f', http_headers: [{{name: A, value: b}}], verification: {{hash: {hash}}}}}"
        ),
        &json!({"httpHeaders": [{"name": "A", "value": "b"}], "source": "http://h/f", "verification": {"hash": hash}}),
    );
}

#[test]
fn long_contents_are_compressed() {
    let body = format!(
        "storage: {{files: [{{path: /f, contents: {{inline: '{}'}}}}]}}",
        "long ".repeat(100)
    );
    let pointer = "/storage/files/0/contents/compression";
    renders(&flatcar(&body), pointer, &json!("gzip"));
}

#[test]
fn faults_of_resources() {
    let faults = |resource: &str, expect: &[&str]| {
        let body = format!("storage:\n  files:\n  - path: /f\n    contents: {resource}");
        check(&flatcar(&body), expect);
    };
    faults("{inline: a, local: text}", &["6:24 contents-sources"]);
    faults("{local: nope}", &["6:23 local-file-missing"]);
    faults("{local: ../text}", &["6:23 local-file-outside"]);
    let (_, report) = compile(
        &flatcar("storage: {files: [{path: /f, contents: {local: text}}]}"),
        Document::Content,
        &Options::default(),
        &NoFiles,
    );
    assert_eq!(
        report.findings()[0].problem.rule,
        problems::FILES_DIR_MISSING
    );
}

#[test]
fn other_configs() {
    let faults = |resource: &str, expect: &[&str]| {
        let body = format!("ignition:\n  config:\n    merge:\n    - {resource}");
        check(&flatcar(&body), expect);
    };
    faults("source: http://h/c", &[]);
    faults("local: config.ign", &[]);
    faults("inline: '{\"ignition\": {\"version\": \"3.4.0\"}}'", &[]);
    faults("inline: '{}'", &["4:3 nested-config-version"]);
    faults("inline: 'variant: flatcar'", &["6:15 nested-config-json"]);
    faults(
        "inline: '{\"ignition\": {\"version\": \"3.9.0\"}}'",
        &["warning 6:15 nested-config-version"],
    );
    renders(
        &flatcar(
            "ignition: {config: {replace: {source: 'http://h/c'}}, timeouts: {http_total: 3}}",
        ),
        "/ignition",
        &json!({
            "config": {"replace": {"source": "http://h/c", "verification": {}}},
            "proxy": {}, "security": {"tls": {}}, "timeouts": {"httpTotal": 3}, "version": "3.4.0",
        }),
    );
}

#[test]
fn local_units_and_keys() {
    renders(
        &flatcar(
            "systemd: {units: [{name: a.service, contents_local: a.service, dropins: [{name: x.conf, contents_local: a.service}]}]}",
        ),
        "/systemd/units/0",
        &json!({"contents": "[Service]\n", "dropins": [{"contents": "[Service]\n", "name": "x.conf"}], "name": "a.service"}),
    );
    check(
        &flatcar("systemd: {units: [{name: a.service, contents: '', contents_local: a.service}]}"),
        &["3:67 contents-sources"],
    );
    renders(
        &flatcar(
            "passwd: {users: [{name: core, ssh_authorized_keys: [k0], ssh_authorized_keys_local: [keys]}]}",
        ),
        "/passwd/users/0/sshAuthorizedKeys",
        &json!(["k0", "k1", "k2"]),
    );
}

#[test]
fn trees() {
    renders(
        &flatcar(
            "storage: {trees: [{local: tree}], files: [{path: /etc/c, mode: 0600, user: {id: 5}}]}",
        ),
        "/storage",
        &json!({
            "files": [
                {"group": {}, "path": "/etc/c", "user": {"id": 5}, "contents": {"compression": "", "source": "data:,C", "verification": {}}, "mode": 0o600},
                {"group": {}, "path": "/bin/run", "user": {}, "contents": {"compression": "", "source": "data:,%23!x", "verification": {}}, "mode": 0o755},
                {"group": {}, "path": "/etc/a", "user": {}, "contents": {"compression": "", "source": "data:,A", "verification": {}}, "mode": 0o644},
            ],
            "links": [{"group": {}, "path": "/etc/b", "user": {}, "target": "a"}],
        }),
    );
    renders(
        &flatcar("storage: {trees: [{local: tree/bin, path: /opt/}]}"),
        "/storage/files/0/path",
        &json!("/opt/run"),
    );
    let faults = |storage: &str, expect: &[&str]| {
        check(&flatcar(&format!("storage: {{{storage}}}")), expect);
    };
    faults("trees: [{path: /a}]", &["3:19 tree-without-local"]);
    faults("trees: [{local: text}]", &["3:19 tree-not-directory"]);
    faults("trees: [{local: odd}]", &["3:19 tree-special-file"]);
    faults(
        "trees: [{local: tree/etc}, {local: tree/etc}]",
        &["3:38 tree-collision"; 3],
    );
    faults(
        "trees: [{local: tree}], directories: [{path: /etc/a}]",
        &["3:19 tree-collision"],
    );
}

#[test]
fn mount_units() {
    let units = |storage: &str, expect: &Value| {
        renders(
            &fcos(&format!("storage: {{{storage}}}")),
            "/systemd/units",
            expect,
        );
    };
    units(
        "filesystems: [{device: /dev/vdb, format: swap, with_mount_unit: true, mount_options: [pri=1]}]",
        &json!([{
            "contents": "# Generated by Butane\n[Swap]\nWhat=/dev/vdb\nOptions=pri=1\n\n[Install]\nRequiredBy=swap.target",
            "enabled": true, "name": "dev-vdb.swap",
        }]),
    );
    units(
        "luks: [{name: d, device: /dev/x, clevis: {tang: [{url: 'http://t', thumbprint: p}]}}], \
         filesystems: [{device: /dev/mapper/d, format: ext4, path: /d, with_mount_unit: true}]",
        &json!([{
            "contents": "# Generated by Butane\n[Unit]\nRequires=systemd-fsck@dev-mapper-d.service\nAfter=systemd-fsck@dev-mapper-d.service\n\n[Mount]\nWhere=/d\nWhat=/dev/mapper/d\nType=ext4\nOptions=_netdev\n\n[Install]\nRequiredBy=remote-fs.target",
            "enabled": true, "name": "d.mount",
        }]),
    );
    renders(
        &flatcar(
            "storage: {filesystems: [{device: /dev/b, format: ext4, path: /b, with_mount_unit: true}]}\nsystemd: {units: [{name: a.service}, {name: b.mount, mask: true}]}",
        ),
        "/systemd/units/0/mask",
        &json!(true),
    );
}

#[test]
fn boot_devices() {
    let mirror = "boot_device: {layout: aarch64, mirror: {devices: [/dev/a, /dev/b]}}";
    renders(
        &fcos(mirror),
        "/storage/disks/1",
        &json!({"device": "/dev/b", "partitions": [
            {"label": "reserved-2", "sizeMiB": 1, "typeGuid": "8DA63339-0007-60C0-C436-083AC8230908"},
            {"label": "esp-2", "sizeMiB": 127, "typeGuid": "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"},
            {"label": "boot-2", "sizeMiB": 384},
            {"label": "root-2"},
        ], "wipeTable": true}),
    );
    renders(
        &fcos(mirror),
        "/storage/raid",
        &json!([
            {"devices": ["/dev/disk/by-partlabel/boot-1", "/dev/disk/by-partlabel/boot-2"], "level": "raid1", "name": "md-boot", "options": ["--metadata=1.0"]},
            {"devices": ["/dev/disk/by-partlabel/root-1", "/dev/disk/by-partlabel/root-2"], "level": "raid1", "name": "md-root"},
        ]),
    );
    renders(
        &fcos(
            "boot_device: {luks: {tpm2: true, discard: true}}\nstorage: {filesystems: [{device: /dev/mapper/root, format: btrfs}]}",
        ),
        "/storage",
        &json!({
            "filesystems": [{"device": "/dev/mapper/root", "format": "btrfs", "label": "root", "wipeFilesystem": true}],
            "luks": [{"clevis": {"custom": {}, "tpm2": true}, "device": "/dev/disk/by-partlabel/root", "discard": true, "keyFile": {"verification": {}}, "label": "luks-root", "name": "root", "wipeVolume": true}],
        }),
    );
    renders(
        &fcos("boot_device: {luks: {threshold: 1}}"),
        "/storage",
        &json!({}),
    );
    check(
        &fcos("boot_device: {layout: m68k, mirror: {devices: [/dev/a]}}"),
        &["3:23 boot-layout-unknown", "3:47 mirror-of-one"],
    );
    check(
        &fcos("boot_device: {mirror: {devices: [/dev/a, /dev/b]}}"),
        &["warning 3:23 mirror-layout-unset"],
    );
}

#[test]
fn boot_menus() {
    renders(
        &fcos("grub: {users: [{name: a, password_hash: H}, {name: b, password_hash: I}]}"),
        "/storage/files/0/append/0/source",
        &json!(
            "data:;base64,IyBHZW5lcmF0ZWQgYnkgQnV0YW5lCgpzZXQgc3VwZXJ1c2Vycz0iYSBiIgpwYXNzd29yZF9wYmtkZjIgYSBICnBhc3N3b3JkX3Bia2RmMiBiIEkK"
        ),
    );
    check(
        &fcos("grub: {users: [{name: a}, {password_hash: x}]}"),
        &["3:16 grub-user-password", "3:27 grub-user-name"],
    );
}

#[test]
fn boot_partitions() {
    check(
        &fcos(
            "storage:\n  disks:\n  - device: /dev/a\n    partitions: [{label: root, number: 2, size_mib: 4096}, {label: boot, number: 3}]",
        ),
        &[
            "warning 6:26 boot-partition-number",
            "warning 6:53 root-small",
        ],
    );
}

#[test]
fn rules_of_ignition_are_told_at_the_value() {
    let storage = |storage: &str, expect: &[&str]| {
        check(&flatcar(&format!("storage: {{{storage}}}")), expect);
    };
    storage("files: [{path: a}]", &["3:26 path-not-absolute"]);
    storage("files: [&f {path: /a}, *f]", &["3:34 duplicate-entry"]);
    storage(
        "disks: [{device: /dev/a, partitions: [{start_mib: 1, size_mib: 9, number: 1}, {start_mib: 2, size_mib: 1, number: 2}]}]",
        &["3:89 partitions-overlap"],
    );
    // The unit is made by sugar, so there is no better place than the switch.
    check(
        &flatcar(
            "storage: {filesystems: [{device: /dev/a, path: /a, format: ext4, with_mount_unit: true}], files: [{path: /etc/systemd/system/a.mount}]}",
        ),
        &["3:106 path-of-unit"],
    );
}

/// Every line of a document that has everything is left out, emptied, or made a list or a mapping.
#[test]
fn damaged_documents_are_findings() {
    let document = fcos(EVERYTHING);
    assert_eq!(compiled(&document, false).1, [""; 0]);
    let lines: Vec<&str> = document.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let key = line.split_inclusive(": ").next().unwrap_or_default();
        for damaged in [
            "",
            &format!("{key} ~"),
            &format!("{key} []"),
            &format!("{key} {{}}"),
        ] {
            let mut lines = lines.clone();
            lines[index] = damaged;
            let _ = compiled(&lines.join("\n"), false);
        }
    }
    for end in 0..document.len() {
        let _ = compiled(&document[..end], true);
    }
}

const EVERYTHING: &str = r#"
boot_device:
  layout: x86_64
  luks:
    tpm2: true
    threshold: 1
    tang:
      - url: http://t
        thumbprint: p
        advertisement: '{"payload": "p"}'
  mirror:
    devices: [/dev/a, /dev/b]
grub:
  users:
    - name: a
      password_hash: H
ignition:
  config:
    merge:
      - source: http://h/c
        http_headers:
          - name: A
            value: b
    replace:
      inline: '{"ignition": {"version": "3.4.0"}}'
  proxy:
    http_proxy: http://p
    no_proxy: [a, b]
  security:
    tls:
      certificate_authorities:
        - inline: pem
  timeouts:
    http_total: 3
kernel_arguments:
  should_exist: [a]
  should_not_exist: [b]
passwd:
  users:
    - name: core
      ssh_authorized_keys: [k]
      ssh_authorized_keys_local: [keys]
      groups: [g]
  groups:
    - name: g
      gid: 5
storage:
  disks:
    - device: /dev/c
      wipe_table: true
      partitions:
        - number: 1
          size_mib: 100
          type_guid: 0FC63DAF-8483-4772-8E79-3D69D8477DE4
  raid:
    - name: r
      level: raid1
      devices: [/dev/d, /dev/e]
  luks:
    - name: l
      device: /dev/f
      key_file:
        inline: secret
      open_options: [--x]
  filesystems:
    - device: /dev/mapper/l
      format: ext4
      path: /l
      with_mount_unit: true
      mount_options: [noatime]
  files:
    - path: /f
      mode: 0644
      user: {name: core}
      contents:
        local: text
        verification:
          hash: sha256-0000000000000000000000000000000000000000000000000000000000000000
      append:
        - inline: x
  directories:
    - path: /d
      mode: 0755
      group: {id: 1}
  links:
    - path: /k
      target: f
      hard: false
  trees:
    - local: tree
      path: /t
systemd:
  units:
    - name: a.service
      contents_local: a.service
      dropins:
        - name: a.conf
          contents: |
            [Service]
"#;
