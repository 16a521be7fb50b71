//! The secrets of a cluster whose state was lost, from what its controllers boot with.

use serde_json::Value;
use std::io::Read as _;

use super::told;
use crate::cloud::{Cloud, Set};
use crate::cluster::pki::Pki;
use crate::cluster::{BUNDLE, recovery};
use crate::framework::{Diagnostic, Diagnostics};
use crate::ignition::data_url;

/// The most that user data are unpacked to, in bytes.
const LONGEST: u64 = 16 << 20;

/// Reads the secrets back from the user data of a cluster's controllers, each of which has all of them.
///
/// # Errors
/// They cannot be had. New ones would be another cluster's, which nodes that run do not trust.
pub(super) async fn secrets(
    cloud: &dyn Cloud,
    set: &Set,
    controllers: &[(u32, String)],
) -> Result<Pki, Diagnostics> {
    for (_, id) in controllers {
        let user_data = cloud.user_data(id).await;
        let user_data = user_data.map_err(|fault| told::fault(&fault))?;
        let bundle = user_data.as_deref().and_then(bundle);
        if let Some(pki) = bundle.and_then(|text| recovery::pki(&text)) {
            return Ok(pki);
        }
    }
    Err(lost(set, controllers).into())
}

fn lost(set: &Set, controllers: &[(u32, String)]) -> Diagnostic {
    let named: Vec<String> = controllers
        .iter()
        .map(|(ordinal, id)| format!("{} ({id})", set.machine_name(ordinal)))
        .collect();
    Diagnostic::error(
        "The cluster's certificates cannot be read back",
        format!(
            "They are in the user data of controllers that this provider makes, but not in those of {}. Nothing was \
             imported: with new authorities, no node and no user would know the cluster again.",
            named.join(", ")
        ),
    )
}

/// The bundle in user data: an Ignition config, or a small one that carries it compressed.
fn bundle(user_data: &str) -> Option<String> {
    let config: Value = serde_json::from_str(user_data).ok()?;
    let replacement = &config["ignition"]["config"]["replace"];
    if let Some(source) = replacement["source"].as_str() {
        let packed = data_url::decode(source).ok()?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed.as_slice())
            .take(LONGEST)
            .read_to_string(&mut text)
            .ok()?;
        let config: Value = serde_json::from_str(&text).ok()?;
        return bundle_of(&config);
    }
    bundle_of(&config)
}

fn bundle_of(config: &Value) -> Option<String> {
    let mut files = config["storage"]["files"].as_array()?.iter();
    let file = files.find(|file| file["path"] == BUNDLE)?;
    let bytes = data_url::decode(file["contents"]["source"].as_str()?).ok()?;
    String::from_utf8(bytes).ok()
}
