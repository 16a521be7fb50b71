//! What systemd makes of the units on a machine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::documents::{read, sorted};

/// Where Ignition writes units.
const UNITS: &str = "etc/systemd/system";

/// Where it says which are enabled.
const PRESET: &str = "etc/systemd/system-preset/20-ignition.preset";

/// The units that a config touches, enabled or not as systemd finds it after first boot: `enabled a.service`.
pub(crate) fn states(root: &Path) -> Vec<String> {
    let touched = touched(root);
    let masked = |name: &String| is_masked(root, name);
    // At first boot, systemd does this with every unit.
    for name in touched.iter().filter(|name| !masked(name)) {
        systemctl(root, "preset", name);
    }
    touched
        .iter()
        .map(|name| format!("{} {name}", systemctl(root, "is-enabled", name)))
        .collect()
}

/// What `systemd-analyze verify` has against the units that a config touches, with their drop-ins.
pub(crate) fn complaints(root: &Path) -> String {
    let names = touched(root).into_iter();
    let names: Vec<String> = names
        .filter(|name| !is_masked(root, name))
        .map(|name| name.replace("@.", "@instance."))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let output = Command::new("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=one"])
        .arg(root_argument(root))
        .args(names)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Names with a unit or drop-ins of the config's, or named in its preset.
fn touched(root: &Path) -> BTreeSet<String> {
    let written = sorted(&root.join(UNITS)).into_iter();
    let written = written.filter_map(|path| unit_name(&path));
    let preset = root.join(PRESET);
    let preset = if preset.exists() {
        read(&preset)
    } else {
        String::new()
    };
    let named = preset
        .lines()
        .filter_map(|line| line.split(' ').nth(1))
        .filter(|name| !name.contains("@."));
    written.chain(named.map(Into::into)).collect()
}

/// The unit that a file or a folder of drop-ins belongs to.
fn unit_name(path: &PathBuf) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let is_folder = fs::symlink_metadata(path).unwrap().is_dir();
    if is_folder {
        name.strip_suffix(".d").map(Into::into)
    } else {
        Some(name.to_owned())
    }
}

fn is_masked(root: &Path, name: &str) -> bool {
    let unit = root.join(UNITS).join(name);
    fs::read_link(unit).is_ok_and(|target| target == Path::new("/dev/null"))
}

/// The answer of `systemctl`, or its complaint.
fn systemctl(root: &Path, verb: &str, name: &str) -> String {
    let output = Command::new("systemctl")
        .arg(root_argument(root))
        .args([verb, name])
        .output()
        .unwrap();
    let answer = if output.stdout.is_empty() {
        output.stderr
    } else {
        output.stdout
    };
    String::from_utf8_lossy(&answer).trim().to_owned()
}

fn root_argument(root: &Path) -> String {
    format!("--root={}", root.display())
}
