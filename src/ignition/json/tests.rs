//! The bytes that Go prints.

use super::*;
use crate::ignition::at::At;
use crate::ignition::v2_3::Config;
use crate::ignition::v2_3::passwd::{Create as UserCreate, Group, User};
use crate::ignition::v2_3::storage::{
    Create, Directory, Disk, File, FileContents, Filesystem, Link, Mount, Node, Owner, Partition,
    Raid,
};
use crate::ignition::v2_3::systemd::{Dropin, NetworkdUnit, Unit};
use crate::ignition::v2_3::{Reference, Verification};
use crate::report::{Document, Mark, Origin};

const EMPTY: &str = r#"{"ignition":{"config":{},"security":{"tls":{}},"timeouts":{},"version":"2.3.0"},"networkd":{},"passwd":{},"storage":{},"systemd":{}}"#;

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

/// The JSON of the only key that `change` adds to a section.
#[track_caller]
fn check(section: &str, change: impl FnOnce(&mut Config), expect: &str) {
    let mut config = Config::default();
    change(&mut config);
    let json = to_string(&config, false);
    let expect = EMPTY.replacen(
        &format!("\"{section}\":{{}}"),
        &format!("\"{section}\":{expect}"),
        1,
    );
    assert_eq!(json, expect);
}

#[test]
fn an_empty_config() {
    assert_eq!(to_string(&Config::default(), false), EMPTY);
    let pretty = to_string(&Config::default(), true);
    assert!(
        pretty.starts_with(
            "{\n  \"ignition\": {\n    \"config\": {},\n    \"security\": {\n      \"tls\": {}"
        ),
        "{pretty}"
    );
    assert!(pretty.ends_with("\n  \"systemd\": {}\n}"), "{pretty}");
}

#[test]
fn escapes() {
    let contents = "<a> & \"b\" \\ / \t\r\n\u{8}\u{c}\u{0}\u{1f}\u{7f} \u{2028}\u{2029} ä😀";
    let dropin = Dropin {
        contents: contents.into(),
        name: "x".into(),
    };
    let unit = Unit {
        dropins: vec![at(dropin)],
        name: "y".into(),
        ..Unit::default()
    };
    check(
        "systemd",
        |config| config.systemd.units.push(at(unit)),
        concat!(
            r#"{"units":[{"dropins":[{"contents":"\u003ca\u003e \u0026 \"b\" \\ / \t\r\n\u0008\u000c\u0000\u001f"#,
            "\u{7f}",
            r#" \u2028\u2029 ä😀","name":"x"}],"name":"y"}]}"#,
        ),
    );
}

