//! Any text, as content and snippets, renders or is refused with findings; it never panics or hangs.
//!
//! The first byte chooses the options; form feeds separate the documents.

use lokomotive::butane::NoFiles;
use lokomotive::clc::platform::Platform;
use lokomotive::diagnose::{self, Disclosure};
use lokomotive::ignition::v3::Version;
use lokomotive::render::{BootCheck, Merge, Options, Source, Target, render};
use lokomotive::report::Document;

/// Tries one input.
pub(crate) fn run(input: &[u8]) {
    let Some((flags, text)) = input.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let options = Options {
        platform: Platform::parse(if flags & 1 == 0 { "" } else { "custom" })
            .expect("both are platforms"),
        strict: flags & 2 != 0,
        merge: if flags & 4 == 0 {
            Merge::ByKey
        } else {
            Merge::Append
        },
        pretty_print: flags & 8 != 0,
        target: (flags & 16 != 0).then_some(Target::V3(Version::V3_4_0)),
        boot_check: BootCheck::Error,
    };
    let sources: Vec<Source> = text
        .split('\u{c}')
        .enumerate()
        .map(|(index, text)| Source {
            document: match index {
                0 => Document::Content,
                _ => Document::snippet(index - 1),
            },
            text,
        })
        .collect();
    let (rendered, report) = render(&sources, options, &NoFiles);
    assert_eq!(rendered.is_none(), report.has_errors());
    if let Some(rendered) = rendered {
        serde_json::from_str::<serde_json::Value>(&rendered).expect("the output is JSON");
    }
    let text_of = |wanted| {
        sources
            .iter()
            .find(|source| source.document == wanted)
            .map(|source| source.text)
    };
    diagnose::diagnostics(&report, text_of, Disclosure::Excerpts);
}
