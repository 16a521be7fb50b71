//! What a child changes, shown as the JSON of the section that both have.

use serde_json::{Value, json, to_value};

use super::super::disks::{Disk, Partition};
use super::super::filesystems::Filesystem;
use super::super::ignition::Proxy;
use super::super::nodes::{Directory, File, Link, Node};
use super::super::passwd::User;
use super::super::resource::{HttpHeader, Resource};
use super::super::systemd::{Dropin, Unit};
use super::super::version::Version;
use super::*;
use crate::ignition::at::At;
use crate::report::{Document, Mark, Origin};

fn at<T>(document: Document, value: T) -> At<T> {
    let mark = Mark { line: 1, column: 1 };
    At::new(value, Origin { document, mark })
}

fn content<T>(value: T) -> At<T> {
    at(Document::Content, value)
}

fn node(path: &str) -> Node {
    Node {
        path: path.into(),
        ..Node::default()
    }
}

fn fetched(source: &str) -> Resource {
    Resource {
        source: Some(source.into()),
        ..Resource::default()
    }
}

/// Merges a config with another of the same making, and compares what `pointer` shows of the result.
#[track_caller]
fn check(pointer: &str, changes: [&dyn Fn(&mut Config); 2], expect: &Value) {
    let [parent, child] = changes.map(|change| {
        let mut config = Config::default();
        change(&mut config);
        config
    });
    let merged = to_value(merge(parent, child)).unwrap();
    assert_eq!(merged.pointer(pointer), Some(expect), "{merged:#}");
}

#[test]
fn present_scalars_win_and_absent_ones_keep() {
    let user = |shell: Option<&str>, uid| {
        let user = User {
            name: "core".into(),
            shell: shell.map(Into::into),
            uid,
            ..User::default()
        };
        move |config: &mut Config| config.passwd.users.push(content(user.clone()))
    };
    check(
        "/passwd/users",
        [&user(Some("/bin/a"), Some(1)), &user(Some(""), None)],
        &json!([{"name": "core", "shell": "", "uid": 1}]),
    );
}

#[test]
fn equal_keys_merge_in_place_and_others_follow() {
    let units = |names: &[&str], enabled| {
        let units: Vec<_> = names
            .iter()
            .map(|&name| {
                content(Unit {
                    name: name.into(),
                    enabled,
                    dropins: vec![content(Dropin {
                        name: format!("{enabled:?}.conf"),
                        contents: None,
                    })],
                    ..Unit::default()
                })
            })
            .collect();
        move |config: &mut Config| config.systemd.units.clone_from(&units)
    };
    check(
        "/systemd/units",
        [
            &units(&["a.service", "b.service"], None),
            &units(&["c.service", "b.service"], Some(false)),
        ],
        &json!([
            {"name": "a.service", "dropins": [{"name": "None.conf"}]},
            {"name": "b.service", "enabled": false, "dropins": [{"name": "None.conf"}, {"name": "Some(false).conf"}]},
            {"name": "c.service", "enabled": false, "dropins": [{"name": "Some(false).conf"}]},
        ]),
    );
}

#[test]
fn strings_are_united_and_options_concatenated() {
    let proxy = |hosts: &[&str]| {
        let no_proxy = hosts.iter().map(|&host| content(host.to_owned())).collect();
        let proxy = Proxy {
            no_proxy,
            ..Proxy::default()
        };
        move |config: &mut Config| config.ignition.proxy = Some(content(proxy.clone()))
    };
    check(
        "/ignition/proxy/noProxy",
        [&proxy(&["a", "b"]), &proxy(&["c", "a"])],
        &json!(["a", "b", "c"]),
    );
    let filesystem = |option: &str| {
        let filesystem = Filesystem {
            device: "/dev/a".into(),
            options: vec!["-q".into(), option.into()],
            mount_options: vec![option.into()],
            ..Filesystem::default()
        };
        move |config: &mut Config| config.storage.filesystems.push(content(filesystem.clone()))
    };
    check(
        "/storage/filesystems/0",
        [&filesystem("x"), &filesystem("y")],
        &json!({"device": "/dev/a", "mountOptions": ["x", "y"], "options": ["-q", "x", "-q", "y"]}),
    );
}

#[test]
fn partitions_go_by_number_or_else_by_label() {
    let disk = |partitions: &[(i64, &str)]| {
        let partitions = partitions.iter().map(|&(number, label)| {
            content(Partition {
                number,
                label: Some(label.into()),
                ..Partition::default()
            })
        });
        let disk = Disk {
            device: "/dev/a".into(),
            partitions: partitions.collect(),
            ..Disk::default()
        };
        move |config: &mut Config| config.storage.disks.push(content(disk.clone()))
    };
    check(
        "/storage/disks/0/partitions",
        [
            &disk(&[(1, "one"), (0, "two")]),
            &disk(&[(0, "one"), (0, "two"), (1, "uno")]),
        ],
        &json!([{"number": 1, "label": "uno"}, {"label": "two"}, {"label": "one"}]),
    );
}

