//! networkd units: Ignition 3 has no section for them, so they become files.

use crate::ignition::at::At;
use crate::ignition::path::clean;
use crate::ignition::percent;
use crate::ignition::v2_3::systemd::Networkd;
use crate::ignition::v3::nodes::{File, Node};
use crate::ignition::v3::resource::Resource;

/// Where systemd-networkd looks for units.
const FOLDER: &str = "/etc/systemd/network";
/// What Flatcar gives them.
const MODE: i64 = 0o644;

pub(super) fn files(networkd: &Networkd) -> Vec<At<File>> {
    let file = |(path, contents): (String, At<&str>)| {
        let file = File {
            node: Node {
                overwrite: Some(true),
                path,
                ..Node::default()
            },
            contents: Resource {
                source: Some(data_url(contents.value)),
                ..Resource::default()
            },
            mode: Some(MODE),
            ..File::default()
        };
        At::new(file, contents.origin)
    };
    placed(networkd).into_iter().map(file).collect()
}

/// The files that units and drop-ins become: path and text. A unit without contents is its drop-ins alone.
pub(in crate::ignition) fn placed(networkd: &Networkd) -> Vec<(String, At<&str>)> {
    let mut files = Vec::new();
    for unit in &networkd.units {
        if !unit.contents.is_empty() {
            let path = clean(&format!("{FOLDER}/{}", unit.name));
            files.push((path, At::new(unit.contents.as_str(), unit.origin)));
        }
        for dropin in &unit.dropins {
            let path = clean(&format!("{FOLDER}/{}.d/{}", unit.name, dropin.name));
            files.push((path, At::new(dropin.contents.as_str(), dropin.origin)));
        }
    }
    files
}

/// A data URL escaped like a segment of a path, which is how Flatcar does it for these files; elsewhere
/// [`data_url`](crate::ignition::data_url) escapes more.
fn data_url(contents: &str) -> String {
    let mut url = String::with_capacity(contents.len() * 2);
    url.push_str("data:,");
    for byte in contents.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+=:@".contains(&byte) {
            url.push(char::from(byte));
        } else {
            percent::push_escaped(&mut url, byte);
        }
    }
    url
}
