//! `systemd`: units and their drop-ins.

use super::files_dir::Files;
use super::local;
use super::problems;
use super::version::V1_5;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v3::{Config, systemd};
use crate::report::Severity;

schema! {
    /// `systemd`.
    struct Systemd {
        units: List<Unit>,
    }

    /// A unit.
    struct Unit {
        name: String,
        enabled: Option<bool>,
        mask: Option<bool>,
        contents: Option<String>,
        contents_local: Option<String> [if V1_5],
        dropins: List<Dropin>,
    }

    /// A drop-in of a unit.
    struct Dropin {
        name: String,
        contents: Option<String>,
        contents_local: Option<String> [if V1_5],
    }
}

pub(super) fn lower(
    section: Systemd,
    files: &dyn Files,
    config: &mut Config,
    findings: &mut Findings,
) {
    for Field { value: unit, mark } in section.units.value {
        let contents = contents(unit.contents, &unit.contents_local, files, findings);
        let mut dropins = Vec::new();
        for Field { value, mark } in unit.dropins.value {
            let dropin = dropin(value, files, findings);
            dropins.push(findings.at(dropin, mark));
        }
        let lowered = systemd::Unit {
            contents,
            dropins,
            enabled: unit.enabled.value,
            mask: unit.mask.value,
            name: unit.name.value,
        };
        config.systemd.units.push(findings.at(lowered, mark));
    }
}

fn dropin(dropin: Dropin, files: &dyn Files, findings: &mut Findings) -> systemd::Dropin {
    systemd::Dropin {
        contents: contents(dropin.contents, &dropin.contents_local, files, findings),
        name: dropin.name.value,
    }
}

/// The text of a unit or drop-in, which may be in a local file.
fn contents(
    contents: Field<Option<String>>,
    local: &Field<Option<String>>,
    files: &dyn Files,
    findings: &mut Findings,
) -> Option<String> {
    let Some(path) = local.value.as_deref() else {
        return contents.value;
    };
    if contents.value.is_some() {
        findings.parse(Severity::Error, local.mark, problems::unit_sources());
        return contents.value;
    }
    if path.is_empty() {
        return None;
    }
    // Bytes that are no UTF-8 become replacement characters, as they do in Go's JSON.
    local::read(path, files)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .map_err(|problem| findings.parse(Severity::Error, local.mark, problem))
        .ok()
}
