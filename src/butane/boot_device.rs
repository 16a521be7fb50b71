//! `boot_device`: a root filesystem that is mirrored, encrypted, or both. Only `fcos` has it.

use super::luks::{Tang, tang};
use super::problems;
use super::version::V1_5;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v3::disks::{Disk, Partition};
use crate::ignition::v3::filesystems::Filesystem;
use crate::ignition::v3::luks::{Clevis, Luks as Volume};
use crate::ignition::v3::raid::Raid;
use crate::ignition::v3::{Config, Storage};
use crate::report::{Mark, Severity};

schema! {
    /// `boot_device`.
    struct BootDevice {
        layout: Option<String>,
        luks: Luks,
        mirror: Mirror,
    }

    /// What unlocks the root filesystem.
    struct Luks {
        tang: List<Tang>,
        threshold: Option<i64>,
        tpm2: Option<bool>,
        discard: Option<bool> [if V1_5],
    }

    /// The disks that mirror each other.
    struct Mirror {
        devices: List<String>,
    }
}

/// A partition of each disk: the prefix of its label, its size in MiB, and its type.
type Template = (&'static str, Option<i64>, Option<&'static str>);

const BIOS: Template = (
    "bios",
    Some(1),
    Some("21686148-6449-6E6F-744E-656564454649"),
);
const PREP: Template = (
    "prep",
    Some(4),
    Some("9E1A2D38-C612-4316-AA26-8B49521E5A8B"),
);
const ESP: Template = (
    "esp",
    Some(127),
    Some("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"),
);
const RESERVED: Template = (
    "reserved",
    Some(1),
    Some("8DA63339-0007-60C0-C436-083AC8230908"),
);
const BOOT: Template = ("boot", Some(384), None);
const ROOT: Template = ("root", None, None);

/// The partitions of a disk that the machine boots from, per layout; the first one is the default.
const LAYOUTS: [(&str, [Template; 4]); 3] = [
    ("x86_64", [BIOS, ESP, BOOT, ROOT]),
    ("aarch64", [RESERVED, ESP, BOOT, ROOT]),
    ("ppc64le", [PREP, RESERVED, BOOT, ROOT]),
];

/// What it takes as a config of its own, to be the parent of the user's.
pub(super) fn parent(section: Field<BootDevice>, findings: &mut Findings) -> Config {
    let mut config = Config::default();
    let storage = &mut config.storage;
    let Field { value: boot, mark } = section;
    let layout = layout(&boot.layout, findings);
    let mirror = boot.mirror;
    let devices = mirror.value.devices;
    if devices.len() == 1 {
        findings.parse(Severity::Error, devices.mark, problems::mirror_of_one());
    }
    let is_mirrored = !devices.is_empty();
    if is_mirrored && boot.layout.value.is_none() {
        findings.parse(Severity::Warning, mirror.mark, problems::mirror_layout());
    }
    let luks = boot.luks;
    let is_encrypted = luks.tpm2.value == Some(true) || !luks.tang.is_empty();

    let mut root = None;
    if is_mirrored {
        mirror_disks(devices.value, mirror.mark, &layout, storage, findings);
        root = Some("/dev/md/md-root");
    }
    if is_encrypted {
        let device = root.unwrap_or("/dev/disk/by-partlabel/root");
        let at = luks.mark;
        let volume = volume(luks.value, device, findings);
        storage.luks.push(findings.at(volume, at));
        root = Some("/dev/mapper/root");
    }
    if let Some(root) = root {
        let filesystem = filesystem(root, "xfs", "root");
        storage.filesystems.push(findings.at(filesystem, mark));
    }
    config
}

fn layout(name: &Field<Option<String>>, findings: &mut Findings) -> [Template; 4] {
    let [(default, templates), ..] = LAYOUTS;
    let wanted = name.value.as_deref().unwrap_or(default);
    let known = LAYOUTS.into_iter().find(|(known, _)| *known == wanted);
    if known.is_none() {
        let layouts = LAYOUTS.map(|(layout, _)| layout);
        findings.parse(
            Severity::Error,
            name.mark,
            problems::boot_layout(wanted, &layouts),
        );
    }
    known.map_or(templates, |(_, templates)| templates)
}

/// Partitions the disks alike, and joins their boot and root partitions to arrays.
fn mirror_disks(
    devices: List<String>,
    mark: Mark,
    layout: &[Template; 4],
    storage: &mut Storage,
    findings: &Findings,
) {
    let count = devices.len();
    for (number, Field { value, mark }) in (1..).zip(devices) {
        let disk = Disk {
            device: value,
            partitions: layout
                .iter()
                .map(|template| findings.at(partition(template, number), mark))
                .collect(),
            wipe_table: Some(true),
        };
        storage.disks.push(findings.at(disk, mark));
        if layout.contains(&ESP) {
            let label = format!("esp-{number}");
            let esp = filesystem(&format!("/dev/disk/by-partlabel/{label}"), "vfat", &label);
            storage.filesystems.push(findings.at(esp, mark));
        }
    }
    // The metadata of the boot array are at its end, where firmware does not see them.
    for (name, options) in [("boot", &["--metadata=1.0"][..]), ("root", &[])] {
        let member = |number| format!("/dev/disk/by-partlabel/{name}-{number}");
        let array = Raid {
            devices: (1..=count)
                .map(|number| findings.at(member(number), mark))
                .collect(),
            level: Some(String::from("raid1")),
            name: format!("md-{name}"),
            options: options.iter().map(ToString::to_string).collect(),
            spares: None,
        };
        storage.raid.push(findings.at(array, mark));
    }
    let boot = filesystem("/dev/md/md-boot", "ext4", "boot");
    storage.filesystems.push(findings.at(boot, mark));
}

fn partition((label, size, kind): &Template, number: usize) -> Partition {
    Partition {
        label: Some(format!("{label}-{number}")),
        size_mib: *size,
        type_guid: kind.map(str::to_owned),
        ..Partition::default()
    }
}

fn volume(luks: Luks, device: &str, findings: &Findings) -> Volume {
    Volume {
        clevis: Clevis {
            tang: tang(luks.tang.value, findings),
            threshold: luks.threshold.value,
            tpm2: luks.tpm2.value,
            ..Clevis::default()
        },
        device: Some(device.to_owned()),
        discard: luks.discard.value,
        label: Some(String::from("luks-root")),
        name: String::from("root"),
        wipe_volume: Some(true),
        ..Volume::default()
    }
}

fn filesystem(device: &str, format: &str, label: &str) -> Filesystem {
    Filesystem {
        device: device.to_owned(),
        format: Some(format.to_owned()),
        label: Some(label.to_owned()),
        wipe_filesystem: Some(true),
        ..Filesystem::default()
    }
}
