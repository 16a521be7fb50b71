//! The gzip envelope: a small config that is replaced by a large one, which it carries compressed.
//!
//! Clouds limit user data. Ignition decompresses what `ignition.config.replace` names, also a data URL, so
//! a config that is too large fits when its gzip does. The envelope is Ignition 3.3.0, which every supported
//! Flatcar reads; what is inside may be of any version.

use serde_json::{Value, json};

use super::data_url;
use super::encode::{base64_url, gunzip, gzip, gzip_thoroughly};
use super::v3::Version;

/// Largest user data of Equinix Metal, in bytes.
pub const EQUINIX_METAL: usize = 65_536;

/// Largest user data of AWS, in bytes before base64. It is the lowest of all clouds.
pub const AWS: usize = 16_384;

/// A config that is larger than user data may be, even compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLarge {
    /// Bytes of the envelope.
    pub packed: usize,
    /// The largest entries, in descending order: what they are, and their bytes in the config.
    pub largest: Vec<(String, usize)>,
}

impl TooLarge {
    /// What is told of it: sizes, what is largest, and the way out. `size` is that of the config.
    #[must_use]
    pub fn explain(&self, size: usize, limit: usize) -> String {
        let largest: Vec<String> = self
            .largest
            .iter()
            .map(|(name, size)| format!("{name} ({size} bytes)"))
            .collect();
        format!(
            "It has {size} bytes, compressed {}, of at most {limit}. The largest in it: {}. Fetch large files from a \
             server instead, with contents.remote in a Container Linux Config or contents.source in Butane.",
            self.packed,
            largest.join(", "),
        )
    }
}

/// How many entries [`TooLarge`] names.
const NAMED: usize = 3;

/// The config itself when it has at most `limit` bytes, else its envelope; one that is compressed more thoroughly, which
/// takes tenths of a second, only when the usual one is too large.
///
/// # Errors
/// The envelope is larger than `limit`, too.
pub fn user_data(config: &str, limit: usize) -> Result<String, TooLarge> {
    if config.len() <= limit {
        return Ok(config.to_owned());
    }
    let fast = envelope(config);
    if fast.len() <= limit {
        return Ok(fast);
    }
    let mut packed = fast.len();
    if is_within_reach(config.len(), packed, limit) {
        let thorough = around(&gzip_thoroughly(config.as_bytes()));
        if thorough.len() <= limit {
            return Ok(thorough);
        }
        packed = thorough.len();
    }
    Err(TooLarge {
        packed,
        largest: largest(config),
    })
}

/// Whether compressing more thoroughly may help, in good time: it saves some hundredths, and of megabytes it takes
/// minutes.
fn is_within_reach(size: usize, packed: usize, limit: usize) -> bool {
    packed <= limit + limit / 2 && size <= 16 * limit
}

/// The largest files and units of a config.
fn largest(config: &str) -> Vec<(String, usize)> {
    let config: Value = serde_json::from_str(config).unwrap_or_default();
    let sizes = |list: &Value, what: &str, name: &str| -> Vec<(String, usize)> {
        let entries = list.as_array().into_iter().flatten();
        entries
            .map(|entry| {
                let name = entry[name].as_str().unwrap_or_default();
                (format!("{what} {name}"), entry.to_string().len())
            })
            .collect()
    };
    let mut entries = sizes(&config["storage"]["files"], "file", "path");
    entries.extend(sizes(&config["systemd"]["units"], "unit", "name"));
    entries.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    entries.truncate(NAMED);
    entries
}

/// The envelope of a config. The same config gives the same bytes on every machine.
#[must_use]
pub fn envelope(config: &str) -> String {
    around(&gzip(config.as_bytes()))
}

