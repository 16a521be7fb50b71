//! `storage.filesystems`: the names become paths.

use super::keys::Keys;
use crate::ignition::at::At;
use crate::ignition::v3::filesystems::Filesystem;

pub(super) fn write(filesystems: &[At<Filesystem>], keys: &mut Keys<'_>) {
    keys.each("filesystems", filesystems, filesystem);
}

fn filesystem(filesystem: &Filesystem, keys: &mut Keys<'_>) {
    keys.text(("path", "name"), filesystem.path.as_deref());
    let is_created = keys.written.key("mount.create").is_there();
    let (wipe, options) = if is_created {
        ("create.force", "create.options")
    } else {
        ("wipe_filesystem", "options")
    };
    keys.under("mount", |keys| {
        keys.text("device", filesystem.device.as_str());
        keys.text("format", filesystem.format.as_deref());
        keys.text("label", filesystem.label.as_deref());
        keys.text("uuid", filesystem.uuid.as_deref());
        keys.flag(("wipe_filesystem", wipe), filesystem.wipe_filesystem);
        keys.texts(("options", options), filesystem.options.iter());
    });
}
