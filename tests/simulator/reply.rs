//! Answers as they are sent, and what becomes of them when a fault strikes.

use super::fault::{Effect, Held};

/// An answer, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The type of its body.
    pub(crate) content_type: &'static str,
    /// Its body.
    pub(crate) body: String,
    /// Its other headers.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// What the server is to do with an answer.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Send it.
    Send(Reply),
    /// Send it when it is released.
    Hold(Held, Reply),
    /// Break the connection.
    Drop,
    /// Do nothing.
    Hang,
}

impl Outcome {
    /// What a fault makes of an answer.
    pub(crate) fn of(effect: Option<Effect>, mut reply: Reply) -> Self {
        match effect {
            None | Some(Effect::Refuse(_)) => Self::Send(reply),
            Some(Effect::RetryAfter(seconds)) => {
                reply.headers.push(("retry-after", seconds.to_string()));
                Self::Send(reply)
            }
            Some(Effect::Html(status)) => Self::Send(Reply {
                status,
                content_type: "text/html",
                body: format!("<html><body><h1>{status}</h1></body></html>"),
                // Who answers in the API's place knows nothing of its requests.
                headers: Vec::new(),
            }),
            Some(Effect::Answer(status, content_type, body)) => Self::Send(Reply {
                status,
                content_type,
                body,
                ..reply
            }),
            Some(Effect::Hold(held)) => Self::Hold(held, reply),
            Some(Effect::DropBefore | Effect::DropAfter) => Self::Drop,
            Some(Effect::HangBefore | Effect::HangAfter) => Self::Hang,
        }
    }

    /// The status that is sent, if one is.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Send(reply) | Self::Hold(_, reply) => Some(reply.status),
            Self::Drop | Self::Hang => None,
        }
    }
}
