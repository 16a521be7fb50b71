//! Platforms: what dynamic data is called on each, and the units that some of them need.

use super::problems;
use super::systemd::generated;
use crate::decode::{Findings, closest};
use crate::ignition::v2_3::Config;
use crate::report::{Mark, Problem};

/// Where a machine runs. The default is that it is not told, and dynamic data cannot be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Platform(Option<&'static Entry>);

/// A platform: its name and the metadata variables behind its dynamic data.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    name: &'static str,
    /// Common beginning of its variables.
    prefix: &'static str,
    /// The variables of [`FIELDS`], in their order, without prefix; empty: the platform has none.
    variables: [&'static str; 5],
    /// Whether coreos-metadata must be told the platform.
    needs_provider: bool,
}

/// Names of dynamic data.
const FIELDS: [&str; 5] = [
    "HOSTNAME",
    "PRIVATE_IPV4",
    "PUBLIC_IPV4",
    "PRIVATE_IPV6",
    "PUBLIC_IPV6",
];

/// All platforms, with the names that coreos-metadata gives their variables.
///
/// To add a platform: add an entry.
static PLATFORMS: [Entry; 9] = [
    Entry {
        name: "azure",
        prefix: "COREOS_AZURE_",
        variables: ["", "IPV4_DYNAMIC", "IPV4_VIRTUAL", "", ""],
        needs_provider: false,
    },
    Entry {
        name: "digitalocean",
        prefix: "COREOS_DIGITALOCEAN_",
        variables: [
            "HOSTNAME",
            "IPV4_PRIVATE_0",
            "IPV4_PUBLIC_0",
            "IPV6_PRIVATE_0",
            "IPV6_PUBLIC_0",
        ],
        needs_provider: false,
    },
    Entry {
        name: "ec2",
        prefix: "COREOS_EC2_",
        variables: ["HOSTNAME", "IPV4_LOCAL", "IPV4_PUBLIC", "", ""],
        needs_provider: false,
    },
    Entry {
        name: "gce",
        prefix: "COREOS_GCE_",
        variables: ["HOSTNAME", "IP_LOCAL_0", "IP_EXTERNAL_0", "", ""],
        needs_provider: false,
    },
    Entry {
        name: "packet",
        prefix: "COREOS_PACKET_",
        variables: [
            "HOSTNAME",
            "IPV4_PRIVATE_0",
            "IPV4_PUBLIC_0",
            "",
            "IPV6_PUBLIC_0",
        ],
        needs_provider: false,
    },
    Entry {
        name: "openstack-metadata",
        prefix: "COREOS_OPENSTACK_",
        variables: ["HOSTNAME", "IPV4_LOCAL", "IPV4_PUBLIC", "", ""],
        needs_provider: true,
    },
    Entry {
        name: "vagrant-virtualbox",
        prefix: "COREOS_VAGRANT_VIRTUALBOX_",
        variables: ["HOSTNAME", "PRIVATE_IPV4", "", "", ""],
        needs_provider: false,
    },
    Entry {
        name: "cloudstack-configdrive",
        prefix: "CLOUDSTACK_",
        variables: ["LOCAL_HOSTNAME", "", "", "", ""],
        needs_provider: true,
    },
    Entry {
        name: "custom",
        prefix: "COREOS_CUSTOM_",
        variables: FIELDS,
        needs_provider: false,
    },
];

impl Platform {
    /// `custom`, which has every dynamic datum: for checks while the real platform is not known yet.
    #[must_use]
    pub fn permissive() -> Self {
        Self(Some(&PLATFORMS[8]))
    }

    /// Reads the argument `platform`; empty means unspecified.
    ///
    /// # Errors
    /// No platform has this name.
    pub fn parse(name: &str) -> Result<Self, Problem> {
        if name.is_empty() {
            return Ok(Self::default());
        }
        PLATFORMS
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| Self(Some(entry)))
            .ok_or_else(|| {
                let names = PLATFORMS.each_ref().map(|entry| entry.name);
                problems::platform_unknown(name, meant(name, &names), &names)
            })
    }

    /// What is known of the platform, when it is told.
    pub(super) fn entry(self) -> Option<&'static Entry> {
        self.0
    }
}

impl Entry {
    /// The variable behind a name of dynamic data.
    pub(super) fn variable(&self, field: &str) -> Option<String> {
        let index = FIELDS.iter().position(|known| *known == field)?;
        let variable = self.variables[index];
        (!variable.is_empty()).then(|| format!("{}{variable}", self.prefix))
    }

    /// The names of dynamic data that the platform has.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let has = |(_, variable): &(_, &&str)| !variable.is_empty();
        FIELDS
            .into_iter()
            .zip(&self.variables)
            .filter(has)
            .map(|(field, _)| field)
            .collect()
    }
}

/// The platform that was probably meant, also where people know it by another name.
fn meant<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    match name {
        "aws" => Some("ec2"),
        "equinix_metal" | "equinix-metal" | "equinixmetal" | "metal" => Some("packet"),
        "gcp" | "google" => Some("gce"),
        "openstack" => Some("openstack-metadata"),
        "virtualbox" => Some("vagrant-virtualbox"),
        "cloudstack" => Some("cloudstack-configdrive"),
        _ => closest(name, known),
    }
}

/// Tells coreos-metadata the platform where it cannot find it out by itself.
pub(super) fn lower(platform: Platform, root: Mark, config: &mut Config, findings: &mut Findings) {
    let Some(Entry {
        name,
        needs_provider: true,
        ..
    }) = platform.entry()
    else {
        return;
    };
    for (unit, enabled) in [
        ("coreos-metadata.service", None),
        ("coreos-metadata-sshkeys@.service", Some(true)),
    ] {
        let contents =
            format!("[Service]\nEnvironment=COREOS_METADATA_OPT_PROVIDER=--provider={name}");
        let mut unit = generated(
            unit,
            "20-clct-provider-override.conf",
            contents,
            root,
            findings,
        );
        unit.enabled = enabled;
        config.systemd.units.push(findings.at(unit, root));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, near: Option<&str>) {
        let problem = Platform::parse(name).unwrap_err();
        assert_eq!(problem.rule, "platform-unknown");
        assert_eq!(problem.found.as_deref(), Some(name));
        let expect = near.map_or(String::new(), |near| format!("Did you mean {near}? "));
        assert!(
            problem
                .help
                .starts_with(&(expect + "Known platforms: azure,")),
            "{}",
            problem.help
        );
    }

    #[test]
    fn unknown_platforms() {
        check("aws", Some("ec2"));
        check("equinix_metal", Some("packet"));
        check("metal", Some("packet"));
        check("openstack", Some("openstack-metadata"));
        check("Azure", Some("azure"));
        check("digital-ocean", Some("digitalocean"));
        check("nowhere", None);
    }

    #[test]
    fn variables() {
        let variable = |platform: &str, field: &str| {
            Platform::parse(platform)
                .unwrap()
                .entry()
                .unwrap()
                .variable(field)
        };
        assert_eq!(
            variable("gce", "PUBLIC_IPV4").as_deref(),
            Some("COREOS_GCE_IP_EXTERNAL_0")
        );
        assert_eq!(
            variable("cloudstack-configdrive", "HOSTNAME").as_deref(),
            Some("CLOUDSTACK_LOCAL_HOSTNAME")
        );
        assert_eq!(variable("ec2", "PUBLIC_IPV6"), None);
        assert_eq!(variable("ec2", "hostname"), None);
        assert_eq!(Platform::parse(""), Ok(Platform::default()));
    }
}
