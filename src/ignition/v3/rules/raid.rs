//! RAID arrays.

use super::place::{Violations, entries};
use super::{duplicates, paths, problems};
use crate::ignition::at::At;
use crate::ignition::rules;
use crate::ignition::v3::raid::Raid;

pub(super) fn check(arrays: &[At<Raid>], out: &mut Violations) {
    for (place, raid) in entries("storage.raid", arrays) {
        let level = match raid.level.as_deref() {
            None | Some("") => Some(problems::raid_level_missing()),
            Some(level) => rules::raid::level_of(level, raid.spares.unwrap_or(0)),
        };
        out.error(place.field("level"), level);
        if raid.devices.is_empty() {
            out.error(place.field("devices"), problems::raid_devices_missing());
        }
        for (place, device) in place.entries("devices", &raid.devices) {
            out.error(place, paths::simple(device));
        }
        duplicates::check(place.entries("devices", &raid.devices), out);
    }
    duplicates::check(entries("storage.raid", arrays), out);
}