#[test]
fn nodes_print_their_common_fields_first() {
    let node = Node {
        filesystem: "root".into(),
        group: Some(Owner::default()),
        overwrite: Some(false),
        path: "/a".into(),
        user: Some(Owner {
            id: Some(0),
            name: "n".into(),
        }),
    };
    let common = r#""filesystem":"root","group":{},"overwrite":false,"path":"/a","user":{"id":0,"name":"n"}"#;
    let contents = FileContents {
        compression: "gzip".into(),
        source: "data:,".into(),
        verification: Verification {
            hash: Some("h".into()),
        },
    };
    let file = File {
        node: node.clone(),
        append: true,
        contents,
        mode: Some(0),
        joins_by_variable: true,
    };
    check(
        "storage",
        |config| config.storage.files.push(at(file)),
        &format!(
            r#"{{"files":[{{{common},"append":true,"contents":{{"compression":"gzip","source":"data:,","verification":{{"hash":"h"}}}},"mode":0}}]}}"#
        ),
    );
    let directory = Directory {
        node: node.clone(),
        mode: Some(493),
    };
    check(
        "storage",
        |config| config.storage.directories.push(at(directory)),
        &format!(r#"{{"directories":[{{{common},"mode":493}}]}}"#),
    );
    let link = Link {
        node,
        hard: true,
        target: String::new(),
    };
    check(
        "storage",
        |config| config.storage.links.push(at(link)),
        &format!(r#"{{"links":[{{{common},"hard":true,"target":""}}]}}"#),
    );
    check(
        "storage",
        |config| config.storage.files.push(at(File::default())),
        r#"{"files":[{"filesystem":"","path":"","contents":{"verification":{}}}]}"#,
    );
}

#[test]
fn disks_print_in_the_order_of_the_spec() {
    let partition = Partition {
        guid: "g".into(),
        label: Some(String::new()),
        number: 1,
        size_mib: Some(0),
        start_mib: Some(2),
        type_guid: "t".into(),
    };
    let disk = Disk {
        device: "/d".into(),
        partitions: vec![at(partition)],
        wipe_table: true,
    };
    check(
        "storage",
        |config| {
            config.storage.disks = vec![at(disk)];
            config.storage.raid = vec![at(Raid::default())];
        },
        concat!(
            r#"{"disks":[{"device":"/d","partitions":[{"guid":"g","label":"","number":1,"sizeMiB":0,"startMiB":2,"typeGuid":"t"}],"wipeTable":true}],"#,
            r#""raid":[{"devices":null,"level":"","name":""}]}"#,
        ),
    );
    let mount = Mount {
        create: Some(Create {
            force: true,
            options: vec!["o".into()],
        }),
        device: "/d".into(),
        format: "ext4".into(),
        label: Some("l".into()),
        options: vec!["p".into()],
        uuid: Some("u".into()),
        wipe_filesystem: true,
    };
    let filesystem = Filesystem {
        mount: Some(mount),
        name: "n".into(),
        path: Some("/p".into()),
    };
    check(
        "storage",
        |config| config.storage.filesystems.push(at(filesystem)),
        concat!(
            r#"{"filesystems":[{"mount":{"create":{"force":true,"options":["o"]},"device":"/d","format":"ext4","label":"l","#,
            r#""options":["p"],"uuid":"u","wipeFilesystem":true},"name":"n","path":"/p"}]}"#,
        ),
    );
}

#[test]
fn users_and_groups_print_in_the_order_of_the_spec() {
    let create = UserCreate {
        uid: Some(1),
        system: true,
        ..UserCreate::default()
    };
    let user = User {
        create: Some(create),
        gecos: "g".into(),
        groups: vec!["a".into()],
        home_dir: "/h".into(),
        name: "n".into(),
        no_create_home: true,
        no_log_init: true,
        no_user_group: true,
        password_hash: Some(String::new()),
        primary_group: "p".into(),
        ssh_authorized_keys: vec!["k".into()],
        shell: "s".into(),
        system: true,
        uid: Some(0),
    };
    let group = Group {
        gid: Some(0),
        name: "n".into(),
        password_hash: "h".into(),
        system: true,
    };
    check(
        "passwd",
        |config| {
            config.passwd.users = vec![at(user)];
            config.passwd.groups = vec![at(group)];
        },
        concat!(
            r#"{"groups":[{"gid":0,"name":"n","passwordHash":"h","system":true}],"#,
            r#""users":[{"create":{"system":true,"uid":1},"gecos":"g","groups":["a"],"homeDir":"/h","name":"n","noCreateHome":true,"#,
            r#""noLogInit":true,"noUserGroup":true,"passwordHash":"","primaryGroup":"p","sshAuthorizedKeys":["k"],"shell":"s","system":true,"uid":0}]}"#,
        ),
    );
}

#[test]
fn units_and_references_print_in_the_order_of_the_spec() {
    let unit = Unit {
        contents: "c".into(),
        enable: true,
        enabled: Some(false),
        mask: Some(true),
        name: "n".into(),
        ..Unit::default()
    };
    check(
        "systemd",
        |config| config.systemd.units.push(at(unit)),
        r#"{"units":[{"contents":"c","enable":true,"enabled":false,"mask":true,"name":"n"}]}"#,
    );
    check(
        "networkd",
        |config| config.networkd.units.push(at(NetworkdUnit::default())),
        r#"{"units":[{"name":""}]}"#,
    );
    check(
        "config",
        |config| {
            config.ignition.config.append.push(at(Reference::default()));
            config.ignition.config.replace = Some(at(Reference::default()));
        },
        r#"{"append":[{"source":"","verification":{}}],"replace":{"source":"","verification":{}}}"#,
    );
    check(
        "timeouts",
        |config| {
            config.ignition.timeouts.http_response_headers = Some(0);
            config.ignition.timeouts.http_total = Some(2);
        },
        r#"{"httpResponseHeaders":0,"httpTotal":2}"#,
    );
    check(
        "tls",
        |config| {
            config
                .ignition
                .security
                .tls
                .certificate_authorities
                .push(at(Reference::default()));
        },
        r#"{"certificateAuthorities":[{"source":"","verification":{}}]}"#,
    );
}
