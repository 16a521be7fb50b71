//! RAID 0 of a worker's unused disks, on Equinix Metal. Not Ignition's, which would have to be told the disks.

use super::base::Base;
use super::mode::Mode;
use super::script::without_comments;
use super::settings::{Node, Raid};
use super::template::fill;

/// The layout of arrays whose disks differ in size, which kernels since 5.4 want to be told.
const LAYOUT: &str = "options raid0 default_layout=2\n";

pub(super) fn add(node: &Node, base: &mut Base) {
    let Some(raid) = node.metal().and_then(|metal| metal.raid) else {
        return;
    };
    base.file("/etc/modprobe.d/raid0.conf", Mode::Public, LAYOUT);
    base.file("/etc/modules-load.d/raid0.conf", Mode::Public, "raid0\n");
    base.file(
        "/opt/persist-data-raid",
        Mode::Program,
        without_comments(include_str!("files/persist-data-raid")),
    );
    let unit = fill(
        include_str!("files/persist-data-raid.service"),
        &[("ARGUMENTS", arguments(raid))],
    );
    base.on_demand("persist-data-raid.service", unit);
}

/// Names and mount point as Lokomotive had them, so that its arrays are found again.
fn arguments(raid: Raid) -> &'static str {
    match raid {
        Raid::All => "node-local-storage all",
        Raid::Hdd => "node-local-hdd-storage hdd",
        Raid::Ssd { filesystem: false } => "node-local-ssd-storage ssd",
        Raid::Ssd { filesystem: true } => "node-local-ssd-storage ssd /mnt",
    }
}
