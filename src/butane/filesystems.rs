//! `storage.filesystems`, whose mount units are made in [`super::mount_units`].

use super::problems;
use super::version::V1_1;
use crate::decode::{Field, Findings, List, schema, texts};
use crate::ignition::v3::{Config, filesystems};
use crate::report::Severity;

schema! {
    /// A filesystem.
    #[expect(clippy::struct_field_names, reason = "the keys are the format's")]
    struct Filesystem {
        device: String,
        format: Option<String>,
        path: Option<String>,
        label: Option<String>,
        uuid: Option<String>,
        options: List<String>,
        mount_options: List<String> [if V1_1],
        wipe_filesystem: Option<bool>,
        with_mount_unit: Option<bool> [if V1_1],
    }
}

/// A filesystem that wants a mount unit: which one, and where it says so.
pub(super) struct Mounted {
    /// Its place in [`Config::storage`].
    pub(super) index: usize,
    /// `with_mount_unit`.
    pub(super) at: crate::report::Mark,
}

/// Lowers filesystems; those with a mount unit are returned.
pub(super) fn lower(
    list: List<Filesystem>,
    config: &mut Config,
    findings: &mut Findings,
) -> Vec<Mounted> {
    let mut mounted = Vec::new();
    for Field { value, mark } in list {
        if value.with_mount_unit.value == Some(true) && can_be_mounted(&value, findings) {
            mounted.push(Mounted {
                index: config.storage.filesystems.len(),
                at: value.with_mount_unit.mark,
            });
        }
        let lowered = filesystems::Filesystem {
            device: value.device.value,
            format: value.format.value,
            label: value.label.value,
            mount_options: texts(value.mount_options),
            options: texts(value.options),
            path: value.path.value,
            uuid: value.uuid.value,
            wipe_filesystem: value.wipe_filesystem.value,
        };
        config.storage.filesystems.push(findings.at(lowered, mark));
    }
    mounted
}

/// A mount unit needs a format, and a path unless it is for swap.
fn can_be_mounted(filesystem: &Filesystem, findings: &mut Findings) -> bool {
    let is_empty = |text: &Option<String>| text.as_deref().unwrap_or_default().is_empty();
    let (at, problem) = if is_empty(&filesystem.format) {
        (filesystem.format.mark, problems::mount_unit_format())
    } else if filesystem.format.as_deref() != Some("swap") && is_empty(&filesystem.path) {
        (filesystem.path.mark, problems::mount_unit_path())
    } else {
        return true;
    };
    findings.parse(Severity::Error, at, problem);
    false
}
