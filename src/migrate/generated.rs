//! What sections without a twin in Butane become: a comment tells where it comes from, and the comments of
//! the section go with it.

use super::outline::Part;
use super::written::Written;

/// Units that sections make, by name.
const UNITS: [(&str, &str); 3] = [
    ("docker.service", "docker"),
    ("etcd-member.service", "etcd"),
    ("flanneld.service", "flannel"),
];
/// Units that a platform needs.
const PLATFORM: [&str; 2] = [
    "coreos-metadata.service",
    "coreos-metadata-sshkeys@.service",
];

/// A unit, or its drop-in, that no item of the document stands for.
pub(super) fn unit(name: &str, document: Written<'_>, part: Part) -> Part {
    let section = UNITS.iter().find(|(unit, _)| *unit == name);
    if let Some((_, section)) = section {
        from_section(&[section], document, part)
    } else if PLATFORM.contains(&name) {
        part.noted("For the platform.")
    } else {
        part
    }
}

/// The file of `update` and `locksmith`.
pub(super) fn update_conf(document: Written<'_>, part: Part) -> Part {
    from_section(&["update", "locksmith"], document, part)
}

fn from_section(names: &[&str], document: Written<'_>, part: Part) -> Part {
    let there = names.iter().filter(|name| document.key(name).is_there());
    let there: Vec<&str> = there.copied().collect();
    let Some(first) = there.first() else {
        return part;
    };
    let place = document.section(first);
    let sections = if there.len() == 1 {
        "section"
    } else {
        "sections"
    };
    Part { place, ..part }.noted(&format!("From the {sections} {}.", there.join(" and ")))
}
