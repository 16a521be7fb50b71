//! What arguments must satisfy, a file per subject. Rules about one value stand in the schema; those about
//! several, or about elements of lists and maps, are listed here.
//!
//! Unknown values break no rule: Terraform asks again when it knows them.
//!
//! To add a rule: a function in its subject's file, its place in the schema or in the lists below, and a case
//! in the tests, which try each through Terraform.

pub mod aws;
pub mod clouds;
pub mod counts;
pub mod kubernetes;
pub mod metal;
pub mod names;
pub mod networks;
pub mod node_labels;
pub mod ssh_keys;
pub mod tags;
mod text;

use super::arguments::Arguments;
use crate::framework::Diagnostics;

type Rule = fn(&Arguments, &mut Diagnostics);

/// Rules whose breach is an error.
const ERRORS: &[Rule] = &[
    clouds::exactly_one,
    clouds::reinstall,
    names::machine_names,
    names::zone_for_members,
    networks::overlap,
    ssh_keys::keys,
    node_labels::labels,
    node_labels::taints,
    tags::tags,
    kubernetes::runtime,
    kubernetes::default_issuer,
    kubernetes::kubeconfig,
    aws::ids,
    aws::disk,
    metal::place,
    metal::image,
    metal::reservations,
    metal::raid,
];

/// Rules whose breach is a warning.
const WARNINGS: &[Rule] = &[counts::even_controllers, kubernetes::end_of_life];

/// Finds errors.
pub fn check(arguments: &Arguments, found: &mut Diagnostics) {
    ERRORS.iter().for_each(|rule| rule(arguments, found));
}

/// Finds warnings.
pub fn warn(arguments: &Arguments, found: &mut Diagnostics) {
    WARNINGS.iter().for_each(|rule| rule(arguments, found));
}
