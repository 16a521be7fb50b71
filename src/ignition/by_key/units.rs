//! systemd and networkd units: by name, field by field; their drop-ins by name.

use super::fields::Fields;
use super::keyed::{self, Group, name_key};
use crate::ignition::at::At;
use crate::ignition::v2_3::Config;
use crate::ignition::v2_3::systemd::{Dropin, NetworkdUnit, Unit};
use crate::report::Report;

/// Folds units of equal name, and drop-ins of equal name within each unit.
pub(super) fn fold(config: &mut Config, report: &mut Report) {
    keyed::fold(
        &mut config.systemd.units,
        |unit| name_key(&unit.name),
        |group| merge(&group, report),
    );
    for unit in &mut config.systemd.units {
        let unit = &mut unit.value;
        fold_dropins(&mut unit.dropins, &unit.name, report);
    }
    keyed::fold(
        &mut config.networkd.units,
        |unit| name_key(&unit.name),
        |group| merge_networkd(&group, report),
    );
    for unit in &mut config.networkd.units {
        let unit = &mut unit.value;
        fold_dropins(&mut unit.dropins, &unit.name, report);
    }
}

fn fold_dropins(dropins: &mut Vec<At<Dropin>>, unit: &str, report: &mut Report) {
    keyed::fold_to_last(
        dropins,
        |dropin| name_key(&dropin.name),
        |dropin| format!("drop-in {} of unit {unit}", dropin.name),
        report,
    );
}

fn merge(units: &Group<At<Unit>>, report: &mut Report) -> At<Unit> {
    let name = units.first.name.clone();
    let mut fields = Fields::new(units, format!("unit {name}"), report);
    fields.last("enabled", enablement);
    let last_set = units.iter().rfind(|unit| enablement(unit).is_some());
    let (enable, enabled) = last_set.map_or((false, None), |unit| (unit.enable, unit.enabled));
    let is_explicit = units.iter().any(|unit| unit.mask.is_some());
    let unit = Unit {
        contents: fields.text("contents", |unit| &unit.contents),
        dropins: fields.chain(|unit| &unit.dropins),
        enable,
        enabled,
        mask: fields
            .last("mask", masking)
            .filter(|masked| *masked || is_explicit),
        name,
    };
    At::new(unit, units.last().origin)
}

fn merge_networkd(units: &Group<At<NetworkdUnit>>, report: &mut Report) -> At<NetworkdUnit> {
    let name = units.first.name.clone();
    let mut fields = Fields::new(units, format!("networkd unit {name}"), report);
    let unit = NetworkdUnit {
        contents: fields.text("contents", |unit| &unit.contents),
        dropins: fields.chain(|unit| &unit.dropins),
        name,
    };
    At::new(unit, units.last().origin)
}

/// What a unit says about being masked. Contents for a masked unit, or enabling it, unmask it: contents take
/// the place of the link that masks it, and nobody enables what is never to start.
fn masking(unit: &Unit) -> Option<bool> {
    let lifts = !unit.contents.is_empty() || enablement(unit) == Some(true);
    unit.mask.or_else(|| lifts.then_some(false))
}

/// What `enable` and `enabled` say together; `enable: false` says nothing.
fn enablement(unit: &Unit) -> Option<bool> {
    unit.enabled.or_else(|| unit.enable.then_some(true))
}
