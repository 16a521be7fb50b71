//! A clock that a simulator keeps, for tests: waiting puts it forward.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// Names the simulator, as `http://127.0.0.1:PORT`; with `?attempt=MILLISECONDS`, it says too how long one request may
/// take. That this text is not in a binary proves that the feature is not.
const VARIABLE: &str = "LOKOMOTIVE_TEST_CLOCK";

/// A clock at an address.
#[derive(Debug, Clone)]
pub(super) struct Served {
    host: String,
    attempt_limit: Option<Duration>,
    waits: Arc<Waits>,
}

/// All waits of this process. They end in the order of time, one by one, as they would by a clock that goes by itself;
/// and none ends while the time is held.
#[derive(Debug, Default)]
struct Waits {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By the end of the wait in milliseconds since 1970; a number tells those of one end apart.
    waiting: BTreeMap<Place, Arc<Notify>>,
    next: u64,
    holds: usize,
}

type Place = (u128, u64);

/// Holds the time for as long as it lives.
#[derive(Debug)]
pub(super) struct Hold {
    clock: Served,
}

/// A wait, which leaves its place when it ends, or is given up. Where it interrupts a hold, that goes on then.
struct Wait<'a> {
    waits: &'a Waits,
    place: Place,
    turn: Arc<Notify>,
    interrupts_a_hold: bool,
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
            waits: Arc::default(),
        })
    }

    /// How long one request may take, in real time, if that is said.
    pub(super) fn attempt_limit(&self) -> Option<Duration> {
        self.attempt_limit
    }

    pub(super) async fn now(&self) -> SystemTime {
        self.ask("GET /clock").await
    }

    /// Puts the clock forward to when the wait would be over, once all that end before have ended.
    pub(super) async fn sleep(&self, duration: Duration) {
        self.wait(duration, false).await;
        tokio::task::yield_now().await;
    }

    pub(super) fn hold(&self) -> Hold {
        self.waits.lock().holds += 1;
        Hold {
            clock: self.clone(),
        }
    }

    async fn wait(&self, duration: Duration, interrupts_a_hold: bool) {
        let until = self.now().await + duration;
        let since_1970 = until
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let millis = since_1970.as_millis();
        let wait = self.waits.enter(millis, interrupts_a_hold);
        while !wait.is_next() {
            wait.turn.notified().await;
        }
        self.ask(&format!("POST /clock?until={millis}")).await;
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

impl Hold {
    /// Waits; the time goes on for as long as that takes.
    pub(super) async fn sleep(&self, duration: Duration) {
        self.clock.wait(duration, true).await;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut state = self.clock.waits.lock();
        state.holds -= 1;
        state.call_next();
    }
}

impl Waits {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, millis: u128, interrupts_a_hold: bool) -> Wait<'_> {
        let mut state = self.lock();
        let place = (millis, state.next);
        state.next += 1;
        let turn = Arc::new(Notify::new());
        state.waiting.insert(place, Arc::clone(&turn));
        if interrupts_a_hold {
            state.holds -= 1;
            state.call_next();
        }
        Wait {
            waits: self,
            place,
            turn,
            interrupts_a_hold,
        }
    }
}

impl State {
    /// Wakes the wait that ends first, unless the time is held.
    fn call_next(&self) {
        if self.holds == 0
            && let Some(turn) = self.waiting.values().next()
        {
            turn.notify_one();
        }
    }
}

impl Wait<'_> {
    fn is_next(&self) -> bool {
        let state = self.waits.lock();
        state.holds == 0 && state.waiting.keys().next() == Some(&self.place)
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut state = self.waits.lock();
        state.waiting.remove(&self.place);
        if self.interrupts_a_hold {
            state.holds += 1;
        }
        state.call_next();
    }
}
