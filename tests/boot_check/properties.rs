//! Random configs: what passes the boot check converts to a config that keeps the rules of Ignition 3.
//!
//! Names, paths and devices come from small sets, so that entries often collide. Within an entry everything is
//! valid for Ignition 2.3.

use lokomotive::ignition::at::At;
use lokomotive::ignition::boot_check;
use lokomotive::ignition::convert::{MountPoints, to_v3};
use lokomotive::ignition::v2_3::passwd::{Group, Passwd, User};
use lokomotive::ignition::v2_3::storage::{
    Create, Directory, Disk, File, Filesystem, Link, Mount, Node, Partition, Raid, Storage,
};
use lokomotive::ignition::v2_3::systemd::{Dropin, Networkd, NetworkdUnit, Systemd, Unit};
use lokomotive::ignition::v2_3::{Config, ConfigReferences, Reference};
use lokomotive::ignition::v3::{Version, rules};
use lokomotive::report::{Document, Mark, Origin, Severity};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_passes_keeps_the_rules_of_ignition_3(config in config()) {
        let found = boot_check::check(&config);
        let mount_points = MountPoints::of([&config]);
        let converted = to_v3(config, Version::V3_3_0, &mount_points);
        let broken: Vec<_> = rules::check(&converted)
            .into_iter()
            .filter(|violation| violation.severity == Severity::Error)
            .collect();
        prop_assert!(found.has_errors() || broken.is_empty(), "{broken:#?}\n{converted:#?}");
    }
}

fn at<T>(value: T) -> At<T> {
    let mark = Mark { line: 1, column: 1 };
    let document = Document::Content;
    At::new(value, Origin { document, mark })
}

/// Mostly one entry or none, so that many configs are free of errors.
fn list<T: std::fmt::Debug>(entry: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<At<T>>> {
    vec(entry.prop_map(at), 0..3)
}

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(values).prop_map(str::to_owned)
}

/// One part at a time, so that one fault does not hide another.
fn config() -> impl Strategy<Value = Config> {
    let storage_of = |storage| Config {
        storage,
        ..Config::default()
    };
    let tree = (nodes(), list(filesystem()), units(), networkd());
    prop_oneof![
        references().prop_map(|references| {
            let mut config = Config::default();
            config.ignition.config = references;
            config
        }),
        passwd().prop_map(|passwd| Config {
            passwd,
            ..Config::default()
        }),
        list(disk()).prop_map(move |disks| storage_of(Storage {
            disks,
            ..Storage::default()
        })),
        list(raid()).prop_map(move |raid| storage_of(Storage {
            raid,
            ..Storage::default()
        })),
        nodes().prop_map(storage_of),
        list(filesystem()).prop_map(move |filesystems| storage_of(Storage {
            filesystems,
            ..Storage::default()
        })),
        tree.prop_map(|(nodes, filesystems, units, networkd)| Config {
            storage: Storage {
                filesystems,
                ..nodes
            },
            systemd: Systemd { units },
            networkd: Networkd { units: networkd },
            ..Config::default()
        }),
    ]
}

fn references() -> impl Strategy<Value = ConfigReferences> {
    let source = one_of(&["", "https://a/x", "https://b/x"]);
    let reference = source.prop_map(|source| Reference {
        source,
        ..Reference::default()
    });
    list(reference).prop_map(|append| ConfigReferences {
        append,
        replace: None,
    })
}

fn passwd() -> impl Strategy<Value = Passwd> {
    let values = || vec(one_of(&["k", "l", "m"]), 0..3);
    let user = (one_of(&["u", "v", "w"]), values(), values());
    let user = user.prop_map(|(name, ssh_authorized_keys, groups)| User {
        name,
        ssh_authorized_keys,
        groups,
        ..User::default()
    });
    let group = one_of(&["g", "h"]).prop_map(|name| Group {
        name,
        ..Group::default()
    });
    (list(user), list(group)).prop_map(|(users, groups)| Passwd { groups, users })
}

