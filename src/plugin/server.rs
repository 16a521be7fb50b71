//! From the start of the process to its end: runtime, socket, handshake, calls.

use std::io;
use std::num::NonZero;
use std::thread;

use tokio::runtime::{self, Runtime};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use tonic::transport::Server;

use super::connection;
use super::controller::{Controller, SHUTDOWN_LIMIT, Stdio};
use super::endings::{Endings, Interrupt};
use super::handshake::Invitation;
use super::socket::{Listener, Place};
use super::tls::{Tls, TlsError};
use super::{Identity, debug, log, print};
use crate::panics;
use crate::pb::plugin::grpc_controller_server::GrpcControllerServer;
use crate::pb::plugin::grpc_stdio_server::GrpcStdioServer;

/// Why the plugin could not serve.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// There is no host.
    #[error(
        "{name} is a plugin: Terraform starts it when a configuration asks for it, it does nothing by itself.\n\
         Name the provider under `required_providers` and run `terraform init`. Developers: see --debug."
    )]
    ByHand {
        /// Name of the binary.
        name: &'static str,
    },
    /// No threads.
    #[error("cannot start the runtime: {0}")]
    Runtime(#[source] io::Error),
    /// No signal handlers.
    #[error("cannot take over signals: {0}")]
    Signals(#[source] io::Error),
    /// No encryption.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nowhere to listen.
    #[error("cannot listen for Terraform: {0}")]
    Socket(#[source] io::Error),
    /// Nobody reads the handshake.
    #[error("cannot write to stdout: {0}")]
    Stdout(#[source] io::Error),
    /// The server failed.
    #[error("the connection to Terraform broke: {0}")]
    Serve(#[from] tonic::transport::Error),
}

/// Serves the host that sent `invitation`.
pub(super) fn hosted(
    invitation: &Invitation,
    routes: impl FnOnce(CancellationToken) -> Routes,
) -> Result<(), Fault> {
    in_runtime(async {
        let endings = Endings::default();
        endings
            .watch_signals(Interrupt::Ignored)
            .map_err(Fault::Signals)?;
        endings.watch_host();
        if !invitation.speaks_ours() {
            tracing::warn!(host = ?invitation.protocols, "the host does not speak our protocol");
        }
        let tls = invitation
            .client_certificate
            .as_deref()
            .map(Tls::with_client)
            .transpose()?;
        let listener = listen(&invitation.place).await?;
        let certificate = tls.as_ref().map(|tls| tls.certificate.as_ref());
        print(&invitation.answer(listener.address(), certificate))?;
        serve(listener, tls.map(|tls| tls.acceptor), &endings, routes).await
    })
}

/// Serves whoever attaches, until Ctrl-C.
pub(super) fn debug(
    identity: &Identity,
    routes: impl FnOnce(CancellationToken) -> Routes,
) -> Result<(), Fault> {
    in_runtime(async {
        let endings = Endings::default();
        endings
            .watch_signals(Interrupt::Ends)
            .map_err(Fault::Signals)?;
        let listener = listen(&Place::default()).await?;
        let pid = std::process::id();
        print(&debug::instructions(identity, pid, listener.address()))?;
        serve(listener, None, &endings, routes).await
    })
}

async fn listen(place: &Place) -> Result<Listener, Fault> {
    Listener::bind(place).await.map_err(Fault::Socket)
}

/// Answers calls until the end is asked for and running calls have returned, or the host waits no longer.
async fn serve(
    listener: Listener,
    tls: Option<TlsAcceptor>,
    endings: &Endings,
    routes: impl FnOnce(CancellationToken) -> Routes,
) -> Result<(), Fault> {
    let (incoming, accepting) = connection::incoming(listener, tls);
    let calls = Server::builder()
        .add_routes(routes(endings.requested().child_token()))
        .add_service(GrpcControllerServer::new(Controller(endings.clone())))
        .add_service(GrpcStdioServer::new(Stdio(endings.clone())))
        .serve_with_incoming_shutdown(incoming, endings.requested().cancelled());
    let outcome = tokio::select! {
        outcome = calls => outcome.map_err(Fault::from),
        () = async {
            endings.done().cancelled().await;
            tokio::time::sleep(SHUTDOWN_LIMIT).await;
        } => Ok(()),
    };
    // With the task goes the listener, and with that the socket's file.
    if let Err(error) = accepting.await {
        tracing::warn!(%error, "the socket was not closed");
    }
    outcome
}

/// Runs `work` on a small runtime, with logging and panics set up, and leaves behind what blocks after it.
fn in_runtime(work: impl Future<Output = Result<(), Fault>>) -> Result<(), Fault> {
    panics::report_place_only();
    log::init(|name| std::env::var(name).ok());
    let runtime = small_runtime().map_err(Fault::Runtime)?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_background();
    outcome
}

/// Two to four workers: rendering takes microseconds, the rest is waiting.
fn small_runtime() -> io::Result<Runtime> {
    let processors = thread::available_parallelism().map_or(2, NonZero::get);
    runtime::Builder::new_multi_thread()
        .worker_threads(processors.clamp(2, 4))
        .enable_all()
        .build()
}
