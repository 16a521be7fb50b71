//! Why a set did not become what it should be.

use crate::cloud::Fault;

/// Why a set did not become what it should be. What exists, its slots say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The cloud could not or would not.
    Cloud(Fault),
    /// Machines came to nothing while they were waited for.
    Died {
        /// Which.
        ordinals: Vec<u32>,
    },
    /// It took longer than it may.
    Late,
    /// The user has asked to stop.
    Stopped,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Cloud(fault)
    }
}
