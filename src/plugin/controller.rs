//! go-plugin's own services: the host ends the process, and listens to what it prints.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, async_trait};

use super::endings::Endings;
use crate::pb::plugin::grpc_controller_server::GrpcController;
use crate::pb::plugin::grpc_stdio_server::GrpcStdio;
use crate::pb::plugin::{Empty, StdioData};

/// How long running calls may take to finish after `Shutdown`: the host kills the process after two seconds, and
/// then the socket would stay behind.
pub(super) const SHUTDOWN_LIMIT: Duration = Duration::from_millis(1500);

/// Ends the process for the host.
pub(super) struct Controller(pub(super) Endings);

#[async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _: Request<Empty>) -> Result<Response<Empty>, Status> {
        tracing::debug!("the host ends the plugin");
        self.0.host_is_done();
        Ok(Response::new(Empty {}))
    }
}

/// Carries nothing: stdout is silent after the handshake and the host reads stderr itself.
///
/// It is served all the same, because an open call keeps the host's gRPC library from closing a connection it has
/// not used for half an hour.
pub(super) struct Stdio(pub(super) Endings);

#[async_trait]
impl GrpcStdio for Stdio {
    type StreamStdioStream = ReceiverStream<Result<StdioData, Status>>;

    async fn stream_stdio(
        &self,
        _: Request<()>,
    ) -> Result<Response<Self::StreamStdioStream>, Status> {
        let (open, stream) = mpsc::channel(1);
        let ending = self.0.requested().clone();
        // An open stream would hold up the end of the server.
        tokio::spawn(async move {
            tokio::select! {
                () = ending.cancelled() => {}
                () = open.closed() => {}
            }
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

#[cfg(test)]
mod tests {
    use tokio_stream::StreamExt;

    use super::*;

    #[tokio::test]
    async fn shutdown_asks_for_the_end_and_closes_stdio() {
        let endings = Endings::default();
        let stdio = Stdio(endings.clone());
        let mut stream = stdio
            .stream_stdio(Request::new(()))
            .await
            .unwrap()
            .into_inner();
        let waiting = tokio::time::timeout(Duration::from_millis(20), stream.next()).await;
        assert!(waiting.is_err(), "the stream ended early");

        let controller = Controller(endings.clone());
        controller.shutdown(Request::new(Empty {})).await.unwrap();
        assert!(endings.requested().is_cancelled());
        assert!(stream.next().await.is_none());
    }
}
