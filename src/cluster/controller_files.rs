//! What a controller has of the control plane and the manifests: files, and units that start at boot.

use super::bundle::File;
use super::control_plane;
use super::manifests::{self, Inputs, apply};
use super::settings::ControlPlane;
use crate::node::settings::Platform;

/// The files of a controller. Only controller 0 is given what the manifests are made of, and has them.
#[must_use]
pub fn files(
    control_plane: &ControlPlane,
    platform: &Platform,
    manifests: Option<&Inputs<'_>>,
) -> Vec<File> {
    let mut files = control_plane::files(control_plane, platform);
    if let Some(inputs) = manifests {
        files.extend(manifests::files(control_plane, inputs));
    }
    files
}

/// The units of a controller that start at boot, by name: their texts.
#[must_use]
pub fn units(has_manifests: bool) -> Vec<(&'static str, &'static str)> {
    let apply = has_manifests.then(|| (apply::UNIT, apply::unit()));
    apply.into_iter().collect()
}
