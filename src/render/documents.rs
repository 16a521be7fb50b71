//! The documents of a render, each compiled on its own.

use super::Options;
use crate::butane::{self, Files};
use crate::clc;
use crate::ignition::convert::{self, MountPoints};
use crate::ignition::v2_3;
use crate::ignition::v3::{self, Version};
use crate::report::{Document, Report};
use crate::yaml;

/// One document: its text and where it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Which argument it is.
    pub document: Document,
    /// Its text.
    pub text: &'a str,
}

/// Compiled documents, in order.
pub(super) enum Compiled {
    /// All are Container Linux Configs.
    V2(Vec<v2_3::Config>),
    /// At least one is Butane; the others were converted.
    V3(Vec<v3::Config>),
}

/// A compiled document.
enum Config {
    V2(Box<v2_3::Config>),
    V3(Box<v3::Config>),
}

/// Compiles each document, also when an earlier one is broken.
pub(super) fn compile(
    sources: &[Source<'_>],
    options: Options,
    files: &dyn Files,
) -> (Compiled, Report) {
    let mut report = Report::default();
    let configs = sources
        .iter()
        .map(|source| {
            let (config, findings) = compile_one(*source, options, files);
            report.extend(findings);
            config
        })
        .collect();
    (united(configs), report)
}

fn compile_one(source: Source<'_>, options: Options, files: &dyn Files) -> (Config, Report) {
    if is_butane(source.text) {
        let options = butane::Options {
            strict: options.strict,
        };
        let (config, report) = butane::compile(source.text, source.document, &options, files);
        (Config::V3(Box::new(config)), report)
    } else {
        let options = clc::Options {
            platform: options.platform,
            strict: options.strict,
        };
        let (config, report) = clc::compile(source.text, source.document, &options);
        (Config::V2(Box::new(config)), report)
    }
}

/// Whether a document is Butane. The word is looked for first, since most documents do not have it.
pub(super) fn is_butane(text: &str) -> bool {
    text.contains("variant")
        && yaml::parse(text).is_ok_and(|tree| tree.root().is_some_and(butane::is_butane))
}

/// Configs of one generation: as soon as one is Ignition 3, all become it. They are used together, so
/// they share their filesystems.
fn united(configs: Vec<Config>) -> Compiled {
    let mount_points = MountPoints::of(configs.iter().filter_map(Config::v2));
    if configs.iter().all(|config| config.v2().is_some()) {
        Compiled::V2(
            configs
                .into_iter()
                .filter_map(|config| match config {
                    Config::V2(config) => Some(*config),
                    Config::V3(_) => None,
                })
                .collect(),
        )
    } else {
        Compiled::V3(
            configs
                .into_iter()
                .map(|config| match config {
                    Config::V2(config) => {
                        convert::part_to_v3(*config, Version::default(), &mount_points)
                    }
                    Config::V3(config) => *config,
                })
                .collect(),
        )
    }
}

impl Config {
    fn v2(&self) -> Option<&v2_3::Config> {
        match self {
            Self::V2(config) => Some(config),
            Self::V3(_) => None,
        }
    }
}
