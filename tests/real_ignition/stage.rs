//! The stages of Debian's `ignition`, run on a folder instead of a machine.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// Where the package keeps what runs in the initial RAM disk.
const PROGRAM: &str = "/usr/lib/dracut/modules.d/30ignition/ignition";

/// Fails with one line that says what to install.
pub(crate) fn assert_installed() {
    assert!(
        Path::new(PROGRAM).exists(),
        "{PROGRAM} is missing: install the Debian package ignition"
    );
}

/// Runs the stage that fetches and merges all configs, and hands back the result.
pub(crate) fn fetch(config: &str, folder: &Path) -> Result<String, String> {
    fs::write(folder.join("config.ign"), config).unwrap();
    run("fetch", folder)?;
    Ok(fs::read_to_string(folder.join("cache.json")).unwrap())
}

/// Runs a stage: on `config.ign`, the machine's `root`, and what one stage leaves for the next. Programs that the stage calls are looked for in `programs` first. When it fails, the
/// reason.
pub(crate) fn run(stage: &str, folder: &Path) -> Result<(), String> {
    let path = env::var("PATH").unwrap_or_default();
    let place = |option: &str, name: &str| format!("-{option}={}", folder.join(name).display());
    let output = Command::new(PROGRAM)
        .args(["-platform=file", "-log-to-stdout"])
        .arg(format!("-stage={stage}"))
        .arg(place("root", "root"))
        .arg(place("config-cache", "cache.json"))
        .arg(place("state-file", "state"))
        .env("IGNITION_CONFIG_FILE", folder.join("config.ign"))
        .env(
            "PATH",
            format!("{}:{path}", folder.join("programs").display()),
        )
        .output()
        .unwrap();
    if output.status.success() {
        return Ok(());
    }
    let log = String::from_utf8_lossy(&output.stdout);
    let reasons = log.lines().filter(|line| line.starts_with("CRITICAL"));
    Err(format!(
        "stage {stage}: {}",
        reasons.collect::<Vec<_>>().join("\n")
    ))
}
