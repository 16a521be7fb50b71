//! The way to Equinix Metal: the token, the endpoint, and how each request is made.

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method, Url, redirect};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::answer;
use super::faults::{Refusal, unanswered};
use crate::clock::Clock;
use crate::cloud::{Fault, Kind, Limiter, MetalSettings, said};
use crate::retry::{attempts, retry};
use crate::secret::Secret;

/// Where the service was.
const ENDPOINT: &str = "https://api.equinix.com/metal/v1";

/// Requests a second, and how many at once; the service never said what it allows.
const RATE: (u32, u32) = (10, 20);

/// A client for one token. Clones of clients share their connections.
#[derive(Debug)]
pub struct Connection {
    client: Client,
    token: Secret,
    endpoint: Url,
    is_closed_service: bool,
    clock: Clock,
    limiter: Limiter,
    attempts: u32,
}

/// A request to make.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    /// Its name in the API's description, for messages.
    pub(super) operation: &'static str,
    pub(super) method: Method,
    /// Below the endpoint, without a slash in front.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Value>,
}

impl Ask {
    /// A request to read something.
    pub(super) fn read(operation: &'static str, path: impl Into<String>) -> Self {
        Self {
            operation,
            method: Method::GET,
            path: path.into(),
            query: Vec::new(),
            body: None,
        }
    }

    /// A request to change something.
    pub(super) fn change(
        operation: &'static str,
        method: Method,
        path: impl Into<String>,
        body: Option<Value>,
    ) -> Self {
        Self {
            method,
            body,
            ..Self::read(operation, path)
        }
    }

    /// What a machine is to boot with, which has secrets.
    fn user_data(&self) -> Option<&str> {
        self.body.as_ref()?.get("userdata")?.as_str()
    }
}

