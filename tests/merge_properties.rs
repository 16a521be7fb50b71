//! Properties of the two merges over random configs.
//!
//! Keys come from small sets, so that documents often touch the same entry; the properties about documents
//! that share no key give each document its own set.

use lokomotive::ignition::append::append;
use lokomotive::ignition::at::At;
use lokomotive::ignition::by_key::{all, by_key, fold};
use lokomotive::ignition::data_url;
use lokomotive::ignition::json;
use lokomotive::ignition::v2_3::passwd::{Create, Group, User};
use lokomotive::ignition::v2_3::storage::{
    Directory, Disk, File, FileContents, Filesystem, Link, Mount, Node, Partition, Raid,
};
use lokomotive::ignition::v2_3::systemd::{Dropin, NetworkdUnit, Unit};
use lokomotive::ignition::v2_3::{Config, Reference, Timeouts};
use lokomotive::report::{Document, Mark, Origin, Report};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// What the random entries of a document are called, and which document they are of.
#[derive(Debug, Clone, Copy)]
struct Naming {
    document: Document,
    /// Comes before every key; documents with different prefixes share none.
    prefix: &'static str,
    /// Whether a key may repeat within the document.
    repeats: bool,
}

impl Naming {
    fn at<T>(self, value: T) -> At<T> {
        let document = self.document;
        let mark = Mark { line: 1, column: 1 };
        At::new(value, Origin { document, mark })
    }

    /// Up to four entries with keys `<prefix>0` to `<prefix>3`, made by `entry`.
    fn entries<T: std::fmt::Debug + 'static>(
        self,
        entry: impl Strategy<Value = T> + 'static,
        name: impl Fn(&mut T, String) + 'static,
    ) -> BoxedStrategy<Vec<At<T>>> {
        vec((0..4_usize, entry), 0..4)
            .prop_map(move |entries| {
                let numbered = entries.into_iter().enumerate();
                let entries = numbered.map(|(position, (key, mut entry))| {
                    let key = if self.repeats { key } else { position };
                    name(&mut entry, format!("{}{key}", self.prefix));
                    self.at(entry)
                });
                entries.collect()
            })
            .boxed()
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[ab]{1,2}"]
}

fn node() -> impl Strategy<Value = Node> {
    option::of(any::<bool>()).prop_map(|overwrite| Node {
        filesystem: "root".into(),
        overwrite,
        ..Node::default()
    })
}

fn file() -> impl Strategy<Value = File> {
    let parts = (
        node(),
        any::<bool>(),
        text(),
        option::of(0..0o777_i64),
        0..6,
    );
    parts.prop_map(|(node, append, text, mode, kind)| File {
        node,
        append,
        contents: FileContents {
            source: data_url::encode(text.as_bytes()),
            ..FileContents::default()
        },
        mode,
        joins_by_variable: kind == 0 && !append,
    })
}

fn unit() -> impl Strategy<Value = Unit> {
    let parts = (
        text(),
        any::<bool>(),
        option::of(any::<bool>()),
        any::<bool>(),
    );
    parts.prop_map(|(contents, enable, enabled, mask)| Unit {
        contents,
        enable,
        enabled,
        mask: mask.then_some(true),
        ..Unit::default()
    })
}

/// A user with `create` or with account fields of its own, since no document may have both.
fn user() -> impl Strategy<Value = User> {
    let account = (text(), option::of(0..3_u32), any::<bool>());
    let login = (option::of(text()), vec(text(), 0..3));
    (any::<bool>(), account, login).prop_map(|(has_create, account, login)| {
        let (shell, uid, system) = account;
        let (password_hash, ssh_authorized_keys) = login;
        let user = User {
            password_hash,
            ssh_authorized_keys,
            ..User::default()
        };
        if has_create {
            let create = Create {
                shell,
                system,
                uid: uid.map(u64::from),
                ..Create::default()
            };
            User {
                create: Some(create),
                ..user
            }
        } else {
            User {
                shell,
                system,
                uid: uid.map(i64::from),
                ..user
            }
        }
    })
}

