//! What the kubelet's container sees of its machine.

use crate::node::runtime::Runtime;

/// A directory or file of the machine in the kubelet's container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mount {
    /// Where the kubelet finds it.
    pub target: &'static str,
    /// Where it is on the machine.
    pub source: &'static str,
    /// How it is mounted.
    pub options: Options,
}

/// How a mount is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Options {
    /// Read only.
    ReadOnly,
    /// Read and write.
    ReadWrite,
    /// Read and write; what is mounted below shows on both sides.
    Recursive,
}

use Options::{ReadOnly, ReadWrite, Recursive};

/// What Lokomotive promised of Flatcar: the thirteen mounts of its page on it, in that order.
const PROMISED: &[Mount] = &[
    same("/etc/kubernetes", ReadOnly),
    same("/etc/ssl/certs", ReadOnly),
    same("/usr/share/ca-certificates", ReadOnly),
    same("/var/lib/kubelet", Recursive),
    same("/var/lib/docker", ReadWrite),
    same("/var/lib/cni", ReadWrite),
    same("/var/lib/calico", ReadWrite),
    same("/var/log", ReadWrite),
    Mount {
        target: "/etc/os-release",
        source: "/usr/lib/os-release",
        options: ReadOnly,
    },
    same("/run", ReadWrite),
    same("/lib/modules", ReadOnly),
    same("/etc/resolv.conf", ReadWrite),
    same("/opt/cni/bin", ReadWrite),
];

/// What a kubelet needs besides.
const NEEDED: &[Mount] = &[
    same("/dev", ReadWrite),
    same("/sys", ReadWrite),
    same("/etc/cni/net.d", ReadOnly),
    same("/etc/machine-id", ReadOnly),
    same("/mnt", Recursive), // local volumes
];

/// What it needs besides to work with containerd: it measures the disk there.
const CONTAINERD: &[Mount] = &[same("/var/lib/containerd", ReadWrite)];

/// Directories that are not on every Flatcar before something is in them. Docker would make them as well, but
/// tells nobody of a mistake.
const MADE: &[&str] = &[
    "/etc/cni/net.d",
    "/etc/kubernetes/manifests",
    "/opt/cni/bin",
    "/var/lib/calico",
    "/var/lib/cni",
    "/var/lib/kubelet/volumeplugins",
];

/// The mounts of a kubelet whose pods this runtime runs.
pub fn mounts(runtime: Runtime) -> impl Iterator<Item = &'static Mount> {
    let more = match runtime {
        Runtime::Docker => &[],
        Runtime::Containerd => CONTAINERD,
    };
    PROMISED.iter().chain(NEEDED).chain(more)
}

/// The directories to make before.
pub(super) fn directories() -> String {
    MADE.join(" ")
}

impl Mount {
    /// As `docker run --volume` takes it.
    #[must_use]
    pub fn volume(&self) -> String {
        let options = match self.options {
            ReadOnly => ":ro",
            ReadWrite => "",
            Recursive => ":rshared",
        };
        format!("{}:{}{options}", self.source, self.target)
    }
}

const fn same(path: &'static str, options: Options) -> Mount {
    Mount {
        target: path,
        source: path,
        options,
    }
}
