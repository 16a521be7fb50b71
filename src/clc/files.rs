//! `storage.files`.

use super::node::{self, Owner};
use super::problems;
use super::reference::{self, Verification};
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::v2_3::{Config, storage};
use crate::ignition::{data_url, rules};
use crate::report::{Mark, Severity};

/// The mode of a file that has none.
const MODE: i64 = 0o644;

schema! {
    /// An item of `storage.files`.
    struct File {
        filesystem: String,
        path: String,
        user: Option<Owner>,
        group: Option<Owner>,
        mode: Option<i64>,
        contents: Contents,
        overwrite: Option<bool>,
        append: bool,
    }

    /// `contents` of a file.
    struct Contents {
        inline: String,
        local: String,
        remote: Remote,
    }

    /// `contents.remote` of a file.
    struct Remote {
        url: String,
        compression: String,
        verification: Verification,
    }
}

pub(super) fn lower(files: List<File>, config: &mut Config, findings: &mut Findings) {
    for Field { value: file, mark } in files {
        check_mode(&file, mark, findings);
        let contents = contents(file.contents, findings);
        let node = node::Keys {
            filesystem: file.filesystem,
            path: file.path,
            user: file.user,
            group: file.group,
            overwrite: file.overwrite,
        };
        let lowered = storage::File {
            node: node::lower(node, findings),
            append: file.append.value,
            contents: contents.unwrap_or_default(),
            mode: Some(file.mode.unwrap_or(MODE)),
            joins_by_variable: false,
        };
        findings.errors(mark, rules::nodes::append_and_overwrite(&lowered));
        config.storage.files.push(findings.at(lowered, mark));
    }
}

fn check_mode(file: &File, mark: Mark, findings: &mut Findings) {
    if let Some(mode) = file.mode.value {
        findings.errors(file.mode.mark, rules::nodes::mode(mode));
        return;
    }
    let append = file.append.value;
    let severity = if append {
        Severity::Note
    } else {
        Severity::Warning
    };
    findings.parse(severity, mark, problems::file_mode_unset(append));
}

/// `None` when where the contents come from cannot be told.
fn contents(contents: Field<Contents>, findings: &mut Findings) -> Option<storage::FileContents> {
    let Contents {
        inline,
        local,
        remote: Field { value: remote, .. },
    } = contents.value;
    let sources = [&inline, &local, &remote.url];
    if sources.iter().filter(|source| !source.is_empty()).count() > 1 {
        findings.parse(Severity::Error, contents.mark, problems::contents_sources());
    }
    let source = if !inline.is_empty() {
        data_url::encode(inline.as_bytes())
    } else if !local.is_empty() {
        findings.errors(local.mark, [problems::local_file()]);
        return None;
    } else if !remote.url.is_empty() {
        fetched(&remote.url, findings)?
    } else {
        data_url::encode(b"")
    };
    findings.errors(
        remote.compression.mark,
        rules::sources::compression(&remote.compression),
    );
    Some(storage::FileContents {
        compression: remote.compression.value,
        source,
        verification: reference::verification(remote.verification, findings),
    })
}

/// The URL of a remote file, as Go prints it.
fn fetched(url: &Field<String>, findings: &mut Findings) -> Option<String> {
    let printed = rules::sources::parsed(url)
        .map(|url| url.to_string())
        .map_err(|problem| findings.errors(url.mark, [problem]))
        .ok()?;
    findings.errors(url.mark, rules::sources::source(&printed));
    Some(printed)
}
