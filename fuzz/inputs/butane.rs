//! Any text compiles as Butane or is refused with findings, and so does what a Container Linux Config is migrated to:
//! where the config itself renders to Ignition 3, its migration renders, too.
//!
//! The first byte chooses the options.

use lokomotive::butane::{self, NoFiles};
use lokomotive::clc::platform::Platform;
use lokomotive::ignition::boot_check;
use lokomotive::ignition::v3::Version;
use lokomotive::migrate::clc_to_butane;
use lokomotive::render::{BootCheck, Options, Source, Target, render};
use lokomotive::report::{Document, Report};

/// Tries one input.
pub(crate) fn run(input: &[u8]) {
    let Some((flags, text)) = input.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let strict = flags & 1 != 0;
    let options = butane::Options { strict };
    let (config, report) = butane::compile(text, Document::Content, &options, &NoFiles);
    if !report.has_errors() {
        drop(boot_check::check_v3(&config));
    }

    let platform = if flags & 2 == 0 { "" } else { "custom" };
    let platform = Platform::parse(platform).expect("both are platforms");
    if let (Some(butane), _) = clc_to_butane(text, platform) {
        let (rendered, report) = as_ignition_3(text, platform);
        if rendered.is_some() {
            let (rendered, report) = as_ignition_3(&butane, platform);
            assert!(rendered.is_some(), "the Butane:\n{butane}\n{report:#?}");
        } else {
            panic!("it migrates, but does not render: {report:#?}");
        }
    }
}

fn as_ignition_3(text: &str, platform: Platform) -> (Option<String>, Report) {
    let source = Source {
        document: Document::Content,
        text,
    };
    let options = Options {
        platform,
        target: Some(Target::V3(Version::V3_4_0)),
        boot_check: BootCheck::Off,
        ..Options::default()
    };
    render(&[source], options, &NoFiles)
}
