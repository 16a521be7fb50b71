//! Node configs: what Lokomotive's page on Flatcar promises, kept in every config; texts that do not change
//! behind a user's back; scripts that do what they say.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so and stop"
)]

mod editions;
#[path = "../nodes/mod.rs"]
mod nodes;
mod promises;
mod quality;
mod scripts;
#[path = "../ignition_validate/validator.rs"]
mod validator;

use lokomotive::ignition::data_url;
use serde_json::Value;

/// The text of a file in a config.
fn file(config: &str, path: &str) -> Option<String> {
    let config: Value = serde_json::from_str(config).unwrap();
    let files = config["storage"]["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["path"] == path)?;
    let bytes = data_url::decode(file["contents"]["source"].as_str().unwrap()).unwrap();
    Some(String::from_utf8(bytes).unwrap())
}

/// The text of a unit in a config.
fn unit(config: &str, name: &str) -> Option<String> {
    let config: Value = serde_json::from_str(config).unwrap();
    let units = config["systemd"]["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["name"] == name)?;
    unit["contents"].as_str().map(Into::into)
}
