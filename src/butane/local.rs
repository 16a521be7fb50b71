//! Local files: texts and trees that become part of the config.
//!
//! What is checked here is that a path stays in the files directory, by its text alone, as Butane does.

use super::files_dir::{Entry, Files};
use super::problems;
use crate::report::Problem;

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
