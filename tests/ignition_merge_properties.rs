//! Properties of the merge of Ignition 3.

use std::collections::BTreeMap;

use lokomotive::ignition::at::At;
use lokomotive::ignition::v3::disks::{Disk, Partition};
use lokomotive::ignition::v3::filesystems::Filesystem;
use lokomotive::ignition::v3::ignition::Proxy;
use lokomotive::ignition::v3::nodes::{Directory, File, Link, Node, Owner};
use lokomotive::ignition::v3::passwd::User;
use lokomotive::ignition::v3::resource::{HttpHeader, Resource};
use lokomotive::ignition::v3::systemd::{Dropin, Unit};
use lokomotive::ignition::v3::{Config, merge};
use lokomotive::report::{Document, Mark, Origin};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

fn at<T>((line, value): (u32, T)) -> At<T> {
    let mark = Mark { line, column: 1 };
    let document = Document::Content;
    At::new(value, Origin { document, mark })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(""), Just("a"), Just("b"), Just("c")].prop_map(str::to_owned)
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    option::of(text())
}

/// A list with each key once: what `entry` makes of a key and some values.
fn list<T, V>(
    values: impl Strategy<Value = V>,
    entry: impl Fn(String, V) -> T + Clone,
) -> impl Strategy<Value = Vec<At<T>>>
where
    T: std::fmt::Debug,
    V: std::fmt::Debug,
{
    let order = |entries: BTreeMap<String, (u32, V)>| Vec::from_iter(entries);
    btree_map("[a-d]", (0_u32..9, values), 0..4)
        .prop_map(order)
        .prop_shuffle()
        .prop_map(move |entries| {
            let entries = entries.into_iter();
            let entry = entry.clone();
            entries
                .map(|(key, (line, value))| at((line, entry(key, value))))
                .collect()
        })
}

fn strings() -> impl Strategy<Value = Vec<At<String>>> {
    list(Just(()), |key, ()| key)
}

fn resource() -> impl Strategy<Value = Resource> {
    let headers = list(text(), |name, value| HttpHeader {
        name,
        value: Some(value),
    });
    (maybe_text(), maybe_text(), headers).prop_map(|(compression, source, http_headers)| Resource {
        compression,
        http_headers,
        source,
        ..Resource::default()
    })
}

/// A node; each kind has paths of its own, since a change of kind is not associative.
fn node(path: &str, name: Option<String>) -> Node {
    let user = Owner { id: None, name };
    Node {
        path: path.into(),
        user,
        ..Node::default()
    }
}

fn files() -> impl Strategy<Value = Vec<At<File>>> {
    let appended = vec((0_u32..9, resource()).prop_map(at), 0..2);
    list(
        (maybe_text(), option::of(0_i64..3), resource(), appended),
        |path, (name, mode, contents, append)| File {
            node: node(&format!("/f/{path}"), name),
            append,
            contents,
            mode,
        },
    )
}

fn disks() -> impl Strategy<Value = Vec<At<Disk>>> {
    let partitions = list(
        (0_i64..3, option::of(0_i64..3)),
        |label, (number, size_mib)| Partition {
            label: Some(label),
            number,
            size_mib,
            ..Partition::default()
        },
    );
    let unique = partitions.prop_map(|mut partitions| {
        let mut seen = Vec::new();
        partitions.retain(|partition| {
            let is_new = partition.number == 0 || !seen.contains(&partition.number);
            seen.push(partition.number);
            is_new
        });
        partitions
    });
    list(
        (option::of(any::<bool>()), unique),
        |device, (wipe_table, partitions)| Disk {
            device,
            partitions,
            wipe_table,
        },
    )
}

fn units() -> impl Strategy<Value = Vec<At<Unit>>> {
    let dropins = list(maybe_text(), |name, contents| Dropin { contents, name });
    let values = (maybe_text(), dropins, option::of(any::<bool>()));
    list(values, |name, (contents, dropins, enabled)| Unit {
        contents,
        dropins,
        enabled,
        mask: None,
        name,
    })
}

fn config() -> impl Strategy<Value = Config> {
    let users = list(
        (strings(), maybe_text()),
        |name, (ssh_authorized_keys, shell)| User {
            name,
            shell,
            ssh_authorized_keys,
            ..User::default()
        },
    );
    let filesystems = list(
        (maybe_text(), vec(text(), 0..3)),
        |device, (label, options)| Filesystem {
            device,
            label,
            options,
            ..Filesystem::default()
        },
    );
    let directories = list(maybe_text(), |path, name| Directory {
        node: node(&format!("/d/{path}"), name),
        mode: None,
    });
    let links = list(maybe_text(), |path, target| Link {
        node: node(&format!("/l/{path}"), None),
        hard: None,
        target,
    });
    let replace = option::of((0_u32..9, resource()).prop_map(at));
    let proxy = option::of((0_u32..9, strings()).prop_map(at));
    let lists = (files(), directories, links, disks(), filesystems);
    (lists, units(), users, replace, proxy, strings()).prop_map(
        |(
            (files, directories, links, disks, filesystems),
            units,
            users,
            replace,
            proxy,
            arguments,
        )| {
            let mut config = Config::default();
            config.storage.files = files;
            config.storage.directories = directories;
            config.storage.links = links;
            config.storage.disks = disks;
            config.storage.filesystems = filesystems;
            config.systemd.units = units;
            config.passwd.users = users;
            config.ignition.config.replace = replace;
            config.kernel_arguments.should_exist = arguments;
            config.ignition.proxy = proxy.map(|At { value, origin }| {
                let no_proxy = value;
                At::new(
                    Proxy {
                        no_proxy,
                        ..Proxy::default()
                    },
                    origin,
                )
            });
            config
        },
    )
}

proptest! {
    #[test]
    fn an_empty_config_changes_nothing(config in config()) {
        prop_assert_eq!(&merge(config.clone(), Config::default()), &config);
        prop_assert_eq!(&merge(Config::default(), config.clone()), &config);
    }

    #[test]
    fn it_does_not_matter_which_are_merged_first(a in config(), b in config(), c in config()) {
        let left = merge(merge(a.clone(), b.clone()), c.clone());
        let right = merge(a, merge(b, c));
        prop_assert_eq!(left, right);
    }

    #[test]
    fn what_the_child_says_holds(parent in config(), child in config()) {
        let merged = merge(parent, child.clone());
        for unit in &child.systemd.units {
            let found = merged.systemd.units.iter().filter(|other| other.name == unit.name);
            let found: Vec<_> = found.collect();
            prop_assert_eq!(found.len(), 1);
            prop_assert!(unit.contents.is_none() || found[0].contents == unit.contents);
            prop_assert_eq!(found[0].origin, unit.origin);
        }
    }
}
