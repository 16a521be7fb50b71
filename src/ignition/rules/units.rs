//! Rules of systemd and networkd units and of their drop-ins.

use super::problems;
use crate::ignition::unit_text::{self, UnitOption};
use crate::ignition::v2_3::systemd::Unit;
use crate::report::Problem;

/// Reads the contents of a unit or drop-in.
///
/// # Errors
/// Error: not a unit file. The reference checks it at the field for systemd units, at the struct for
/// networkd units and all drop-ins, before their name.
pub fn contents(contents: &str) -> Result<Vec<UnitOption<'_>>, Problem> {
    unit_text::parse(contents).map_err(problems::unit_contents_malformed)
}

/// Warning, field (`contents`): enabling a unit needs an `[Install]` section. Contents without any option,
/// such as none at all, draw no warning. `options` are what [`contents`] read.
#[must_use]
pub fn without_install(unit: &Unit, options: &[UnitOption]) -> Option<Problem> {
    let is_enabled = unit.enable || unit.enabled == Some(true);
    let has_install = options.iter().any(|option| option.section == "Install");
    (is_enabled && !options.is_empty() && !has_install)
        .then(|| problems::unit_without_install(&unit.name))
}

/// Error, field: the extension of a systemd unit.
#[must_use]
pub fn name(name: &str) -> Option<Problem> {
    let is_known = matches!(
        extension(name),
        "service"
            | "socket"
            | "device"
            | "mount"
            | "automount"
            | "swap"
            | "target"
            | "path"
            | "timer"
            | "snapshot"
            | "slice"
            | "scope"
    );
    (!is_known).then(|| problems::unit_extension(name))
}

/// Error, struct: the extension of a networkd unit; comes behind its contents.
#[must_use]
pub fn networkd_name(name: &str) -> Option<Problem> {
    let is_known = matches!(extension(name), "link" | "netdev" | "network");
    (!is_known).then(|| problems::networkd_extension(name))
}

/// Error, struct: the extension of a drop-in; comes behind its contents.
#[must_use]
pub fn dropin_name(name: &str) -> Option<Problem> {
    (extension(name) != "conf").then(|| problems::dropin_extension(name))
}

/// What follows the last dot of the last path element; empty when there is none.
fn extension(name: &str) -> &str {
    let file_name = name.rsplit('/').next().unwrap_or(name);
    file_name
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
}
