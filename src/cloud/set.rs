//! A set of machines: what one resource runs, and the tags that say so.

use std::fmt;

/// The machines that one resource runs, by the names that they share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Set {
    /// The cluster.
    pub cluster: String,
    /// What they do there.
    pub role: Role,
}

/// What machines do in their cluster.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Role {
    /// They run etcd and the control plane.
    Controller,
    /// They run pods, as part of a pool.
    Worker {
        /// The pool.
        pool: String,
    },
}

/// A tag of the provider's own. They hold all that safety needs, so that a lost state can be made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// The cluster.
    Cluster,
    /// `controller` or `worker`.
    Role,
    /// The pool of a worker.
    Pool,
    /// The resource.
    Uid,
    /// The ordinals of the batch that the machine was made in.
    Ordinals,
    /// Hash of what the machine was asked to be.
    Config,
    /// All names of the set in one, for clouds that find machines by one tag.
    Set,
}

impl Tag {
    /// Its key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cluster => "lokomotive:cluster",
            Self::Role => "lokomotive:role",
            Self::Pool => "lokomotive:pool",
            Self::Uid => "lokomotive:uid",
            Self::Ordinals => "lokomotive:ordinals",
            Self::Config => "lokomotive:config",
            Self::Set => "lokomotive:set",
        }
    }
}

impl Set {
    /// The tags that all its machines share, whichever resource made them.
    #[must_use]
    pub fn tags(&self) -> Vec<(Tag, &str)> {
        let mut tags = vec![(Tag::Cluster, self.cluster.as_str())];
        match &self.role {
            Role::Controller => tags.push((Tag::Role, "controller")),
            Role::Worker { pool } => {
                tags.extend([(Tag::Role, "worker"), (Tag::Pool, pool.as_str())]);
            }
        }
        tags
    }

    /// All its names in one tag.
    #[must_use]
    pub fn to_tag(&self) -> String {
        match &self.role {
            Role::Controller => format!("{}/controller", self.cluster),
            Role::Worker { pool } => format!("{}/worker/{pool}", self.cluster),
        }
    }

    /// The name of a machine, also its host name.
    #[must_use]
    pub fn machine_name(&self, ordinal: impl fmt::Display) -> String {
        match &self.role {
            Role::Controller => format!("{}-controller-{ordinal}", self.cluster),
            Role::Worker { pool } => format!("{}-{pool}-worker-{ordinal}", self.cluster),
        }
    }

    /// The end of the id that imports it: `cluster`, or `cluster/pool`.
    #[must_use]
    pub fn import_suffix(&self) -> String {
        match &self.role {
            Role::Controller => self.cluster.clone(),
            Role::Worker { pool } => format!("{}/{pool}", self.cluster),
        }
    }
}

/// As messages name it.
impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.role {
            Role::Controller => write!(f, "controllers of the cluster {}", self.cluster),
            Role::Worker { pool } => {
                write!(
                    f,
                    "workers of the pool {pool} of the cluster {}",
                    self.cluster
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let set = |role| Set {
            cluster: "c".to_owned(),
            role,
        };
        let check = |set: Set, name: &str, import: &str, shown: &str| {
            assert_eq!(set.machine_name(2), name);
            assert_eq!(set.import_suffix(), import);
            assert_eq!(set.to_string(), shown);
        };
        let pool = "p".to_owned();
        check(
            set(Role::Controller),
            "c-controller-2",
            "c",
            "controllers of the cluster c",
        );
        check(
            set(Role::Worker { pool }),
            "c-p-worker-2",
            "c/p",
            "workers of the pool p of the cluster c",
        );
    }
}
