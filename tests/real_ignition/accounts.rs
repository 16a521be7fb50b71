//! The accounts of a machine: the lines of its databases.

use std::collections::BTreeSet;
use std::path::Path;

use crate::documents::read;

/// Accounts, like `passwd core:x:500:500::/home/core:/bin/bash`.
pub(crate) struct Accounts(BTreeSet<String>);

impl Accounts {
    /// Those of a root.
    pub(crate) fn of(root: &Path) -> Self {
        let databases = ["passwd", "shadow", "group"].iter().flat_map(|database| {
            read(&root.join("etc").join(database))
                .lines()
                .map(|line| format!("{database} {}", without_date(database, line)))
                .collect::<Vec<_>>()
        });
        Self(databases.collect())
    }

    /// What is new or different since another time.
    pub(crate) fn since(&self, before: &Self) -> Vec<String> {
        self.0.difference(&before.0).cloned().collect()
    }
}

/// Of a password, its name and hash: the rest is the date of today and what follows from it.
fn without_date(database: &str, line: &str) -> String {
    let fields = line.split(':');
    let count = if database == "shadow" { 2 } else { usize::MAX };
    fields.take(count).collect::<Vec<_>>().join(":")
}
