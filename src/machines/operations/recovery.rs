//! The secrets of a cluster whose state was lost, from what its controllers boot with.

use super::told;
use crate::cloud::{Cloud, Machine, Set};
use crate::cluster::pki::Pki;
use crate::cluster::{BUNDLE, recovery};
use crate::framework::{Diagnostic, Diagnostics};
use crate::ignition::{data_url, envelope};

/// Reads the secrets back from the user data of a cluster's controllers, each of which has all of them.
///
/// # Errors
/// They cannot be had. New ones would be another cluster's, which nodes that run do not trust.
pub(super) async fn secrets(
    cloud: &dyn Cloud,
    set: &Set,
    controllers: &[(u32, &Machine)],
) -> Result<Pki, Diagnostics> {
    for (_, machine) in controllers {
        let user_data = cloud.user_data(&machine.id).await;
        let user_data = user_data.map_err(|fault| told::fault(&fault))?;
        let bundle = user_data.as_deref().and_then(bundle);
        if let Some(pki) = bundle.and_then(|text| recovery::pki(&text)) {
            return Ok(pki);
        }
    }
    Err(lost(set, controllers).into())
}

fn lost(set: &Set, controllers: &[(u32, &Machine)]) -> Diagnostic {
    let named: Vec<String> = controllers
        .iter()
        .map(|(ordinal, machine)| format!("{} ({})", set.machine_name(ordinal), machine.id))
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

/// The bundle in user data.
fn bundle(user_data: &str) -> Option<String> {
    let config = envelope::open(user_data)?;
    let mut files = config["storage"]["files"].as_array()?.iter();
    let file = files.find(|file| file["path"] == BUNDLE)?;
    let bytes = data_url::decode(file["contents"]["source"].as_str()?).ok()?;
    String::from_utf8(bytes).ok()
}
