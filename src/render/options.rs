//! What applies to all documents of a render.

use crate::clc::platform::Platform;
use crate::ignition::v3::Version;

/// What applies to all documents of a render.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Where dynamic data such as `{PRIVATE_IPV4}` come from.
    pub platform: Platform,
    /// Whether warnings of the parse step are errors.
    pub strict: bool,
    /// How Container Linux Configs are merged.
    pub merge: Merge,
    /// Whether the result is indented.
    pub pretty_print: bool,
    /// The version of the result; by default [`Target::V2_3`] unless a document is Butane.
    pub target: Option<Target>,
    /// What becomes of the findings of the boot check.
    pub boot_check: BootCheck,
}

/// How Container Linux Configs are merged. Ignition 3 configs merge by Ignition's own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Entries of the same key are merged, the later document wins.
    #[default]
    ByKey,
    /// Lists are concatenated, as `ct` did.
    Append,
}

/// A version of Ignition to render to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// 2.3.0.
    V2_3,
    /// A version of Ignition 3.
    V3(Version),
}

/// What becomes of a config that today's Flatcar refuses at first boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BootCheck {
    /// It is an error.
    #[default]
    Error,
    /// It is a warning.
    Warning,
    /// It is not looked for.
    Off,
}
