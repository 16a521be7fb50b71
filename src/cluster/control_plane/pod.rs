//! What the static pods have in common.
//!
//! Probes are the kubelet's, which is on the same machine, so they go to 127.0.0.1. They tell whether a program has to
//! be started again; whether it is ready interests nobody, since no service leads to these pods. The priority has them
//! end last when the machine shuts down. None gets a capability that its image does not insist on.

use std::fmt::Write as _;

use super::flags::Flags;
use crate::cluster::bundle::File;
use crate::node::template::fill;

/// A static pod of one container.
#[derive(Debug)]
pub(super) struct Pod {
    /// Its image.
    pub(super) image: String,
    /// The program and its flags.
    pub(super) flags: Flags,
    /// Variables that its flags name.
    pub(super) environment: &'static str,
    /// The CPU that it is sure to have.
    pub(super) cpu: &'static str,
    /// What it may do beyond what everybody may.
    pub(super) capabilities: Capabilities,
    /// Whether it works.
    pub(super) probe: Probe,
    /// What it reads of the machine.
    pub(super) mounts: Vec<Mount>,
}

/// Capabilities of a container.
#[derive(Debug, Clone, Copy)]
pub(super) enum Capabilities {
    /// None.
    None,
    /// Listening on low ports. A program whose file asks for it does not start without.
    BindService,
}

/// How it is found out whether a program works.
#[derive(Debug, Clone, Copy)]
pub(super) enum Probe {
    /// It answers at a path.
    Answers { port: u16, path: &'static str },
    /// It listens.
    Listens { port: u16 },
}

/// What a pod reads of the machine, at the same path.
#[derive(Debug)]
pub(super) struct Mount {
    name: &'static str,
    path: String,
    kind: &'static str,
}

impl Mount {
    /// A folder.
    pub(super) fn folder(name: &'static str, path: &str) -> Self {
        Self {
            name,
            path: path.to_owned(),
            kind: "Directory",
        }
    }

    /// A file. Who replaces it has to have the program start again.
    pub(super) fn file(name: &'static str, path: impl Into<String>) -> Self {
        Self {
            name,
            path: path.into(),
            kind: "File",
        }
    }
}

impl Probe {
    /// As a field of a probe.
    fn written(self) -> String {
        match self {
            Self::Answers { port, path } => {
                format!("httpGet: {{host: 127.0.0.1, path: {path}, port: {port}, scheme: HTTPS}}")
            }
            Self::Listens { port } => format!("tcpSocket: {{host: 127.0.0.1, port: {port}}}"),
        }
    }
}

impl Capabilities {
    fn written(self) -> &'static str {
        match self {
            Self::None => "drop: [ALL]",
            Self::BindService => "add: [NET_BIND_SERVICE], drop: [ALL]",
        }
    }
}

impl Pod {
    /// The manifest, where the kubelet looks for it.
    pub(super) fn file(&self) -> File {
        let name = self.flags.program().as_str();
        let (mut mounts, mut volumes) = (String::new(), String::new());
        for Mount { name, path, kind } in &self.mounts {
            // Writing to a String cannot fail.
            let _ = writeln!(
                mounts,
                "    - {{name: {name}, mountPath: {path}, readOnly: true}}"
            );
            let _ = writeln!(
                volumes,
                "  - {{name: {name}, hostPath: {{path: {path}, type: {kind}}}}}"
            );
        }
        let text = fill(
            include_str!("../files/static-pod.yaml"),
            &[
                ("NAME", name),
                ("IMAGE", &self.image),
                ("FLAGS", &self.flags.items(4)),
                ("ENVIRONMENT", self.environment),
                ("CPU", self.cpu),
                ("CAPABILITIES", self.capabilities.written()),
                ("PROBE", &self.probe.written()),
                ("MOUNTS", &mounts),
                ("VOLUMES", &volumes),
            ],
        );
        File::public(format!("/etc/kubernetes/manifests/{name}.yaml"), text)
    }
}
