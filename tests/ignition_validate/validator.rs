//! Debian's `ignition-validate`. That is Ignition 2.14, which knows 3.4.0 as a draft.

use std::io::Write;
use std::process::{Command, Stdio};

use lokomotive::report::Severity;

/// How bad, and the path of the field in the JSON.
pub(crate) type Complaint = (Severity, String);

/// The fields of 3.4.0 that the draft lacks: it takes no notice of them, which its validator warns of.
const DRAFT_LACKS: &[&str] = &["advertisement", "discard", "openOptions"];

/// Fails with one line that says what to install.
pub(crate) fn assert_installed() {
    let found = Command::new("ignition-validate").arg("-version").output();
    assert!(
        found.is_ok(),
        "ignition-validate is missing: install the Debian package ignition"
    );
}

/// What the program says of a config, apart from the fields that are too new for it.
pub(crate) fn complaints(json: &str) -> Vec<Complaint> {
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
        .write_all(as_known(json).as_bytes())
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

/// The config under the name that Debian's Ignition has for its version.
pub(crate) fn as_known(json: &str) -> String {
    // A quote inside a string is escaped, so nothing but the field itself can match.
    json.replace(r#""version":"3.4.0""#, r#""version":"3.4.0-experimental""#)
        .replace(
            r#""version": "3.4.0""#,
            r#""version": "3.4.0-experimental""#,
        )
}

/// Reads a line like `error at $.storage.files.0.path, line 1 col 61: path not absolute`.
fn complaint(line: &str) -> Option<Complaint> {
    let (severity, rest) = line.split_once(" at $.")?;
    let (path, _) = rest.split_once([',', ':'])?;
    // told a second time, at keyFile.source
    let field = path.rsplit('.').next();
    if field == Some("keys") {
        return None;
    }
    if line.contains("Unused key") && DRAFT_LACKS.iter().any(|lacks| field == Some(lacks)) {
        return None;
    }
    let severity = match severity {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => panic!("neither error nor warning: {line}"),
    };
    Some((severity, path.to_owned()))
}
