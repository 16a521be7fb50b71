//! The files directory: local files that documents name, handed in by the caller.
//!
//! This module never touches a disk, so that compiling stays a function of what is handed in.

/// The files directory.
///
/// Paths are relative to it, are separated by `/`, and have no `.` or `..`; the directory itself is empty.
pub trait Files {
    /// The bytes of a file; symbolic links are followed.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileProblem>;

    /// All that is below a directory but the directories themselves: the names of a directory in the order
    /// of their bytes, what is in a directory in its place. The order decides that of the rendered entries.
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
