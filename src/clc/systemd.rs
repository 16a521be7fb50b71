//! `systemd`: units and their drop-ins.

use crate::decode::{Field, Findings, List, schema};
use crate::ignition::at::At;
use crate::ignition::rules;
use crate::ignition::v2_3::{self, Config};
use crate::report::{Mark, Severity};

schema! {
    /// `systemd`.
    struct Systemd {
        units: List<Unit>,
    }

    /// An item of `systemd.units`.
    struct Unit {
        name: String,
        enable: bool,
        enabled: Option<bool>,
        mask: Option<bool>,
        contents: String,
        dropins: List<Dropin>,
    }

    /// A drop-in of a systemd or networkd unit.
    struct Dropin {
        name: String,
        contents: String,
    }
}

pub(super) fn lower(section: Systemd, config: &mut Config, findings: &mut Findings) {
    for Field { value: unit, mark } in section.units.value {
        let contents = unit.contents.mark;
        let name = unit.name.mark;
        let lowered = v2_3::systemd::Unit {
            contents: unit.contents.value,
            dropins: dropins(unit.dropins, findings),
            enable: unit.enable.value,
            enabled: unit.enabled.value,
            mask: unit.mask.value,
            name: unit.name.value,
        };
        check_contents(&lowered, contents, findings);
        findings.errors(name, rules::units::name(&lowered.name));
        config.systemd.units.push(findings.at(lowered, mark));
    }
}

fn check_contents(unit: &v2_3::systemd::Unit, mark: Mark, findings: &mut Findings) {
    match rules::units::contents(&unit.contents) {
        Ok(options) => {
            if let Some(problem) = rules::units::without_install(unit, &options) {
                findings.convert(Severity::Warning, mark, problem);
            }
        }
        Err(problem) => findings.errors(mark, [problem]),
    }
}

/// Checks and lowers the drop-ins of a systemd or networkd unit.
pub(super) fn dropins(
    dropins: Field<List<Dropin>>,
    findings: &mut Findings,
) -> Vec<At<v2_3::systemd::Dropin>> {
    let lower = |Field {
                     value: dropin,
                     mark,
                 }: Field<Dropin>| {
        let lowered = v2_3::systemd::Dropin {
            contents: dropin.contents.value,
            name: dropin.name.value,
        };
        findings.errors(mark, rules::units::contents(&lowered.contents).err());
        findings.errors(mark, rules::units::dropin_name(&lowered.name));
        findings.at(lowered, mark)
    };
    dropins.value.into_iter().map(lower).collect()
}

/// A unit that a sugar section makes: a drop-in for a unit that the image has.
pub(super) fn generated(
    name: &str,
    dropin: &str,
    contents: String,
    mark: Mark,
    findings: &mut Findings,
) -> v2_3::systemd::Unit {
    findings.errors(mark, rules::units::contents(&contents).err());
    let dropin = v2_3::systemd::Dropin {
        contents,
        name: dropin.to_owned(),
    };
    v2_3::systemd::Unit {
        dropins: vec![findings.at(dropin, mark)],
        name: name.to_owned(),
        ..v2_3::systemd::Unit::default()
    }
}
