//! Short ways to put an entry into a config.

use lokomotive::ignition::at::At;
use lokomotive::ignition::v3::disks::{Disk, Partition};
use lokomotive::ignition::v3::filesystems::Filesystem;
use lokomotive::ignition::v3::luks::Luks;
use lokomotive::ignition::v3::nodes::{Directory, File, Link, Node};
use lokomotive::ignition::v3::passwd::{Group, User};
use lokomotive::ignition::v3::raid::Raid;
use lokomotive::ignition::v3::resource::Resource;
use lokomotive::ignition::v3::systemd::{Dropin, Unit};
use lokomotive::ignition::v3::{Config, Version};
use lokomotive::report::{Document, Mark, Origin};

/// An empty config of 3.3.0.
pub(crate) fn config() -> Config {
    let mut config = Config::default();
    config.ignition.version = Version::V3_3_0;
    config
}

pub(crate) fn at<T>(value: T) -> At<T> {
    let mark = Mark { line: 1, column: 1 };
    let document = Document::Content;
    At::new(value, Origin { document, mark })
}

pub(crate) fn strings(values: &[&str]) -> Vec<At<String>> {
    values.iter().map(|&value| at(value.to_owned())).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "fields are optional")]
pub(crate) fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(crate) fn node(path: &str) -> Node {
    Node {
        path: path.into(),
        ..Node::default()
    }
}

/// Adds a default entry, changed a little, to a list.
pub(crate) fn push<T: Default>(list: &mut Vec<At<T>>, change: impl FnOnce(&mut T)) {
    let mut entry = T::default();
    change(&mut entry);
    list.push(at(entry));
}

pub(crate) fn file(config: &mut Config, path: &str, change: impl FnOnce(&mut File)) {
    push(&mut config.storage.files, |file| {
        file.node = node(path);
        change(file);
    });
}

pub(crate) fn directory(config: &mut Config, path: &str, change: impl FnOnce(&mut Directory)) {
    push(&mut config.storage.directories, |directory| {
        directory.node = node(path);
        change(directory);
    });
}

pub(crate) fn link(config: &mut Config, path: &str, target: &str, change: impl FnOnce(&mut Link)) {
    push(&mut config.storage.links, |link| {
        link.node = node(path);
        link.target = some(target);
        change(link);
    });
}

pub(crate) fn fetched(source: &str) -> Resource {
    Resource {
        source: some(source),
        ..Resource::default()
    }
}

pub(crate) fn disk(config: &mut Config, device: &str, change: impl FnOnce(&mut Disk)) {
    push(&mut config.storage.disks, |disk| {
        disk.device = device.into();
        change(disk);
    });
}

/// The number, label, start and size of a partition.
pub(crate) type Row = (i64, Option<&'static str>, Option<i64>, Option<i64>);

/// A disk with partitions.
pub(crate) fn partitioned(config: &mut Config, partitions: &[Row]) {
    disk(config, "/dev/sda", |disk| {
        for &(number, label, start_mib, size_mib) in partitions {
            push(&mut disk.partitions, |partition: &mut Partition| {
                partition.number = number;
                partition.label = label.map(Into::into);
                partition.start_mib = start_mib;
                partition.size_mib = size_mib;
            });
        }
    });
}

/// A disk with one partition.
pub(crate) fn partition(config: &mut Config, change: impl FnOnce(&mut Partition)) {
    disk(config, "/dev/sda", |disk| {
        push(&mut disk.partitions, |partition: &mut Partition| {
            partition.number = 1;
            change(partition);
        });
    });
}

pub(crate) fn filesystem(config: &mut Config, device: &str, change: impl FnOnce(&mut Filesystem)) {
    push(&mut config.storage.filesystems, |filesystem| {
        filesystem.device = device.into();
        change(filesystem);
    });
}

pub(crate) fn raid(config: &mut Config, name: &str, level: &str, devices: &[&str]) {
    push(&mut config.storage.raid, |raid: &mut Raid| {
        raid.name = name.into();
        raid.level = some(level);
        raid.devices = strings(devices);
    });
}

pub(crate) fn luks(config: &mut Config, name: &str, change: impl FnOnce(&mut Luks)) {
    push(&mut config.storage.luks, |luks| {
        luks.name = name.into();
        luks.device = some("/dev/a");
        change(luks);
    });
}

pub(crate) fn user(config: &mut Config, name: &str, change: impl FnOnce(&mut User)) {
    push(&mut config.passwd.users, |user| {
        user.name = name.into();
        change(user);
    });
}

pub(crate) fn group(config: &mut Config, name: &str) {
    push(&mut config.passwd.groups, |group: &mut Group| {
        group.name = name.into();
    });
}

pub(crate) fn unit(config: &mut Config, name: &str, change: impl FnOnce(&mut Unit)) {
    push(&mut config.systemd.units, |unit| {
        unit.name = name.into();
        change(unit);
    });
}

pub(crate) fn dropin(unit: &mut Unit, name: &str, contents: Option<&str>) {
    push(&mut unit.dropins, |dropin: &mut Dropin| {
        dropin.name = name.into();
        dropin.contents = contents.map(Into::into);
    });
}
