//! A clock that a simulator keeps, for tests: waiting puts it forward.

use std::time::{Duration, SystemTime};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Names the simulator, as `http://127.0.0.1:PORT`; with `?attempt=MILLISECONDS`, it says too how long one request may
/// take. That this text is not in a binary proves that the feature is not.
const VARIABLE: &str = "LOKOMOTIVE_TEST_CLOCK";

/// A clock at an address.
#[derive(Debug, Clone)]
pub(super) struct Served {
    host: String,
    attempt_limit: Option<Duration>,
}

impl Served {
    /// The clock that the environment names.
    pub(super) fn from_env() -> Option<Self> {
        let url = std::env::var(VARIABLE).ok()?;
        let (host, query) = url.split_once('?').unwrap_or((&url, ""));
        let host = host.strip_prefix("http://")?.trim_end_matches('/');
        let millis = query
            .strip_prefix("attempt=")
            .and_then(|millis| millis.parse().ok());
        Some(Self {
            host: host.to_owned(),
            attempt_limit: millis.map(Duration::from_millis),
        })
    }

    /// How long one request may take, in real time, if that is said.
    pub(super) fn attempt_limit(&self) -> Option<Duration> {
        self.attempt_limit
    }

    pub(super) async fn now(&self) -> SystemTime {
        self.ask("GET /clock").await
    }

    /// Puts the clock forward to when the wait would be over, unless others have done so.
    pub(super) async fn sleep(&self, duration: Duration) {
        let until = self.now().await + duration;
        let since_1970 = until
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let millis = since_1970.as_millis();
        self.ask(&format!("POST /clock?until={millis}")).await;
        tokio::task::yield_now().await;
    }

    async fn ask(&self, request: &str) -> SystemTime {
        let answer = self.exchange(request).await;
        let millis = answer.expect("the simulator that keeps the time must answer");
        SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
    }

    /// One request of its own connection; the answer's body is milliseconds since 1970.
    async fn exchange(&self, request: &str) -> Option<u64> {
        let mut stream = TcpStream::connect(&self.host).await.ok()?;
        let head = format!(
            "{request} HTTP/1.1\r\nhost: {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            self.host
        );
        stream.write_all(head.as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        let (_, body) = answer.split_once("\r\n\r\n")?;
        body.trim().parse().ok()
    }
}
