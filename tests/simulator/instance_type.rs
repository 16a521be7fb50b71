//! The instance types that exist here: a few of each architecture.

/// An instance type.
#[derive(Debug)]
pub(crate) struct InstanceType {
    /// Its name.
    pub(crate) name: &'static str,
    /// `x86_64` or `arm64`.
    pub(crate) architecture: &'static str,
    /// Its virtual CPUs.
    pub(crate) vcpus: u32,
    /// Its memory in MiB.
    pub(crate) memory: u32,
}

/// Name, architecture, virtual CPUs, memory in GiB.
const TYPES: &[(&str, &str, u32, u32)] = &[
    ("c5.large", "x86_64", 2, 4),
    ("c7g.large", "arm64", 2, 4),
    ("m5.large", "x86_64", 2, 8),
    ("m5.xlarge", "x86_64", 4, 16),
    ("m6g.large", "arm64", 2, 8),
    ("m6i.large", "x86_64", 2, 8),
    ("m7g.large", "arm64", 2, 8),
    ("t3.small", "x86_64", 2, 2),
    ("t3.medium", "x86_64", 2, 4),
    ("t3.large", "x86_64", 2, 8),
    ("t3a.medium", "x86_64", 2, 4),
    ("t4g.small", "arm64", 2, 2),
    ("t4g.medium", "arm64", 2, 4),
    ("t4g.large", "arm64", 2, 8),
];

impl InstanceType {
    /// All of them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        TYPES.iter().map(|(name, architecture, vcpus, gib)| Self {
            name,
            architecture,
            vcpus: *vcpus,
            memory: gib * 1024,
        })
    }

    /// The one of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().find(|found| found.name == name)
    }
}
