//! The gzip envelope: a small config that is replaced by a large one, which it carries compressed.
//!
//! Clouds limit user data. Ignition decompresses what `ignition.config.replace` names, also a data URL, so
//! a config that is too large fits when its gzip does. The envelope is Ignition 3.3.0, which every supported
//! Flatcar reads; what is inside may be of any version.

use serde_json::json;

use super::encode::{base64_url, gzip};
use super::v3::Version;

/// The config itself when it has at most `limit` bytes, else its envelope. The same config gives the same
/// bytes on every machine.
#[must_use]
pub fn user_data(config: &str, limit: usize) -> String {
    if config.len() <= limit {
        config.to_owned()
    } else {
        envelope(config)
    }
}

fn envelope(config: &str) -> String {
    json!({
        "ignition": {
            "config": {
                "replace": {
                    "compression": "gzip",
                    "source": base64_url(&gzip(config.as_bytes())),
                },
            },
            "version": Version::V3_3_0.as_str(),
        },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::ignition::data_url;

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(user_data("{}", 2), "{}");
        assert_ne!(user_data("{}", 1), "{}");
    }

    #[test]
    fn the_envelope_holds_the_config() {
        let config = format!("{{\"a\":\"{}\"}}", "x".repeat(20_000));
        let envelope = user_data(&config, 16_384);
        assert!(envelope.len() < 400, "{envelope}");
        let envelope: serde_json::Value = serde_json::from_str(&envelope).unwrap();
        assert_eq!(envelope["ignition"]["version"], "3.3.0");
        let replace = &envelope["ignition"]["config"]["replace"];
        assert_eq!(replace["compression"], "gzip");
        let packed = data_url::decode(replace["source"].as_str().unwrap()).unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, config);
    }

    #[test]
    fn the_same_config_gives_the_same_bytes() {
        let config = "x".repeat(100);
        assert_eq!(
            user_data(&config, 0),
            "{\"ignition\":{\"config\":{\"replace\":{\"compression\":\"gzip\",\"source\":\"data:;base64,H4sIAAAAAAAC/7XAgQAAAACAIO3wpzh+AY9dDl5kAAAA\"}},\"version\":\"3.3.0\"}}"
        );
    }
}
