//! What goes wrong in a cloud.

use std::fmt;
use std::time::Duration;

use super::said;
use crate::retry::{Again, Retriable, heeded};

/// A request that came to nothing. Holds what a cloud says in its own words, never a request or a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// What it means for us.
    pub kind: Kind,
    /// What was asked, e.g. `RunInstances`.
    pub operation: &'static str,
    /// The cloud's word for it.
    pub code: Option<String>,
    /// The cloud's sentence about it, or ours.
    pub message: String,
    /// What the cloud's support wants to know.
    pub request_id: Option<String>,
    /// How long the cloud asks to wait.
    pub retry_after: Option<Duration>,
}

/// What a fault means for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The provider does not know how to reach the cloud: no credentials, no region, or not known yet.
    Unconfigured,
    /// The cloud does not accept who we are, or does not let us do it. Never means that something is gone.
    Denied,
    /// There is no such thing.
    NotFound,
    /// Too many requests.
    Throttled,
    /// The cloud failed.
    Unavailable,
    /// There was no answer: what was asked may have been done.
    Unanswered,
    /// The cloud has no such machine to give now.
    NoCapacity,
    /// The account may have no more.
    Quota,
    /// Something made just now has not spread through the cloud yet.
    NotSpread,
    /// An earlier request under the same name made machines that have ended.
    EndedBefore,
    /// An earlier request under the same name was another one.
    OtherBefore,
    /// The cloud refuses.
    Refused,
}

impl Fault {
    /// A fault in our own words.
    pub fn new(kind: Kind, operation: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            operation,
            code: None,
            message: message.into(),
            request_id: None,
            retry_after: None,
        }
    }

    /// The fault without what was sent in secret, which answers may repeat.
    pub(super) fn without(mut self, secret: &str) -> Self {
        let texts = [&mut self.code, &mut self.request_id];
        let texts = texts.into_iter().flatten().chain([&mut self.message]);
        for text in texts {
            *text = said::without(text, secret);
        }
        self
    }

    /// The fault with the wait that the cloud asks for, as far as it is heeded.
    pub(super) fn after(mut self, asked: Option<Duration>) -> Self {
        self.retry_after = asked.map(heeded);
        self
    }
}

impl Retriable for Fault {
    fn again(&self) -> Again {
        match self.kind {
            Kind::Throttled | Kind::Unavailable | Kind::Unanswered | Kind::NotSpread => {
                Again::After(self.retry_after)
            }
            _ => Again::No,
        }
    }
}

/// In a sentence: what the cloud was asked, and what it said.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        let message = self.message.trim_end();
        f.write_str(message)?;
        if !message.ends_with(['.', '!', '?']) {
            f.write_str(".")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request {id})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_read_as_sentences() {
        let fault = Fault::new(Kind::Refused, "RunInstances", "That is too much");
        assert_eq!(fault.to_string(), "RunInstances: That is too much.");
        let fault = Fault {
            code: Some("VcpuLimitExceeded".to_owned()),
            request_id: Some("r-1".to_owned()),
            ..fault
        };
        assert_eq!(
            fault.to_string(),
            "RunInstances: VcpuLimitExceeded: That is too much. (request r-1)"
        );
    }

    #[test]
    fn only_what_may_pass_is_asked_again() {
        let again = |kind| Fault::new(kind, "x", "y").again() != Again::No;
        assert!(again(Kind::Throttled) && again(Kind::Unavailable) && again(Kind::Unanswered));
        assert!(!again(Kind::Denied) && !again(Kind::Refused) && !again(Kind::NoCapacity));
    }
}
