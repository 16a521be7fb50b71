//! Stopping when the user asks Terraform to.

use std::sync::{Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::Server;
use crate::pb::tfplugin5 as pb;

/// Tells the operations that run to stop, those that come later not: after a stop Terraform starts none,
/// but in debug mode the process lives on to serve the next command.
pub(super) struct Stopper {
    process: CancellationToken,
    operations: Mutex<CancellationToken>,
}

impl Stopper {
    pub(super) fn new(process: CancellationToken) -> Self {
        let operations = Mutex::new(process.child_token());
        Self {
            process,
            operations,
        }
    }

    /// For an operation that begins.
    pub(super) fn token(&self) -> CancellationToken {
        self.operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn stop(&self) {
        let next = self.process.child_token();
        let mut operations = self
            .operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *operations, next).cancel();
    }
}

/// Answers at once; the operations return when they can, with what exists by then.
pub(super) fn stop(server: &Server) -> pb::stop::Response {
    server.stopper.stop();
    pb::stop::Response::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_for_what_runs() {
        let stopper = Stopper::new(CancellationToken::new());
        let running = stopper.token();
        stopper.stop();
        assert!(running.is_cancelled());
        assert!(!stopper.token().is_cancelled());
    }

    #[test]
    fn the_end_of_the_process_is_for_all() {
        let process = CancellationToken::new();
        let stopper = Stopper::new(process.clone());
        stopper.stop();
        let later = stopper.token();
        process.cancel();
        assert!(later.is_cancelled());
    }
}
