//! `storage.files`.

use super::files_dir::Files;
use super::mode;
use super::node::{self, Owner};
use super::resource::{self, Resource};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v3::{Config, nodes};

schema! {
    /// A file.
    struct File {
        path: String,
        overwrite: Option<bool>,
        contents: Resource,
        append: List<Resource>,
        mode: Option<i64>,
        user: Owner,
        group: Owner,
    }
}

pub(super) fn lower(
    list: List<File>,
    files: &dyn Files,
    config: &mut Config,
    findings: &mut Findings,
) {
    for Field { value: file, mark } in list {
        mode::check(&file.mode, mode::Of::File, findings);
        let mut append = Vec::new();
        for Field { value, mark } in file.append.value {
            let lowered = resource::lower(value, files, findings);
            append.push(findings.at(lowered, mark));
        }
        let lowered = nodes::File {
            node: node::lower(file.path, &file.overwrite, file.user, file.group),
            append,
            contents: resource::lower(file.contents.value, files, findings),
            mode: file.mode.value,
        };
        config.storage.files.push(findings.at(lowered, mark));
    }
}
