//! Files of one path: the later replaces the earlier, is appended to it, or joins it by variables.

use super::fields::Fields;
use super::keyed::Group;
use super::{notes, update_conf};
use crate::ignition::at::At;
use crate::ignition::data_url;
use crate::ignition::v2_3::Verification;
use crate::ignition::v2_3::storage::{File, FileContents, Node};
use crate::report::Report;

/// The mode that a file gets whose document says nothing about it.
const DEFAULT_MODE: i64 = 0o644;

/// How a file relates to the one before it at its path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Replace,
    Append,
    JoinVariables,
}

/// Merges the files of one path in order. Files that follow in the same way are taken together, so that
/// their texts are decoded once and notes can name the document of each field and variable.
pub(super) fn merge(files: Group<At<File>>, report: &mut Report) -> At<File> {
    let mut run = Group::of(files.first);
    let mut relation = Relation::Replace;
    for next in files.later {
        let next_relation = if run.last().joins_by_variable && next.joins_by_variable {
            Relation::JoinVariables
        } else if next.append {
            Relation::Append
        } else {
            Relation::Replace
        };
        if next_relation != relation && !run.later.is_empty() {
            run = Group::of(finish(run, relation, report));
        }
        relation = next_relation;
        run.later.push(next);
    }
    finish(run, relation, report)
}

fn finish(files: Group<At<File>>, relation: Relation, report: &mut Report) -> At<File> {
    match relation {
        Relation::Replace => {
            let later = files.later.into_iter();
            later.fold(files.first, |base, next| replace(base, next, report))
        }
        Relation::Append => join(&files, report),
        Relation::JoinVariables => update_conf::join(&files, report),
    }
}

fn replace(base: At<File>, next: At<File>, report: &mut Report) -> At<File> {
    let is_same = base.node == next.node
        && base.append == next.append
        && base.contents == next.contents
        && base.mode == next.mode;
    if is_same {
        return base;
    }
    let what = format!("file {}", next.node.path);
    notes::replaced(&what, next.origin, base.origin, report);
    next
}

/// Adds the texts of the later files to that of the first. It keeps its owner and mode unless a later one
/// sets them: a mode of 0644 is what conversion fills in, so it does not count as set.
fn join(files: &Group<At<File>>, report: &mut Report) -> At<File> {
    let base = &files.first;
    let mut joined = Vec::new();
    for (position, file) in files.iter().enumerate() {
        match text(&file.contents) {
            Ok(text) => joined.extend(text),
            Err(reason) => {
                let later = if position == 0 { files.last() } else { file };
                let place = (later.origin, base.origin);
                let faulty = (file.origin.document, reason);
                notes::cannot_join(&base.node.path, place, faulty, report);
            }
        }
    }
    let mut fields = Fields::new(files, format!("file {}", base.node.path), report);
    let set_mode = |file: &File| file.mode.filter(|mode| *mode != DEFAULT_MODE);
    let file = File {
        node: Node {
            user: fields.last("user", |file| file.node.user.clone()),
            group: fields.last("group", |file| file.node.group.clone()),
            ..base.node.clone()
        },
        append: base.append,
        contents: FileContents {
            source: data_url::encode(&joined),
            ..FileContents::default()
        },
        mode: fields.last("mode", set_mode).or(base.mode),
        joins_by_variable: false,
    };
    At::new(file, files.last().origin)
}

/// The text of a file that can be joined, or what it is instead.
fn text(contents: &FileContents) -> Result<Vec<u8>, &'static str> {
    if !contents.compression.is_empty() {
        return Err("is compressed");
    }
    if contents.verification != Verification::default() {
        return Err("is verified by a hash");
    }
    if contents.source.is_empty() {
        return Ok(Vec::new());
    }
    data_url::decode(&contents.source).map_err(|_| "is fetched from elsewhere")
}
