//! `networkd`: units of systemd-networkd and their drop-ins.

use super::systemd::{Dropin, dropins};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::rules;
use crate::ignition::v2_3::Config;
use crate::ignition::v2_3::systemd::NetworkdUnit;

schema! {
    /// `networkd`.
    struct Networkd {
        units: List<Unit>,
    }

    /// An item of `networkd.units`.
    struct Unit {
        name: String,
        contents: String,
        dropins: List<Dropin>,
    }
}

pub(super) fn lower(section: Networkd, config: &mut Config, findings: &mut Findings) {
    for Field { value: unit, mark } in section.units.value {
        let lowered = NetworkdUnit {
            contents: unit.contents.value,
            dropins: dropins(unit.dropins, findings),
            name: unit.name.value,
        };
        findings.errors(mark, rules::units::contents(&lowered.contents).err());
        findings.errors(mark, rules::units::networkd_name(&lowered.name));
        config.networkd.units.push(findings.at(lowered, mark));
    }
}
