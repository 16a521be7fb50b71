//! systemd units: those of one name become one, and `enable` becomes `enabled`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::{flag, text};
use crate::ignition::at::At;
use crate::ignition::v2_3::systemd;
use crate::ignition::v3::systemd::{Dropin, Unit};

/// Units of one name merge like those of two Ignition 3 configs: what the later one says wins.
pub(super) fn units(units: Vec<At<systemd::Unit>>) -> Vec<At<Unit>> {
    let mut by_name: BTreeMap<String, Merged> = BTreeMap::new();
    for unit in units {
        let later = convert(unit);
        match by_name.entry(later.name.clone()) {
            Entry::Vacant(place) => {
                place.insert(Merged::of(later));
            }
            Entry::Occupied(mut merged) => merged.get_mut().merge(later),
        }
    }
    by_name.into_values().map(|merged| merged.unit).collect()
}

/// A unit, and where each of its drop-ins is.
struct Merged {
    unit: At<Unit>,
    dropins: HashMap<String, usize>,
}

impl Merged {
    fn of(unit: At<Unit>) -> Self {
        let dropins = unit.dropins.iter().enumerate();
        let dropins = dropins.map(|(place, dropin)| (dropin.name.clone(), place));
        let dropins = dropins.collect();
        Self { unit, dropins }
    }

    fn merge(&mut self, later: At<Unit>) {
        self.unit.origin = later.origin;
        let (unit, later) = (&mut self.unit.value, later.value);
        unit.contents = later.contents.or(unit.contents.take());
        unit.enabled = later.enabled.or(unit.enabled);
        unit.mask = later.mask.or(unit.mask);
        for dropin in later.dropins {
            let next = unit.dropins.len();
            let place = *self.dropins.entry(dropin.name.clone()).or_insert(next);
            match unit.dropins.get_mut(place) {
                None => unit.dropins.push(dropin),
                Some(earlier) if dropin.contents.is_some() => *earlier = dropin,
                Some(_) => {}
            }
        }
    }
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
        mask: value.mask,
        name: value.name,
    };
    At::new(unit, origin)
}
