//! The files directory on disk: what Butane's `local` paths name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::butane::{Entry, FileProblem, Files, Kind};

/// Largest file that is read, in bytes. A config that holds it could not be sent to any machine.
const MAX_FILE: u64 = 16 << 20;

/// Most entries of a tree that are listed.
const MAX_ENTRIES: usize = 10_000;

/// A files directory on disk.
#[derive(Debug)]
pub struct Directory {
    root: PathBuf,
}

/// A files directory that is not known yet: every file is there and empty, so that the rest can be checked.
#[derive(Debug)]
pub struct Unknown;

impl Directory {
    /// The directory at a path, relative to Terraform's working directory.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl Files for Directory {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileProblem> {
        let path = self.root.join(path);
        let size = fs::metadata(&path).map_err(|error| problem(&error))?.len();
        if size > MAX_FILE {
            let limit = MAX_FILE >> 20;
            return Err(FileProblem::Unreadable(format!(
                "it has {size} bytes, more than {limit} MiB"
            )));
        }
        fs::read(&path).map_err(|error| problem(&error))
    }

    fn walk(&self, path: &str) -> Result<Vec<Entry>, FileProblem> {
        let base = self.root.join(path);
        let metadata = fs::metadata(&base).map_err(|error| problem(&error))?;
        if !metadata.is_dir() {
            return Err(FileProblem::NotADirectory);
        }
        let mut entries = Vec::new();
        collect(&base, &mut entries, &base).map_err(|error| problem(&error))?;
        Ok(entries)
    }
}

impl Files for Unknown {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileProblem> {
        Ok(Vec::new())
    }

    fn walk(&self, _: &str) -> Result<Vec<Entry>, FileProblem> {
        Ok(Vec::new())
    }
}

/// Adds what is below `folder`, in lexical order of the paths' elements, folders themselves left out.
fn collect(folder: &Path, entries: &mut Vec<Entry>, base: &Path) -> io::Result<()> {
    let mut children: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    children.sort_by_key(fs::DirEntry::file_name);
    for child in children {
        let path = child.path();
        let metadata = child.metadata()?; // does not follow links
        if metadata.is_dir() {
            collect(&path, entries, base)?;
            continue;
        }
        if entries.len() == MAX_ENTRIES {
            return Err(io::Error::other(format!(
                "it has more than {MAX_ENTRIES} files"
            )));
        }
        let kind = if metadata.is_file() {
            Kind::File {
                executable: is_executable(&metadata),
            }
        } else if metadata.is_symlink() {
            Kind::Link(text(&fs::read_link(&path)?)?)
        } else {
            Kind::Other
        };
        let below = path.strip_prefix(base).map_err(io::Error::other)?;
        entries.push(Entry {
            path: text(below)?,
            kind,
        });
    }
    Ok(())
}

fn problem(error: &io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound => FileProblem::NotFound,
        _ => FileProblem::Unreadable(error.to_string()),
    }
}

/// A path as configs hold it.
fn text(path: &Path) -> io::Result<String> {
    path.to_str()
        .map(|path| path.replace('\\', "/"))
        .ok_or_else(|| io::Error::other("a file name in it is not UTF-8"))
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o111 != 0
}

/// Windows has no such permission.
#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_listed_in_order_and_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("tree/b")).unwrap();
        fs::write(path("tree/b/inner"), "i").unwrap();
        fs::write(path("tree/c"), "c").unwrap();
        std::os::unix::fs::symlink("/target", path("tree/a")).unwrap();
        let files = Directory::new(folder.path());
        let listed: Vec<_> = files
            .walk("tree")
            .unwrap()
            .into_iter()
            .map(|entry| (entry.path, entry.kind))
            .collect();
        let file = Kind::File { executable: false };
        assert_eq!(
            listed,
            [
                ("a".to_owned(), Kind::Link("/target".to_owned())),
                ("b/inner".to_owned(), file.clone()),
                ("c".to_owned(), file),
            ]
        );
        assert_eq!(files.read("tree/b/inner"), Ok(b"i".to_vec()));
    }

    #[test]
    fn what_is_missing_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let files = Directory::new(folder.path());
        assert_eq!(files.read("none"), Err(FileProblem::NotFound));
        assert_eq!(files.walk("none"), Err(FileProblem::NotFound));
        assert_eq!(files.walk("file"), Err(FileProblem::NotADirectory));
        assert!(matches!(files.read("."), Err(FileProblem::Unreadable(_))));
    }
}
