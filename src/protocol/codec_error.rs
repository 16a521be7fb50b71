//! A value that does not fit its type, on either side of the wire.

use std::borrow::Cow;

use crate::framework::{AttributePath, Diagnostic, Diagnostics, Step};

/// Bytes that are not a value of the expected type, or a value that cannot be written as that type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{fault}", path.as_prefix())]
pub struct CodecError {
    /// The value.
    pub path: AttributePath,
    /// What is wrong; never the value itself.
    pub fault: Cow<'static, str>,
}

impl CodecError {
    /// A fault of the value at hand.
    pub(super) fn new(fault: impl Into<Cow<'static, str>>) -> Self {
        Self {
            path: AttributePath::root(),
            fault: fault.into(),
        }
    }

    /// The same fault seen from one step above.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.path = self.path.within(step);
        self
    }

    /// The same fault seen from above an attribute.
    pub(super) fn in_attribute(self, name: &str) -> Self {
        self.within(Step::Attribute(name.to_owned()))
    }
}

/// Users cannot cause these, so the way out is to report them.
impl From<CodecError> for Diagnostics {
    fn from(error: CodecError) -> Self {
        let detail = format!(
            "Terraform and the provider do not agree on the form of a value: {}. This is a bug in the \
             provider; please report it with the versions of both.",
            error.fault
        );
        Diagnostic::error("Value could not be exchanged with Terraform", detail)
            .at(error.path)
            .into()
    }
}
