//! Paths of nodes and devices.

use super::problems;
use crate::ignition::path::clean;
use crate::report::Problem;

/// Error: a path is absolute, and written the shortest way.
pub(super) fn simple(path: &str) -> Option<Problem> {
    if path.is_empty() {
        Some(problems::path_missing())
    } else if !path.starts_with('/') {
        Some(problems::path_not_absolute(path))
    } else {
        let clean = clean(path);
        (clean != path).then(|| problems::path_not_simple(path))
    }
}

/// [`simple`] for a path that may be absent or empty.
pub(super) fn simple_if_any(path: Option<&str>) -> Option<Problem> {
    path.filter(|path| !path.is_empty()).and_then(simple)
}
