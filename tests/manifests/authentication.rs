//! Who names users: the same settings as flags or, for releases that have it, in a file.

use serde_json::{Value, json};

use crate::flags::flags;
use crate::yaml;

#[test]
fn oidc() {
    let mut seen = 0;
    for (plane, files) in yaml::all() {
        let flags: Vec<(String, String)> = flags(files)
            .into_iter()
            .filter(|(_, name, _)| name.starts_with("oidc-"))
            .map(|(_, name, value)| (name, value))
            .collect();
        let file = files
            .iter()
            .find(|file| file.path.ends_with("/authentication.yaml"));
        let jwt = file.map_or(&Value::Null, |file| &file.documents[0]["jwt"]);
        let Some(oidc) = &plane.settings.oidc else {
            assert_eq!((flags.len(), jwt), (0, &Value::Null), "{}", plane.name);
            continue;
        };
        seen += 1;
        if plane.minor() < 34 {
            let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            assert_eq!(
                flags,
                [
                    pair("oidc-client-id", &oidc.client_id),
                    pair("oidc-groups-claim", &oidc.groups_claim),
                    pair("oidc-issuer-url", &oidc.issuer_url),
                    pair("oidc-username-claim", &oidc.username_claim),
                ]
            );
        } else {
            let prefix = match oidc.username_claim.as_str() {
                "email" => "",
                _ => "https://dex.example.example.com#",
            };
            assert_eq!(
                *jwt,
                json!([{
                    "issuer": { "url": oidc.issuer_url, "audiences": [oidc.client_id] },
                    "claimMappings": {
                        "username": { "claim": oidc.username_claim, "prefix": prefix },
                        "groups": { "claim": oidc.groups_claim, "prefix": "" },
                    },
                }])
            );
            assert_eq!(flags, []);
        }
    }
    assert_eq!(seen, 8);
}
