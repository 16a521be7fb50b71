//! In which order systemd starts units, as their files say it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::documents::{read, sorted};

/// Where units are on a machine; those of the first folder hide those of the second.
const FOLDERS: [&str; 2] = ["etc/systemd/system", "usr/lib/systemd/system"];

/// Which unit starts after which.
#[derive(Default)]
pub(crate) struct Order {
    after: BTreeMap<String, BTreeSet<String>>,
}

impl Order {
    /// The order of a machine's units.
    pub(crate) fn read(root: &Path) -> Self {
        let mut order = Self::default();
        let mut seen = BTreeSet::new();
        for folder in FOLDERS {
            for path in sorted(&root.join(folder)) {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let kind = fs::symlink_metadata(&path).unwrap().file_type();
                if let Some(unit) = name.strip_suffix(".d").filter(|_| kind.is_dir()) {
                    for dropin in sorted(&path) {
                        order.add(unit, &read(&dropin));
                    }
                } else if kind.is_file() && seen.insert(name.clone()) {
                    order.add(&name, &read(&path));
                }
            }
        }
        order
    }

    fn add(&mut self, unit: &str, text: &str) {
        for line in text.lines() {
            let Some((key, names)) = line.split_once('=') else {
                continue;
            };
            for name in names.split_whitespace() {
                let (first, second) = match key {
                    "After" => (name, unit),
                    "Before" => (unit, name),
                    _ => continue,
                };
                let earlier = self.after.entry(second.to_owned()).or_default();
                earlier.insert(first.to_owned());
            }
        }
    }

    /// Whether a unit starts before another.
    pub(crate) fn is_before(&self, first: &str, second: &str) -> bool {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![second]);
        while let Some(unit) = waiting.pop() {
            for earlier in self.after.get(unit).into_iter().flatten() {
                if earlier == first {
                    return true;
                }
                if seen.insert(earlier) {
                    waiting.push(earlier);
                }
            }
        }
        false
    }

    /// A unit that would have to start before itself.
    pub(crate) fn circle(&self) -> Option<&str> {
        let mut units = self.after.keys().map(String::as_str);
        units.find(|unit| self.is_before(unit, unit))
    }
}

#[test]
fn orders_are_found() {
    let mut order = Order::default();
    order.add("b.service", "[Unit]\nAfter=a.service x.target\n");
    order.add("b.service", "[Unit]\nBefore=c.service\n");
    assert!(order.is_before("a.service", "c.service"));
    assert!(!order.is_before("c.service", "a.service"));
    assert_eq!(order.circle(), None);
    order.add("a.service", "[Unit]\nAfter=c.service\n");
    assert_eq!(order.circle(), Some("a.service"));
}
