//! What the real `openssl` says of certificates.

use std::path::Path;
use std::process::Command;

/// What it answers; fails when it does.
pub(crate) fn openssl(arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).output();
    let output = output.expect("openssl is missing: install the Debian package openssl");
    assert!(
        output.status.success(),
        "openssl {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A field of a certificate, in lines.
pub(crate) fn field(certificate: &Path, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["x509", "-noout", "-in", certificate.to_str().unwrap()];
    all.extend(arguments);
    openssl(&all)
        .lines()
        .map(|line| line.trim().to_owned())
        .collect()
}

/// The lines of an extension without its heading; none when there is no such extension.
pub(crate) fn extension(certificate: &Path, name: &str) -> Vec<String> {
    let lines = field(certificate, &["-ext", name]);
    lines.into_iter().skip(1).collect()
}

/// Start or end, in seconds since 1970.
pub(crate) fn seconds(certificate: &Path, which: &str) -> u64 {
    let line = field(certificate, &[which]).concat();
    let date = line.split_once('=').unwrap().1;
    let output = Command::new("date")
        .args(["-u", "+%s", "-d", date])
        .output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    text.trim().parse().unwrap()
}