impl Connection {
    /// Makes a client. Asks nothing.
    ///
    /// # Errors
    /// There is no token, or the endpoint is not a URL.
    pub fn open(settings: &MetalSettings, clock: Clock) -> Result<Self, Fault> {
        let unconfigured =
            |message: &str| Fault::new(Kind::Unconfigured, "configuring Equinix Metal", message);
        let Some(token) = &settings.auth_token else {
            return Err(unconfigured(
                "There is no token. Set auth_token in the provider's block `equinix_metal`, or the environment variable \
                 METAL_AUTH_TOKEN",
            ));
        };
        let mut header = HeaderValue::from_str(token.reveal())
            .map_err(|_| unconfigured("The token has characters that no token has"))?;
        header.set_sensitive(true);
        let written = settings.endpoint.as_deref().unwrap_or(ENDPOINT);
        let endpoint = format!("{}/", written.trim_end_matches('/'));
        let endpoint =
            Url::parse(&endpoint).map_err(|_| unconfigured("The endpoint is not a URL"))?;
        let is_local = matches!(
            endpoint.host_str(),
            Some("127.0.0.1" | "localhost" | "[::1]")
        );
        if endpoint.scheme() != "https" && !is_local {
            return Err(unconfigured(
                "The endpoint is not https://, and the token would go there in the clear",
            ));
        }
        let client = Client::builder()
            .user_agent(concat!(
                env!("CARGO_PKG_NAME"),
                "/",
                env!("CARGO_PKG_VERSION")
            ))
            .default_headers(HeaderMap::from_iter([
                (
                    reqwest::header::HeaderName::from_static("x-auth-token"),
                    header,
                ),
                (
                    reqwest::header::ACCEPT,
                    HeaderValue::from_static("application/json"),
                ),
            ]))
            .timeout(clock.attempt_limit())
            .connect_timeout(clock.attempt_limit() / 3)
            // the token goes nowhere but to the endpoint
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|_| unconfigured("TLS cannot be set up"))?;
        Ok(Self {
            client,
            token: token.clone(),
            is_closed_service: matches!(
                endpoint.host_str(),
                Some("api.equinix.com" | "api.packet.net")
            ),
            endpoint,
            clock,
            limiter: Limiter::new(RATE.0, RATE.1),
            attempts: attempts(settings.max_retries),
        })
    }

    /// Where the time comes from.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Makes a request, again where that may help. Not for what makes a machine: see [`once`](Self::once).
    pub(super) async fn ask(&self, stop: &CancellationToken, ask: &Ask) -> Result<Value, Fault> {
        retry(&self.clock, stop, self.attempts, || self.once(ask)).await
    }

    /// Makes a request one time.
    pub(super) async fn once(&self, ask: &Ask) -> Result<Value, Fault> {
        let hold = self.limiter.pass(&self.clock).await;
        let answer = self.attempt(ask).await.map_err(|fault| {
            let user_data = ask.user_data().unwrap_or_default();
            fault.without(self.token.reveal()).without(user_data)
        });
        drop(hold);
        let operation = ask.operation;
        match &answer {
            Ok(_) => tracing::debug!(operation, "Equinix Metal has answered"),
            Err(fault) => tracing::warn!(
                operation,
                kind = ?fault.kind,
                code = fault.code.as_deref().unwrap_or_default(),
                request_id = fault.request_id.as_deref().unwrap_or_default(),
                "a request to Equinix Metal came to nothing"
            ),
        }
        answer
    }

    async fn attempt(&self, ask: &Ask) -> Result<Value, Fault> {
        let operation = ask.operation;
        let url = self.url(&ask.path).ok_or_else(|| {
            Fault::new(
                Kind::Refused,
                operation,
                "A name in the request cannot be part of a URL",
            )
        })?;
        let mut request = self
            .client
            .request(ask.method.clone(), url)
            .query(&ask.query);
        if let Some(body) = &ask.body {
            request = request.json(body);
        }
        let is_closed_service = self.is_closed_service;
        let answer = request
            .send()
            .await
            .map_err(|error| unanswered(operation, &error, is_closed_service))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        self.heed(&headers);
        let body = answer::body(operation, answer, is_closed_service).await?;
        if !status.is_success() {
            let refusal = Refusal {
                operation,
                status,
                headers: &headers,
                body: &body,
                is_closed_service: self.is_closed_service,
                now: self.clock.now().await,
            };
            return Err(refusal.fault());
        }
        answer::value(operation, &body)
    }

    /// The address of a path. Names from elsewhere are in it, so it is none that would lead to another place.
    fn url(&self, path: &str) -> Option<Url> {
        let url = self.endpoint.join(path).ok()?;
        let expected = format!("{}{path}", self.endpoint);
        (url.as_str() == expected && url.query().or(url.fragment()).is_none()).then_some(url)
    }

    /// A text from an answer, as it may be shown.
    pub(super) fn told(&self, text: &str) -> String {
        said::without(&said::beginning(text), self.token.reveal())
    }

    /// Notes what headers announce: RFC 8594 says how a service tells its end.
    fn heed(&self, headers: &HeaderMap) {
        for name in ["deprecation", "sunset"] {
            if let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) {
                let value = self.told(value);
                tracing::warn!(header = name, value, "Equinix Metal announces an end");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        let settings = MetalSettings {
            auth_token: Some(Secret::new("t")),
            endpoint: Some("http://127.0.0.1:1/metal/v1".to_owned()),
            max_retries: None,
        };
        let connection = Connection::open(&settings, Clock::manual()).unwrap();
        let url = |path: &str| connection.url(path).map(String::from);
        assert_eq!(
            url("devices/d-1/events").as_deref(),
            Some("http://127.0.0.1:1/metal/v1/devices/d-1/events")
        );
        for id in [
            "..",
            "../../x",
            "d/../../projects/p",
            "d?x",
            "d#x",
            "%2e%2e",
            "d e",
            "\\..",
            "d\n",
        ] {
            assert_eq!(url(&format!("devices/{id}")), None, "{id:?}");
        }
        assert_eq!(url("//elsewhere/x"), None);
        assert_eq!(url("http://elsewhere/x"), None);
    }
}
