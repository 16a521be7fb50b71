//! Local files: the trees and texts that a document names and that become part of the config.
//!
//! They are handed in by the caller, so that this module never touches a disk. What is checked here is
//! that a path stays in the files directory, by its text alone, as Butane does.

use super::problems;
use crate::report::Problem;

/// The files directory.
///
/// Paths are relative to it, are separated by `/`, and have no `.` or `..`; the directory itself is empty.
pub trait Files {
    /// The bytes of a file; symbolic links are followed.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileProblem>;

    /// All that is below a directory, in lexical order, but for the directories themselves.
    ///
    /// # Errors
    /// It cannot be listed, or is no directory.
    fn walk(&self, path: &str) -> Result<Vec<Entry>, FileProblem>;
}

/// Something in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path, relative to the directory that was walked.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

/// What an entry of a directory is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File {
        /// Whether anyone may execute it.
        executable: bool,
    },
    /// A symbolic link, with the text of its target.
    Link(String),
    /// A device, socket or pipe, which no config can hold.
    Other,
}

/// Why a local file cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// There is no files directory.
    NoFilesDirectory,
    /// Nothing has this path.
    NotFound,
    /// A tree begins at something that is no directory.
    NotADirectory,
    /// It exists but cannot be read, in the words of the operating system.
    Unreadable(String),
}

/// No files directory: every local file is a finding.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileProblem> {
        Err(FileProblem::NoFilesDirectory)
    }

    fn walk(&self, _: &str) -> Result<Vec<Entry>, FileProblem> {
        Err(FileProblem::NoFilesDirectory)
    }
}

/// The bytes of a local file.
///
/// # Errors
/// The path leaves the files directory, or the file cannot be read.
pub(super) fn read(path: &str, files: &dyn Files) -> Result<Vec<u8>, Problem> {
    files
        .read(&inside(path)?)
        .map_err(|problem| problems::local_file(&problem, path))
}

/// All that is in a local directory, with the path of each to [`read`] it by.
///
/// # Errors
/// The path leaves the files directory, or the directory cannot be listed.
pub(super) fn walk(path: &str, files: &dyn Files) -> Result<Vec<(String, Entry)>, Problem> {
    let root = inside(path)?;
    let entries = files
        .walk(&root)
        .map_err(|problem| problems::local_file(&problem, path))?;
    let read_by = |entry: Entry| (format!("{root}/{}", entry.path), entry);
    Ok(entries.into_iter().map(read_by).collect())
}

/// A path without its `.`, `..` and empty elements.
///
/// # Errors
/// It leaves the files directory.
fn inside(path: &str) -> Result<String, Problem> {
    let mut elements: Vec<&str> = Vec::new();
    for element in path.split('/') {
        match element {
            "" | "." => {}
            ".." => {
                if elements.pop().is_none() {
                    return Err(problems::local_file_outside(path));
                }
            }
            element => elements.push(element),
        }
    }
    Ok(elements.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let check = |path: &str, expect: Option<&str>| {
            assert_eq!(inside(path).ok().as_deref(), expect, "{path}");
        };
        check("a/b", Some("a/b"));
        check("/a//b/", Some("a/b"));
        check("./a/../b", Some("b"));
        check("", Some(""));
        check("a/..", Some(""));
        check("..", None);
        check("../a", None);
        check("a/../../b", None);
    }
}