#[test]
fn a_path_has_one_kind() {
    let directory = |config: &mut Config| {
        for path in ["/d", "/e"] {
            config.storage.directories.push(content(Directory {
                node: node(path),
                mode: None,
            }));
        }
    };
    let link = |config: &mut Config| {
        config.storage.links.push(content(Link {
            node: node("/d"),
            ..Link::default()
        }));
        config.storage.files.push(content(File {
            node: node("/e"),
            ..File::default()
        }));
    };
    check(
        "/storage",
        [&directory, &link],
        &json!({
            "files": [{"path": "/e", "group": {}, "user": {}, "contents": {"verification": {}}}],
            "links": [{"path": "/d", "group": {}, "user": {}}],
        }),
    );
    check(
        "/storage",
        [&link, &directory],
        &json!({"directories": [
            {"path": "/d", "group": {}, "user": {}},
            {"path": "/e", "group": {}, "user": {}},
        ]}),
    );
}

#[test]
fn a_kernel_argument_is_in_one_list() {
    let arguments = |exist: &[&str], not: &[&str]| {
        let list = |arguments: &[&str]| -> Vec<_> {
            arguments.iter().map(|&a| content(a.to_owned())).collect()
        };
        let arguments = KernelArguments {
            should_exist: list(exist),
            should_not_exist: list(not),
        };
        move |config: &mut Config| config.kernel_arguments = arguments.clone()
    };
    check(
        "/kernelArguments",
        [
            &arguments(&["x", "y"], &["q"]),
            &arguments(&["y", "q"], &["x"]),
        ],
        &json!({"shouldExist": ["y", "q"], "shouldNotExist": ["x"]}),
    );
}

#[test]
fn what_is_appended_to_a_file_adds_up() {
    let file = |source: &str, content_source: Option<&str>| {
        let file = File {
            node: node("/f"),
            append: vec![content(fetched(source))],
            contents: content_source.map(fetched).unwrap_or_default(),
            mode: None,
        };
        move |config: &mut Config| config.storage.files.push(content(file.clone()))
    };
    check(
        "/storage/files/0/append",
        [&file("data:,a", None), &file("data:,a", Some("data:,b"))],
        &json!([{"source": "data:,a", "verification": {}}, {"source": "data:,a", "verification": {}}]),
    );
    check(
        "/storage/files/0/contents/source",
        [&file("data:,a", Some("data:,b")), &file("data:,a", None)],
        &json!("data:,b"),
    );
}

#[test]
fn references_go_by_source() {
    let references = |sources: &[&str], replace: Option<&str>| {
        let merge: Vec<_> = sources
            .iter()
            .map(|&source| content(fetched(source)))
            .collect();
        let replace = replace.map(|source| content(fetched(source)));
        move |config: &mut Config| {
            config.ignition.config.merge.clone_from(&merge);
            config.ignition.config.replace.clone_from(&replace);
        }
    };
    check(
        "/ignition/config",
        [
            &references(&["http://a", "http://b"], Some("http://r")),
            &references(&["http://b", "http://c"], None),
        ],
        &json!({
            "merge": [
                {"source": "http://a", "verification": {}},
                {"source": "http://b", "verification": {}},
                {"source": "http://c", "verification": {}},
            ],
            "replace": {"source": "http://r", "verification": {}},
        }),
    );
}

#[test]
fn headers_without_a_value_remove() {
    let headers = |headers: &[(&str, Option<&str>)]| {
        let http_headers = headers.iter().map(|&(name, value)| {
            content(HttpHeader {
                name: name.into(),
                value: value.map(Into::into),
            })
        });
        let contents = Resource {
            http_headers: http_headers.collect(),
            ..fetched("http://h")
        };
        let file = File {
            node: node("/f"),
            contents,
            ..File::default()
        };
        move |config: &mut Config| config.storage.files.push(content(file.clone()))
    };
    check(
        "/storage/files/0/contents/httpHeaders",
        [
            &headers(&[("a", Some("1")), ("b", Some("2")), ("d", None)]),
            &headers(&[("b", Some("3")), ("a", None), ("c", None), ("d", None)]),
        ],
        &json!([{"name": "b", "value": "3"}, {"name": "c"}]),
    );
}

#[test]
fn the_origin_and_the_version_of_the_result() {
    let config = |document, name: &str, version| {
        let mut config = Config::default();
        config.ignition.version = version;
        for name in ["shared.service", name] {
            config.systemd.units.push(at(
                document,
                Unit {
                    name: name.into(),
                    ..Unit::default()
                },
            ));
        }
        config
    };
    let merged = merge(
        config(Document::Content, "a.service", Version::V3_4_0),
        config(Document::snippet(0), "b.service", Version::V3_3_0),
    );
    let documents: Vec<_> = merged
        .systemd
        .units
        .iter()
        .map(|unit| unit.origin.document)
        .collect();
    assert_eq!(
        documents,
        [
            Document::snippet(0),
            Document::Content,
            Document::snippet(0)
        ]
    );
    assert_eq!(merged.ignition.version, Version::V3_4_0);
}
