//! Whole documents: what is found where, and that nothing breaks the compiler.

use super::*;
use crate::ignition::v2_3::Config;

fn compiled(source: &str, platform: &str, strict: bool) -> (Config, Vec<String>) {
    let platform = Platform::parse(platform).unwrap();
    let (config, report) = compile(source, Document::Content, &Options { platform, strict });
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

fn check(source: &str, expect: &[&str]) {
    assert_eq!(compiled(source, "", false).1, expect, "{source}");
}

#[test]
fn documents() {
    check("", &["warning - empty-config"]);
    check("# nothing", &["warning - empty-config"]);
    check("{}", &[]);
    check("---", &[]);
    check("~", &[]);
    check("- a", &["1:1 wrong-type"]);
    check("version: 1", &["1:10 config-version"]);
    check("a: b: c", &["1:5 yaml-colon"]);
    check("update: {group: beta}\nupdate: {}", &["2:1 repeated-key"]);
    check(
        "update: {group: beta}\n---\nx: [",
        &["warning 2:1 second-document"],
    );
    check("variant: ''", &["warning 1:1 unknown-key"]);
}

#[test]
fn empty_snippets_are_no_warning() {
    let options = Options::default();
    let (_, report) = compile("", Document::snippet(0), &options);
    let severities: Vec<_> = report.findings().iter().map(|f| f.severity).collect();
    assert_eq!(severities, [Severity::Note]);
}

#[test]
fn strict_makes_errors_of_the_parse_step_alone() {
    let strict = |source: &str| compiled(source, "", true).1;
    assert_eq!(strict(""), ["- empty-config"]);
    assert_eq!(
        strict("storage: {files: [{path: /x, append: true}]}"),
        ["1:19 file-mode-unset"]
    );
    assert_eq!(strict("docker: {flagz: []}"), ["1:10 unknown-key"]);
    assert_eq!(strict("x: &x {}\ndocker: {<<: *x}").len(), 2);
    assert_eq!(
        strict("passwd: {users: [{create: {}}]}"),
        ["warning 1:18 user-create-deprecated"]
    );
}

#[test]
fn findings_are_bounded() {
    let keys = "  k: 1
"
    .repeat(2000);
    let (_, found) = compiled(&format!("docker:\n{keys}version: 1"), "", false);
    // The first error is kept whatever came before, and one finding says that there are more.
    assert_eq!(found.len(), 502);
    assert_eq!(found[0], "warning - more-findings");
    assert_eq!(found[501], "2002:10 config-version");
}

#[test]
fn ignition() {
    let reference = "{source: 'file:///a', verification: {hash: {function: md5, sum: x}}}";
    for (source, column) in [
        (
            format!("ignition: {{config: {{append: [{reference}]}}}}"),
            39,
        ),
        (
            format!("ignition: {{config: {{replace: {reference}}}}}"),
            39,
        ),
        (
            format!("ignition: {{security: {{tls: {{certificate_authorities: [{reference}]}}}}}}"),
            64,
        ),
    ] {
        let verification = column + 27;
        check(
            &source,
            &[
                &format!("1:{column} url-scheme-unsupported"),
                &format!("1:{verification} hash-function-unknown"),
            ],
        );
    }
    check(
        "ignition: {config: {replace: ~}, timeouts: {http_total: 1.5}}",
        &[],
    );
}

#[test]
fn files_directories_and_links() {
    check(
        "storage: {files: [{path: x}]}",
        &["warning 1:19 file-mode-unset", "1:26 path-not-absolute"],
    );
    check(
        "storage: {files: [{append: true}]}",
        &["note 1:19 file-mode-unset", "1:19 path-not-absolute"],
    );
    check(
        "storage: {directories: [{path: /x}]}",
        &["warning 1:25 directory-mode-unset"],
    );
    check(
        "storage: {directories: [{path: /x, mode: 010000}]}",
        &["1:42 mode-out-of-range"],
    );
    check(
        "storage: {links: [{path: x, target: y}]}",
        &["1:26 path-not-absolute"],
    );
    check(
        "storage: {links: [{path: /x, user: {id: 1, name: a}}]}",
        &["1:36 owner-id-and-name"],
    );
    check(
        "storage: {files: [{path: /x, mode: 0, append: y, overwrite: y}]}",
        &["1:19 append-and-overwrite"],
    );
    check(
        "storage: {links: [{path: /x, filesystem: y}]}",
        &["warning 1:1 filesystem-undefined"],
    );
}

#[test]
fn contents() {
    let check = |contents: &str, expect: &[&str]| {
        check(
            &format!("storage: {{files: [{{path: /x, mode: 1, contents: {contents}}}]}}"),
            expect,
        );
    };
    check("{inline: x}", &[]);
    check("{local: x}", &["1:57 local-file"]);
    check(
        "{inline: x, remote: {url: 'http://x'}}",
        &["1:49 contents-sources"],
    );
    check("{remote: {url: ':x'}}", &["1:64 url-malformed"]);
    check("{remote: {url: 'x:y'}}", &["1:64 url-scheme-unsupported"]);
    check("{remote: {compression: xz}}", &["1:72 compression-unknown"]);
    check(
        "{remote: {verification: {hash: {function: sha512, sum: 1}}}}",
        &["1:73 hash-length"],
    );
    check("{remote: {verification: {hash: {function: x}}}}", &[]);
}

#[test]
fn disks_and_arrays() {
    check(
        "storage: {disks: [{wipe_table: y}]}",
        &["1:19 disk-device-missing"],
    );
    let check_partitions = |partitions: &str, expect: &[&str]| {
        check(
            &format!("storage: {{disks: [{{device: /d, partitions: {partitions}}}]}}"),
            expect,
        );
    };
    check_partitions(
        "[{number: 1}, {number: 1}]",
        &["1:44 partition-numbers-collide"],
    );
    check_partitions(
        "[{size: 5 GiB, start: -1MiB}]",
        &["1:52 size-unit", "1:66 size-negative"],
    );
    check_partitions(
        "[{guid: x, type_guid: y}]",
        &["1:52 guid-malformed", "1:66 guid-malformed"],
    );
    check_partitions(
        "[{type_guid: swap_partition, label: 'a:b'}]",
        &["warning 1:80 partition-label-colon"],
    );
    check(
        "storage: {raid: [{level: 7, devices: [x]}]}",
        &["1:26 raid-level-unknown", "1:38 path-not-absolute"],
    );
    check(
        "storage: {raid: [{level: 0, spares: 1}]}",
        &["1:26 raid-spares-unsupported"],
    );
}

#[test]
fn filesystems() {
    check(
        "storage: {filesystems: [{name: a}]}",
        &["1:25 filesystem-without-place"],
    );
    check(
        "storage: {filesystems: [{path: a}]}",
        &["1:32 path-not-absolute"],
    );
    check(
        "storage: {filesystems: [{mount: {device: d, format: zfs}}]}",
        &["1:33 filesystem-format-unknown", "1:42 path-not-absolute"],
    );
    check(
        "storage: {filesystems: [{mount: {device: /d, format: vfat, label: 123456789012}}]}",
        &["1:67 filesystem-label-long"],
    );
    check(
        "storage: {filesystems: [{mount: {device: /d, format: xfs, create: {}, wipe_filesystem: y}}]}",
        &[
            "1:25 filesystem-create-and-wipe",
            "warning 1:25 filesystem-create-deprecated",
        ],
    );
    check(
        "storage: {filesystems: [{name: a, path: /a}, {name: a, path: /b}]}",
        &["warning 1:1 filesystem-redefined"],
    );
}

#[test]
fn units() {
    check("systemd: {units: [{name: a}]}", &["1:26 unit-extension"]);
    check(
        "systemd: {units: [{name: a.service, contents: '[Service'}]}",
        &["1:47 unit-contents-malformed"],
    );
    check(
        "systemd: {units: [{name: a.service, enable: y, contents: \"[A]\\nB=c\"}]}",
        &["warning 1:58 unit-without-install"],
    );
    check(
        "systemd: {units: [{name: a.service, dropins: [{name: b}]}]}",
        &["1:47 dropin-extension"],
    );
    check(
        "networkd: {units: [{name: a.network, contents: '['}]}",
        &["1:20 unit-contents-malformed"],
    );
    check(
        "networkd: {units: [{name: a}]}",
        &["1:20 networkd-extension"],
    );
    // Generated units do not move the positions of those that the user wrote.
    check(
        "docker: {}\netcd: {}\nsystemd: {units: [{name: a}]}",
        &["3:26 unit-extension"],
    );
    // A generated unit is at its section.
    check(
        "docker: {flags: [\"a\\nb\"]}",
        &["1:9 unit-contents-malformed"],
    );
}

#[test]
fn users() {
    check(
        "passwd: {users: [{create: {}, shell: x, uid: 1}]}",
        &[
            "warning 1:18 user-create-deprecated",
            "1:18 user-create-and-field",
            "1:18 user-create-and-field",
        ],
    );
    check("passwd: {groups: [{gid: -1}]}", &["1:25 wrong-type"]);
}

#[test]
fn daemons() {
    check("etcd: {version: 3.3}", &["1:17 version-malformed"]);
    check("etcd: {version: ~}", &["1:17 version-malformed"]);
    check("etcd: {version: 2.2.9}", &["1:17 etcd-too-old"]);
    check(
        "etcd: {version: 2.4.0}",
        &["warning 1:17 etcd-minor-too-new"],
    );
    check(
        "etcd: {version: 3.6.0}",
        &["warning 1:17 etcd-minor-too-new"],
    );
    check("etcd: {version: 4.0.0}", &["1:17 etcd-too-new"]);
    check("etcd: {version: 3.5.1, name: a, logger: zap}", &[]);
    check("etcd: {options: {}}", &["warning 1:8 unknown-key"]);
    check("etcd: {snapshot_count: x}", &["1:24 wrong-type"]);
    check(
        "etcd: {name: '{HOSTNAME}', data_dir: '}'}",
        &[
            "1:14 template-without-platform",
            "1:38 template-without-platform",
        ],
    );
    check("flannel: {version: 0.4.9}", &["1:20 flannel-too-old"]);
    check(
        "flannel: {version: 0.8.0, kube_subnet_mgr: y}",
        &["warning 1:20 flannel-minor-too-new"],
    );
    check(
        "flannel: {version: 1.0.0, interface: a, options: 3}",
        &["warning 1:27 unknown-key", "warning 1:41 unknown-key"],
    );
    check(
        "flannel: {network_config: '[]'}",
        &["1:27 flannel-network-json"],
    );
    check("flannel: {network_config: 'null'}", &[]);
    check(
        "flannel: {version: 0.7.0, kube_subnet_mgr: true, network_config: '{}'}",
        &["1:10 flannel-network-and-kube"],
    );
}

/// The drop-in that a section makes, from its first argument on.
fn arguments(source: &str, platform: &str) -> String {
    let (config, found) = compiled(source, platform, false);
    assert!(
        found.iter().all(|finding| finding.starts_with("warning")),
        "{source} {found:?}"
    );
    let contents = &config.systemd.units[0].dropins[0].contents;
    contents
        .split_once(" \\\n  ")
        .map_or("", |(_, arguments)| arguments)
        .replace(" \\\n  ", " ")
}

#[test]
fn etcd_options() {
    let check = |source: &str, expect: &str| assert_eq!(arguments(source, ""), expect, "{source}");
    check("etcd: ~", "");
    // The order is the table's; present values appear even when they are zero.
    check(
        "etcd: {data_dir: '', name: a, snapshot_count: 0, debug: no, cors: null}",
        r#"--name="a" --data-dir="" --snapshot-count=0 --debug=false"#,
    );
    check(
        "etcd: {name: ~, max_wals: 0x10}",
        r#"--name="" --max-wals=16"#,
    );
    // Without a version the fork's table is used only when a key needs it.
    check(
        "etcd: {force_new_cluster: y, discovery: a, discovery_srv: b}",
        r#"--discovery="a" --discovery-srv="b" --force-new-cluster=true"#,
    );
    check(
        "etcd: {force_new_cluster: y, discovery_srv: b, discovery_fallback: a, logger: zap}",
        r#"--discovery-fallback="a" --discovery-srv="b" --logger="zap" --force-new-cluster=true"#,
    );
    check(
        "etcd: {auto_compaction_retention: 1}",
        "--auto-compaction-retention=1",
    );
    check(
        "etcd: {auto_compaction_retention: 1h}",
        r#"--auto-compaction-retention="1h""#,
    );
    // Merge keys and aliases reach the options, and the version may stand anywhere.
    check(
        "x: &x {name: a, debug: y, version: 3.2.0}\netcd: {<<: *x, name: b, enable_v2: y}",
        r#"--name="b" --enable-v2=true --debug=true"#,
    );
}

#[test]
fn flannel_options() {
    assert_eq!(
        arguments(
            "flannel: {interface: '{PRIVATE_IPV4}', etcd_prefix: \"a\\tb\"}",
            "packet"
        ),
        r#"--etcd-prefix="a\tb" --iface="${COREOS_PACKET_IPV4_PRIVATE_0}""#
    );
    assert_eq!(
        arguments("flannel: {etcd_cafile: c, network_config: '{}'}", ""),
        "--etcd-cafile=\"c\"\nExecStartPre=/usr/bin/etcdctl --ca-file=\"c\" set /coreos.com/network/config \"{}\""
    );
}

#[test]
fn updates() {
    let text = |source: &str| {
        let (config, _) = compiled(source, "", false);
        let source = config
            .storage
            .files
            .first()
            .map(|file| file.contents.source.clone());
        source.map_or(String::new(), |source| {
            source.replace("%0A", "|").replace("%3D", "=")
        })
    };
    assert_eq!(text("update: {group: Beta}"), "data:,GROUP=beta");
    assert_eq!(text("update: {server: x}"), "data:,|SERVER=x");
    assert_eq!(text("update: {machine_alias: x}"), "data:,|MACHINE_ALIAS=x");
    assert_eq!(
        text("locksmith: {group: ''}"),
        "data:,|LOCKSMITHD_GROUP=%22%22"
    );
    assert_eq!(text("update: {}"), "");
    check("update: {}", &["warning 1:9 update-group-unknown"]);
    check(
        "update: {group: edge}",
        &["warning 1:9 update-group-unknown"],
    );
    check(
        "update: {group: edge, server: ':'}",
        &["1:31 url-malformed"],
    );
    check(
        "locksmith: {window_start: x}",
        &["1:12 window-incomplete", "1:27 window-time"],
    );
    check(
        "locksmith: {window_start: Xyz 1:00, window_length: 1}",
        &["1:27 window-day", "1:52 window-length"],
    );
    check("locksmith: {reboot_strategy: OFF}", &[]);
    check(
        "locksmith: {reboot_strategy: ~}",
        &["1:30 reboot-strategy-unknown"],
    );
}

#[test]
fn platforms_that_need_units() {
    let (config, _) = compiled("", "openstack-metadata", false);
    let units: Vec<_> = config
        .systemd
        .units
        .iter()
        .map(|unit| (&*unit.name, unit.enabled))
        .collect();
    assert_eq!(
        units,
        [
            ("coreos-metadata.service", None),
            ("coreos-metadata-sshkeys@.service", Some(true)),
        ]
    );
}

#[test]
fn what_crashed_the_old_tools() {
    let (config, found) = compiled(
        "x: &x {remote: {url: 'http://x/'}}\nstorage: {files: [{path: /x, mode: 1, contents: *x}]}",
        "",
        false,
    );
    assert_eq!(found, ["warning 1:1 unknown-key"]);
    assert_eq!(config.storage.files[0].contents.source, "http://x/");
}
