//! What documents merge to, and what is noted. Config `i` of a test is snippet `i - 1`, config 0 the content;
//! the entries of a document stand on lines 1, 2, 3…

use super::*;
use crate::ignition::at::At;
use crate::ignition::data_url;
use crate::ignition::json;
use crate::ignition::v2_3::passwd::{Create, Group, User};
use crate::ignition::v2_3::storage::{
    Directory, Disk, File, FileContents, Filesystem, Link, Mount, Node, Owner, Partition, Raid,
};
use crate::ignition::v2_3::systemd::{Dropin, NetworkdUnit, Unit};
use crate::ignition::v2_3::{Reference, Verification};
use crate::report::{Document, Mark, Origin, Severity};

fn at<T>(value: T) -> At<T> {
    on_line(1, value)
}

fn on_line<T>(line: u32, value: T) -> At<T> {
    let document = Document::Content;
    let mark = Mark { line, column: 1 };
    At::new(value, Origin { document, mark })
}

/// A config that `fill` made.
fn config(fill: impl FnOnce(&mut Config)) -> Config {
    let mut config = Config::default();
    fill(&mut config);
    config
}

/// Moves all entries of a config to a document.
fn belongs_to(config: &mut Config, document: Document) {
    fn all<T>(list: &mut [At<T>], document: Document) {
        for entry in list {
            entry.origin.document = document;
        }
    }
    let storage = &mut config.storage;
    all(&mut storage.files, document);
    all(&mut storage.directories, document);
    all(&mut storage.links, document);
    all(&mut storage.disks, document);
    all(&mut storage.filesystems, document);
    all(&mut storage.raid, document);
    for disk in &mut storage.disks {
        all(&mut disk.partitions, document);
    }
    all(&mut config.systemd.units, document);
    for unit in &mut config.systemd.units {
        all(&mut unit.dropins, document);
    }
    all(&mut config.networkd.units, document);
    all(&mut config.passwd.users, document);
    all(&mut config.passwd.groups, document);
    all(&mut config.ignition.config.append, document);
    all(config.ignition.config.replace.as_mut_slice(), document);
}

/// Merges configs and compares one part of the JSON and the findings' messages.
#[track_caller]
fn check(configs: impl IntoIterator<Item = Config>, expect: &str, notes: &[&str]) {
    let configs = configs.into_iter().enumerate().map(|(index, mut config)| {
        let document = index
            .checked_sub(1)
            .map_or(Document::Content, Document::snippet);
        belongs_to(&mut config, document);
        config
    });
    let mut report = Report::default();
    let merged = all(configs, &mut report);
    let json = json::to_string(&merged, false);
    assert!(json.contains(expect), "{json}\ndoes not contain\n{expect}");
    let messages: Vec<_> = report
        .findings()
        .iter()
        .map(|finding| &*finding.problem.message)
        .collect();
    assert_eq!(messages, notes);
}

fn node(path: &str) -> Node {
    Node {
        filesystem: "root".into(),
        path: path.into(),
        ..Node::default()
    }
}

fn text_file(path: &str, text: &str) -> File {
    File {
        node: node(path),
        contents: FileContents {
            source: data_url::encode(text.as_bytes()),
            ..FileContents::default()
        },
        mode: Some(0o644),
        ..File::default()
    }
}

fn addition(path: &str, text: &str) -> File {
    File {
        append: true,
        ..text_file(path, text)
    }
}

fn files(files: impl IntoIterator<Item = File>) -> Config {
    config(|config| {
        let numbered = (1..).zip(files);
        config.storage.files = numbered.map(|(line, file)| on_line(line, file)).collect();
    })
}

