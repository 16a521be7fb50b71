//! What a valid Ignition 2.3 config must hold, as functions over values.
//!
//! A rule returns the problem it sees; where that is shown is the caller's business, because only the
//! caller knows which place of which document a value comes from. Each rule says in its first line whether
//! its problem is an error or a warning, and at which level the reference checks it: at a *field* (the
//! position is the field's value) or at the *struct* (the position is the whole entry, and an error there
//! hides all problems of the fields below).
//!
//! To add a rule: word its problem in `problems`, then add the function to the file of its section.

pub mod config;
pub mod disks;
pub mod filesystems;
pub mod nodes;
pub mod passwd;
mod problems;
pub mod raid;
pub mod sources;
pub mod units;

use crate::report::Problem;

/// Error, field: a path must start with `/`. Paths are not cleaned before.
#[must_use]
pub fn absolute_path(path: &str) -> Option<Problem> {
    (!path.starts_with('/')).then(|| problems::path_not_absolute(path))
}

#[cfg(test)]
mod tests;
