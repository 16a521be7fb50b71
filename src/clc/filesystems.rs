//! `storage.filesystems`: those that Ignition makes, and names for those that exist.

use crate::decode::{Field, Findings, List, schema, texts};
use crate::ignition::rules;
use crate::ignition::v2_3::{Config, storage};
use crate::report::Severity;

schema! {
    /// An item of `storage.filesystems`.
    struct Filesystem {
        name: String,
        mount: Option<Mount>,
        path: Option<String>,
    }

    /// `mount` of a filesystem.
    struct Mount {
        device: String,
        format: String,
        create: Option<Create>,
        wipe_filesystem: bool,
        label: Option<String>,
        uuid: Option<String>,
        options: List<String>,
    }

    /// `mount.create` of a filesystem.
    struct Create {
        force: bool,
        options: List<String>,
    }
}

pub(super) fn lower(filesystems: List<Filesystem>, config: &mut Config, findings: &mut Findings) {
    for Field {
        value: filesystem,
        mark,
    } in filesystems
    {
        if let Some(path) = &filesystem.path.value {
            findings.errors(filesystem.path.mark, rules::filesystems::path(path));
        }
        let at = filesystem.mount.mark;
        let lowered = storage::Filesystem {
            mount: filesystem
                .mount
                .value
                .map(|value| mount(Field { value, mark: at }, findings)),
            name: filesystem.name.value,
            path: filesystem.path.value,
        };
        findings.errors(mark, rules::filesystems::shape(&lowered));
        if let Some(problem) = rules::filesystems::create_deprecated(&lowered) {
            findings.convert(Severity::Warning, mark, problem);
        }
        config.storage.filesystems.push(findings.at(lowered, mark));
    }
}

fn mount(Field { value: mount, mark }: Field<Mount>, findings: &mut Findings) -> storage::Mount {
    let lowered = storage::Mount {
        create: mount.create.value.map(|create| storage::Create {
            force: create.force.value,
            options: texts(create.options),
        }),
        device: mount.device.value,
        format: mount.format.value,
        label: mount.label.value,
        options: texts(mount.options),
        uuid: mount.uuid.value,
        wipe_filesystem: mount.wipe_filesystem.value,
    };
    findings.errors(mark, rules::filesystems::format(&lowered));
    findings.errors(
        mount.device.mark,
        rules::filesystems::device(&lowered.device),
    );
    findings.errors(mount.label.mark, rules::filesystems::label(&lowered));
    lowered
}
