//! Controllers of a cluster, rendered and booted.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use lokomotive::cluster::pki::Pki;
use lokomotive::cluster::{ControlPlane, config};
use lokomotive::node::settings::{Controller as Member, Platform, Role};
use lokomotive::node::{Runtime, versions};

use crate::machine::Machine;
use crate::namespace::Namespace;
use crate::nodes;
pub(crate) use crate::nodes::cluster::{now, pki};

/// A program that notes how it was called.
const SYSTEMCTL: &str = "#!/usr/bin/env bash\necho \"$*\" >>\"$ROOT/systemctl\"\n";

/// What a cluster of some controllers is to be.
pub(crate) fn control_plane(controllers: u32) -> ControlPlane {
    nodes::cluster::control_plane(versions::newest(Runtime::Docker).unwrap(), controllers)
}

/// The config of a controller.
fn rendered(control_plane: &ControlPlane, pki: &Pki, ordinal: u32) -> String {
    let role = Role::Controller(Member {
        ordinal,
        count: control_plane.controllers,
    });
    let mut node = nodes::of(role, Platform::Aws, Runtime::Docker);
    node.cluster.dns_zone.clone_from(&control_plane.dns_zone);
    let document = config(control_plane, &node.platform, pki, ordinal);
    nodes::cluster::composed(&node, &[document], &[])
}

/// A controller after Ignition, with a network.
pub(crate) struct Controller {
    machine: Machine,
    pub(crate) namespace: Namespace,
}

impl Controller {
    /// A controller that boots for the first time.
    pub(crate) fn boot(
        control_plane: &ControlPlane,
        pki: &Pki,
        ordinal: u32,
        namespace: Namespace,
    ) -> Self {
        let machine = Machine::new();
        machine
            .boot(&rendered(control_plane, pki, ordinal))
            .unwrap();
        let controller = Self { machine, namespace };
        controller.program("programs/systemctl", SYSTEMCTL);
        controller
    }

    /// The same, after its units for certificates have run.
    pub(crate) fn minted(
        control_plane: &ControlPlane,
        pki: &Pki,
        ordinal: u32,
        namespace: Namespace,
    ) -> Self {
        let controller = Self::boot(control_plane, pki, ordinal, namespace);
        controller.runs("/opt/cluster/unpack", &[], &[]);
        controller.mints(&[]);
        controller
    }

    /// A path on it.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.machine.root().join(path.trim_start_matches('/'))
    }

    /// The text of a file.
    pub(crate) fn file(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// Installs a program.
    pub(crate) fn program(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }

    /// A command in its network, which knows its root.
    pub(crate) fn command(&self, program: &str) -> Command {
        let system = std::env::var("PATH").unwrap();
        let mut command = self.namespace.command(program);
        command.env("ROOT", self.machine.root()).env(
            "PATH",
            format!("{}:{system}", self.path("programs").display()),
        );
        command
    }

    /// Runs a program of its own, which must succeed; what it printed.
    pub(crate) fn runs(
        &self,
        program: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = self
            .command(self.path(program).to_str().unwrap())
            .args(arguments)
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{program}: {stderr}");
        String::from_utf8(stdout).unwrap()
    }

    /// Runs `mint`; the paths that it has made anew.
    pub(crate) fn mints(&self, environment: &[(&str, &str)]) -> Vec<String> {
        let made = self.runs("/opt/cluster/mint", &[], environment);
        let made = made.lines().filter_map(|line| line.strip_prefix("made "));
        made.map(Into::into).collect()
    }
}
