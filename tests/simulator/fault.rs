//! Faults: what goes wrong with which request.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::runtime::Builder;
use tokio::sync::watch;
use tokio::time::timeout;

use super::refusal::Refusal;

/// A fault to come: which request it strikes, and what it does.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    action: String,
    first: usize,
    times: usize,
    seen: usize,
    effect: Effect,
}

/// What a fault does.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// An error answer; nothing is done.
    Refuse(Refusal),
    /// An answer that is no XML, as a proxy gives it; nothing is done.
    Html(u16),
    /// An answer with exactly this status, content type and body; nothing is done.
    Answer(u16, &'static str, String),
    /// 503 (429 of Equinix Metal) with a `Retry-After` of some seconds; nothing is done.
    RetryAfter(u32),
    /// The connection breaks; nothing is done.
    DropBefore,
    /// It is done, then the connection breaks.
    DropAfter,
    /// No answer ever; nothing is done.
    HangBefore,
    /// It is done, but there is no answer ever.
    HangAfter,
    /// It is done, and the answer comes when it is released.
    Hold(Held),
}

impl Fault {
    /// Strikes the next request of an action (`*`: of any), unless told otherwise.
    ///
    /// What it does is told too; else it is a 500 `InternalError`.
    pub(crate) fn on(action: &str) -> Self {
        let effect = Effect::Refuse(Refusal::with_status(
            500,
            "InternalError",
            "An internal error has occurred",
        ));
        Self {
            action: action.to_owned(),
            first: 1,
            times: 1,
            seen: 0,
            effect,
        }
    }

    /// Strikes the nth request of the action, counted from when the fault is set.
    #[must_use]
    pub(crate) fn nth(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// Strikes that often in a row.
    #[must_use]
    pub(crate) fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// Strikes from then on.
    #[must_use]
    pub(crate) fn always(self) -> Self {
        self.times(usize::MAX)
    }

    /// Answers with an error.
    #[must_use]
    pub(crate) fn status(self, status: u16, code: &str, message: &str) -> Self {
        self.with(Effect::Refuse(Refusal::with_status(status, code, message)))
    }

    /// Answers with a page for people.
    #[must_use]
    pub(crate) fn html(self, status: u16) -> Self {
        self.with(Effect::Html(status))
    }

    /// Answers with an error as some parts of Equinix Metal put it: one sentence instead of a list.
    #[must_use]
    pub(crate) fn error(self, status: u16, message: &str) -> Self {
        let body = json!({ "error": message }).to_string();
        self.with(Effect::Answer(status, "application/json", body))
    }

    /// Answers with what is no error of the API's, and perhaps not even whole.
    #[must_use]
    pub(crate) fn body(self, status: u16, content_type: &'static str, body: &str) -> Self {
        self.with(Effect::Answer(status, content_type, body.to_owned()))
    }

    /// Answers 503 (429 of Equinix Metal) and says when to come again.
    #[must_use]
    pub(crate) fn retry_after(self, seconds: u32) -> Self {
        self.with(Effect::RetryAfter(seconds))
    }

    /// Breaks the connection instead of doing anything.
    #[must_use]
    pub(crate) fn drop_before(self) -> Self {
        self.with(Effect::DropBefore)
    }

    /// Does what is asked, and breaks the connection instead of answering.
    #[must_use]
    pub(crate) fn drop_after(self) -> Self {
        self.with(Effect::DropAfter)
    }

    /// Neither does anything nor answers.
    #[must_use]
    pub(crate) fn hang_before(self) -> Self {
        self.with(Effect::HangBefore)
    }

    /// Does what is asked, and never answers.
    #[must_use]
    pub(crate) fn hang_after(self) -> Self {
        self.with(Effect::HangAfter)
    }

    /// Does another thing.
    #[must_use]
    pub(crate) fn with(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    /// Counts a request, and says what is done to it if it is struck.
    pub(crate) fn strike(&mut self, action: &str) -> Option<Effect> {
        if self.action != "*" && self.action != action {
            return None;
        }
        self.seen += 1;
        let strikes = self.seen >= self.first && self.seen - self.first < self.times;
        strikes.then(|| self.effect.clone())
    }

    /// Whether it has struck a request.
    pub(crate) fn has_struck(&self) -> bool {
        self.seen >= self.first
    }
}

impl From<&str> for Fault {
    fn from(action: &str) -> Self {
        Self::on(action)
    }
}

/// An answer that waits to be released.
#[derive(Debug, Clone)]
pub(crate) struct Held(Arc<Gate>);

#[derive(Debug)]
struct Gate {
    reached: watch::Sender<bool>,
    open: watch::Sender<bool>,
}

/// How long anybody waits for a request, in real time.
const PATIENCE: Duration = Duration::from_mins(1);

impl Held {
    /// A gate nobody has come to.
    pub(crate) fn new() -> Self {
        Self(Arc::new(Gate {
            reached: watch::Sender::new(false),
            open: watch::Sender::new(false),
        }))
    }

    /// Blocks until a request has been acted on and its answer is being held.
    ///
    /// # Panics
    /// If none comes within a minute.
    pub(crate) fn wait(&self) {
        let runtime = Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime to wait in");
        let reached = runtime.block_on(async { timeout(PATIENCE, self.reached()).await });
        assert!(
            reached.is_ok(),
            "no request to be held came within {PATIENCE:?}"
        );
    }

    /// Waits, for as long as it takes, until a request has been acted on and its answer is being held.
    pub(crate) async fn reached(&self) {
        // as in `pass`
        let _ = self.0.reached.subscribe().wait_for(|come| *come).await;
    }

    /// Lets the answer go, and all that come after it.
    pub(crate) fn release(&self) {
        self.0.open.send_replace(true);
    }

    /// The server's side: says that a request is here, and waits.
    pub(crate) async fn pass(&self) {
        self.0.reached.send_replace(true);
        // The sender lives as long as `self`, so this ends only when the gate opens.
        let _ = self.0.open.subscribe().wait_for(|open| *open).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_knows_whether_it_has_struck() {
        let mut fault = Fault::on("A").nth(2);
        fault.strike("A");
        fault.strike("B");
        assert!(!fault.has_struck());
        fault.strike("A");
        assert!(fault.has_struck());
    }

    #[test]
    fn which_requests_are_struck() {
        let struck = |mut fault: Fault, actions: &[&str]| -> Vec<bool> {
            let struck = actions.iter().map(|action| fault.strike(action).is_some());
            struck.collect()
        };
        let actions = ["A", "B", "A", "A"];
        assert_eq!(
            struck(Fault::on("A"), &actions),
            [true, false, false, false]
        );
        assert_eq!(
            struck(Fault::on("A").nth(2), &actions),
            [false, false, true, false]
        );
        assert_eq!(
            struck(Fault::on("*").nth(2).times(2), &actions),
            [false, true, true, false]
        );
        assert_eq!(
            struck(Fault::on("A").nth(2).always(), &actions),
            [false, false, true, true]
        );
        assert_eq!(struck(Fault::on("C"), &actions), [false; 4]);
    }
}
