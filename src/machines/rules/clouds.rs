//! Exactly one cloud, and what only one of them can do.

use crate::framework::{AttributePath, Diagnostic, Diagnostics, Field};
use crate::machines::arguments::Arguments;

/// Machines run on one cloud.
pub(crate) fn exactly_one(arguments: &Arguments, found: &mut Diagnostics) {
    let common = &arguments.common;
    match (&common.aws, &common.equinix_metal) {
        (Field::Null, Field::Null) => found.push(Diagnostic::error(
            "No cloud",
            "Write a block aws or a block equinix_metal: it says where the machines run.",
        )),
        (Field::Known(_), Field::Known(_)) => found.push(
            Diagnostic::error(
                "Two clouds",
                "The machines of one resource run on one cloud. Leave out the block aws or the block equinix_metal.",
            )
            // Terraform finds no place for a block as a whole.
            .at(AttributePath::of("equinix_metal").attribute("project_id")),
        ),
        _ => {}
    }
}

/// Only Equinix Metal installs a machine anew.
pub(crate) fn reinstall(arguments: &Arguments, found: &mut Diagnostics) {
    let common = &arguments.common;
    let asked = common.on_config_change.known().map(String::as_str) == Some("reinstall");
    if asked && matches!(common.aws, Field::Known(_)) {
        found.push(
            Diagnostic::error(
                "AWS cannot reinstall a machine",
                "Use \"roll\", which replaces machines one after another, or \"ignore\".",
            )
            .at(AttributePath::of("on_config_change")),
        );
    }
}
