//! What ends the process, and what does not.
//!
//! | cause | under a host | in a debug session |
//! |---|---|---|
//! | `Shutdown` of the host | ends, within its patience | ends |
//! | SIGTERM | ends when running calls have returned | the same |
//! | SIGINT | **does not end**: Ctrl-C reaches the whole process group, and Terraform first waits for running calls | ends as SIGTERM |
//! | the host is gone without a word | ends: nobody will read the answers | - |

use std::io;

use tokio_util::sync::CancellationToken;

/// How often to look whether the host is still there.
#[cfg(unix)]
const HOST_CHECK: std::time::Duration = std::time::Duration::from_secs(1);

/// The two stages of the end. Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Endings {
    /// The host reads no more answers.
    done: CancellationToken,
    /// The process should end: no new calls, running ones should return soon.
    requested: CancellationToken,
}

/// What SIGINT means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interrupt {
    /// Ctrl-C is meant for the host.
    Ignored,
    /// Ctrl-C is meant for us.
    Ends,
}

impl Endings {
    /// The end without waiting for running calls for long.
    pub(super) fn host_is_done(&self) {
        self.request();
        self.done.cancel();
    }

    /// The end as soon as running calls have returned.
    pub(super) fn request(&self) {
        self.requested.cancel();
    }

    /// Cancelled when the end is asked for.
    pub(super) fn requested(&self) -> &CancellationToken {
        &self.requested
    }

    /// Cancelled when the host has no more interest.
    pub(super) fn done(&self) -> &CancellationToken {
        &self.done
    }

    /// Takes over the signals, from now on.
    ///
    /// # Errors
    /// The system refuses to hand a signal over.
    #[cfg(unix)]
    pub(super) fn watch_signals(&self, on_interrupt: Interrupt) -> io::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};

        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let endings = self.clone();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => endings.interrupted(on_interrupt),
                    _ = terminate.recv() => endings.request(),
                }
            }
        });
        Ok(())
    }

    /// Takes over Ctrl-C, from now on.
    ///
    /// # Errors
    /// The system refuses to hand it over.
    #[cfg(windows)]
    pub(super) fn watch_signals(&self, on_interrupt: Interrupt) -> io::Result<()> {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        let endings = self.clone();
        tokio::spawn(async move {
            while interrupt.recv().await.is_some() {
                endings.interrupted(on_interrupt);
            }
        });
        Ok(())
    }

    fn interrupted(&self, meaning: Interrupt) {
        match meaning {
            Interrupt::Ends => self.request(),
            Interrupt::Ignored => tracing::debug!("an interrupt is left to the host"),
        }
    }

    /// Ends the process when the one that started it is gone: a killed host cannot say `Shutdown`.
    #[cfg(unix)]
    pub(super) fn watch_host(&self) {
        use std::os::unix::process::parent_id;

        let host = parent_id();
        let endings = self.clone();
        tokio::spawn(async move {
            while parent_id() == host {
                tokio::time::sleep(HOST_CHECK).await;
            }
            tracing::warn!("the host is gone");
            endings.host_is_done();
        });
    }

    /// Windows keeps no link to the parent; the host ends its plugins through a job there.
    #[cfg(windows)]
    #[expect(clippy::unused_self, reason = "the same call as elsewhere")]
    pub(super) fn watch_host(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_cannot_end_the_process() {
        let endings = Endings::default();
        endings.requested().child_token().cancel();
        assert!(!endings.requested().is_cancelled());
    }

    #[test]
    fn a_request_leaves_time_and_the_hosts_end_does_not() {
        let endings = Endings::default();
        endings.request();
        assert!(endings.requested().is_cancelled());
        assert!(!endings.done().is_cancelled());
        endings.host_is_done();
        assert!(endings.done().is_cancelled());
    }

    #[test]
    fn an_interrupt_by_its_meaning() {
        let endings = Endings::default();
        endings.interrupted(Interrupt::Ignored);
        assert!(!endings.requested().is_cancelled());
        endings.interrupted(Interrupt::Ends);
        assert!(endings.requested().is_cancelled());
    }
}
