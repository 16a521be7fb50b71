//! What AWS says when it does not do what it is asked to.

use std::fmt;

/// An error answer: HTTP status, code and message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// For programs.
    pub(crate) code: String,
    /// For people.
    pub(crate) message: String,
}

impl Refusal {
    /// The caller's mistake, as most are.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self::with_status(400, code, message)
    }

    /// With a status of its own.
    pub(crate) fn with_status(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// A parameter whose value cannot be.
    pub(crate) fn value(parameter: &str, value: &str, why: &str) -> Self {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {why}");
        Self::new("InvalidParameterValue", message)
    }

    /// A thing that is not there.
    pub(crate) fn missing(code: &str, what: &str, names: &[&str]) -> Self {
        let (ids, verb) = match names {
            [_] => ("ID", "does"),
            _ => ("IDs", "do"),
        };
        let names = names.join(", ");
        Self::new(code, format!("The {what} {ids} '{names}' {verb} not exist"))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.status, self.code, self.message)
    }
}
