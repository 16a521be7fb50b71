//! `systemd.units`: the user's, and those that sections without a twin mean.

use super::generated;
use super::keys::Keys;
use super::outline::Part;
use super::written::{Items, Written};
use crate::ignition::at::At;
use crate::ignition::v3::systemd::{Dropin, Unit};

/// Writes units in the order of the document, which Ignition does not mind; the compiler sorts them by name.
pub(super) fn write(document: Written<'_>, units: &[At<Unit>], keys: &mut Keys<'_>) {
    let written = keys.written.key("units").items();
    let mut units: Vec<_> = units.iter().collect();
    units.sort_by_key(|unit| unit.origin.mark);
    let items = units
        .into_iter()
        .map(|entry| unit(entry, document, &written));
    keys.list("units", items.collect());
}

fn unit(unit: &At<Unit>, document: Written<'_>, list: &Items<'_>) -> Part {
    let written = list.at(unit.origin);
    let mut keys = Keys::of(written.unwrap_or_default());
    keys.text("name", unit.name.as_str());
    let has_enabled = keys.written.key("enabled").is_set();
    keys.flag(
        ("enabled", if has_enabled { "enabled" } else { "enable" }),
        unit.enabled,
    );
    keys.flag("mask", unit.mask);
    keys.text("contents", unit.contents.as_deref());
    let dropins = keys.written.key("dropins").items();
    let items = unit.dropins.iter().map(|entry| {
        let part = dropin(entry, &dropins);
        // The drop-in of a section whose unit the user has too.
        match (part.place, written) {
            (None, Some(_)) => generated::unit(&unit.name, document, part),
            _ => part,
        }
    });
    let items = items.collect();
    keys.list("dropins", items);
    let place = keys.written.place;
    let part = Part::item(place, keys.into_value());
    match written {
        Some(_) => part,
        None => generated::unit(&unit.name, document, part),
    }
}

fn dropin(dropin: &At<Dropin>, list: &Items<'_>) -> Part {
    let mut keys = Keys::of(list.at(dropin.origin).unwrap_or_default());
    keys.text("name", dropin.name.as_str());
    keys.text("contents", dropin.contents.as_deref());
    Part::item(keys.written.place, keys.into_value())
}
