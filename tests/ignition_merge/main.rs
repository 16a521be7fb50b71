//! The merge of Ignition 3: its properties, and that it is Ignition's own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configs;
mod engine;
#[path = "../real_ignition/stage.rs"]
mod stage;

use lokomotive::ignition::v3::{Config, merge};
use proptest::prelude::*;

use configs::{Kinds, config};

proptest! {
    #[test]
    fn an_empty_config_changes_nothing(config in config(Kinds::Mixed)) {
        let empty = configs::empty();
        prop_assert_eq!(&merge(config.clone(), empty.clone()), &config);
        prop_assert_eq!(&merge(empty, config.clone()), &config);
    }

    /// Where no path changes its kind and no header is removed.
    #[test]
    fn it_does_not_matter_which_are_merged_first(
        a in config(Kinds::Apart), b in config(Kinds::Apart), c in config(Kinds::Apart)
    ) {
        let left = merge(merge(a.clone(), b.clone()), c.clone());
        let right = merge(a, merge(b, c));
        prop_assert_eq!(left, right);
    }

    #[test]
    fn what_the_child_says_holds(parent in config(Kinds::Mixed), child in config(Kinds::Mixed)) {
        let merged = merge(parent, child.clone());
        for unit in &child.systemd.units {
            let found = merged.systemd.units.iter().filter(|other| other.name == unit.name);
            let found: Vec<_> = found.collect();
            prop_assert_eq!(found.len(), 1);
            prop_assert!(unit.contents.is_none() || found[0].contents == unit.contents);
            prop_assert_eq!(found[0].origin, unit.origin);
        }
    }
}

#[test]
fn ignition_merges_the_same() {
    stage::assert_installed();
    let pairs = (config(Kinds::Mixed), config(Kinds::Mixed));
    let cases = ProptestConfig::with_cases(100);
    let mut runner = proptest::test_runner::TestRunner::new(cases);
    let result = runner.run(&pairs, |(parent, child)| {
        let ours = engine::sections(&merge(parent.clone(), child.clone()));
        prop_assert_eq!(ours, engine::merged(&parent, &child));
        Ok(())
    });
    result.unwrap();
}

/// The config that Ignition prints for `{}`.
#[test]
fn ignition_merges_nothing_with_nothing() {
    stage::assert_installed();
    let empty: Config = configs::empty();
    assert_eq!(engine::sections(&empty), engine::merged(&empty, &empty));
}
