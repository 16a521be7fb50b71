//! What runs the pods.

/// What runs the pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runtime {
    /// Docker, through the kubelet's dockershim.
    Docker,
    /// containerd. Docker still runs etcd and the kubelet.
    Containerd,
}

impl Runtime {
    /// The names, as users write them.
    pub const NAMES: &'static [&'static str] = &["docker", "containerd"];

    /// The runtime of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "docker" => Some(Self::Docker),
            "containerd" => Some(Self::Containerd),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docker => "docker",
            Self::Containerd => "containerd",
        }
    }
}
