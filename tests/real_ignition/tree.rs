//! What is on a machine, as text: a line per path, a file's text below it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use crate::documents::sorted;

/// What is told elsewhere: see `accounts`, and `units` for the preset, whose lines are in no order.
const LEFT_OUT: &[&str] = &[
    "/etc/.pwd.lock",
    "/etc/.ignition-result.json",
    "/etc/group",
    "/etc/group-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/passwd",
    "/etc/passwd-",
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/systemd/system-preset/20-ignition.preset",
];

/// Paths, each with kind, mode, owner, group and content.
pub(crate) struct Tree(BTreeMap<String, String>);

impl Tree {
    /// What is below a root.
    pub(crate) fn of(root: &Path) -> Self {
        let mut entries = BTreeMap::new();
        collect(root, "", &mut entries);
        Self(entries)
    }

    /// What is new or different since another time.
    pub(crate) fn since(&self, before: &Self) -> String {
        let missing: Vec<_> = before
            .0
            .keys()
            .filter(|path| !self.0.contains_key(*path))
            .collect();
        assert!(missing.is_empty(), "Ignition has removed {missing:?}");
        let changed = self
            .0
            .iter()
            .filter(|(path, entry)| before.0.get(*path) != Some(entry));
        changed.map(|(_, entry)| entry.as_str()).collect()
    }
}

fn collect(folder: &Path, below: &str, entries: &mut BTreeMap<String, String>) {
    for path in sorted(folder) {
        let name = format!("{below}/{}", path.file_name().unwrap().display());
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        entries.insert(name.clone(), entry(&path, &name));
        if path.is_dir() && !path.is_symlink() {
            collect(&path, &name, entries);
        }
    }
}

/// Like `file 0644 0:0 /etc/hostname`, with the text below.
fn entry(path: &Path, name: &str) -> String {
    let metadata = fs::symlink_metadata(path).unwrap();
    let kind = metadata.file_type();
    let owners = format!("{}:{}", metadata.uid(), metadata.gid());
    let mode = metadata.mode() & 0o7777;
    if kind.is_symlink() {
        let target = fs::read_link(path).unwrap();
        return format!("link {owners} {name} -> {}\n", target.display());
    }
    if kind.is_dir() {
        return format!("dir  {mode:04o} {owners} {name}\n");
    }
    assert!(!kind.is_char_device() && !kind.is_block_device() && !kind.is_socket());
    let names = match metadata.nlink() {
        1 => String::new(),
        count => format!(" ({count} names)"),
    };
    let bytes = fs::read(path).unwrap();
    format!(
        "file {mode:04o} {owners} {name}{names}\n{}",
        text(&String::from_utf8_lossy(&bytes))
    )
}

/// A text, indented, with a mark where the last line does not end.
fn text(content: &str) -> String {
    let mut lines: String = content
        .lines()
        .map(|line| {
            let indented = format!("  | {line}");
            format!("{}\n", indented.trim_end())
        })
        .collect();
    if !content.is_empty() && !content.ends_with('\n') {
        lines.push_str("  (no newline)\n");
    }
    lines
}
