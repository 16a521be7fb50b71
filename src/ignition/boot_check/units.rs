//! systemd units.

use std::collections::BTreeMap;

use super::places::Places;
use super::repeated::repeated;
use super::{Findings, problems};
use crate::ignition::at::At;
use crate::ignition::v2_3::systemd::{Systemd, Unit};
use crate::report::Origin;

/// Where Ignition writes units.
const FOLDER: &str = "/etc/systemd/system";

pub(super) fn check(systemd: &Systemd, places: &Places, findings: &mut Findings) {
    for unit in &systemd.units {
        duplicate_dropins(unit, findings);
    }
    paths(&systemd.units, places, findings);
    disabled(&systemd.units, findings);
}

/// Error: a drop-in has a name of its own within an entry; those of several entries are merged.
fn duplicate_dropins(unit: &At<Unit>, findings: &mut Findings) {
    for again in repeated(&unit.dropins, |dropin| Some(&dropin.name)) {
        let problem = problems::duplicate_dropin(&again.entry.name, again.first.origin);
        findings.error(again.entry.origin, problem);
    }
}

/// Error: nothing else is at the path where the contents of a unit or drop-in go.
fn paths(units: &[At<Unit>], places: &Places, findings: &mut Findings) {
    for unit in units {
        let path = format!("{FOLDER}/{}", unit.name);
        path_taken(&path, &unit.contents, unit.origin, places, findings);
        for dropin in &unit.dropins {
            let path = format!("{path}.d/{}", dropin.name);
            path_taken(&path, &dropin.contents, dropin.origin, places, findings);
        }
    }
}

fn path_taken(
    path: &str,
    contents: &str,
    origin: Origin,
    places: &Places,
    findings: &mut Findings,
) {
    if contents.is_empty() {
        return;
    }
    if let Some(place) = places.first_at(path) {
        let problem = problems::unit_path_taken(place.kind, origin).found(path);
        findings.error(place.origin, problem);
    }
}

/// Warning: `enabled: false` disables only what is enabled in /etc, and the units of Flatcar itself are
/// enabled in /usr. What the config holds of a unit counts together.
fn disabled(units: &[At<Unit>], findings: &mut Findings) {
    let mut by_name: BTreeMap<&str, Vec<&At<Unit>>> = BTreeMap::new();
    for unit in units {
        by_name.entry(&unit.name).or_default().push(unit);
    }
    for same in by_name.into_values() {
        let is_own = same
            .iter()
            .any(|unit| unit.mask == Some(true) || !unit.contents.is_empty());
        let decides = same
            .iter()
            .rfind(|unit| unit.enable || unit.enabled.is_some());
        if let Some(unit) = decides.filter(|unit| unit.enabled == Some(false) && !is_own) {
            findings.warning(unit.origin, problems::disable_without_effect(&unit.name));
        }
    }
}
