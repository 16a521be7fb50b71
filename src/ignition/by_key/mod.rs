//! The default merge: entries that mean the same thing become one, and the later document wins.
//!
//! Today's Flatcar refuses configs with a path or a user twice, which [`append`](super::append::append)
//! yields as soon as a snippet touches something of the content. Where no key repeats and no document has
//! `ignition.config`, both merges give the same config.
//!
//! | entries | key | what the later one does |
//! |---|---|---|
//! | files, directories, links | filesystem and path, of whatever kind | replaces; `append: true` joins texts |
//! | update.conf of the update and locksmith sections | its path | replaces variable by variable |
//! | systemd and networkd units | name | replaces field by field; drop-ins by name |
//! | users, groups | name | replaces field by field; ssh keys are united |
//! | disks | device | partitions by number, else by label |
//! | filesystems | name, else device | replaces |
//! | RAID arrays | name | replaces |
//! | `ignition.config.append`, certificate authorities | source | replaces |
//! | `ignition.config.replace`, timeouts | – | replaces where present |
//!
//! An entry keeps the place in its list that the first of its key had. Equal values fold silently; what
//! replaces another value is noted in the report, for each field apart. A plain bool (`system`) cannot be
//! unset in a Container Linux Config: true wins, without a note. `mask: false` unmasks, and so do contents
//! and `enabled: true` of a later document.

mod disks;
mod fields;
mod files;
mod keyed;
mod nodes;
mod notes;
mod passwd;
mod references;
mod units;
mod update_conf;

use super::append::concatenate;
use super::v2_3::Config;
use crate::report::Report;

/// Merges a config with the one that comes after it.
///
/// To merge several, prefer [`all`]: it can tell which of them a replaced field came from.
#[must_use]
pub fn by_key(base: Config, next: Config, report: &mut Report) -> Config {
    all([base, next], report)
}

/// Folds the entries of one config whose keys repeat in it.
#[must_use]
pub fn fold(config: Config, report: &mut Report) -> Config {
    all([config], report)
}

/// Merges configs in order, and folds the keys that repeat within each.
#[must_use]
pub fn all(configs: impl IntoIterator<Item = Config>, report: &mut Report) -> Config {
    let mut merged = Config::default();
    for next in configs {
        references::note_replaced(&merged.ignition, &next.ignition, report);
        merged = concatenate(merged, next);
    }
    references::fold(&mut merged.ignition, report);
    units::fold(&mut merged, report);
    passwd::fold(&mut merged.passwd, report);
    nodes::fold(&mut merged.storage, report);
    disks::fold(&mut merged.storage, report);
    merged
}

#[cfg(test)]
mod tests;
