//! `passwd`: users and groups.

use super::files_dir::Files;
use super::local;
use super::problems;
use super::version::{V1_2, V1_5};
use crate::decode::{Field, Findings, List, located, schema};
use crate::ignition::at::At;
use crate::ignition::v3::{Config, passwd};
use crate::report::Severity;

schema! {
    /// `passwd`.
    struct Passwd {
        users: List<User>,
        groups: List<Group>,
    }

    /// A user.
    struct User {
        name: String,
        password_hash: Option<String>,
        ssh_authorized_keys: List<String>,
        ssh_authorized_keys_local: List<String> [if V1_5],
        uid: Option<i64>,
        gecos: Option<String>,
        home_dir: Option<String>,
        no_create_home: Option<bool>,
        primary_group: Option<String>,
        groups: List<String>,
        no_user_group: Option<bool>,
        no_log_init: Option<bool>,
        shell: Option<String>,
        should_exist: Option<bool> [if V1_2],
        system: Option<bool>,
    }

    /// A group.
    struct Group {
        name: String,
        gid: Option<i64>,
        password_hash: Option<String>,
        should_exist: Option<bool> [if V1_2],
        system: Option<bool>,
    }
}

pub(super) fn lower(
    section: Passwd,
    files: &dyn Files,
    config: &mut Config,
    findings: &mut Findings,
) {
    for Field { value, mark } in section.users.value {
        let lowered = user(value, files, findings);
        config.passwd.users.push(findings.at(lowered, mark));
    }
    for Field { value: group, mark } in section.groups.value {
        let lowered = passwd::Group {
            gid: group.gid.value,
            name: group.name.value,
            password_hash: group.password_hash.value,
            should_exist: group.should_exist.value,
            system: group.system.value,
        };
        config.passwd.groups.push(findings.at(lowered, mark));
    }
}

fn user(user: User, files: &dyn Files, findings: &mut Findings) -> passwd::User {
    let mut keys = located(user.ssh_authorized_keys, findings);
    keys.extend(local_keys(user.ssh_authorized_keys_local, files, findings));
    passwd::User {
        gecos: user.gecos.value,
        groups: located(user.groups, findings),
        home_dir: user.home_dir.value,
        name: user.name.value,
        no_create_home: user.no_create_home.value,
        no_log_init: user.no_log_init.value,
        no_user_group: user.no_user_group.value,
        password_hash: user.password_hash.value,
        primary_group: user.primary_group.value,
        ssh_authorized_keys: keys,
        shell: user.shell.value,
        should_exist: user.should_exist.value,
        system: user.system.value,
        uid: user.uid.value,
    }
}

/// The keys of local files, one a line.
fn local_keys(
    list: Field<List<String>>,
    files: &dyn Files,
    findings: &mut Findings,
) -> Vec<At<String>> {
    let mut keys = Vec::new();
    for path in list.value {
        match local::read(&path, files) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let lines = text.split('\n');
                let lines = lines.map(|line| line.strip_suffix('\r').unwrap_or(line));
                let lines = lines.filter(|line| !line.is_empty());
                keys.extend(lines.map(|line| findings.at(line.to_owned(), path.mark)));
            }
            Err(problem) if problem.rule == problems::FILES_DIR_MISSING => {
                findings.parse(Severity::Error, list.mark, problem);
                break; // said once is enough
            }
            Err(problem) => findings.parse(Severity::Error, path.mark, problem),
        }
    }
    keys
}
