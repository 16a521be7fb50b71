//! Operations that may panic without taking the provider along.
//!
//! The process serves many resources at once. If a bug in one let it die, Terraform would report all of
//! them as cancelled, and name none.

use std::pin::pin;
use std::task::Poll;

use crate::framework::{Diagnostic, Diagnostics};
use crate::panics;

/// What of the provider was running, for the message: `planning` and the name of a resource, say.
pub(super) struct Operation {
    pub(super) activity: &'static str,
    pub(super) subject: String,
}

/// Runs an operation to its end, or to its panic, which becomes an error that says where it happened.
pub(super) async fn caught<T>(
    operation: &Operation,
    future: impl Future<Output = Result<T, Diagnostics>>,
) -> Result<T, Diagnostics> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        // After a panic the future is never polled again, so nobody sees it half done.
        panics::catch(|| future.as_mut().poll(context))
            .unwrap_or_else(|place| Poll::Ready(Err(operation.panicked(&place).into())))
    })
    .await
}

impl Operation {
    fn panicked(&self, place: &str) -> Diagnostic {
        let Self { activity, subject } = self;
        let operation = if subject.is_empty() {
            (*activity).to_owned()
        } else {
            format!("{activity} {subject}")
        };
        Diagnostic::error(
            format!("The provider failed while {operation}"),
            format!(
                "This is a bug in the provider, at {place}, not in your configuration; everything else goes \
                 on. Please report it with that place and a configuration that causes it, without what is \
                 secret in it."
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation() -> Operation {
        Operation {
            activity: "planning",
            subject: "test_thing".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_panic_becomes_an_error_without_its_message() {
        let result: Result<(), _> = caught(&operation(), async {
            tokio::task::yield_now().await;
            panic!("with a secret");
        })
        .await;
        let diagnostics = result.unwrap_err();
        let error = diagnostics.iter().next().unwrap();
        assert_eq!(
            error.summary,
            "The provider failed while planning test_thing"
        );
        assert!(!format!("{error:?}").contains("with a secret"), "{error:?}");
    }

    #[tokio::test]
    async fn other_results_pass() {
        assert_eq!(caught(&operation(), async { Ok(1) }).await, Ok(1));
    }
}
