//! Rules of RAID arrays.

use super::{absolute_path, problems};
use crate::ignition::v2_3::storage::Raid;
use crate::report::Problem;

/// Error, field: the level is one of mdadm's, and one with redundancy when there are spares.
#[must_use]
pub fn level(raid: &Raid) -> Option<Problem> {
    level_of(&raid.level, raid.spares)
}

/// [`level`] by its parts.
#[must_use]
pub fn level_of(level: &str, spares: i64) -> Option<Problem> {
    match level {
        "linear" | "raid0" | "0" | "stripe" => {
            (spares != 0).then(problems::raid_spares_unsupported)
        }
        "raid1" | "1" | "mirror" | "raid4" | "4" | "raid5" | "5" | "raid6" | "6" | "raid10"
        | "10" => None,
        level => Some(problems::raid_level_unknown(level)),
    }
}

/// Errors, field (the list): every device is an absolute path.
#[must_use]
pub fn devices(devices: &[String]) -> Vec<Problem> {
    devices
        .iter()
        .filter_map(|device| absolute_path(device))
        .collect()
}
