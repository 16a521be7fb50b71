//! `storage.luks`: encrypted volumes.

use super::files_dir::Files;
use super::problems;
use super::resource::{self, Resource};
use super::version::{CLEVIS, V1_5};
use crate::decode::{Features, Field, Findings, List, located, schema, texts};
use crate::ignition::at::At;
use crate::ignition::v3::{Config, luks};
use crate::report::Severity;

schema! {
    /// An encrypted volume.
    struct Luks {
        name: String,
        device: Option<String>,
        key_file: Resource,
        label: Option<String>,
        uuid: Option<String>,
        options: List<String>,
        discard: Option<bool> [if V1_5],
        open_options: List<String> [if V1_5],
        wipe_volume: Option<bool>,
        clevis: Clevis,
    }

    /// What unlocks a volume without a key file.
    struct Clevis {
        custom: Custom,
        tang: List<Tang>,
        threshold: Option<i64>,
        tpm2: Option<bool>,
    }

    /// A Clevis pin of one's own.
    struct Custom {
        pin: Option<String>,
        config: Option<String>,
        needs_network: Option<bool>,
    }

    /// A Tang server.
    struct Tang {
        url: String,
        thumbprint: Option<String>,
        advertisement: Option<String> [if V1_5],
    }
}

pub(super) fn lower(
    volumes: List<Luks>,
    features: Features,
    files: &dyn Files,
    config: &mut Config,
    findings: &mut Findings,
) {
    for Field { value: luks, mark } in volumes {
        let clevis_mark = luks.clevis.mark;
        let lowered = luks::Luks {
            clevis: clevis(luks.clevis.value, findings),
            device: luks.device.value,
            discard: luks.discard.value,
            key_file: resource::lower(luks.key_file.value, files, findings),
            label: luks.label.value,
            name: luks.name.value,
            open_options: located(luks.open_options, findings),
            options: texts(luks.options),
            uuid: luks.uuid.value,
            wipe_volume: luks.wipe_volume.value,
        };
        if lowered.clevis != luks::Clevis::default() && !features.contain(CLEVIS) {
            findings.parse(Severity::Error, clevis_mark, problems::clevis());
        }
        config.storage.luks.push(findings.at(lowered, mark));
    }
}

fn clevis(clevis: Clevis, findings: &Findings) -> luks::Clevis {
    let custom = clevis.custom.value;
    luks::Clevis {
        custom: luks::ClevisCustom {
            config: custom.config.value,
            needs_network: custom.needs_network.value,
            pin: custom.pin.value,
        },
        tang: tang(clevis.tang.value, findings),
        threshold: clevis.threshold.value,
        tpm2: clevis.tpm2.value,
    }
}

/// Lowers Tang servers.
pub(super) fn tang(servers: List<Tang>, findings: &Findings) -> Vec<At<luks::Tang>> {
    let lower = |Field { value: tang, mark }: Field<Tang>| {
        let lowered = luks::Tang {
            advertisement: tang.advertisement.value,
            thumbprint: tang.thumbprint.value,
            url: tang.url.value,
        };
        findings.at(lowered, mark)
    };
    servers.into_iter().map(lower).collect()
}
