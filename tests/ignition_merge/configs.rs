//! Valid configs of few keys, so that merging finds the same ones.

use std::collections::BTreeMap;
use std::fmt::Debug;

use lokomotive::ignition::at::At;
use lokomotive::ignition::v3::disks::{Disk, Partition};
use lokomotive::ignition::v3::filesystems::Filesystem;
use lokomotive::ignition::v3::ignition::Proxy;
use lokomotive::ignition::v3::luks::{Clevis, Luks, Tang};
use lokomotive::ignition::v3::nodes::{Directory, File, Link, Node, Owner};
use lokomotive::ignition::v3::passwd::User;
use lokomotive::ignition::v3::raid::Raid;
use lokomotive::ignition::v3::resource::{HttpHeader, Resource};
use lokomotive::ignition::v3::systemd::{Dropin, Systemd, Unit};
use lokomotive::ignition::v3::{Config, KernelArguments, Storage, Version};
use lokomotive::report::{Document, Mark, Origin};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

/// Whether two configs may have different kinds of nodes at one path, one may remove what the other adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kinds {
    /// They may.
    Mixed,
    /// They may not.
    Apart,
}

/// The config without anything.
pub(crate) fn empty() -> Config {
    let mut config = Config::default();
    config.ignition.version = Version::V3_3_0;
    config
}

/// A config that refers to nothing, since Ignition would fetch it.
pub(crate) fn config(kinds: Kinds) -> impl Strategy<Value = Config> {
    let first = (storage(kinds), systemd(), users(), kernel_arguments(kinds));
    (first, option::of((0_u32..9, strings()))).prop_map(
        |((storage, systemd, users, kernel_arguments), proxy)| {
            let mut config = empty();
            config.ignition.proxy = proxy.map(|(line, no_proxy)| {
                let proxy = Proxy {
                    no_proxy,
                    ..Proxy::default()
                };
                at((line, proxy))
            });
            config.kernel_arguments = kernel_arguments;
            config.passwd.users = users;
            config.storage = storage;
            config.systemd = systemd;
            config
        },
    )
}

fn at<T>((line, value): (u32, T)) -> At<T> {
    let mark = Mark { line, column: 1 };
    let document = Document::Content;
    At::new(value, Origin { document, mark })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(""), Just("a"), Just("b")].prop_map(str::to_owned)
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    option::of(text())
}

fn maybe_bool() -> impl Strategy<Value = Option<bool>> {
    option::of(any::<bool>())
}

/// A list with each key once: what `entry` makes of a key and some values.
fn list<T: Debug, V: Debug>(
    values: impl Strategy<Value = V>,
    entry: impl Fn(String, V) -> T + Clone,
) -> impl Strategy<Value = Vec<At<T>>> {
    let entries = btree_map("[a-d]", (0_u32..9, values), 0..4);
    let entries = entries.prop_map(|entries: BTreeMap<_, _>| Vec::from_iter(entries));
    entries.prop_shuffle().prop_map(move |entries| {
        let entries = entries.into_iter();
        let entries = entries.map(|(key, (line, value))| at((line, entry(key, value))));
        entries.collect()
    })
}

fn strings() -> impl Strategy<Value = Vec<At<String>>> {
    list(Just(()), |key, ()| key)
}

fn options() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..3)
}

fn resource(kinds: Kinds) -> impl Strategy<Value = Resource> {
    let headers = list(maybe_text(), move |name, value| HttpHeader {
        name,
        value: match value.as_deref() {
            None | Some("") if kinds == Kinds::Mixed => None,
            _ => Some("x".into()),
        },
    });
    let source = option::of(prop_oneof![Just("http://h/1"), Just("https://h/2")]);
    let compression = option::of(prop_oneof![Just(""), Just("gzip")]);
    (compression, source, headers).prop_map(|(compression, source, headers)| Resource {
        compression: compression.map(Into::into),
        http_headers: source.map(|_| headers).unwrap_or_default(),
        source: source.map(Into::into),
        ..Resource::default()
    })
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Directory,
    File,
    Link,
}

