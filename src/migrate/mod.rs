//! Container Linux Configs to Butane, as text for people.
//!
//! The values come from the compiled config, converted as Flatcar converts it at boot; so what is written
//! means the same machine whatever aliases, merge keys and odd spellings the document has. Everything else
//! comes from the user's text: the order of keys, comments, blank lines, quotes and block texts. The two
//! meet by position: each entry of the config knows the place it was made from.
//!
//! ```text
//! text ─ compile ─ fold ─ convert → config ┐
//!   └─ tree, comments ─────────────────────┴ sections → outline ─ comments → print → text
//! ```
//!
//! Each section is a file that writes its entries into an outline. Sections without a twin in Butane (etcd,
//! flannel, docker, update, locksmith, networkd, and what a platform needs) become the units and files that
//! they mean, with a comment that says so. What Ignition 3 refuses is an error at its place.

mod comments;
mod disks;
mod filesystems;
mod generated;
mod ignition;
mod keys;
mod nodes;
mod outline;
mod passwd;
mod print;
mod problems;
mod resource;
mod text;
mod units;
mod written;

use crate::butane;
use crate::clc::{self, platform::Platform};
use crate::ignition::convert::{self, MountPoints};
use crate::ignition::v3::{self, Version, rules};
use crate::ignition::{by_key, v2_3};
use crate::report::{Document, Origin, Report, Severity, Step};
use crate::yaml::{self, Node};
use keys::Keys;
use written::Written;

/// Writes a Container Linux Config as Butane of variant `flatcar`, version 1.1.0; `None` when the report has
/// errors. `platform` is what dynamic data such as `{PRIVATE_IPV4}` are resolved for.
#[must_use]
pub fn clc_to_butane(content: &str, platform: Platform) -> (Option<String>, Report) {
    let tree = yaml::parse(content);
    let root = tree.as_ref().ok().and_then(yaml::Tree::root);
    if let Some(root) = root.filter(|root| butane::is_butane(*root)) {
        return (None, already_butane(root));
    }
    let options = clc::Options {
        platform,
        strict: false,
    };
    let (config, mut report) = clc::compile(content, Document::Content, &options);
    if report.has_errors() {
        return (None, report);
    }
    let old = by_key::fold(config, &mut report);
    let new = converted(old.clone(), &mut report);
    let text =
        (!report.has_errors()).then(|| written_anew(content, Written::document(root), &old, &new));
    report.sort();
    (text, report)
}

fn already_butane(root: Node<'_>) -> Report {
    let mut report = Report::default();
    let origin = Origin {
        document: Document::Content,
        mark: root.mark(),
    };
    report.add(Severity::Error, Step::Parse, origin, problems::butane());
    report
}

/// The config as Ignition 3, held against its rules.
fn converted(old: v2_3::Config, report: &mut Report) -> v3::Config {
    for filesystem in old
        .storage
        .filesystems
        .iter()
        .filter(|one| one.name == "root")
    {
        let problem = problems::root_filesystem();
        report.add(Severity::Warning, Step::Convert, filesystem.origin, problem);
    }
    let mount_points = MountPoints::of([&old]);
    let new = convert::to_v3(old, Version::V3_4_0, &mount_points);
    for violation in rules::check(&new) {
        if violation.severity == Severity::Error {
            report.push(violation.into_finding());
        }
    }
    new
}

fn written_anew(
    content: &str,
    document: Written<'_>,
    old: &v2_3::Config,
    new: &v3::Config,
) -> String {
    let mut keys = Keys::of(document);
    keys.map("ignition", |keys| ignition::write(&new.ignition, keys));
    keys.map("passwd", |keys| passwd::write(&new.passwd, keys));
    keys.map("storage", |keys| {
        disks::write(&new.storage, keys);
        filesystems::write(&new.storage.filesystems, keys);
        nodes::write(document, old, &new.storage, keys);
    });
    keys.map("systemd", |keys| {
        units::write(document, &new.systemd.units, keys);
    });

    let mut parts = keys.into_parts();
    let rest = comments::attach(content, &mut parts);
    print::print(&parts, &rest)
}

#[cfg(test)]
mod tests;
