//! Tables: the value and the rule that refuses it.

use super::*;
use crate::ignition::at::At;
use crate::ignition::v2_3::passwd::{Create as UserCreate, User};
use crate::ignition::v2_3::storage::{
    Create, Directory, File, Filesystem, Mount, Node, Owner, Partition, Raid,
};
use crate::ignition::v2_3::systemd::Unit;
use crate::ignition::v2_3::{Config, Verification};
use crate::report::{Document, Mark, Origin};

/// The rule names of what was found.
#[track_caller]
fn check(found: impl IntoIterator<Item = Problem>, expect: &[&str]) {
    let rules: Vec<_> = found.into_iter().map(|problem| problem.rule).collect();
    assert_eq!(rules, expect);
}

fn at<T>(value: T) -> At<T> {
    let mark = Mark { line: 1, column: 1 };
    At::new(
        value,
        Origin {
            document: Document::Content,
            mark,
        },
    )
}

#[test]
fn paths() {
    check(absolute_path("/a//b/../c"), &[]);
    check(absolute_path(""), &["path-not-absolute"]);
    check(absolute_path("etc/motd"), &["path-not-absolute"]);
}

#[test]
fn sources() {
    for good in [
        "",
        "http://h/x",
        "HTTPS://h",
        "oem:///x",
        "tftp://h/x",
        "s3://b/k",
        "s3://b/k?versionId=1",
        "data:,x",
        "data:;base64,aGk=",
        "http:opaque",
    ] {
        check(sources::source(good), &[]);
    }
    check(sources::source("s3://b/k?versionId"), &["s3-version-empty"]);
    check(sources::source("gopher://h/"), &["url-scheme-unsupported"]);
    check(sources::source("/etc/x"), &["url-scheme-unsupported"]);
    check(sources::source("http://h/%zz"), &["url-malformed"]);
    check(sources::source("data:x"), &["data-url-malformed"]);
    check(sources::source("DATA:,x"), &["data-url-malformed"]);
}

#[test]
fn verifications() {
    let check_hash = |hash: Option<String>, expect: &[&str]| {
        check(sources::verification(&Verification { hash }), expect);
    };
    check_hash(None, &[]);
    check_hash(Some(format!("sha512-{}", "z".repeat(128))), &[]);
    check_hash(
        Some(format!("sha512-{}", "0".repeat(127))),
        &["hash-length"],
    );
    check_hash(Some("sha256-00".into()), &["hash-function-unknown"]);
    check_hash(Some("00".into()), &["hash-malformed"]);
    check_hash(Some(String::new()), &["hash-malformed"]);
}

#[test]
fn file_attributes() {
    check(sources::compression("gzip"), &[]);
    check(sources::compression(""), &[]);
    check(sources::compression("xz"), &["compression-unknown"]);
    check(nodes::mode(0), &[]);
    check(nodes::mode(0o7777), &[]);
    check(nodes::mode(0o10000), &["mode-out-of-range"]);
    check(nodes::mode(-1), &["mode-out-of-range"]);
    let owner = |id, name: &str| Owner {
        id,
        name: name.into(),
    };
    check(nodes::owner(&owner(Some(0), "")), &[]);
    check(nodes::owner(&owner(None, "core")), &[]);
    check(
        nodes::owner(&owner(Some(0), "core")),
        &["owner-id-and-name"],
    );
    let file = |append, overwrite| File {
        append,
        node: Node {
            overwrite,
            ..Node::default()
        },
        ..File::default()
    };
    check(nodes::append_and_overwrite(&file(true, Some(false))), &[]);
    check(nodes::append_and_overwrite(&file(false, Some(true))), &[]);
    check(
        nodes::append_and_overwrite(&file(true, Some(true))),
        &["append-and-overwrite"],
    );
}

#[test]
fn disk_layouts() {
    check(disks::device("/dev/sda"), &[]);
    check(disks::device(""), &["disk-device-missing"]);
    check(disks::device("sda"), &["path-not-absolute"]);
    let numbered = |numbers: &[i64]| -> Vec<_> {
        let partition = |&number: &i64| {
            at(Partition {
                number,
                ..Partition::default()
            })
        };
        numbers.iter().map(partition).collect()
    };
    check(disks::partitions(&numbered(&[0, 0, 1, 2])), &[]);
    check(
        disks::partitions(&numbered(&[1, 2, 1, 1])),
        &["partition-numbers-collide"],
    );
    check(disks::label_length(&"x".repeat(36)), &[]);
    check(
        disks::label_length(&"ä".repeat(19)),
        &["partition-label-long"],
    );
    check(disks::label_colon("a:b"), &["partition-label-colon"]);
    check(disks::label_colon("ab"), &[]);
    check(disks::guid(""), &[]);
    check(disks::guid("01234567-89ab-CDEF-EDCB-A98765432101"), &[]);
    check(
        disks::guid("01234567-89ab-CDEF-EDCB-A9876543210g"),
        &["guid-malformed"],
    );
    check(
        disks::guid("0123456789abCDEFEDCBA98765432101"),
        &["guid-malformed"],
    );
    check(disks::guid("raid_containing"), &["guid-malformed"]);
}

