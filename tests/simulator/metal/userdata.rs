//! User data: of which kinds it may be.

use super::super::refusal::Refusal;
use super::call::unprocessable;

/// What user data of a known kind begins with.
const BEGINNINGS: &[&str] = &["#!", "#cloud-config", "Content-Type: ", "MIME-Version: "];

/// Refuses what is of no known kind; JSON must be whole, since Ignition would not start otherwise.
pub(crate) fn check(user_data: Option<&str>) -> Result<(), Refusal> {
    let text = user_data.unwrap_or_default().trim_start();
    let is_script = BEGINNINGS.iter().any(|begin| text.starts_with(begin));
    let is_json = text.starts_with('{') && serde_json::from_str::<serde_json::Value>(text).is_ok();
    if text.is_empty() || is_script || is_json {
        return Ok(());
    }
    Err(unprocessable("Userdata unrecognized userdata format"))
}

/// Whether it is what iPXE runs.
pub(crate) fn is_ipxe_script(user_data: &str) -> bool {
    ["#!ipxe", "#!pxe"]
        .iter()
        .any(|begin| user_data.starts_with(begin))
}
