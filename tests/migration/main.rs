//! Migration to Butane keeps the machine: rendering the Butane text that a Container Linux Config becomes
//! equals rendering the config itself to Ignition 3.4.0. It keeps every comment, too.
//!
//! What may differ, since both spellings mean the same machine (see [`machine`]):
//!
//! - units are in another order: conversion sorts them by name, Butane keeps that of the text;
//! - contents are in another form: escaped, base64 or gzip, with `compression` to match or empty;
//! - a file that is appended to says `overwrite: false` or nothing.

mod corpus;
mod generated;
mod yaml;

use std::io::Read as _;

use lokomotive::butane::NoFiles;
use lokomotive::clc::platform::Platform;
use lokomotive::ignition::data_url;
use lokomotive::ignition::v3::Version;
use lokomotive::migrate::clc_to_butane;
use lokomotive::render::{Options, Source, Target, render};
use lokomotive::report::Document;
use lokomotive::yaml::comments::comments;
use serde_json::{Value, json};

/// Migrates a config and compares the renders; returns whether there was anything to compare. A config
/// that does not render must not migrate, and one that renders must.
fn check(content: &str, platform: Platform) -> Result<bool, String> {
    let fault = |what: &str| Err(format!("{what}\n--- the config\n{content}"));
    let expected = rendered(content, platform);
    let (text, report) = clc_to_butane(content, platform);
    match (expected, text) {
        (Err(_), None) => Ok(false),
        (Err(errors), Some(_)) => fault(&format!("migrates, but does not render: {errors}")),
        (Ok(_), None) => fault(&format!("does not migrate: {report:#?}")),
        (Ok(expected), Some(text)) => {
            let found = match rendered(&text, platform) {
                Ok(found) => machine(&found),
                Err(errors) => {
                    return fault(&format!(
                        "the Butane does not render: {errors}\n--- the Butane\n{text}"
                    ));
                }
            };
            let expected = machine(&expected);
            if expected == found {
                return match lost_comment(content, &text) {
                    None => Ok(true),
                    Some(lost) => fault(&format!(
                        "without the comment{lost}\n--- the Butane\n{text}"
                    )),
                };
            }
            fault(&format!(
                "another machine\n--- the Butane\n{text}\n--- which is\n{found:#}\n--- instead of\n{expected:#}"
            ))
        }
    }
}

/// A comment of the config that the Butane text does not have.
fn lost_comment(content: &str, butane: &str) -> Option<String> {
    let kept = comments(butane).into_iter();
    let mut kept: Vec<_> = kept.map(|comment| comment.text).collect();
    comments(content).into_iter().find_map(|comment| {
        let text = comment.text.trim_end();
        let found = kept.iter().position(|kept| kept == text);
        match found {
            Some(index) => {
                kept.swap_remove(index);
                None
            }
            None => Some(text.to_owned()),
        }
    })
}

/// A document rendered to 3.4.0.
fn rendered(text: &str, platform: Platform) -> Result<Value, String> {
    let sources = [Source {
        document: Document::Content,
        text,
    }];
    let options = Options {
        platform,
        target: Some(Target::V3(Version::V3_4_0)),
        ..Options::default()
    };
    let (json, report) = render(&sources, options, &NoFiles);
    let json = json.ok_or_else(|| format!("{:#?}", report.findings()))?;
    serde_json::from_str(&json).map_err(|error| error.to_string())
}

/// A config in the one spelling of its machine that is compared.
fn machine(config: &Value) -> Value {
    let mut config = config.clone();
    if let Some(units) = config["systemd"]["units"].as_array_mut() {
        units.sort_by_key(|unit| unit["name"].to_string());
    }
    for file in list(&mut config["storage"]["files"]) {
        if file["overwrite"] == json!(false)
            && let Some(file) = file.as_object_mut()
        {
            file.remove("overwrite");
        }
        unpack(&mut file["contents"]);
        list(&mut file["append"]).iter_mut().for_each(unpack);
    }
    config
}

fn list(value: &mut Value) -> &mut [Value] {
    value
        .as_array_mut()
        .map(Vec::as_mut_slice)
        .unwrap_or_default()
}

/// Replaces a data URL, compressed or not, by its bytes.
fn unpack(resource: &mut Value) {
    if resource["compression"] == json!("") {
        resource
            .as_object_mut()
            .map(|resource| resource.remove("compression"));
    }
    let Some(source) = resource["source"]
        .as_str()
        .filter(|url| url.starts_with("data:"))
    else {
        return;
    };
    let mut bytes = data_url::decode(source).expect("a data URL");
    if resource["compression"] == json!("gzip") {
        let mut unpacked = Vec::new();
        let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
        if reader.read_to_end(&mut unpacked).is_ok() {
            bytes = unpacked;
            resource
                .as_object_mut()
                .map(|resource| resource.remove("compression"));
        }
    }
    resource["source"] = json!(bytes);
}
