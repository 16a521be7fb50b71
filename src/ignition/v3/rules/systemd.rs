//! Units and drop-ins, and the files that would be in their place.

use std::collections::HashSet;

use super::place::{Place, Violations, entries};
use super::{duplicates, problems};
use crate::ignition::rules::units;
use crate::ignition::v3::Config;
use crate::ignition::v3::systemd::{Systemd, Unit};

/// Where Ignition writes units.
const DIRECTORY: &str = "/etc/systemd/system";

pub(super) fn check(systemd: &Systemd, out: &mut Violations) {
    for (place, unit) in entries("systemd.units", &systemd.units) {
        out.error(place.field("name"), units::name(&unit.name));
        check_contents(unit, place.field("contents"), out);
        for (place, dropin) in place.entries("dropins", &unit.dropins) {
            let contents = units::contents(dropin.contents.as_deref().unwrap_or_default());
            out.error(place.field("contents"), contents.err());
            out.error(place.field("name"), units::dropin_name(&dropin.name));
        }
        duplicates::check(place.entries("dropins", &unit.dropins), out);
    }
    duplicates::check(entries("systemd.units", &systemd.units), out);
}

/// Error: unit contents can be read. Warning: an enabled unit has an `[Install]` section, unless its
/// contents are elsewhere.
fn check_contents(unit: &Unit, place: Place<'_>, out: &mut Violations) {
    let contents = unit.contents.as_deref().unwrap_or_default();
    match units::contents(contents) {
        Err(problem) => out.error(place, problem),
        Ok(options) => {
            let has_install = options.iter().any(|option| option.section == "Install");
            if unit.enabled == Some(true) && !contents.is_empty() && !has_install {
                out.warn(place, problems::unit_without_install(&unit.name));
            }
        }
    }
}

/// Error: no file, directory or link is where Ignition writes the contents of a unit or drop-in.
pub(super) fn check_paths(config: &Config, out: &mut Violations) {
    let taken = unit_paths(&config.systemd);
    let storage = &config.storage;
    let mut check = |place: Place<'_>, path: &str| {
        if taken.contains(path) {
            out.error(place.field("path"), problems::path_of_unit());
        }
    };
    for (place, file) in entries("storage.files", &storage.files) {
        check(place, &file.node.path);
    }
    for (place, directory) in entries("storage.directories", &storage.directories) {
        check(place, &directory.node.path);
    }
    for (place, link) in entries("storage.links", &storage.links) {
        check(place, &link.node.path);
    }
}

fn unit_paths(systemd: &Systemd) -> HashSet<String> {
    let has_text =
        |contents: &Option<String>| contents.as_deref().is_some_and(|text| !text.is_empty());
    let mut paths = HashSet::new();
    for unit in &systemd.units {
        if has_text(&unit.contents) {
            paths.insert(format!("{DIRECTORY}/{}", unit.name));
        }
        for dropin in unit
            .dropins
            .iter()
            .filter(|dropin| has_text(&dropin.contents))
        {
            paths.insert(format!("{DIRECTORY}/{}.d/{}", unit.name, dropin.name));
        }
    }
    paths
}
