//! RAID arrays.

use super::repeated::{repeated, repeated_values};
use super::{Findings, device_path, problems};
use crate::ignition::at::At;
use crate::ignition::v2_3::storage::Raid;

pub(super) fn check(arrays: &[At<Raid>], findings: &mut Findings) {
    duplicates(arrays, findings);
    for array in arrays {
        without_devices(array, findings);
        repeated_devices(array, findings);
        for device in &array.devices {
            device_path(device, array.origin, findings);
        }
    }
}

/// Error: the name is the key of an array.
fn duplicates(arrays: &[At<Raid>], findings: &mut Findings) {
    for again in repeated(arrays, |array| Some(&array.name)) {
        let problem = problems::duplicate_raid(&again.entry.name, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Error: an array has members.
fn without_devices(array: &At<Raid>, findings: &mut Findings) {
    if array.devices.is_empty() {
        findings.error(array.origin, problems::raid_without_devices());
    }
}

/// Error: a device is a member once.
fn repeated_devices(array: &At<Raid>, findings: &mut Findings) {
    for device in repeated_values(&array.devices) {
        findings.error(array.origin, problems::duplicate_raid_device(device));
    }
}
