//! The process as Terraform's plugin: how it is started, talked to, logged and ended.
//!
//! Terraform starts this binary several times per command. Each time the two agree on a socket and on each other's
//! certificate (`handshake`), speak gRPC over it, and end it with `Shutdown` (`controller`). What the provider
//! *is* does not matter here: [`run`](crate::plugin::run) gets it as gRPC routes.
//!
//! Decisions: a unix socket, because TCP without its own tuning costs 40 ms per call; our own pinning of the host's
//! certificate, because that certificate is marked as a CA and every stock verifier refuses it (`tls`); SIGINT does
//! not end the process, because Ctrl-C reaches it too and a provider that dies then loses the resource it is creating
//! (`endings`). Only this module writes to stdout.

mod connection;
mod controller;
mod debug;
mod endings;
mod handshake;
mod log;
mod server;
mod socket;
mod start;
mod tls;

use std::io::{self, Write};
use std::process::ExitCode;

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use self::start::Start;

/// Who this plugin is.
#[derive(Debug, Clone, Copy)]
pub struct Identity {
    /// Name of the binary.
    pub name: &'static str,
    /// Version, as `--version` prints it.
    pub version: &'static str,
    /// Source address in Terraform's registry, `host/namespace/type`: what a debug session is attached to.
    pub address: &'static str,
}

/// Runs the plugin until its host, a signal or a fault ends it.
///
/// `routes` makes the provider's gRPC service. The token it gets is cancelled when the process is asked to end, so
/// that running calls stop waiting and return what they have; cancelling it from inside does not end the process.
/// It is called at most once, and not for `--version` or when a person starts the binary by hand.
pub fn run(identity: &Identity, routes: impl FnOnce(CancellationToken) -> Routes) -> ExitCode {
    let start = Start::new(std::env::args().skip(1), |name| std::env::var(name).ok());
    let outcome = match start {
        Start::Version => print(&format!("{} {}\n", identity.name, identity.version)),
        Start::ByHand => Err(server::Fault::ByHand {
            name: identity.name,
        }),
        Start::Hosted(invitation) => server::hosted(&invitation, routes),
        Start::Debug => server::debug(identity, routes),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Nothing can be done about a stderr that is closed.
            let _ = writeln!(io::stderr(), "{fault}");
            ExitCode::FAILURE
        }
    }
}

/// Writes to stdout at once, for a host or a person waiting for it.
fn print(text: &str) -> Result<(), server::Fault> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(server::Fault::Stdout)
}
