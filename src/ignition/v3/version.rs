//! The versions of Ignition 3 that configs are written in.

use serde::{Serialize, Serializer};
use std::fmt;

/// A version of the Ignition 3 specification, in ascending order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 3.1.0: what Flatcar makes of an Ignition 2 config at boot. Never offered as output.
    V3_1_0,
    /// 3.3.0: what the oldest supported Flatcar, 3185, reads.
    V3_3_0,
    /// 3.4.0: Ignition 2.15, which Flatcar 3815 has.
    #[default]
    V3_4_0,
}

impl Version {
    /// The version as `ignition.version` has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_1_0 => "3.1.0",
            Self::V3_3_0 => "3.3.0",
            Self::V3_4_0 => "3.4.0",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
