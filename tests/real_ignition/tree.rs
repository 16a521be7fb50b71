//! What is on a machine, as text: a line per path, a file's text below it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::documents::{read, sorted};

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
pub(crate) struct Tree(BTreeMap<String, Vec<String>>);

impl Tree {
    /// What is below a root.
    pub(crate) fn of(root: &Path) -> Self {
        let mut entries = BTreeMap::new();
        collect(root, "", &mut entries);
        Self(entries)
    }

    /// What is new or different since another time.
    pub(crate) fn since(&self, before: &Self) -> Vec<String> {
        let missing = before.0.keys().find(|path| !self.0.contains_key(*path));
        assert_eq!(missing, None, "Ignition has removed a path");
        let all = self.0.iter();
        let changed = all.filter(|(path, entry)| before.0.get(*path) != Some(entry));
        changed.flat_map(|(_, lines)| lines.clone()).collect()
    }
}

fn collect(folder: &Path, below: &str, entries: &mut BTreeMap<String, Vec<String>>) {
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

/// Lines like `file 0644 0:0 /etc/hostname`, and the text below.
fn entry(path: &Path, name: &str) -> Vec<String> {
    let metadata = fs::symlink_metadata(path).unwrap();
    let kind = metadata.file_type();
    let owners = format!("{}:{}", metadata.uid(), metadata.gid());
    let mode = metadata.mode() & 0o7777;
    if kind.is_symlink() {
        let target = fs::read_link(path).unwrap();
        return vec![format!("link {owners} {name} -> {}", target.display())];
    }
    if kind.is_dir() {
        return vec![format!("dir  {mode:04o} {owners} {name}")];
    }
    assert!(kind.is_file(), "{name} is no file, link or directory");
    let names = match metadata.nlink() {
        1 => String::new(),
        count => format!(" ({count} names)"),
    };
    let mut lines = vec![format!("file {mode:04o} {owners} {name}{names}")];
    lines.extend(indented(&read(path)));
    lines
}

/// The lines of a text, indented, with a mark where the last one does not end.
fn indented(content: &str) -> Vec<String> {
    let lines = content.lines();
    let mut lines: Vec<String> = lines
        .map(|line| format!("  | {line}").trim_end().to_owned())
        .collect();
    if !content.is_empty() && !content.ends_with('\n') {
        lines.push("  (no newline)".to_owned());
    }
    lines
}
