//! The config of a machine that iPXE has started, to install Flatcar with the real config.

use super::base::Base;
use super::mode::Mode;
use super::script::without_comments;
use super::settings::{Installer, Node};
use super::template::fill;
use crate::ignition::envelope;

/// While it installs, nobody is to take it for the machine that it becomes.
const SSH_PORT: &str = "[Socket]\nListenStream=\nListenStream=2222\n";

/// The base config of the installation of a config.
pub(super) fn base(node: &Node, installer: &Installer, config: &str) -> String {
    let mut base = Base::new(&node.ssh_pubkeys);
    let script = fill(
        &without_comments(include_str!("files/installer")),
        &[
            ("CHANNEL", &installer.channel),
            ("VERSION", &installer.version),
        ],
    );
    base.file("/opt/installer", Mode::Program, script);
    base.file(
        "/opt/postinstall-ignition.json",
        Mode::Secret,
        envelope::envelope(config),
    );
    base.enabled("installer.service", include_str!("files/installer.service"));
    base.dropin("sshd.socket", "10-sshd-port.conf", SSH_PORT);
    base.to_clc()
}
