//! What can be had: metros and their facilities, plans, operating systems.

/// A metro and the facility in it.
#[derive(Debug)]
pub(crate) struct Metro {
    /// Its code.
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// Its country's code.
    pub(crate) country: &'static str,
    /// The code of its facility.
    pub(crate) facility: &'static str,
}

/// All of them.
pub(crate) const METROS: &[Metro] = &[
    metro("am", "Amsterdam", "NL", "am6"),
    metro("da", "Dallas", "US", "da11"),
    metro("fr", "Frankfurt", "DE", "fr8"),
    metro("ny", "New York", "US", "ny7"),
    metro("sg", "Singapore", "SG", "sg5"),
    metro("sv", "Silicon Valley", "US", "sv15"),
];

/// A plan: a type of machine.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Its name for programs.
    pub(crate) slug: &'static str,
    /// The type of its processor.
    pub(crate) cpu: &'static str,
    /// GB of memory.
    pub(crate) memory: u32,
}

/// All of them.
pub(crate) const PLANS: &[Plan] = &[
    plan("c3.small.x86", "Intel Xeon E-2278G", 32),
    plan("c3.medium.x86", "AMD EPYC 7402P", 64),
    plan("m3.large.x86", "AMD EPYC 7502P", 256),
    plan("s3.xlarge.x86", "Intel Xeon 4214", 192),
    plan("c3.large.arm64", "Ampere Altra Q80-30", 256),
];

/// An operating system.
#[derive(Debug)]
pub(crate) struct OperatingSystem {
    /// Its name for programs.
    pub(crate) slug: &'static str,
    /// Whose it is.
    pub(crate) distro: &'static str,
    /// Its version.
    pub(crate) version: &'static str,
    /// Whether it runs on Arm; Flatcar did not.
    pub(crate) on_arm: bool,
}

/// All of them.
pub(crate) const OPERATING_SYSTEMS: &[OperatingSystem] = &[
    system("flatcar_stable", "flatcar", "stable", false),
    system("flatcar_beta", "flatcar", "beta", false),
    system("flatcar_alpha", "flatcar", "alpha", false),
    system("flatcar_lts", "flatcar", "lts", false),
    system("custom_ipxe", "custom_ipxe", "1", true),
    system("ubuntu_24_04", "ubuntu", "24.04", true),
];

/// The operating system that comes from where the caller says.
pub(crate) const CUSTOM_IPXE: &str = "custom_ipxe";

/// The metro of a code.
pub(crate) fn metro_of(code: &str) -> Option<&'static Metro> {
    METROS.iter().find(|metro| metro.code == code)
}

/// The metro of a facility's code.
pub(crate) fn metro_of_facility(code: &str) -> Option<&'static Metro> {
    METROS.iter().find(|metro| metro.facility == code)
}

/// The plan of a name.
pub(crate) fn plan_of(slug: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| plan.slug == slug)
}

/// The operating system of a name.
pub(crate) fn system_of(slug: &str) -> Option<&'static OperatingSystem> {
    OPERATING_SYSTEMS.iter().find(|system| system.slug == slug)
}

impl OperatingSystem {
    /// Whether machines of a plan can have it.
    pub(crate) fn runs_on(&self, plan: &Plan) -> bool {
        self.on_arm || !plan.is_arm()
    }
}

impl Plan {
    /// Whether its processor is one of Arm's.
    pub(crate) fn is_arm(&self) -> bool {
        self.slug.strip_suffix(".arm64").is_some()
    }
}

const fn metro(
    code: &'static str,
    name: &'static str,
    country: &'static str,
    facility: &'static str,
) -> Metro {
    Metro {
        code,
        name,
        country,
        facility,
    }
}

const fn plan(slug: &'static str, cpu: &'static str, memory: u32) -> Plan {
    Plan { slug, cpu, memory }
}

const fn system(
    slug: &'static str,
    distro: &'static str,
    version: &'static str,
    on_arm: bool,
) -> OperatingSystem {
    OperatingSystem {
        slug,
        distro,
        version,
        on_arm,
    }
}