/// The JSON of a storage section with these files, each given by path, other keys and escaped text.
fn files_json(files: &[(&str, &str, &str, i64)]) -> String {
    let files: Vec<_> = files
        .iter()
        .map(|(path, keys, text, mode)| {
            format!(
                r#"{{"filesystem":"root","path":"{path}",{keys}"contents":{{"source":"data:,{text}","verification":{{}}}},"mode":{mode}}}"#
            )
        })
        .collect();
    format!(r#""storage":{{"files":[{}]}}"#, files.join(","))
}

#[test]
fn a_later_file_replaces_in_place() {
    check(
        [
            files([text_file("/a", "1"), text_file("/b", "2")]),
            files([text_file("//a/", "3"), text_file("/c", "4")]),
        ],
        &files_json(&[
            ("//a/", "", "3", 420),
            ("/b", "", "2", 420),
            ("/c", "", "4", 420),
        ]),
        &["file //a/ of snippets[0] replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn equal_files_fold_silently_and_other_filesystems_stay() {
    let mut elsewhere = text_file("/a", "1");
    elsewhere.node.filesystem = "data".into();
    check(
        [files([text_file("/a", "1")]), files([text_file("/a", "1")])],
        &files_json(&[("/a", "", "1", 420)]),
        &[],
    );
    check(
        [files([text_file("/a", "1")]), files([elsewhere])],
        r#""path":"/a","contents":{"source":"data:,1","verification":{}},"mode":420},{"filesystem":"data""#,
        &[],
    );
}

#[test]
fn keys_that_repeat_in_one_document_fold() {
    check(
        [files([text_file("/a", "1"), text_file("/a", "2")])],
        &files_json(&[("/a", "", "2", 420)]),
        &["file /a of content replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn additions_join_the_text() {
    check(
        [
            files([text_file("/a", "1\n")]),
            files([addition("/a", "2\n"), addition("/a", "2\n")]),
        ],
        &files_json(&[("/a", "", "1%0A2%0A2%0A", 420)]),
        &[],
    );
    check(
        [files([addition("/a", "1")]), files([addition("/a", "2")])],
        &files_json(&[("/a", r#""append":true,"#, "12", 420)]),
        &[],
    );
    check(
        [
            files([addition("/a", "1")]),
            files([text_file("/a", "2")]),
            files([addition("/a", "3")]),
        ],
        &files_json(&[("/a", "", "23", 420)]),
        &["file /a of snippets[0] replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn an_addition_keeps_the_mode_unless_it_sets_one() {
    let with_mode = |mode, file| File {
        mode: Some(mode),
        ..file
    };
    check(
        [
            files([with_mode(0o600, text_file("/a", "1"))]),
            files([addition("/a", "2")]),
        ],
        &files_json(&[("/a", "", "12", 0o600)]),
        &[],
    );
    check(
        [
            files([with_mode(0o600, text_file("/a", "1"))]),
            files([with_mode(0o640, addition("/a", "2"))]),
        ],
        &files_json(&[("/a", "", "12", 0o640)]),
        &["mode of file /a of snippets[0] replaces the one of content (line 1, column 1)"],
    );
    let mut owned = addition("/a", "2");
    owned.node.user = Some(Owner {
        id: Some(500),
        name: String::new(),
    });
    check(
        [files([text_file("/a", "1")]), files([owned])],
        r#""user":{"id":500},"contents":{"source":"data:,12""#,
        &[],
    );
}

/// Turns the contents of a file into something else.
type Change = fn(&mut FileContents);

#[test]
fn texts_that_cannot_be_joined_are_errors() {
    let place =
        "file /a of snippets[0] cannot be appended to the one of content (line 1, column 1)";
    let cases: [(Change, &str); 3] = [
        (
            |contents| contents.source = "https://h/".into(),
            "is fetched from elsewhere",
        ),
        (
            |contents| contents.compression = "gzip".into(),
            "is compressed",
        ),
        (
            |contents| contents.verification.hash = Some("sha512-".into()),
            "is verified by a hash",
        ),
    ];
    for (change, reason) in cases {
        let mut base = text_file("/a", "1");
        change(&mut base.contents);
        check(
            [files([base]), files([addition("/a", "2")])],
            "",
            &[&format!("{place}: the text of content {reason}")],
        );
        let mut next = addition("/a", "2");
        change(&mut next.contents);
        check(
            [files([text_file("/a", "1")]), files([next])],
            "",
            &[&format!("{place}: the text of snippets[0] {reason}")],
        );
    }
    let mut report = Report::default();
    let mut base = text_file("/a", "1");
    base.contents.source = "https://h/".into();
    let _ = fold(files([base, addition("/a", "2")]), &mut report);
    assert_eq!(report.findings()[0].severity, Severity::Error);
}

#[test]
fn update_conf_is_joined_by_variable() {
    let update = |text: &str| File {
        joins_by_variable: true,
        ..text_file("/etc/coreos/update.conf", text)
    };
    check(
        [
            files([update("GROUP=stable\nSERVER=a")]),
            files([update("\nREBOOT_STRATEGY=\"off\"")]),
            files([update("GROUP=beta\nREBOOT_STRATEGY=\"off\"")]),
        ],
        &files_json(&[(
            "/etc/coreos/update.conf",
            "",
            "GROUP%3Dbeta%0ASERVER%3Da%0AREBOOT_STRATEGY%3D%22off%22",
            420,
        )]),
        &[
            "variable GROUP of /etc/coreos/update.conf of snippets[1] replaces the one of content (line 1, column 1)",
        ],
    );
    // one alone stays as it is, with its empty first line
    check(
        [files([update("\nA=b")])],
        &files_json(&[("/etc/coreos/update.conf", "", "%0AA%3Db", 420)]),
        &[],
    );
    // a file of the user's own is not joined
    check(
        [
            files([update("A=1\nB=2")]),
            files([text_file("/etc/coreos/update.conf", "A=3")]),
            files([update("C=4")]),
        ],
        &files_json(&[("/etc/coreos/update.conf", "", "C%3D4", 420)]),
        &[
            "file /etc/coreos/update.conf of snippets[0] replaces the one of content (line 1, column 1)",
            "file /etc/coreos/update.conf of snippets[1] replaces the one of snippets[0] (line 1, column 1)",
        ],
    );
}

fn directory(path: &str) -> Directory {
    Directory {
        node: node(path),
        mode: Some(0o755),
    }
}

fn link(path: &str, target: &str) -> Link {
    Link {
        node: node(path),
        target: target.into(),
        ..Link::default()
    }
}

#[test]
fn a_node_of_another_kind_replaces_too() {
    let directories = config(|config| {
        config.storage.directories = vec![at(directory("/a")), at(directory("/b"))];
    });
    let links = config(|config| config.storage.links = vec![at(link("/a/.", "/c"))]);
    check(
        [
            files([text_file("/a", "1")]),
            directories.clone(),
            links.clone(),
        ],
        r#""storage":{"directories":[{"filesystem":"root","path":"/b","mode":493}],"links":[{"filesystem":"root","path":"/a/.","target":"/c"}]}"#,
        &[
            "directory /a of snippets[0] replaces the file of content (line 1, column 1)",
            "link /a/. of snippets[1] replaces the directory of snippets[0] (line 1, column 1)",
        ],
    );
    check(
        [links.clone(), files([text_file("/a", "1")])],
        &files_json(&[("/a", "", "1", 420)]),
        &["file /a of snippets[0] replaces the link of content (line 1, column 1)"],
    );
    // what came before the other kind is not joined with what comes after
    check(
        [
            files([text_file("/a", "1")]),
            links,
            files([addition("/a", "2")]),
        ],
        &files_json(&[("/a", r#""append":true,"#, "2", 420)]),
        &[
            "link /a/. of snippets[0] replaces the file of content (line 1, column 1)",
            "file /a of snippets[1] replaces the link of snippets[0] (line 1, column 1)",
        ],
    );
}

#[test]
fn directories_and_links_replace() {
    let links = |target: &str| {
        let link = link("/l", target);
        config(|config| config.storage.links.push(at(link)))
    };
    check(
        [links("/a"), links("/a"), links("/b")],
        r#""links":[{"filesystem":"root","path":"/l","target":"/b"}]"#,
        &["link /l of snippets[1] replaces the one of content (line 1, column 1)"],
    );
    let directories = |mode| {
        let directory = Directory {
            mode,
            ..directory("/d")
        };
        config(|config| config.storage.directories.push(at(directory)))
    };
    check(
        [directories(Some(0o700)), directories(Some(0o755))],
        r#""directories":[{"filesystem":"root","path":"/d","mode":493}]"#,
        &["directory /d of snippets[0] replaces the one of content (line 1, column 1)"],
    );
}

fn unit(fill: impl FnOnce(&mut Unit)) -> Config {
    let mut unit = Unit {
        name: "a.service".into(),
        ..Unit::default()
    };
    fill(&mut unit);
    config(|config| config.systemd.units.push(at(unit)))
}

fn dropin(name: &str, contents: &str) -> At<Dropin> {
    at(Dropin {
        contents: contents.into(),
        name: name.into(),
    })
}

#[test]
fn units_merge_field_by_field() {
    check(
        [
            unit(|unit| unit.contents = "1".into()),
            unit(|unit| unit.enable = true),
            unit(|unit| unit.contents = "2".into()),
            unit(|unit| unit.mask = Some(true)),
        ],
        r#""units":[{"contents":"2","enable":true,"mask":true,"name":"a.service"}]"#,
        &[
            "contents of unit a.service of snippets[1] replaces the one of content (line 1, column 1)",
            "mask of unit a.service of snippets[2] replaces the one of content (line 1, column 1)",
        ],
    );
}

#[test]
fn a_later_document_unmasks() {
    let masked = || unit(|unit| unit.mask = Some(true));
    let note =
        "mask of unit a.service of snippets[0] replaces the one of content (line 1, column 1)";
    check(
        [masked(), unit(|unit| unit.mask = Some(false))],
        r#""units":[{"name":"a.service"}]"#,
        &[note],
    );
    check(
        [masked(), unit(|unit| unit.enable = true)],
        r#""units":[{"enable":true,"name":"a.service"}]"#,
        &[note],
    );
    check(
        [masked(), unit(|unit| unit.contents = "1".into())],
        r#""units":[{"contents":"1","name":"a.service"}]"#,
        &[note],
    );
}

#[test]
fn enable_and_enabled_are_one_field() {
    check(
        [
            unit(|unit| unit.enable = true),
            unit(|unit| unit.enabled = Some(false)),
        ],
        r#""units":[{"enabled":false,"name":"a.service"}]"#,
        &[
            "enabled of unit a.service of snippets[0] replaces the one of content (line 1, column 1)",
        ],
    );
    check(
        [
            unit(|unit| unit.enabled = Some(false)),
            unit(|unit| unit.enable = true),
        ],
        r#""units":[{"enable":true,"name":"a.service"}]"#,
        &[
            "enabled of unit a.service of snippets[0] replaces the one of content (line 1, column 1)",
        ],
    );
    check(
        [
            unit(|unit| unit.enable = true),
            unit(|unit| unit.enabled = Some(true)),
            unit(|_| {}),
        ],
        r#""units":[{"enabled":true,"name":"a.service"}]"#,
        &[],
    );
}

#[test]
fn dropins_merge_by_name() {
    check(
        [
            unit(|unit| unit.dropins = vec![dropin("1.conf", "1"), dropin("2.conf", "2")]),
            unit(|unit| unit.dropins = vec![dropin("3.conf", "3"), dropin("1.conf", "4")]),
        ],
        r#""units":[{"dropins":[{"contents":"4","name":"1.conf"},{"contents":"2","name":"2.conf"},{"contents":"3","name":"3.conf"}],"name":"a.service"}]"#,
        &[
            "drop-in 1.conf of unit a.service of snippets[0] replaces the one of content (line 1, column 1)",
        ],
    );
    check(
        [unit(|unit| {
            unit.dropins = vec![dropin("1.conf", "1"), dropin("1.conf", "1")];
        })],
        r#""units":[{"dropins":[{"contents":"1","name":"1.conf"}],"name":"a.service"}]"#,
        &[],
    );
}

#[test]
fn networkd_units_merge_field_by_field() {
    let networkd = |contents: &str, dropins| {
        config(|config| {
            config.networkd.units.push(at(NetworkdUnit {
                contents: contents.into(),
                dropins,
                name: "a.network".into(),
            }));
        })
    };
    check(
        [
            networkd("1", vec![]),
            networkd("", vec![dropin("1.conf", "2")]),
            networkd("3", vec![]),
        ],
        r#""networkd":{"units":[{"contents":"3","dropins":[{"contents":"2","name":"1.conf"}],"name":"a.network"}]}"#,
        &[
            "contents of networkd unit a.network of snippets[1] replaces the one of content (line 1, column 1)",
        ],
    );
}

fn user(fill: impl FnOnce(&mut User)) -> Config {
    let mut user = User {
        name: "core".into(),
        ..User::default()
    };
    fill(&mut user);
    config(|config| config.passwd.users.push(at(user)))
}

#[test]
fn users_merge_field_by_field_and_unite_keys() {
    check(
        [
            user(|user| {
                user.ssh_authorized_keys = vec!["a".into(), "b".into()];
                user.password_hash = Some("1".into());
                user.groups = vec!["x".into(), "y".into()];
            }),
            user(|user| user.ssh_authorized_keys = vec!["c".into(), "a".into()]),
            user(|user| {
                user.password_hash = Some("2".into());
                user.groups = vec!["z".into()];
                user.shell = "/bin/sh".into();
                user.system = true;
            }),
        ],
        r#""users":[{"groups":["z"],"name":"core","passwordHash":"2","sshAuthorizedKeys":["a","b","c"],"shell":"/bin/sh","system":true}]"#,
        &[
            "groups of user core of snippets[1] replaces the one of content (line 1, column 1)",
            "password_hash of user core of snippets[1] replaces the one of content (line 1, column 1)",
        ],
    );
    // a user that does not repeat keeps what it has
    check(
        [user(|user| {
            user.ssh_authorized_keys = vec!["a".into(), "a".into()];
        })],
        r#""sshAuthorizedKeys":["a","a"]"#,
        &[],
    );
}

#[test]
fn create_merges_with_account_fields() {
    let create = |shell: &str, uid| {
        let create = Create {
            shell: shell.into(),
            uid,
            ..Create::default()
        };
        user(|user| user.create = Some(create))
    };
    check(
        [
            create("/bin/sh", None),
            create("", Some(5)),
            user(|user| user.ssh_authorized_keys = vec!["a".into()]),
        ],
        r#""users":[{"create":{"shell":"/bin/sh","uid":5},"name":"core","sshAuthorizedKeys":["a"]}]"#,
        &[],
    );
    check(
        [
            create("/bin/sh", Some(5)),
            user(|user| user.shell = "/bin/bash".into()),
        ],
        r#""users":[{"name":"core","shell":"/bin/bash","uid":5}]"#,
        &["shell of user core of snippets[0] replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn groups_merge_field_by_field() {
    let group = |gid, system| {
        let group = Group {
            gid,
            name: "g".into(),
            system,
            ..Group::default()
        };
        config(|config| config.passwd.groups.push(at(group)))
    };
    check(
        [
            group(Some(1), false),
            group(None, true),
            group(Some(2), false),
        ],
        r#""groups":[{"gid":2,"name":"g","system":true}]"#,
        &["gid of group g of snippets[1] replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn partitions_merge_by_number_else_label() {
    let disk = |wipe_table, partitions: &[(i64, &str, i64)]| {
        let partition = |&(number, label, size): &(i64, &str, i64)| {
            at(Partition {
                number,
                label: (!label.is_empty()).then(|| label.to_owned()),
                size_mib: Some(size),
                ..Partition::default()
            })
        };
        let disk = Disk {
            device: "/dev/sda".into(),
            partitions: partitions.iter().map(partition).collect(),
            wipe_table,
        };
        config(|config| config.storage.disks.push(at(disk)))
    };
    check(
        [
            disk(true, &[(1, "a", 1), (0, "b", 2), (0, "", 3)]),
            disk(false, &[(0, "b", 4), (0, "", 5), (1, "c", 6)]),
        ],
        concat!(
            r#""disks":[{"device":"/dev/sda","partitions":[{"label":"c","number":1,"sizeMiB":6},{"label":"b","sizeMiB":4},"#,
            r#"{"sizeMiB":3},{"sizeMiB":5}],"wipeTable":true}]"#
        ),
        &[
            "partition 1 of disk /dev/sda of snippets[0] replaces the one of content (line 1, column 1)",
            "partition b of disk /dev/sda of snippets[0] replaces the one of content (line 1, column 1)",
        ],
    );
}

#[test]
fn filesystems_merge_by_name_else_device() {
    let filesystem = |name: &str, device: &str, format: &str| {
        let mount = Mount {
            device: device.into(),
            format: format.into(),
            ..Mount::default()
        };
        let filesystem = Filesystem {
            mount: Some(mount),
            name: name.into(),
            path: None,
        };
        config(|config| config.storage.filesystems.push(at(filesystem)))
    };
    check(
        [
            filesystem("a", "/dev/1", "ext4"),
            filesystem("", "/dev/2", "ext4"),
            filesystem("a", "/dev/3", "ext4"),
            filesystem("", "/dev/2", "xfs"),
        ],
        r#""filesystems":[{"mount":{"device":"/dev/3","format":"ext4"},"name":"a"},{"mount":{"device":"/dev/2","format":"xfs"}}]"#,
        &[
            "filesystem a of snippets[1] replaces the one of content (line 1, column 1)",
            "filesystem on /dev/2 of snippets[2] replaces the one of snippets[0] (line 1, column 1)",
        ],
    );
}

#[test]
fn arrays_merge_by_name() {
    let raid = |level: &str| {
        let raid = Raid {
            level: level.into(),
            name: "r".into(),
            ..Raid::default()
        };
        config(|config| config.storage.raid.push(at(raid)))
    };
    check(
        [raid("raid0"), raid("raid1")],
        r#""raid":[{"devices":null,"level":"raid1","name":"r"}]"#,
        &["RAID array r of snippets[0] replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn references_join_and_survive_documents_without_any() {
    let reference = |source: &str, hash: Option<&str>| {
        let verification = Verification {
            hash: hash.map(str::to_owned),
        };
        at(Reference {
            source: source.into(),
            verification,
        })
    };
    let appends = |source: &str, hash| {
        let reference = reference(source, hash);
        config(|config| config.ignition.config.append.push(reference))
    };
    check(
        [
            appends("http://a", None),
            Config::default(),
            appends("http://b", None),
            appends("http://a", None),
            appends("http://b", Some("h")),
        ],
        r#""config":{"append":[{"source":"http://a","verification":{}},{"source":"http://b","verification":{"hash":"h"}}]}"#,
        &[
            "hash of a source in ignition.config.append of snippets[3] replaces the one of snippets[1] (line 1, column 1)",
        ],
    );
    let replaces = |source: &str| {
        let reference = reference(source, None);
        config(|config| config.ignition.config.replace = Some(reference))
    };
    check(
        [replaces("http://a"), Config::default()],
        r#""replace":{"source":"http://a""#,
        &[],
    );
    check(
        [replaces("http://a"), replaces("http://b")],
        r#""replace":{"source":"http://b""#,
        &["ignition.config.replace of snippets[0] replaces the one of content (line 1, column 1)"],
    );
}

#[test]
fn timeouts_merge_field_by_field() {
    let timeouts = |response, total| {
        config(|config| {
            config.ignition.timeouts.http_response_headers = response;
            config.ignition.timeouts.http_total = total;
        })
    };
    check(
        [
            timeouts(Some(1), Some(2)),
            timeouts(None, Some(3)),
            timeouts(Some(1), None),
        ],
        r#""timeouts":{"httpResponseHeaders":1,"httpTotal":3}"#,
        &[
            "ignition.timeouts.http_total of a later document replaces the one of an earlier document",
        ],
    );
}
