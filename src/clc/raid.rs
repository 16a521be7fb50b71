//! `storage.raid`.

use crate::decode::{Field, Findings, List, schema, texts};
use crate::ignition::rules;
use crate::ignition::v2_3::{Config, storage};

schema! {
    /// An item of `storage.raid`.
    struct Raid {
        name: String,
        level: String,
        devices: List<String>,
        spares: i64,
        options: List<String>,
    }
}

pub(super) fn lower(arrays: List<Raid>, config: &mut Config, findings: &mut Findings) {
    for Field { value: raid, mark } in arrays {
        let devices = raid.devices.mark;
        let lowered = storage::Raid {
            devices: texts(raid.devices),
            level: raid.level.value,
            name: raid.name.value,
            options: texts(raid.options),
            spares: raid.spares.value,
        };
        findings.errors(raid.level.mark, rules::raid::level(&lowered));
        findings.errors(devices, rules::raid::devices(&lowered.devices));
        config.storage.raid.push(findings.at(lowered, mark));
    }
}
