//! Mistakes that a cloud sees in arguments.

/// A mistake in an argument of the cloud's block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The argument; `os_channel` and `os_version` are of the resource itself.
    pub argument: &'static str,
    /// Which of its elements.
    pub index: Option<usize>,
    /// What, in a line.
    pub summary: String,
    /// The circumstances and the way out.
    pub detail: String,
}
