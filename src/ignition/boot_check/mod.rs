//! The boot check: would today's Flatcar boot with this config?
//!
//! Since release 3185 Flatcar converts Ignition 2 to Ignition 3 at first boot and refuses what Ignition 3 does
//! not allow; the machine then ends in emergency mode, where nobody can log in, and its console names neither
//! line nor field. The check says beforehand what would happen, where, and what to write instead.
//!
//! Sources: Flatcar's Ignition 2.26.0 with its patches: the parser of Ignition 2.3, `Check2_4` and `Translate`
//! of `config/v24tov31`, the validators of `config/v3_1` on what comes out of it, those of `config/v3_7` after
//! merging, and the files stage.
//!
//! What needs no rule here:
//!
//! - What the parser of Ignition 2.3 refuses, the compiler of Container Linux Configs refuses as well
//!   ([`rules`](super::rules)). The one exception is a uid beyond 63 bits.
//! - Sector sizes, missing modes and unknown keys do not come out of that compiler.
//! - Repeated units are merged by Flatcar, as they are in [`convert`](super::convert).
//!
//! What a config alone cannot tell: whether Flatcar has a user, group or hard link target that the config
//! names; whether something else is at a path that must not be overwritten; what fetched configs hold.
//!
//! To add a rule: word its problem in `problems`, then add a function to the file of its section.

mod disks;
mod filesystems;
mod nodes;
mod os;
mod parents;
mod passwd;
mod places;
mod problems;
mod raid;
mod references;
mod repeated;
mod tree;
mod units;

use super::convert::MountPoints;
use super::path::clean;
use super::v2_3::Config;
use super::v3;
use crate::report::{Origin, Problem, Report, Severity, Step};
use places::Places;

/// Checks a config as it is rendered, that is after merging.
///
/// An error is what keeps the machine from coming up. A warning is what Flatcar does otherwise than the config
/// says, or what depends on its release. All are of [`Step::BootCheck`] and placed at the entry that is at
/// fault; of entries with one key, at the later ones.
#[must_use]
pub fn check(config: &Config) -> Report {
    let mount_points = MountPoints::of([config]);
    let places = Places::of(config, &mount_points);
    let mut findings = Findings::default();
    references::check(&config.ignition, &mut findings);
    passwd::check(&config.passwd, &mut findings);
    disks::check(&config.storage.disks, &mut findings);
    raid::check(&config.storage.raid, &mut findings);
    filesystems::check(&config.storage.filesystems, &mut findings);
    nodes::check(&config.storage, &mount_points, &places, &mut findings);
    tree::check(&places, &mut findings);
    parents::check(config, &mount_points, &mut findings);
    units::check(&config.systemd, &places, &mut findings);
    findings.report.sort();
    findings.report
}

/// Checks an Ignition 3 config for what its own validators do not see: where its nodes meet Flatcar's tree.
/// Findings are as [`check`]'s.
#[must_use]
pub fn check_v3(config: &v3::Config) -> Report {
    let mut findings = Findings::default();
    tree::check(&Places::of_v3(config), &mut findings);
    findings.report.sort();
    findings.report
}

/// What the check has found so far.
#[derive(Default)]
struct Findings {
    report: Report,
}

impl Findings {
    /// Flatcar does not come up.
    fn error(&mut self, origin: Origin, problem: Problem) {
        self.add(Severity::Error, origin, problem);
    }

    /// Flatcar comes up, but otherwise than the config says.
    fn warning(&mut self, origin: Origin, problem: Problem) {
        self.add(Severity::Warning, origin, problem);
    }

    fn add(&mut self, severity: Severity, origin: Origin, problem: Problem) {
        self.report.add(severity, Step::BootCheck, origin, problem);
    }
}

/// Error: Ignition 3 takes the path of a device only as short as it can be.
fn device_path(device: &str, origin: Origin, findings: &mut Findings) {
    if clean(device) != device {
        findings.error(origin, problems::device_not_simplified(device));
    }
}
