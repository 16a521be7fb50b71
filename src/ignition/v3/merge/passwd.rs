//! Merging of users and groups.

use super::Merge;
use super::lists::scalar;
use crate::ignition::v3::passwd::{Group, Passwd, User};

impl Merge for Passwd {
    fn merge(self, child: Self) -> Self {
        Self {
            groups: self.groups.merge(child.groups),
            users: self.users.merge(child.users),
        }
    }
}

impl Merge for Group {
    fn merge(self, child: Self) -> Self {
        Self {
            gid: scalar(self.gid, child.gid),
            name: child.name,
            password_hash: scalar(self.password_hash, child.password_hash),
            should_exist: scalar(self.should_exist, child.should_exist),
            system: scalar(self.system, child.system),
        }
    }
}

impl Merge for User {
    fn merge(self, child: Self) -> Self {
        Self {
            gecos: scalar(self.gecos, child.gecos),
            groups: self.groups.merge(child.groups),
            home_dir: scalar(self.home_dir, child.home_dir),
            name: child.name,
            no_create_home: scalar(self.no_create_home, child.no_create_home),
            no_log_init: scalar(self.no_log_init, child.no_log_init),
            no_user_group: scalar(self.no_user_group, child.no_user_group),
            password_hash: scalar(self.password_hash, child.password_hash),
            primary_group: scalar(self.primary_group, child.primary_group),
            ssh_authorized_keys: self.ssh_authorized_keys.merge(child.ssh_authorized_keys),
            shell: scalar(self.shell, child.shell),
            should_exist: scalar(self.should_exist, child.should_exist),
            system: scalar(self.system, child.system),
            uid: scalar(self.uid, child.uid),
        }
    }
}
