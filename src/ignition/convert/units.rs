//! systemd units: those of one name become one, and `enable` becomes `enabled`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{flag, text};
use crate::ignition::at::At;
use crate::ignition::v2_3::systemd;
use crate::ignition::v3::systemd::{Dropin, Unit};

/// Units of one name merge like those of two Ignition 3 configs: what the later one says wins.
pub(super) fn units(units: Vec<At<systemd::Unit>>) -> Vec<At<Unit>> {
    let mut by_name: BTreeMap<String, At<Unit>> = BTreeMap::new();
    for unit in units {
        let later = convert(unit);
        match by_name.entry(later.name.clone()) {
            Entry::Vacant(place) => {
                place.insert(later);
            }
            Entry::Occupied(mut place) => merge(place.get_mut(), later),
        }
    }
    by_name.into_values().collect()
}

fn convert(At { value, origin }: At<systemd::Unit>) -> At<Unit> {
    let dropin = |At { value, origin }: At<systemd::Dropin>| {
        let dropin = Dropin {
            contents: text(value.contents),
            name: value.name,
        };
        At::new(dropin, origin)
    };
    let unit = Unit {
        contents: text(value.contents),
        dropins: value.dropins.into_iter().map(dropin).collect(),
        enabled: value.enabled.or(flag(value.enable)),
        mask: flag(value.mask),
        name: value.name,
    };
    At::new(unit, origin)
}

fn merge(unit: &mut At<Unit>, later: At<Unit>) {
    unit.origin = later.origin;
    let (unit, later) = (&mut unit.value, later.value);
    unit.contents = later.contents.or(unit.contents.take());
    unit.enabled = later.enabled.or(unit.enabled);
    unit.mask = later.mask.or(unit.mask);
    for dropin in later.dropins {
        let same = unit.dropins.iter_mut().find(|one| one.name == dropin.name);
        match same {
            None => unit.dropins.push(dropin),
            Some(earlier) if dropin.contents.is_some() => *earlier = dropin,
            Some(_) => {}
        }
    }
}
