//! Public keys of SSH.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::framework::{AttributePath, Diagnostic, Diagnostics};
use crate::machines::arguments::Arguments;

/// Each key is one line: type, key, and perhaps a comment.
pub(crate) fn keys(arguments: &Arguments, found: &mut Diagnostics) {
    let keys = arguments.common.ssh_pubkeys.known().into_iter().flatten();
    for (index, key) in keys.enumerate() {
        let fault = key.known().and_then(|key| fault(key));
        if let Some(detail) = fault {
            found.push(
                Diagnostic::error("Not a public key of SSH", detail)
                    .at(AttributePath::of("ssh_pubkeys").index(index)),
            );
        }
    }
}

fn fault(key: &str) -> Option<&'static str> {
    const FORM: &str = "Write one line of a .pub file: type, key, and perhaps a comment, e.g. \"ssh-ed25519 AAAA… \
                        me@example.com\".";
    let line = key.trim_end_matches('\n');
    if line.contains("PRIVATE KEY") {
        return Some(
            "This is a private key, which must not leave your computer. Use the .pub file beside it.",
        );
    }
    if line.contains('\n') {
        return Some("It has several lines. Give each key as an item of its own.");
    }
    let mut words = line.split(' ');
    let (Some(kind), Some(blob)) = (words.next(), words.next()) else {
        return Some(FORM);
    };
    let Ok(blob) = STANDARD.decode(blob) else {
        return Some(FORM);
    };
    // RFC 4253: the key begins with the name of its type, its length before it.
    let named = blob.split_at_checked(4).and_then(|(length, rest)| {
        let length = u32::from_be_bytes(length.try_into().ok()?);
        rest.get(..usize::try_from(length).ok()?)
    });
    match named {
        Some(name) if name == kind.as_bytes() => None,
        _ => Some("The key is not of the type that it says, or it is cut off."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIJ2bHVxVvkwzvIgAsJcpDHqbHGPWnLZhDx9Wc5T8n1XK";

    fn check(key: &str, accepted: bool) {
        assert_eq!(fault(key).is_none(), accepted, "{key}: {:?}", fault(key));
    }

    #[test]
    fn keys_are_of_their_type() {
        check(&format!("ssh-ed25519 {ED25519} me@example.com"), true);
        check(&format!("ssh-ed25519 {ED25519}\n"), true);
        check(&format!("ssh-rsa {ED25519}"), false);
        check(&format!("ssh-ed25519 {}", &ED25519[..8]), false);
        check(
            &format!("ssh-ed25519 {ED25519}\nssh-ed25519 {ED25519}"),
            false,
        );
        check("ssh-ed25519", false);
        check("ssh-ed25519 ????", false);
        check("-----BEGIN OPENSSH PRIVATE KEY-----\n", false);
        check("", false);
    }
}
