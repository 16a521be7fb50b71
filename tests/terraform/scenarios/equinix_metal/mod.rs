//! Machines on Equinix Metal alone: what the last provider for it did, and what we do instead.
//!
//! | topic | ours | scenarios |
//! |---|---|---|
//! | create | a device is in the state as soon as the API has named it, and is waited for until it is active | `devices_are_what_was_asked_for` |
//! | failed, or too late | a device is never dropped: it is in the state as failed or pending, and goes on from there | `a_reserved_device_that_fails_is_kept_with_the_reason`, `row_02_a_machine_dies_while_pending`, `row_12_a_create_that_takes_too_long` |
//! | transport error | an error like any other, and no panic | `row_05_post_with_unknown_outcome`, `row_13_what_is_asked_again` |
//! | repeating | a POST is repeated only after a look for what came of the one before | `row_05_post_with_unknown_outcome` |
//! | read | 404 is an absence; 403 is one only while the project itself can be seen | `a_device_that_is_forbidden_is_gone_only_within_its_project`, `a_refusal_is_not_an_absence` |
//! | delete | it is waited for until the device is gone; who comes next waits for its reservation | `a_reservation_is_used_again_after_its_device` |
//! | another config | roll, reinstall or ignore | `a_reinstall_keeps_devices_addresses_and_reservations`, `rolls_take_other_devices`, `ignored_changes_touch_nothing` |
//! | reinstall | it is over when it has been seen, or an event says so, not while the device is still active from before | `a_reinstall_is_waited_for_though_the_device_is_still_active` |
//! | ssh keys | none of the project's unless asked for | `nobodys_keys_are_installed_unless_asked_for` |
//! | `root_password` | it is not read at all | `planted_secrets_show_nowhere`, `the_root_password_is_nowhere` |
//! | networks | addresses by what they are, not by their place | `devices_are_what_was_asked_for` |
//! | log | no token, no user data | `planted_secrets_show_nowhere` |
//! | places | metro, or facility as it was | `a_facility_is_a_place_too` |
//! | ends | `Deprecation` and `Sunset` are told of in the log | `an_announced_end_is_in_the_log` |

mod devices;
mod failures;
mod reinstalls;
mod reservations;

use crate::simulator::Simulator;
use crate::simulator::metal::inventory::DeviceView;

/// The devices that there are, by name.
fn by_name(simulator: &Simulator) -> Vec<DeviceView> {
    let mut devices = simulator.live_devices();
    devices.sort_by(|one, other| one.hostname.cmp(&other.hostname));
    devices
}

#[test]
fn the_table_names_scenarios_that_exist() {
    super::machines::failures::expect_scenarios(include_str!("mod.rs"), 14);
}
