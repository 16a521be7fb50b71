//! What a cloud says of a machine.

use std::time::SystemTime;

/// A machine as a cloud shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// The cloud's id of it.
    pub id: String,
    /// What it is doing.
    pub state: State,
    /// What its tags say.
    pub owner: Owner,
    /// Availability zone or metro.
    pub zone: Option<String>,
    /// Its address from outside.
    pub public_ipv4: Option<String>,
    /// Its address in its network.
    pub private_ipv4: Option<String>,
    /// Its address from outside, over IPv6.
    pub public_ipv6: Option<String>,
    /// When it was made.
    pub launched_at: Option<SystemTime>,
    /// The image that it was made from.
    pub image: Option<String>,
    /// Why it is in its state, in the cloud's words.
    pub reason: Option<String>,
    /// What of it is not as asked for, and can be changed while it runs.
    pub drift: Vec<Drift>,
}

/// Something of a running machine that is not as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    /// One of the user's tags is missing, or has another value. Tags that others gave it are theirs.
    Tags,
    /// It is in other security groups.
    SecurityGroups,
    /// Its metadata service answers over another number of hops.
    MetadataHopLimit,
}

impl Drift {
    /// The words for it in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::SecurityGroups => "security groups",
            Self::MetadataHopLimit => "metadata hop limit",
        }
    }
}

/// Whose a machine is, by its tags. Any of them may have been taken off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owner {
    /// The resource that made it.
    pub uid: Option<String>,
    /// Its number in the set.
    pub ordinal: Option<u32>,
    /// Hash of what it was asked to be.
    pub config_sha256: Option<String>,
}

/// What a machine is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is being made.
    Pending,
    /// It runs.
    Running,
    /// It is being stopped.
    Stopping,
    /// It is stopped, and can be started.
    Stopped,
    /// It is being ended.
    Ending,
    /// It is gone for good.
    Ended,
    /// It could not be made.
    Failed,
}

/// How a running machine does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Whether the cloud's own checks have passed.
    pub checks_passed: bool,
    /// What the load balancers say that it is to be behind.
    pub targets: Targets,
    /// Whether all load balancers have let go of it, those too that it is no longer to be behind.
    pub is_drained: bool,
}

/// What load balancers say of a machine, all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Targets {
    /// It is behind none.
    Absent,
    /// It gets no new connections; old ones may last.
    Draining,
    /// One of them does not find it well.
    Unhealthy,
    /// All find it well, or there are none.
    Healthy,
}

impl State {
    /// The word for it in states and messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Ending => "shutting-down",
            Self::Ended => "terminated",
            Self::Failed => "failed",
        }
    }

    /// Whether there is a machine, or will be.
    #[must_use]
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Ending | Self::Ended)
    }
}

impl Machine {
    /// Whether it is of this resource.
    #[must_use]
    pub fn is_of(&self, uid: &str) -> bool {
        self.owner.uid.as_deref() == Some(uid)
    }
}
