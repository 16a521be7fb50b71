//! A folder with documents, rendered: `input.yaml`, `snippets/*.yaml`, and the arguments in `params.json`.

use std::fs;
use std::path::{Path, PathBuf};

use lokomotive::butane::{Files, NoFiles};
use lokomotive::clc::platform::Platform;
use lokomotive::flatcar_config::local_files::Directory;
use lokomotive::render::{BootCheck, Merge, Options, Source, Target, render};
use lokomotive::report::{Document, Report};
use serde_json::Value;

/// The folder's documents as Ignition; `None`, and why, when they do not render.
pub(crate) fn rendered(
    folder: &Path,
    target: Option<Target>,
    merge: Merge,
    boot_check: BootCheck,
) -> (Option<String>, Report) {
    let params: Value = match fs::read_to_string(folder.join("params.json")) {
        Ok(text) => serde_json::from_str(&text).expect("params.json is JSON"),
        Err(_) => Value::Null,
    };
    let flag = |key: &str| params[key].as_bool().unwrap_or_default();
    let Ok(platform) = Platform::parse(params["platform"].as_str().unwrap_or_default()) else {
        return (None, Report::default());
    };
    let files: Box<dyn Files> = match params["files_dir"].as_str() {
        None | Some("") => Box::new(NoFiles),
        Some(name) => Box::new(Directory::new(folder.join(name))),
    };
    let mut texts = vec![(Document::Content, read(&folder.join("input.yaml")))];
    let snippets = sorted(&folder.join("snippets")).into_iter().enumerate();
    texts.extend(snippets.map(|(index, path)| (Document::snippet(index), read(&path))));
    let sources: Vec<Source> = texts
        .iter()
        .map(|(document, text)| Source {
            document: *document,
            text,
        })
        .collect();
    let options = Options {
        platform,
        merge,
        boot_check,
        strict: flag("strict"),
        pretty_print: flag("pretty_print"),
        target,
    };
    render(&sources, options, &*files)
}

/// What is in a folder; nothing when there is none.
pub(crate) fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
