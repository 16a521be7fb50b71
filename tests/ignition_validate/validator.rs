//! Debian's `ignition-validate`.

use std::io::Write;
use std::process::{Command, Stdio};

use lokomotive::ignition::json;
use lokomotive::ignition::v3::{Config, Version};
use lokomotive::report::Severity;

/// How bad, and the path of the field in the JSON.
pub(crate) type Complaint = (Severity, String);

/// Fails with one line that says what to install.
pub(crate) fn assert_installed() {
    let found = Command::new("ignition-validate").arg("-version").output();
    assert!(
        found.is_ok(),
        "ignition-validate is missing: install the Debian package ignition"
    );
}

/// What the program says of a config.
pub(crate) fn complaints(config: &Config) -> Vec<Complaint> {
    let mut child = Command::new("ignition-validate")
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(as_known(config).as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    let found: Vec<_> = text.lines().filter_map(complaint).collect();
    let has_error = found
        .iter()
        .any(|(severity, _)| *severity == Severity::Error);
    assert_eq!(output.status.success(), !has_error, "{text}");
    found
}

/// 2.14 knows 3.4.0 as a draft.
fn as_known(config: &Config) -> String {
    let json = json::to_string(config, false);
    match config.ignition.version {
        Version::V3_4_0 => {
            json.replace(r#""version":"3.4.0""#, r#""version":"3.4.0-experimental""#)
        }
        _ => json,
    }
}

/// Reads a line like `error at $.storage.files.0.path, line 1 col 61: path not absolute`.
fn complaint(line: &str) -> Option<Complaint> {
    let (severity, rest) = line.split_once(" at $.")?;
    let (path, _) = rest.split_once([',', ':'])?;
    // told a second time, at keyFile.source
    if path.rsplit('.').next() == Some("keys") {
        return None;
    }
    let severity = match severity {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => panic!("neither error nor warning: {line}"),
    };
    Some((severity, path.to_owned()))
}