fn storage(kinds: Kinds) -> impl Strategy<Value = Storage> {
    let kind = prop_oneof![Just(Kind::Directory), Just(Kind::File), Just(Kind::Link)];
    let appended = vec((0_u32..9, resource(kinds)).prop_map(at), 0..2);
    let values = (
        kind,
        maybe_text(),
        option::of(0_i64..0o777),
        resource(kinds),
        appended,
    );
    let nodes = list(values, |path, values| (path, values));
    (nodes, disks(), filesystems(), volumes(), arrays()).prop_map(
        move |(nodes, disks, filesystems, luks, raid)| {
            let mut storage = Storage {
                disks,
                filesystems,
                luks,
                raid,
                ..Storage::default()
            };
            for At { value, origin } in nodes {
                let (path, (kind, name, mode, contents, append)) = value;
                let path = match kinds {
                    Kinds::Mixed => format!("/{path}"),
                    Kinds::Apart => format!("/{kind:?}/{path}"),
                };
                let node = node(path, name);
                match kind {
                    Kind::Directory => {
                        let directory = Directory { node, mode };
                        storage.directories.push(At::new(directory, origin));
                    }
                    Kind::File => {
                        let file = File {
                            node,
                            append,
                            contents,
                            mode,
                        };
                        storage.files.push(At::new(file, origin));
                    }
                    Kind::Link => {
                        let link = Link {
                            node,
                            hard: mode.map(|mode| mode % 2 == 0),
                            target: Some("/target".into()),
                        };
                        storage.links.push(At::new(link, origin));
                    }
                }
            }
            storage
        },
    )
}

fn node(path: String, name: Option<String>) -> Node {
    let user = Owner { id: None, name };
    Node {
        path,
        user,
        ..Node::default()
    }
}

/// Disks whose partitions have a number each, or a label each.
fn disks() -> impl Strategy<Value = Vec<At<Disk>>> {
    let values = (any::<bool>(), maybe_bool());
    let partitions = list(values, |key, (is_numbered, resize)| Partition {
        number: if is_numbered {
            i64::from(key.as_bytes()[0])
        } else {
            0
        },
        label: (!is_numbered).then_some(key),
        resize,
        ..Partition::default()
    });
    list(
        (maybe_bool(), partitions),
        |device, (wipe_table, partitions)| Disk {
            device: format!("/dev/{device}"),
            partitions,
            wipe_table,
        },
    )
}

fn filesystems() -> impl Strategy<Value = Vec<At<Filesystem>>> {
    let values = (maybe_text(), options(), options(), maybe_bool());
    list(
        values,
        |device, (label, options, mount_options, wipe_filesystem)| Filesystem {
            device: format!("/dev/{device}"),
            format: Some("ext4".into()),
            label,
            mount_options,
            options,
            wipe_filesystem,
            ..Filesystem::default()
        },
    )
}

fn volumes() -> impl Strategy<Value = Vec<At<Luks>>> {
    let tang = list(Just(()), |key, ()| Tang {
        thumbprint: Some("x".into()),
        url: format!("http://{key}"),
        ..Tang::default()
    });
    let values = (maybe_text(), options(), tang, option::of(0_i64..3));
    list(values, |name, (label, options, tang, threshold)| Luks {
        name,
        device: Some("/dev/x".into()),
        label,
        options,
        clevis: Clevis {
            tang,
            threshold,
            ..Clevis::default()
        },
        ..Luks::default()
    })
}

fn arrays() -> impl Strategy<Value = Vec<At<Raid>>> {
    let devices = list(Just(()), |key, ()| format!("/dev/{key}"));
    let values = (devices, options(), option::of(0_i64..3));
    list(values, |name, (mut devices, options, spares)| {
        devices.push(at((1, "/dev/always".into())));
        Raid {
            devices,
            level: Some("raid1".into()),
            name,
            options,
            spares,
        }
    })
}

fn systemd() -> impl Strategy<Value = Systemd> {
    let contents = || option::of(prop_oneof![Just(""), Just("[A]\nB=c"), Just("[D]")]);
    let dropins = list(contents(), |name, contents| Dropin {
        contents: contents.map(Into::into),
        name: format!("{name}.conf"),
    });
    let values = (contents(), dropins, maybe_bool(), maybe_bool());
    let units = list(values, |name, (contents, dropins, enabled, mask)| Unit {
        contents: contents.map(Into::into),
        dropins,
        enabled,
        mask,
        name: format!("{name}.service"),
    });
    units.prop_map(|units| Systemd { units })
}

fn users() -> impl Strategy<Value = Vec<At<User>>> {
    let values = (strings(), strings(), maybe_text(), option::of(0_i64..3));
    list(values, |name, (groups, ssh_authorized_keys, shell, uid)| {
        User {
            groups,
            name,
            shell,
            ssh_authorized_keys,
            uid,
            ..User::default()
        }
    })
}

/// Arguments to add and to remove. Where configs are apart, both lists never meet.
fn kernel_arguments(kinds: Kinds) -> impl Strategy<Value = KernelArguments> {
    let arguments = list(any::<bool>(), |argument, is_wanted| (argument, is_wanted));
    arguments.prop_map(move |arguments| {
        let mut lists = KernelArguments::default();
        for At { value, origin } in arguments {
            let (argument, is_wanted) = value;
            let argument = match kinds {
                Kinds::Mixed => argument,
                Kinds::Apart => format!("{argument}={is_wanted}"),
            };
            let list = if is_wanted {
                &mut lists.should_exist
            } else {
                &mut lists.should_not_exist
            };
            list.push(At::new(argument, origin));
        }
        lists
    })
}
