//! `update`, and the file that it and `locksmith` make.

use super::locksmith::{self, Locksmith};
use super::problems;
use crate::decode::{Field, Findings, schema};
use crate::ignition::v2_3::{Config, storage};
use crate::ignition::{data_url, rules};
use crate::report::{Mark, Severity};

schema! {
    /// `update`. The last four keys are of Flatcar's fork of the old tools.
    struct Update {
        group: String,
        server: String,
        pcr_policy_server: String,
        download_user: String,
        download_password: String,
        machine_alias: String,
    }
}

pub(super) fn lower(
    update: &Field<Option<Update>>,
    locksmith: &Field<Option<Locksmith>>,
    config: &mut Config,
    findings: &mut Findings,
) {
    let mut text = String::new();
    if let Some(section) = &update.value {
        check(section, update.mark, findings);
        text.push_str(&variables(section));
    }
    if let Some(section) = &locksmith.value {
        for line in locksmith::lines(section, locksmith.mark, findings) {
            text.push('\n');
            text.push_str(&line);
        }
    }
    if text.is_empty() {
        return;
    }
    let mark = if update.is_some() {
        update.mark
    } else {
        locksmith.mark
    };
    let file = storage::File {
        node: storage::Node {
            filesystem: String::from("root"),
            path: String::from("/etc/coreos/update.conf"),
            ..storage::Node::default()
        },
        contents: storage::FileContents {
            source: data_url::encode(text.as_bytes()),
            ..storage::FileContents::default()
        },
        mode: Some(0o644),
        joins_by_variable: true,
        ..storage::File::default()
    };
    config.storage.files.push(findings.at(file, mark));
}

fn check(update: &Update, mark: Mark, findings: &mut Findings) {
    let group = update.group.to_lowercase();
    if !matches!(group.as_str(), "stable" | "beta" | "alpha") && update.server.is_empty() {
        findings.parse(
            Severity::Warning,
            mark,
            problems::update_group_unknown(&update.group),
        );
    }
    if let Err(problem) = rules::sources::parsed(&update.server) {
        findings.parse(Severity::Error, update.server.mark, problem);
    }
}

/// The lines of `update.conf`. All but the first start with a line break, even when there is no first.
fn variables(update: &Update) -> String {
    let group = update.group.to_lowercase();
    let variables = [
        ("GROUP=", &group),
        ("\nSERVER=", &update.server),
        ("\nPCR_POLICY_SERVER=", &update.pcr_policy_server),
        ("\nDOWNLOAD_USER=", &update.download_user),
        ("\nDOWNLOAD_PASSWORD=", &update.download_password),
        ("\nMACHINE_ALIAS=", &update.machine_alias),
    ];
    let set = variables.into_iter().filter(|(_, value)| !value.is_empty());
    set.flat_map(|(name, value)| [name, value.as_str()])
        .collect()
}
