//! `storage.raid`: RAID arrays.

use crate::decode::{Field, Findings, List, located, schema, texts};
use crate::ignition::v3::{self, Config};

schema! {
    /// A RAID array.
    struct Raid {
        name: String,
        level: Option<String>,
        devices: List<String>,
        spares: Option<i64>,
        options: List<String>,
    }
}

pub(super) fn lower(arrays: List<Raid>, config: &mut Config, findings: &mut Findings) {
    for Field { value: raid, mark } in arrays {
        let lowered = v3::raid::Raid {
            devices: located(raid.devices, findings),
            level: raid.level.value,
            name: raid.name.value,
            options: texts(raid.options),
            spares: raid.spares.value,
        };
        config.storage.raid.push(findings.at(lowered, mark));
    }
}
