//! A machine before its first boot, as a folder.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::documents::{read, sorted};
use crate::{stage, tests};

/// Where Debian's package systemd keeps the units that Flatcar has, too.
const DEBIANS_UNITS: &str = "/usr/lib/systemd/system";

/// What Ignition and the tests run, and the package it is from.
const PROGRAMS: &[(&str, &str)] = &[
    ("useradd", "passwd"),
    ("usermod", "passwd"),
    ("groupadd", "passwd"),
    ("systemctl", "systemd"),
    ("systemd-analyze", "systemd"),
];

/// Folders that are there before Ignition.
const FOLDERS: &[&str] = &[
    "etc/systemd/network",
    "etc/systemd/system",
    "etc/systemd/system-preset",
    "opt",
    "var/lib",
];

/// The home of Flatcar's first user, and the id of its user and group.
const CORE: (&str, u32) = ("home/core", 500);

/// A machine: its root, and beside it what the stages of Ignition pass on.
pub(crate) struct Machine {
    folder: TempDir,
}

impl Machine {
    /// A machine with Flatcar's accounts, Debian's units and those of Flatcar's own, and the executables that
    /// units start.
    pub(crate) fn new() -> Self {
        assert_can_run();
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let programs = folder.path().join("programs");
        fs::create_dir(&programs).unwrap();
        symlink("/bin/true", programs.join("setfiles")).unwrap();
        let machine = Self { folder };
        let root = machine.root();
        copy(&tests("real_ignition/flatcar/root"), &root);
        copy(
            Path::new(DEBIANS_UNITS),
            &root.join("usr/lib/systemd/system"),
        );
        for folder in FOLDERS {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for (link, target) in [("bin", "usr/bin"), ("sbin", "usr/bin"), ("lib", "usr/lib")] {
            symlink(target, root.join(link)).unwrap();
        }
        for executable in read(&tests("real_ignition/flatcar/executables")).lines() {
            machine.install(executable);
        }
        let home = root.join(CORE.0);
        fs::create_dir_all(&home).unwrap();
        chown(&home, Some(CORE.1), Some(CORE.1)).unwrap();
        machine
    }

    /// The machine's `/`.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    /// What Ignition does at first boot.
    pub(crate) fn boot(&self, config: &str) -> Result<(), String> {
        stage::fetch(config, self.folder.path())?;
        stage::run("files", self.folder.path())
    }

    fn install(&self, executable: &str) {
        let path = self.root().join(executable.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }
}

/// Fails with one line that says what is missing.
fn assert_can_run() {
    stage::assert_installed();
    for (program, package) in PROGRAMS {
        let found = Command::new(program).arg("--help").output();
        assert!(
            found.is_ok(),
            "{program} is missing: install the Debian package {package}"
        );
    }
    let id = Command::new("id").arg("-u").output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&id.stdout).trim(),
        "0",
        "run this test as root: Ignition adds users with `useradd --root`, which calls chroot"
    );
}

/// Copies files, links and folders, into a folder that may exist.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in sorted(from) {
        let target = to.join(path.file_name().unwrap());
        let kind = fs::symlink_metadata(&path).unwrap().file_type();
        if target.exists() || target.is_symlink() {
            // Flatcar's unit comes first.
            continue;
        }
        if kind.is_dir() {
            copy(&path, &target);
        } else if kind.is_symlink() {
            symlink(fs::read_link(&path).unwrap(), target).unwrap();
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}
