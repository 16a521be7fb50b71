//! What a run has come to so far, in a file: a run that was broken off goes on where it was.
//!
//! Each line is a schedule: its seed, `ok` or `failed`, and the kinds of trouble that came about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::story::Played;

/// The schedules that were played, by their seeds.
pub(crate) struct Ledger {
    path: PathBuf,
    file: File,
    played: BTreeMap<u64, Entry>,
}

/// What came of a schedule.
struct Entry {
    is_ok: bool,
    struck: BTreeSet<String>,
}

impl Ledger {
    /// Opens the file of a cloud; what was played before is in it.
    pub(crate) fn open(path: &Path) -> Self {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = fs::read_to_string(path).unwrap_or_default();
        let file = OpenOptions::new().create(true).append(true).open(path);
        Self {
            path: path.to_owned(),
            file: file.unwrap(),
            played: text.lines().filter_map(entry).collect(),
        }
    }

    /// Seeds of a run that are still to be played; all of them, once the run was complete.
    pub(crate) fn left(&mut self, seeds: impl Iterator<Item = u64> + Clone) -> Vec<u64> {
        let is_done = |seed: &u64| self.played.get(seed).is_some_and(|entry| entry.is_ok);
        let left: Vec<u64> = seeds.clone().filter(|seed| !is_done(seed)).collect();
        if left.is_empty() {
            self.forget();
            return seeds.collect();
        }
        left
    }

    fn forget(&mut self) {
        self.played.clear();
        self.file = File::create(&self.path).unwrap();
    }

    /// Writes down what came of a schedule.
    pub(crate) fn add(&mut self, seed: u64, played: &Played) {
        let is_ok = played.broken.is_none();
        let struck: Vec<&str> = played.struck.iter().copied().collect();
        let word = if is_ok { "ok" } else { "failed" };
        writeln!(self.file, "{seed} {word} {}", struck.join(",")).unwrap();
        let struck = struck.into_iter().map(str::to_owned).collect();
        self.played.insert(seed, Entry { is_ok, struck });
    }

    /// How many schedules of a run there were, by the kind of trouble that came about.
    pub(crate) fn table(&self, seeds: impl Iterator<Item = u64>) -> String {
        let entries: Vec<&Entry> = seeds.filter_map(|seed| self.played.get(&seed)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for kind in entries.iter().flat_map(|entry| &entry.struck) {
            *counts.entry(kind).or_default() += 1;
        }
        let undisturbed = entries.iter().filter(|entry| entry.struck.is_empty());
        counts.insert("undisturbed", undisturbed.count());
        let green = entries.iter().filter(|entry| entry.is_ok).count();
        let mut table = format!("{green} of {} schedules end well\n", entries.len());
        for (kind, count) in counts {
            let _ = writeln!(table, "  {kind:15} {count:6}");
        }
        table
    }
}

fn entry(line: &str) -> Option<(u64, Entry)> {
    let mut words = line.splitn(3, ' ');
    let seed = words.next()?.parse().ok()?;
    let is_ok = words.next()? == "ok";
    let struck = words.next()?.split(',').filter(|kind| !kind.is_empty());
    let struck = struck.map(str::to_owned).collect();
    Some((seed, Entry { is_ok, struck }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(struck: &[&'static str], broken: Option<&str>) -> Played {
        Played {
            struck: struck.iter().copied().collect(),
            broken: broken.map(str::to_owned),
            told: Vec::new(),
        }
    }

    #[test]
    fn a_run_goes_on_where_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("chaos/metal");
        let mut ledger = Ledger::open(&path);
        assert_eq!(ledger.left(1..4), [1, 2, 3]);
        ledger.add(1, &played(&["kill -9", "loss"], None));
        ledger.add(3, &played(&["kill -9"], Some("lost")));
        let mut ledger = Ledger::open(&path);
        assert_eq!(
            ledger.left(1..4),
            [2, 3],
            "and what has failed is played again"
        );
        ledger.add(2, &played(&[], None));
        ledger.add(3, &played(&["kill -9"], None));
        let table = ledger.table(1..4);
        assert!(table.starts_with("3 of 3 schedules end well\n"), "{table}");
        let counted = table.lines().filter(|line| line.contains("kill -9"));
        assert!(counted.eq(["  kill -9              2"]), "{table}");
        let mut ledger = Ledger::open(&path);
        assert_eq!(ledger.left(1..4), [1, 2, 3], "a complete run begins anew");
    }
}
