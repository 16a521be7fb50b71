//! `passwd`: users and groups.

use crate::decode::{Field, Findings, List, schema, texts};
use crate::ignition::rules;
use crate::ignition::v2_3::{self, Config};
use crate::report::Severity;

schema! {
    /// `passwd`.
    struct Passwd {
        users: List<User>,
        groups: List<Group>,
    }

    /// An item of `passwd.users`.
    struct User {
        name: String,
        password_hash: Option<String>,
        ssh_authorized_keys: List<String>,
        create: Option<Create>,
        uid: Option<i64>,
        gecos: String,
        home_dir: String,
        no_create_home: bool,
        primary_group: String,
        groups: List<String>,
        no_user_group: bool,
        system: bool,
        no_log_init: bool,
        shell: String,
    }

    /// Deprecated `create` of a user.
    struct Create {
        uid: Option<u64>,
        gecos: String,
        home_dir: String,
        no_create_home: bool,
        primary_group: String,
        groups: List<String>,
        no_user_group: bool,
        system: bool,
        no_log_init: bool,
        shell: String,
    }

    /// An item of `passwd.groups`.
    struct Group {
        name: String,
        gid: Option<u64>,
        password_hash: String,
        system: bool,
    }
}

pub(super) fn lower(section: Passwd, config: &mut Config, findings: &mut Findings) {
    for Field { value, mark } in section.users.value {
        let user = user(value);
        if let Some(problem) = rules::passwd::create_deprecated(&user) {
            findings.convert(Severity::Warning, mark, problem);
        }
        findings.errors(mark, rules::passwd::create_and_fields(&user));
        config.passwd.users.push(findings.at(user, mark));
    }
    for Field { value, mark } in section.groups.value {
        config.passwd.groups.push(findings.at(group(value), mark));
    }
}

fn user(user: User) -> v2_3::passwd::User {
    v2_3::passwd::User {
        create: user.create.value.map(create),
        gecos: user.gecos.value,
        groups: texts(user.groups),
        home_dir: user.home_dir.value,
        name: user.name.value,
        no_create_home: user.no_create_home.value,
        no_log_init: user.no_log_init.value,
        no_user_group: user.no_user_group.value,
        password_hash: user.password_hash.value,
        primary_group: user.primary_group.value,
        ssh_authorized_keys: texts(user.ssh_authorized_keys),
        shell: user.shell.value,
        system: user.system.value,
        uid: user.uid.value,
    }
}

fn create(create: Create) -> v2_3::passwd::Create {
    v2_3::passwd::Create {
        gecos: create.gecos.value,
        groups: texts(create.groups),
        home_dir: create.home_dir.value,
        no_create_home: create.no_create_home.value,
        no_log_init: create.no_log_init.value,
        no_user_group: create.no_user_group.value,
        primary_group: create.primary_group.value,
        shell: create.shell.value,
        system: create.system.value,
        uid: create.uid.value,
    }
}

fn group(group: Group) -> v2_3::passwd::Group {
    v2_3::passwd::Group {
        // Ignition's gid is signed; Go's conversion keeps the bits.
        gid: group.gid.value.map(u64::cast_signed),
        name: group.name.value,
        password_hash: group.password_hash.value,
        system: group.system.value,
    }
}
