//! The golden cases before Ignition: `ignition-validate` on every output, and the stages where nothing is fetched.

use std::path::{Path, PathBuf};

use lokomotive::ignition::v3::Version;
use lokomotive::render::{BootCheck, Merge, Target};
use lokomotive::report::Severity;

use crate::documents::{rendered, sorted};
use crate::machine::Machine;
use crate::validator::Complaint;
use crate::{tests, validator};

/// Cases that Ignition cannot apply to a directory, or to any machine, and its reason.
const NOT_APPLIED: &[(&str, &str)] = &[
    ("027-file-owner-append", "no such group \"adm\""),
    ("090-platform-openstack", SYSTEMD_NOT_RUNNING),
    ("105-merge-platform-units-repeat", SYSTEMD_NOT_RUNNING),
    ("111-yaml-bool-and-null-words", "UID 0 is not unique"),
    ("file-inline-user-compression", "gzip: invalid header"),
    ("luks", "gathering luks uuid"),
    ("merge-keys", "group 'g1' does not exist"),
];

/// Of enabled template units, where there is no systemd (in a container): Ignition asks for its version.
const SYSTEMD_NOT_RUNNING: &str = "dial unix /run/systemd/private";

/// Both versions that a user can ask for.
const TARGETS: [Target; 2] = [NEWEST, Target::V3(Version::V3_3_0)];

/// The version that Butane documents are rendered to when nothing is asked for.
const NEWEST: Target = Target::V3(Version::V3_4_0);

#[test]
fn container_linux_configs_that_flatcar_accepts() {
    let cases = sorted(&tests("fixtures/clc"));
    let accepted = cases
        .iter()
        .filter(|case| case.join("flatcar.json").exists());
    let count = validate(accepted, Merge::Append, BootCheck::Off, |case, target| {
        panic!("{} does not render to {target:?}", case.display())
    });
    assert!(count >= 2 * 38, "only {count} outputs");
}

/// Flatcar refuses some of these cases as they are: merged by key, they have nothing to refuse.
#[test]
fn container_linux_configs_merged_by_key() {
    let cases = sorted(&tests("fixtures/clc"));
    let count = validate(&cases, Merge::ByKey, BootCheck::Error, |_, _| ());
    assert!(count >= 2 * 40, "only {count} outputs");
}

/// Our own refusal of the merged config is Ignition's.
#[test]
fn butane() {
    validator::assert_installed();
    let mut count = 0;
    for case in sorted(&tests("fixtures/butane")) {
        for target in TARGETS {
            let render = |boot_check| rendered(&case, Some(target), Merge::ByKey, boot_check).0;
            let Some(json) = render(BootCheck::Off) else {
                // What only 3.4.0 has cannot become 3.3.0.
                let must = target == NEWEST && case.join("expected.json").exists();
                assert!(!must, "{} does not render", case.display());
                continue;
            };
            count += 1;
            let errors = errors(&json);
            assert_eq!(
                errors.is_empty(),
                render(BootCheck::Error).is_some(),
                "{} {target:?}: {errors:?}",
                case.display()
            );
        }
    }
    assert!(count >= 34, "only {count} outputs");
}

/// Those that fetch nothing from a network.
#[test]
fn ignition_applies_them() {
    let folders = ["fixtures/clc", "fixtures/butane"];
    let cases = folders.iter().flat_map(|folder| sorted(&tests(folder)));
    let mut count = 0;
    let mut faults = Vec::new();
    for case in cases {
        let (json, _) = rendered(&case, Some(NEWEST), Merge::ByKey, BootCheck::Error);
        let Some(json) = json.filter(|json| !needs_network(json)) else {
            continue;
        };
        count += 1;
        let applied = Machine::new().boot(&validator::as_known(&json));
        let name = case.file_name().unwrap().display().to_string();
        let expected = NOT_APPLIED.iter().find(|(case, _)| *case == name);
        let is_expected = match (&applied, expected) {
            (Ok(()), None | Some((_, SYSTEMD_NOT_RUNNING))) => true,
            (Err(fault), Some((_, reason))) => fault.contains(reason),
            _ => false,
        };
        if !is_expected {
            faults.push(format!("{name}: {applied:?}"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(count >= 48, "only {count} applied");
}

fn needs_network(json: &str) -> bool {
    let schemes = ["http", "https", "tftp", "s3", "gs", "oem"];
    schemes
        .iter()
        .any(|scheme| json.contains(&format!(r#""source":"{scheme}://"#)))
}

/// Validates each case in each version, and counts the outputs.
fn validate<'c>(
    cases: impl IntoIterator<Item = &'c PathBuf>,
    merge: Merge,
    boot_check: BootCheck,
    otherwise: impl Fn(&Path, Target),
) -> usize {
    validator::assert_installed();
    let mut count = 0;
    let mut faults = Vec::new();
    for case in cases {
        for target in TARGETS {
            let (Some(json), _) = rendered(case, Some(target), merge, boot_check) else {
                otherwise(case, target);
                continue;
            };
            count += 1;
            let errors = errors(&json);
            if !errors.is_empty() {
                faults.push(format!("{} {target:?}: {errors:?}", case.display()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    count
}

fn errors(json: &str) -> Vec<Complaint> {
    let mut complaints = validator::complaints(&without_oem(json));
    complaints.retain(|(severity, _)| *severity == Severity::Error);
    complaints
}

/// Only Flatcar's build of Ignition knows this scheme; the path is as good as a file's.
fn without_oem(json: &str) -> String {
    json.replace(r#""source":"oem:///"#, r#""source":"tftp://oem/"#)
}
