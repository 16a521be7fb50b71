//! Debian's `ignition`, whose fetch stage merges a config with the one that it refers to.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use lokomotive::ignition::at::At;
use lokomotive::ignition::v3::Config;
use lokomotive::ignition::v3::resource::Resource;
use lokomotive::ignition::{data_url, json};
use lokomotive::report::{Document, Mark, Origin};
use serde_json::Value;

use crate::stage;

/// What Ignition makes of a parent that merges a child.
pub(crate) fn merged(parent: &Config, child: &Config) -> Value {
    let mut parent = parent.clone();
    parent.ignition.config.merge = vec![reference(child)];
    let folder = Folder::new();
    fs::create_dir(folder.0.join("root")).unwrap();
    let merged = stage::fetch(&json::to_string(&parent, false), &folder.0);
    without_version(serde_json::from_str(&merged.unwrap()).unwrap())
}

/// A config as [`merged`] shows it.
pub(crate) fn sections(config: &Config) -> Value {
    without_version(serde_json::from_str(&json::to_string(config, false)).unwrap())
}

fn reference(child: &Config) -> At<Resource> {
    let mark = Mark { line: 1, column: 1 };
    let document = Document::Content;
    let resource = Resource {
        source: Some(data_url::encode(json::to_string(child, false).as_bytes())),
        ..Resource::default()
    };
    At::new(resource, Origin { document, mark })
}

/// Takes out what differs: the version that Ignition uses inside, and the reference.
fn without_version(mut config: Value) -> Value {
    let ignition = config["ignition"].as_object_mut().unwrap();
    ignition.remove("version");
    ignition.remove("config");
    config
}

/// A folder of its own for each run.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ignition-merge-{}-{count}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // left behind in target/ otherwise
        let _ = fs::remove_dir_all(&self.0);
    }
}
