//! The table of configs, a file per section.

mod disks;
mod ignition;
mod luks;
mod nodes;
mod resources;
mod systemd;

use lokomotive::ignition::v3::{Config, Version};
use lokomotive::report::Severity;

use crate::build;

/// A config, and what the rules say of it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    build: Box<dyn Fn(&mut Config)>,
    /// Severity, path of the field, name of the rule.
    pub(crate) expect: &'static [(Severity, &'static str, &'static str)],
    pub(crate) judge: Judge,
    /// The paths that 3.3.0 does not have.
    pub(crate) needs_3_4: &'static [&'static str],
    version: Version,
}

/// Who can tell whether a case is right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judge {
    /// Debian's Ignition.
    Installed,
    /// Only an Ignition newer than Debian's.
    Newer,
}

impl Case {
    fn new(
        name: &'static str,
        build: impl Fn(&mut Config) + 'static,
        expect: &'static [(Severity, &'static str, &'static str)],
    ) -> Self {
        Self {
            name,
            build: Box::new(build),
            expect,
            judge: Judge::Installed,
            needs_3_4: &[],
            version: Version::V3_3_0,
        }
    }

    /// For what Debian's Ignition does not check yet.
    fn newer(mut self) -> Self {
        self.judge = Judge::Newer;
        self
    }

    /// For a config of 3.4.0.
    fn v3_4(mut self, needs: &'static [&'static str]) -> Self {
        self.version = Version::V3_4_0;
        self.needs_3_4 = needs;
        self
    }

    /// The config.
    pub(crate) fn config(&self) -> Config {
        let mut config = build::config();
        config.ignition.version = self.version;
        (self.build)(&mut config);
        config
    }
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    let empty = Case::new("empty", |_| {}, &[]);
    let mut cases = vec![empty];
    for section in [
        ignition::cases,
        resources::cases,
        nodes::cases,
        disks::cases,
        luks::cases,
        systemd::cases,
    ] {
        cases.extend(section());
    }
    cases
}