fn disk(naming: Naming) -> impl Strategy<Value = Disk> {
    let partition = (0..4_i64, option::of("[ab]"), option::of(0..3_i64));
    let partition = partition.prop_map(|(number, label, size_mib)| Partition {
        number,
        label,
        size_mib,
        ..Partition::default()
    });
    (vec(partition, 0..3), any::<bool>()).prop_map(move |(partitions, wipe_table)| {
        let mut partitions = partitions;
        if !naming.repeats {
            for (number, partition) in (1..).zip(&mut partitions) {
                partition.number = number;
            }
        }
        Disk {
            partitions: partitions
                .into_iter()
                .map(|partition| naming.at(partition))
                .collect(),
            wipe_table,
            ..Disk::default()
        }
    })
}

fn filesystem() -> impl Strategy<Value = Filesystem> {
    (any::<bool>(), text()).prop_map(|(has_mount, format)| Filesystem {
        mount: has_mount.then(|| Mount {
            format,
            ..Mount::default()
        }),
        ..Filesystem::default()
    })
}

/// A random config whose documents and keys are named so; without `ignition.config`.
fn config(naming: Naming) -> impl Strategy<Value = Config> {
    let path = move |node: &mut Node, kind: &str, key: String| {
        // with repeats, files, directories and links share their paths
        let kind = if naming.repeats { "" } else { kind };
        node.path = format!("/{kind}{key}");
    };
    let storage = (
        naming.entries(file(), move |file, key| path(&mut file.node, "f", key)),
        naming.entries(node(), move |node, key| path(node, "d", key)),
        naming.entries((node(), text()), move |(node, _), key| path(node, "l", key)),
        naming.entries(disk(naming), |disk, key| {
            disk.device = format!("/dev/{key}");
        }),
        naming.entries(filesystem(), |filesystem, key| filesystem.name = key),
        naming.entries(text(), |_, _| ()),
    );
    let dropins = naming.entries(
        text().prop_map(|contents| Dropin {
            contents,
            name: String::new(),
        }),
        |dropin, key| {
            dropin.name = key;
        },
    );
    let units = (unit(), dropins.clone()).prop_map(|(unit, dropins)| Unit { dropins, ..unit });
    let networkd = (text(), dropins).prop_map(|(contents, dropins)| NetworkdUnit {
        contents,
        dropins,
        name: String::new(),
    });
    let rest = (
        naming.entries(units, |unit, key| unit.name = key),
        naming.entries(networkd, |unit, key| unit.name = key),
        naming.entries(user(), |user, key| user.name = key),
        naming.entries(option::of(0..3_i64), |_, _| ()),
        naming.entries(Just(Reference::default()), |reference, key| {
            reference.source = key;
        }),
        (option::of(0..3_i64), option::of(0..3_i64)),
    );
    (storage, rest).prop_map(move |(storage, rest)| {
        let mut config = Config::default();
        let (files, directories, links, disks, filesystems, raid) = storage;
        config.storage.files = files;
        config.storage.disks = disks;
        config.storage.filesystems = filesystems;
        for node in directories {
            let directory = Directory {
                node: node.value,
                mode: None,
            };
            config.storage.directories.push(naming.at(directory));
        }
        for link in links {
            let (node, target) = link.value;
            let link = Link {
                node,
                target,
                hard: false,
            };
            config.storage.links.push(naming.at(link));
        }
        for (number, level) in raid.into_iter().enumerate() {
            let raid = Raid {
                level: level.value,
                name: format!("{}{number}", naming.prefix),
                ..Raid::default()
            };
            config.storage.raid.push(naming.at(raid));
        }
        let (units, networkd, users, groups, authorities, (headers, total)) = rest;
        config.systemd.units = units;
        config.networkd.units = networkd;
        config.passwd.users = users;
        for (number, gid) in groups.into_iter().enumerate() {
            let group = Group {
                gid: gid.value,
                name: format!("{}{number}", naming.prefix),
                ..Group::default()
            };
            config.passwd.groups.push(naming.at(group));
        }
        config.ignition.security.tls.certificate_authorities = authorities;
        config.ignition.timeouts = Timeouts {
            http_response_headers: headers,
            http_total: total,
        };
        config
    })
}

/// A config in which no key repeats, and which shares none with a document of another number.
fn disjoint(number: usize) -> impl Strategy<Value = Config> {
    config(Naming {
        document: number
            .checked_sub(1)
            .map_or(Document::Content, Document::snippet),
        prefix: ["a", "b", "c"][number],
        repeats: false,
    })
}

