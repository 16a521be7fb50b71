//! What goes wrong around machines: the situations that a mature provider must be ready for, and where each is lived
//! through. A test of this file holds the table against the source.
//!
//! | row | situation | scenarios |
//! |---|---|---|
//! | 1 | part of a create fails | `row_01_partial_create`, `row_01_a_tainted_pool_is_made_anew` |
//! | 2 | a machine comes to nothing | `row_02_a_machine_dies_while_pending`, `a_reserved_device_that_fails_is_kept_with_the_reason` |
//! | 3 | Ctrl-C | `row_03_ctrl_c_while_waiting`, `interrupted_during_create`, `interrupted_during_update`, `interrupted_during_destroy` |
//! | 4 | a crash between the request and the state | `row_04_no_answer_to_the_launch_ever`, `killed_during_create`, `killed_during_update`, `killed_during_destroy` |
//! | 5 | a request whose outcome nobody knows | `row_05_post_with_unknown_outcome` |
//! | 6 | machines that vanish | `a_machine_that_vanished_is_made_anew_alone`, `a_controller_that_vanished_keeps_its_address`, `a_refusal_is_not_an_absence`, `a_device_that_is_forbidden_is_gone_only_within_its_project` |
//! | 7 | what others change | `row_07_tags_of_others`, `a_machine_that_left_its_load_balancer_goes_back`, `a_machine_that_is_stopped_is_told_and_left` |
//! | 8 | more machines | `row_08_scale_up`, `a_hundred_workers`, `growth_is_one_member_after_another` |
//! | 9 | fewer machines | `row_09_scale_down`, `shrinking_is_refused` |
//! | 10 | a roll that fails half-way | `row_10_a_roll_stops_at_a_refusal`, `row_10_a_roll_stops_at_a_machine_that_dies`, `row_10_a_roll_waits_for_what_it_left` |
//! | 11 | what cannot be changed in place | `row_11_replaced_machines_and_a_replaced_pool` |
//! | 12 | what takes too long | `row_12_a_create_that_takes_too_long`, `row_12_a_roll_that_takes_too_long`, `row_12_a_destroy_that_takes_too_long` |
//! | 13 | asking again | `row_13_what_is_asked_again`, `row_13_a_new_instance_profile`, `row_13_every_third_request_fails` |
//! | 14 | too many requests | `row_14_requests_are_spread_over_time`, `row_14_a_throttled_account` |
//! | 15 | news that spreads slowly | `row_15_machines_that_are_not_shown_yet`, `row_15_ending_machines_that_are_not_shown_yet`, `row_15_machines_that_still_end` |
//! | 16 | ending what is gone | `row_16_ending_machines_that_are_gone`, `row_16_a_protected_machine`, `row_16_target_groups_that_are_gone`, `row_16_a_locked_device`, `row_16_a_device_that_is_still_made`, `row_16_ending_devices_that_are_gone` |
//! | 17 | secrets | `planted_secrets_show_nowhere` |
//! | 18 | TLS | `row_18_certificates_are_verified`, `row_18_no_plain_http_but_to_this_machine` |
//! | 19 | proxies | `row_19_proxies_of_the_environment` |
//! | 20 | who asks | `row_20_the_user_agent` |
//! | 21 | long answers | `row_21_lists_of_several_pages` |
//! | 22 | unknown words | `row_22_states_of_a_later_cloud` |
//! | 23 | several sets in one apply | `row_23_two_pools_share_a_limit`, `row_23_one_pool_fails_alone` |
//! | 24 | two applies at once | `row_24_two_applies_at_once`, `two_machines_in_one_place_are_an_error`, `a_machine_of_another_resource_in_our_place_is_an_error` |
//! | 25 | quotas and capacity | `row_25_the_clouds_own_words` |
//! | 26 | import | `an_import_writes_nothing_to_the_cloud` |
//! | 27 | what is left after an abort | `row_27_what_is_left_can_be_found` |

pub(crate) mod changes;
mod endings;
mod launches;
mod requests;
mod waits;
mod ways;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::core::package;

/// The rows of a table in a file's head: the first cell, and the scenarios that the last one names.
fn rows(text: &str) -> Vec<(String, Vec<String>)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("//! | "));
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.trim_end_matches([' ', '|']).split(" | ").collect();
        let names = cells[cells.len() - 1].split('`').skip(1).step_by(2);
        (cells[0].to_owned(), names.map(str::to_owned).collect())
    });
    // without the line of headings
    rows.skip(1).collect()
}

/// Insists that a table has so many rows, and that each names scenarios that exist.
#[track_caller]
pub(crate) fn expect_scenarios(text: &str, count: usize) {
    let rows = rows(text);
    assert_eq!(rows.len(), count);
    let there = scenarios();
    for (row, names) in &rows {
        assert!(!names.is_empty(), "row {row} has no scenario");
        let missing: Vec<_> = names.iter().filter(|name| !there.contains(*name)).collect();
        assert!(missing.is_empty(), "row {row}: there is no {missing:?}");
    }
}

/// The names of all scenarios of machines.
fn scenarios() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["aws", "equinix_metal", "machines"] {
        let folder = package().join("tests/terraform/scenarios").join(folder);
        functions(&folder, &mut found);
    }
    found
}

/// The names of all functions in a folder's Rust files.
fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let names = text
                .lines()
                .filter_map(|line| line.strip_prefix("fn ")?.split(['(', '<']).next());
            found.extend(names.map(str::to_owned));
        }
    }
}

#[test]
fn the_table_names_scenarios_that_exist_and_all_rows() {
    let table = include_str!("mod.rs");
    expect_scenarios(table, 27);
    let rows = rows(table);
    for (index, (row, _)) in rows.iter().enumerate() {
        assert_eq!(*row, (index + 1).to_string());
    }
    let row_of = |name: &str| name.strip_prefix("row_")?.get(..2)?.parse::<usize>().ok();
    for name in &scenarios() {
        if let Some(row) = row_of(name) {
            assert!(
                rows[row - 1].1.contains(name),
                "{name} is not in its row of the table"
            );
        }
    }
}
