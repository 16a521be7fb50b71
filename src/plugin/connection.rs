//! Accepted connections, plain or encrypted, as tonic serves them.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::server::Connected;

use super::socket::Listener;

/// Pause after a failed `accept`: with all file descriptors in use it fails at once, again and again.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Time a peer has to finish its TLS handshake.
const TLS_LIMIT: Duration = Duration::from_secs(30);

/// Accepts connections until the stream is dropped, and those of strangers never. The task that does it ends then,
/// and with it the listener.
///
/// With `tls` each connection proves itself in a task of its own, so that one that says nothing blocks no other.
pub(super) fn incoming(
    listener: Listener,
    tls: Option<TlsAcceptor>,
) -> (ReceiverStream<io::Result<Connection>>, JoinHandle<()>) {
    let (accepted, connections) = mpsc::channel(8);
    let accepting = tokio::spawn(async move {
        loop {
            let stream = tokio::select! {
                stream = listener.accept() => stream,
                () = accepted.closed() => return,
            };
            let stream = match stream {
                Ok(stream) => stream,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            let accepted = accepted.clone();
            let Some(tls) = &tls else {
                // A failed send means the server has ended.
                let _ = accepted.send(Ok(Connection::new(stream))).await;
                continue;
            };
            let handshake = tls.accept(stream);
            tokio::spawn(async move {
                match tokio::time::timeout(TLS_LIMIT, handshake).await {
                    Ok(Ok(stream)) => {
                        let _ = accepted.send(Ok(Connection::new(stream))).await;
                    }
                    Ok(Err(error)) => tracing::warn!(%error, "refused a connection"),
                    Err(_) => tracing::warn!("refused a connection that would not prove itself"),
                }
            });
        }
    });
    (ReceiverStream::new(connections), accepting)
}

/// A connection of the host.
pub(super) struct Connection(Pin<Box<dyn Stream>>);

/// What gRPC needs of a connection, whatever it is made of.
trait Stream: AsyncRead + AsyncWrite + Send {}

impl<S: AsyncRead + AsyncWrite + Send> Stream for S {}

impl Connection {
    fn new(stream: impl Stream + 'static) -> Self {
        Self(Box::pin(stream))
    }
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) -> Self::ConnectInfo {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(context)
    }
}
