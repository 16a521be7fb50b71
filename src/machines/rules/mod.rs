//! What arguments must satisfy, a file per subject. Rules about one value stand in the schema; those about
//! several, or about elements of lists and maps, are listed here.
//!
//! Unknown values break no rule: Terraform asks again when it knows them.
//!
//! To add a rule: a function in its subject's file, its place in the schema or in the lists below, and a case
//! in the tests, which try each through Terraform.

pub(crate) mod authorities;
pub(crate) mod aws;
pub(crate) mod clouds;
pub(crate) mod counts;
pub(crate) mod kubernetes;
pub(crate) mod manifests;
pub(crate) mod metal;
pub(crate) mod names;
pub(crate) mod networks;
pub(crate) mod node_labels;
pub(crate) mod ssh_keys;
pub(crate) mod tags;
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
    manifests::objects,
    authorities::pairs,
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
pub(crate) fn check(arguments: &Arguments, found: &mut Diagnostics) {
    for rule in ERRORS {
        rule(arguments, found);
    }
}

/// Finds warnings.
pub(crate) fn warn(arguments: &Arguments, found: &mut Diagnostics) {
    for rule in WARNINGS {
        rule(arguments, found);
    }
}
