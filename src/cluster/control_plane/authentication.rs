//! The file that says whom the API server believes, from 1.34 on: `--authentication-config`.
//!
//! Its form is final since then (KEP-3331), and so is the list of what is open to everybody (KEP-4633).

use super::PKI;
use crate::cluster::bundle::File;
use crate::cluster::settings::{ControlPlane, Oidc};
use crate::cluster::yaml::scalar;
use crate::node::template::fill;
use crate::node::versions::Release;

/// Where it is.
pub(super) const PATH: &str = "/etc/kubernetes/pki/authentication.yaml";

/// The minor version that has it in its final form.
const SINCE: u32 = 34;

/// Whether a release can open the paths of its health, and nothing else.
pub(super) fn opens_health(release: &Release) -> bool {
    release.minor() >= SINCE
}

/// The file, for releases that read it.
pub(super) fn file(control_plane: &ControlPlane) -> Option<File> {
    opens_health(control_plane.release).then(|| {
        debug_assert!(PATH.starts_with(PKI));
        let users = control_plane.oidc.as_ref().map(users_of);
        let text = fill(
            include_str!("../files/authentication.yaml"),
            &[("USERS", &users.unwrap_or_default())],
        );
        File::public(PATH, text)
    })
}

/// Who names users. The prefixes are those that the flags of earlier releases have by default.
fn users_of(oidc: &Oidc) -> String {
    let prefix = match oidc.username_claim.as_str() {
        "email" => String::new(),
        _ => format!("{}#", oidc.issuer_url),
    };
    let groups = match oidc.groups_claim.as_str() {
        "" => String::new(),
        claim => format!("    groups: {{claim: {}, prefix: \"\"}}\n", scalar(claim)),
    };
    fill(
        include_str!("../files/authentication-jwt.yaml"),
        &[
            ("ISSUER", &scalar(&oidc.issuer_url)),
            ("CLIENT", &scalar(&oidc.client_id)),
            ("USERNAME", &scalar(&oidc.username_claim)),
            ("PREFIX", &scalar(&prefix)),
            ("GROUPS", &groups),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_keep_the_names_that_flags_give_them() {
        let mut oidc = Oidc {
            issuer_url: "https://a.example".to_owned(),
            client_id: "b".to_owned(),
            username_claim: "email".to_owned(),
            groups_claim: String::new(),
        };
        let issuer = "jwt:\n- issuer:\n    url: https://a.example\n    audiences: [\"b\"]\n";
        let named = |user: &str| format!("{issuer}  claimMappings:\n    username: {user}\n");
        assert_eq!(users_of(&oidc), named(r#"{claim: "email", prefix: ""}"#));
        "sub".clone_into(&mut oidc.username_claim);
        assert_eq!(
            users_of(&oidc),
            named(r#"{claim: "sub", prefix: "https://a.example#"}"#)
        );
    }
}
