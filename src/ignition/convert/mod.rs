//! Ignition 2.3 to Ignition 3, as Flatcar does it.
//!
//! Since release 3185 Flatcar has no engine for Ignition 2: it converts such a config to 3.1.0 at boot. What
//! is converted here means the same machine, so that users can move to Ignition 3 without a surprise.
//! Source: `config/v24tov31` of Flatcar's Ignition 2.26.0, whose output [`Version::V3_1_0`] reproduces.
//!
//! What Flatcar refuses is converted all the same, in the way that the user meant; whether Flatcar takes the
//! config is [`boot_check`](super::boot_check)'s business. In detail:
//!
//! - A filesystem is mounted below /tmp while Ignition runs, under a number that Flatcar counts up through all
//!   configs it meets. Here the count starts anew for each render ([`MountPoints`]), so it is stable.
//! - Flatcar crashes on a filesystem with a `path` alone. Its nodes go below that path.
//! - Flatcar puts units in random order. Here they are sorted by name.
//! - Entries whose key repeats, units apart, stay what they are.

mod disks;
mod filesystems;
mod mount_points;
mod networkd;
mod nodes;
mod passwd;
mod references;
mod units;

use super::v2_3::Config;
use super::v3::systemd::Systemd;
use super::v3::{self, Storage, Version};
pub(super) use filesystems::{OEM_FORMAT, takes_oem_format};
pub use mount_points::MountPoints;
pub(super) use mount_points::numbered;
pub(super) use networkd::placed as networkd_files;

/// Converts a whole config, whose nodes are on filesystems that `mount_points` knows.
#[must_use]
pub fn to_v3(config: Config, version: Version, mount_points: &MountPoints) -> v3::Config {
    let mut config = part_to_v3(config, version, mount_points);
    for unit in &mut config.systemd.units {
        // Ignition 2 leaves it out when it is false.
        unit.mask = unit.mask.filter(|masked| *masked);
    }
    config
}

/// Converts a config that others are merged with: what it says on purpose stays, such as `mask: false`.
#[must_use]
pub fn part_to_v3(config: Config, version: Version, mount_points: &MountPoints) -> v3::Config {
    let storage = config.storage;
    let mut files = nodes::files(storage.files, mount_points);
    files.extend(networkd::files(&config.networkd));
    v3::Config {
        ignition: references::ignition(config.ignition, version),
        kernel_arguments: v3::KernelArguments::default(),
        passwd: passwd::passwd(config.passwd),
        storage: Storage {
            directories: nodes::directories(storage.directories, mount_points),
            disks: disks::disks(storage.disks),
            files,
            filesystems: filesystems::filesystems(storage.filesystems, mount_points),
            links: nodes::links(storage.links, mount_points),
            luks: Vec::new(),
            raid: disks::raid(storage.raid),
        },
        systemd: Systemd {
            units: units::units(config.systemd.units),
        },
    }
}

/// A text that Ignition 2 leaves out when it is empty.
fn text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A flag that Ignition 2 leaves out when it is false.
fn flag(flag: bool) -> Option<bool> {
    flag.then_some(true)
}
