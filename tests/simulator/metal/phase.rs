//! The states of a device.

use std::fmt;

/// A state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Asked for.
    Queued,
    /// Being made.
    Provisioning,
    /// Up.
    Active,
    /// Will never be up.
    Failed,
    /// Being made anew, on the same hardware.
    Reinstalling,
    /// On its way up.
    PoweringOn,
    /// On its way down.
    PoweringOff,
    /// Off.
    Inactive,
    /// Being ended.
    Deprovisioning,
    /// Gone.
    Deleted,
}

impl Phase {
    /// Whether the device exists, or will.
    pub(crate) fn is_live(self) -> bool {
        !matches!(self, Self::Deprovisioning | Self::Deleted)
    }

    /// Whether it is being made, or made anew, and not to be disturbed.
    pub(crate) fn is_installing(self) -> bool {
        matches!(self, Self::Queued | Self::Provisioning | Self::Reinstalling)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Queued => "queued",
            Self::Provisioning => "provisioning",
            Self::Active => "active",
            Self::Failed => "failed",
            Self::Reinstalling => "reinstalling",
            Self::PoweringOn => "powering_on",
            Self::PoweringOff => "powering_off",
            Self::Inactive => "inactive",
            Self::Deprovisioning => "deprovisioning",
            Self::Deleted => "deleted",
        })
    }
}