/// The config in user data: what an envelope carries, or the user data themselves. `None` when they are no JSON, or what
/// replaces them is not in them.
#[must_use]
pub fn open(user_data: &str) -> Option<Value> {
    let config: Value = serde_json::from_str(user_data).ok()?;
    let Some(source) = config["ignition"]["config"]["replace"]["source"].as_str() else {
        return Some(config);
    };
    let packed = data_url::decode(source).ok()?;
    serde_json::from_slice(&gunzip(&packed)?).ok()
}

fn around(packed: &[u8]) -> String {
    json!({
        "ignition": {
            "config": {
                "replace": {
                    "compression": "gzip",
                    "source": base64_url(packed),
                },
            },
            "version": Version::V3_3_0.as_str(),
        },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(user_data("{}", 2), Ok("{}".to_owned()));
    }

    #[test]
    fn the_envelope_holds_the_config() {
        let config = format!("{{\"a\":\"{}\"}}", "x".repeat(20_000));
        let envelope = user_data(&config, 16_384).unwrap();
        assert!(envelope.len() < 400, "{envelope}");
        let envelope: serde_json::Value = serde_json::from_str(&envelope).unwrap();
        assert_eq!(envelope["ignition"]["version"], "3.3.0");
        let replace = &envelope["ignition"]["config"]["replace"];
        assert_eq!(replace["compression"], "gzip");
        let packed = data_url::decode(replace["source"].as_str().unwrap()).unwrap();
        assert_eq!(gunzip(&packed).unwrap(), config.as_bytes());
    }

    #[test]
    fn user_data_are_opened() {
        let config = json!({ "a": "x".repeat(20_000) });
        for limit in [16_384, 100_000] {
            let user_data = user_data(&config.to_string(), limit).unwrap();
            assert_eq!(open(&user_data), Some(config.clone()));
        }
        for other in [
            "#cloud-config",
            r#"{"ignition":{"config":{"replace":{"source":"https://example.com/"}}}}"#,
            r#"{"ignition":{"config":{"replace":{"source":"data:,x"}}}}"#,
        ] {
            assert_eq!(open(other), None, "{other}");
        }
    }

    #[test]
    fn what_hardly_fits_is_compressed_more_thoroughly() {
        let lines: Vec<String> = (0..2000).map(|n| format!("{n} {}", n * n % 97)).collect();
        let lines = lines.join(",");
        let usual = envelope(&lines).len();
        let fits = user_data(&lines, usual - 1).unwrap();
        assert!(fits.len() < usual);
        assert_eq!(user_data(&lines, fits.len()), Ok(fits.clone()));
        assert!(user_data(&lines, fits.len() - 1).is_err());
    }

    #[test]
    fn what_is_far_too_large_is_not() {
        let numbers =
            (0..50_000_u64).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let config = numbers.collect::<String>();
        let usual = envelope(&config).len();
        assert_eq!(user_data(&config, AWS).unwrap_err().packed, usual);
        let repeated = "0123456789".repeat(100_000);
        let usual = envelope(&repeated).len();
        assert_eq!(user_data(&repeated, usual - 1).unwrap_err().packed, usual);
    }

    #[test]
    fn the_same_config_gives_the_same_bytes() {
        let config = "x".repeat(100);
        assert_eq!(
            envelope(&config),
            "{\"ignition\":{\"config\":{\"replace\":{\"compression\":\"gzip\",\"source\":\"data:;base64,H4sIAAAAAAAC/7XAgQAAAACAIO3wpzh+AY9dDl5kAAAA\"}},\"version\":\"3.3.0\"}}"
        );
    }

    #[test]
    fn what_is_too_large_is_named() {
        let config = json!({
            "storage": {"files": [{"path": "/small"}, {"path": "/large", "x": "y".repeat(99)}]},
            "systemd": {"units": [{"name": "a.service", "contents": "z".repeat(50)}]},
        });
        let fault = user_data(&config.to_string(), 10).unwrap_err();
        let names: Vec<_> = fault
            .largest
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["file /large", "unit a.service", "file /small"]);
        assert!(fault.packed > 10);
    }
}