#[test]
fn filesystem_shapes() {
    let mount = Mount {
        create: Some(Create::default()),
        ..Mount::default()
    };
    let mounted = |mount: Mount| Filesystem {
        mount: Some(mount),
        ..Filesystem::default()
    };
    check(
        filesystems::shape(&Filesystem::default()),
        &["filesystem-without-place"],
    );
    check(filesystems::shape(&mounted(mount.clone())), &[]);
    check(
        filesystems::create_deprecated(&mounted(mount.clone())),
        &["filesystem-create-deprecated"],
    );
    check(
        filesystems::create_deprecated(&mounted(Mount::default())),
        &[],
    );
    let everything = Filesystem {
        path: Some("/x".into()),
        ..mounted(Mount {
            wipe_filesystem: true,
            options: vec!["-q".into()],
            ..mount
        })
    };
    check(
        filesystems::shape(&everything),
        &[
            "filesystem-mount-and-path",
            "filesystem-create-and-wipe",
            "filesystem-create-and-options",
        ],
    );
}

#[test]
fn filesystem_labels() {
    for (format, longest) in [
        ("ext4", 16),
        ("btrfs", 256),
        ("xfs", 12),
        ("swap", 15),
        ("vfat", 11),
    ] {
        let labelled = |length| Mount {
            format: format.into(),
            label: Some("x".repeat(length)),
            ..Mount::default()
        };
        check(filesystems::format(&labelled(0)), &[]);
        check(filesystems::label(&labelled(longest)), &[]);
        check(
            filesystems::label(&labelled(longest + 1)),
            &["filesystem-label-long"],
        );
    }
    check(
        filesystems::format(&Mount::default()),
        &["filesystem-format-unknown"],
    );
}

#[test]
fn raid_levels() {
    let raid = |level: &str, spares| Raid {
        level: level.into(),
        spares,
        ..Raid::default()
    };
    for level in [
        "raid1", "1", "mirror", "raid4", "4", "raid5", "5", "raid6", "6", "raid10", "10",
    ] {
        check(raid::level(&raid(level, 1)), &[]);
    }
    for level in ["linear", "raid0", "0", "stripe"] {
        check(raid::level(&raid(level, 0)), &[]);
        check(raid::level(&raid(level, 1)), &["raid-spares-unsupported"]);
    }
    check(raid::level(&raid("RAID1", 0)), &["raid-level-unknown"]);
    let devices = ["a".into(), "/dev/b".into(), "c".into()];
    check(
        raid::devices(&devices),
        &["path-not-absolute", "path-not-absolute"],
    );
}

#[test]
fn users_with_create() {
    let user = User {
        shell: "/bin/sh".into(),
        uid: Some(0),
        gecos: "x".into(),
        ..User::default()
    };
    check(passwd::create_and_fields(&user), &[]);
    check(passwd::create_deprecated(&user), &[]);
    let user = User {
        create: Some(UserCreate::default()),
        ..user
    };
    check(
        passwd::create_and_fields(&user),
        &["user-create-and-field"; 3],
    );
    check(
        passwd::create_deprecated(&user),
        &["user-create-deprecated"],
    );
}

#[test]
fn unit_names_and_contents() {
    check(units::name("a.b.service"), &[]);
    check(units::name("getty@.service"), &[]);
    check(units::name("a"), &["unit-extension"]);
    check(units::name("a.conf"), &["unit-extension"]);
    check(units::name("a.service/b"), &["unit-extension"]);
    check(units::networkd_name("00-eth.network"), &[]);
    check(units::networkd_name("a.service"), &["networkd-extension"]);
    check(units::dropin_name("10-x.conf"), &[]);
    check(units::dropin_name("10-x.Conf"), &["dropin-extension"]);
    check(
        units::contents("[Unit]\nx").err(),
        &["unit-contents-malformed"],
    );
}

#[test]
fn enabled_units_need_an_install_section() {
    let install = |enable, enabled, contents: &str| {
        let unit = Unit {
            enable,
            enabled,
            name: "a.service".into(),
            ..Unit::default()
        };
        units::without_install(&unit, &units::contents(contents).unwrap())
    };
    check(
        install(true, None, "[Service]\nA=b"),
        &["unit-without-install"],
    );
    check(
        install(false, Some(true), "[Service]\nA=b"),
        &["unit-without-install"],
    );
    check(install(true, None, "[Service]\nA=b\n[Install]\nC=d"), &[]);
    check(install(true, None, ""), &[]);
    check(install(true, None, "[Service]"), &[]);
    check(install(false, Some(false), "[Service]\nA=b"), &[]);
}

#[test]
fn filesystems_of_nodes() {
    let node = |filesystem: &str| Node {
        filesystem: filesystem.into(),
        path: "/x".into(),
        ..Node::default()
    };
    let mut config = Config::default();
    let named = |name: &str| {
        at(Filesystem {
            name: name.into(),
            ..Filesystem::default()
        })
    };
    config.storage.filesystems = vec![named("data"), named("data"), named("root")];
    config.storage.directories = vec![at(Directory {
        node: node("nowhere"),
        ..Directory::default()
    })];
    config.storage.files = ["root", "data", "", "nowhere"]
        .map(|filesystem| {
            at(File {
                node: node(filesystem),
                ..File::default()
            })
        })
        .into();
    let found = config::filesystems(&config);
    assert!(
        found[0].message.starts_with("a file"),
        "files come first: {:?}",
        found[0]
    );
    check(
        found,
        &[
            "filesystem-undefined",
            "filesystem-undefined",
            "filesystem-redefined",
            "filesystem-redefined",
        ],
    );
}
