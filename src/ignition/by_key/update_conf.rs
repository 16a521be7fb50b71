//! `/etc/coreos/update.conf`, which the update and locksmith sections of several documents share.

use super::keyed::{Group, groups};
use super::notes;
use crate::ignition::at::At;
use crate::ignition::data_url;
use crate::ignition::v2_3::storage::File;
use crate::report::{Origin, Report};

/// Joins files of `NAME=value` lines: a later line replaces the one of its name. Blank lines go.
///
/// Sections make these files, always as a data URL without compression; should one be anything else, it is
/// taken as empty.
pub(super) fn join(files: &Group<At<File>>, report: &mut Report) -> At<File> {
    let mut lines: Vec<(String, Origin)> = Vec::new();
    for file in files.iter() {
        let text = data_url::decode(&file.contents.source).unwrap_or_default();
        for line in String::from_utf8_lossy(&text).lines() {
            if !line.is_empty() {
                lines.push((line.to_owned(), file.origin));
            }
        }
    }
    let path = &files.first.node.path;
    let mut text = Vec::new();
    for group in groups(lines, |(line, _)| Some(variable(line).to_owned())) {
        let (mut line, mut origin) = group.first;
        for (next, next_origin) in group.later {
            if next != line {
                let what = format!("variable {} of {path}", variable(&next));
                notes::replaced(&what, next_origin, origin, report);
                (line, origin) = (next, next_origin);
            }
        }
        text.push(line);
    }
    let mut joined = files.first.clone();
    joined.origin = files.last().origin;
    joined.contents.source = data_url::encode(text.join("\n").as_bytes());
    joined
}

/// The name that a line sets; a line that sets none stands for itself.
fn variable(line: &str) -> &str {
    line.split_once('=').map_or(line, |(name, _)| name)
}