fn node() -> impl Strategy<Value = Node> {
    let path = one_of(&[
        "/a",
        "/a/b",
        "/b//c/",
        "/d/../e",
        "/f",
        "/etc/systemd/system/a.service",
        "/etc/systemd/system/a.service.d/x.conf",
        "/etc/systemd/network/n.network",
    ]);
    let filesystem = one_of(&["root", "data", "nowhere"]);
    (path, filesystem, option::of(any::<bool>())).prop_map(|(path, filesystem, overwrite)| Node {
        path,
        filesystem,
        overwrite,
        ..Node::default()
    })
}

fn nodes() -> impl Strategy<Value = Storage> {
    let directory = node().prop_map(|node| Directory {
        node,
        mode: Some(0o755),
    });
    let file = (node(), any::<bool>()).prop_map(|(mut node, append)| {
        node.overwrite = node.overwrite.filter(|overwrite| !(append && *overwrite));
        File {
            node,
            append,
            ..File::default()
        }
    });
    let target = one_of(&["", "/a", "/x", "../b"]);
    let link = (node(), target, any::<bool>());
    let link = link.prop_map(|(node, target, hard)| Link { node, hard, target });
    (list(directory), list(file), list(link)).prop_map(|(directories, files, links)| Storage {
        directories,
        files,
        links,
        ..Storage::default()
    })
}

fn device() -> impl Strategy<Value = String> {
    one_of(&["/dev/a", "/dev/b", "/dev/c", "/dev//a"])
}

fn disk() -> impl Strategy<Value = Disk> {
    let mib = || option::of(select(&[0_i64, 1, 10, 11][..]));
    let label = option::of(one_of(&["", "x", "y", "x:y"]));
    let partition = (0..4_i64, label, mib(), mib());
    let partition = partition.prop_map(|(number, label, size_mib, start_mib)| Partition {
        number,
        label,
        size_mib,
        start_mib,
        ..Partition::default()
    });
    (device(), list(partition)).prop_map(|(device, mut partitions)| {
        // Ignition 2.3 itself asks for different numbers.
        for (place, partition) in (1..).zip(&mut partitions) {
            if partition.number != 0 {
                partition.number = place;
            }
        }
        Disk {
            device,
            partitions,
            wipe_table: false,
        }
    })
}

fn raid() -> impl Strategy<Value = Raid> {
    (one_of(&["r", "s"]), vec(device(), 0..3)).prop_map(|(name, devices)| Raid {
        name,
        devices,
        level: "raid1".to_owned(),
        ..Raid::default()
    })
}

fn filesystem() -> impl Strategy<Value = Filesystem> {
    let create = any::<bool>().prop_map(|force| Create {
        force,
        ..Create::default()
    });
    let mount = (device(), option::of(create)).prop_map(|(device, create)| Mount {
        device,
        create,
        format: "ext4".to_owned(),
        ..Mount::default()
    });
    let name = one_of(&["", "root", "oem", "data", "/data", "a/../b"]);
    (name, option::of(mount)).prop_map(|(name, mount)| {
        let path = mount.is_none().then(|| "/mnt".to_owned());
        Filesystem { mount, name, path }
    })
}

fn contents() -> impl Strategy<Value = String> {
    one_of(&["", "[Unit]\n"])
}

fn dropins() -> impl Strategy<Value = Vec<At<Dropin>>> {
    let dropin = (one_of(&["x.conf", "y.conf"]), contents());
    list(dropin.prop_map(|(name, contents)| Dropin { contents, name }))
}

fn units() -> impl Strategy<Value = Vec<At<Unit>>> {
    let name = one_of(&["a.service", "b.service"]);
    list(
        (name, contents(), dropins()).prop_map(|(name, contents, dropins)| Unit {
            name,
            contents,
            dropins,
            ..Unit::default()
        }),
    )
}

fn networkd() -> impl Strategy<Value = Vec<At<NetworkdUnit>>> {
    let name = one_of(&["n.network", "m.network"]);
    list(
        (name, contents(), dropins()).prop_map(|(name, contents, dropins)| NetworkdUnit {
            name,
            contents,
            dropins,
        }),
    )
}
