//! What a run has come to so far, in a file: a run that was broken off goes on where it was.
//!
//! The first line says which seeds the run has. Each other line is a schedule: its seed, `ok` or `failed`, and the kinds
//! of trouble that came about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use crate::story::Played;

/// A run: the schedules that it has, and those that were played, by their seeds.
pub(crate) struct Ledger {
    seeds: Range<u64>,
    file: File,
    played: BTreeMap<u64, Entry>,
}

/// What came of a schedule.
struct Entry {
    is_ok: bool,
    struck: BTreeSet<String>,
}

impl Ledger {
    /// Opens the file of a run of these seeds. It goes on with what was left; a run of other seeds, or one that was
    /// complete, begins anew.
    pub(crate) fn open(path: &Path, seeds: &Range<u64>) -> Self {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let title = format!("seeds {seeds:?}");
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut played = BTreeMap::new();
        if let Some(("", lines)) = text
            .strip_prefix(&title)
            .and_then(|rest| rest.split_once('\n'))
        {
            played.extend(lines.lines().filter_map(entry));
        }
        let is_complete = seeds.clone().all(|seed| is_ok(&played, seed));
        if is_complete || played.is_empty() {
            played.clear();
            fs::write(path, title + "\n").unwrap();
        }
        let file = OpenOptions::new().append(true).open(path).unwrap();
        Self {
            seeds: seeds.clone(),
            file,
            played,
        }
    }

    /// Seeds that are still to be played; what has failed is played again.
    pub(crate) fn left(&self) -> Vec<u64> {
        let seeds = self.seeds.clone();
        seeds.filter(|seed| !is_ok(&self.played, *seed)).collect()
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

    /// How many schedules there were, by the kind of trouble that came about.
    pub(crate) fn table(&self) -> String {
        let entries: Vec<&Entry> = self.played.values().collect();
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

fn is_ok(played: &BTreeMap<u64, Entry>, seed: u64) -> bool {
    played.get(&seed).is_some_and(|entry| entry.is_ok)
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
        let mut ledger = Ledger::open(&path, &(1..4));
        assert_eq!(ledger.left(), [1, 2, 3]);
        ledger.add(1, &played(&["kill -9", "loss"], None));
        ledger.add(3, &played(&["kill -9"], Some("lost")));
        let mut ledger = Ledger::open(&path, &(1..4));
        assert_eq!(ledger.left(), [2, 3], "and what has failed is played again");
        ledger.add(2, &played(&[], None));
        ledger.add(3, &played(&["kill -9"], None));
        let table = ledger.table();
        assert!(table.starts_with("3 of 3 schedules end well\n"), "{table}");
        let counted = table.lines().filter(|line| line.contains("kill -9"));
        assert!(counted.eq(["  kill -9              2"]), "{table}");
        let mut ledger = Ledger::open(&path, &(1..4));
        assert_eq!(ledger.left(), [1, 2, 3], "a complete run begins anew");
        ledger.add(1, &played(&[], None));
        let ledger = Ledger::open(&path, &(1..3));
        assert_eq!(ledger.left(), [1, 2], "and so does another one");
    }
}
