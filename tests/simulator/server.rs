//! The simulator's side of HTTP: AWS at `/`, Equinix Metal below `/metal/v1/`, the clock, and the controls.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, USER_AGENT};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

use super::clock::{Clock, Moment};
use super::control;
use super::metal;
use super::reply::{Outcome, Reply};
use super::state::{Received, State};

/// What requests are carried out on.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    /// Everything but time.
    pub(crate) state: Arc<Mutex<State>>,
    /// Time.
    pub(crate) clock: Clock,
}

impl Shared {
    /// The state, for as long as the guard lives.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until its task is cancelled.
pub(crate) async fn serve(listener: TcpListener, shared: Shared) {
    let listener = tokio::net::TcpListener::from_std(listener);
    let listener = listener.expect("a listener made non-blocking before");
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        // Answers are small and waited for.
        let _ = stream.set_nodelay(true);
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(&shared, request));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // Its end by a fault or by the client is no news.
            let _ = connection.await;
        });
    }
}

/// A connection that is to break.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a fault breaks the connection")
    }
}

impl std::error::Error for Broken {}

async fn answer(
    shared: &Shared,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Broken> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    if path == "/clock" {
        return Ok(text(clock(shared, &head.method, query)));
    }
    if path.starts_with("/control/") {
        return Ok(text(control::answer(
            shared,
            &head.method,
            path,
            query,
            &body,
        )));
    }
    let header = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
    let user_agent = header(USER_AGENT).unwrap_or_default();
    let now = shared.clock.now();
    let outcome = if path.starts_with(metal::BASE) {
        let received = metal::Received {
            method: head.method.as_str(),
            path,
            query,
            token: header(HeaderName::from_static("x-auth-token")),
            content_type: header(CONTENT_TYPE),
            user_agent,
            body: &body,
        };
        shared.lock().receive_metal(&received, now)
    } else {
        let received = Received {
            authorization: header(AUTHORIZATION),
            user_agent,
            body: &body,
        };
        shared.lock().receive(&received, now)
    };
    match outcome {
        Outcome::Send(reply) => Ok(response(reply)),
        Outcome::Hold(gate, reply) => {
            gate.pass().await;
            Ok(response(reply))
        }
        Outcome::Drop => Err(Broken),
        Outcome::Hang => match std::future::pending::<Infallible>().await {},
    }
}

/// Tells the time; a POST puts it forward first.
fn clock(shared: &Shared, method: &Method, query: &str) -> (StatusCode, String) {
    let until = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "until");
    let until = until.and_then(|(_, millis)| millis.parse().ok());
    let now = match (method, until) {
        (&Method::GET, _) => shared.clock.now(),
        (&Method::POST, Some(millis)) => shared.clock.until(Moment(millis)),
        _ => {
            let message = "GET /clock, or POST /clock?until=MILLISECONDS_SINCE_1970\n";
            return (StatusCode::BAD_REQUEST, message.to_owned());
        }
    };
    (StatusCode::OK, now.0.to_string())
}

fn text((status, body): (StatusCode, String)) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = Response::builder().status(status);
    if !reply.content_type.is_empty() {
        builder = builder.header(CONTENT_TYPE, reply.content_type);
    }
    for (name, value) in reply.headers {
        builder = builder.header(name, value);
    }
    let response = builder.body(Full::new(Bytes::from(reply.body)));
    response.expect("headers of letters, digits and dashes")
}