/// A config whose keys repeat, in it and in others.
fn overlapping(number: usize) -> impl Strategy<Value = Config> {
    config(Naming {
        document: number
            .checked_sub(1)
            .map_or(Document::Content, Document::snippet),
        prefix: "x",
        repeats: true,
    })
}

/// Merges by key without looking at the findings.
fn merged(base: Config, next: Config) -> Config {
    by_key(base, next, &mut Report::default())
}

/// Removes what two documents always share: values that a section has once.
fn without_timeouts(mut config: Config) -> Config {
    config.ignition.timeouts = Timeouts::default();
    config
}

proptest! {
    #[test]
    fn equals_append_where_no_key_repeats(a in disjoint(0), b in disjoint(1)) {
        let mut report = Report::default();
        let by_key = by_key(without_timeouts(a.clone()), b.clone(), &mut report);
        let append = append(without_timeouts(a), b);
        prop_assert_eq!(report.findings(), []);
        prop_assert_eq!(json::to_string(&by_key, false), json::to_string(&append, false));
        prop_assert_eq!(by_key, append);
    }

    #[test]
    fn folding_changes_nothing_where_no_key_repeats(a in disjoint(0)) {
        let mut report = Report::default();
        prop_assert_eq!(fold(a.clone(), &mut report), a);
        prop_assert_eq!(report.findings(), []);
    }

    #[test]
    fn merging_disjoint_documents_is_associative(
        a in disjoint(0),
        b in disjoint(1),
        c in disjoint(2),
    ) {
        let left = merged(merged(a.clone(), b.clone()), c.clone());
        let right = merged(a.clone(), merged(b.clone(), c.clone()));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(&left, &all([a, b, c], &mut Report::default()));
    }

    #[test]
    fn folding_twice_is_folding_once(a in overlapping(0)) {
        let once = fold(a, &mut Report::default());
        let mut report = Report::default();
        let twice = fold(once.clone(), &mut report);
        prop_assert_eq!(&twice, &once);
        prop_assert_eq!(report.findings(), []);
    }

    #[test]
    fn no_path_or_name_is_left_twice(a in overlapping(0), b in overlapping(1), c in overlapping(2)) {
        let merged = all([a, b, c], &mut Report::default());
        let storage = &merged.storage;
        let files = storage.files.iter().map(|file| &file.node.path);
        let directories = storage.directories.iter().map(|directory| &directory.node.path);
        let links = storage.links.iter().map(|link| &link.node.path);
        prop_assert!(is_unique(files.chain(directories).chain(links)));
        prop_assert!(is_unique(merged.systemd.units.iter().map(|unit| &unit.name)));
        prop_assert!(is_unique(merged.passwd.users.iter().map(|user| &user.name)));
        prop_assert!(is_unique(storage.disks.iter().map(|disk| &disk.device)));
        for unit in &merged.systemd.units {
            prop_assert!(is_unique(unit.dropins.iter().map(|dropin| &dropin.name)));
        }
    }

    #[test]
    fn merging_one_by_one_gives_the_same_config(
        a in overlapping(0),
        b in overlapping(1),
        c in overlapping(2),
    ) {
        let one_by_one = merged(merged(a.clone(), b.clone()), c.clone());
        let at_once = all([a, b, c], &mut Report::default());
        prop_assert_eq!(json::to_string(&one_by_one, false), json::to_string(&at_once, false));
    }

    #[test]
    fn a_document_merged_with_itself_is_silent(a in overlapping(0)) {
        let mut folded = fold(a, &mut Report::default());
        for file in &mut folded.storage.files {
            file.append = false; // appended texts are joined again, by design
        }
        let mut report = Report::default();
        let doubled = by_key(folded.clone(), folded.clone(), &mut report);
        prop_assert_eq!(report.findings(), []);
        prop_assert_eq!(doubled.storage.files, folded.storage.files);
        prop_assert_eq!(doubled.storage.directories, folded.storage.directories);
        prop_assert_eq!(doubled.systemd, folded.systemd);
        prop_assert_eq!(doubled.networkd, folded.networkd);
    }
}

fn is_unique<'a>(keys: impl Iterator<Item = &'a String>) -> bool {
    let mut seen = std::collections::HashSet::new();
    keys.into_iter().all(|key| seen.insert(key))
}
