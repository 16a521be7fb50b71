//! What stands between the provider and a simulator: it passes requests on, but for those that are answered badly.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Request line and headers.
    pub(crate) head: String,
    /// What comes after them.
    pub(crate) body: Vec<u8>,
}

/// Answers a request on its connection.
pub(crate) type Answer = Arc<dyn Fn(&Asked, &mut TcpStream) -> io::Result<()> + Send + Sync>;

/// Requests by their name, and what they are answered with.
#[derive(Clone)]
pub(crate) struct Bad {
    /// `GET /devices`: method and end of the path; or AWS's name of an action.
    pub(crate) request: &'static str,
    /// Whether the simulator carries the request out all the same.
    pub(crate) is_done: bool,
    /// The answer.
    pub(crate) answer: Answer,
}

/// A front, which serves until the process ends.
#[derive(Clone)]
pub(crate) struct Front {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    behind: Option<SocketAddr>,
    bad: Vec<Bad>,
    asked: Vec<Asked>,
}

impl Asked {
    /// Whether it is of a name.
    pub(crate) fn is(&self, name: &str) -> bool {
        match name.split_once(' ') {
            Some((method, end)) => {
                let mut line = self.head.split(' ');
                let path = (line.next() == Some(method)).then(|| line.next()).flatten();
                let path = path.and_then(|path| path.split('?').next());
                path.is_some_and(|path| path.ends_with(end))
            }
            None => self.body.starts_with(format!("Action={name}&").as_bytes()),
        }
    }

    fn read(stream: &mut TcpStream) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let mut part = [0; 16 << 10];
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            let length = stream.read(&mut part)?;
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            bytes.extend_from_slice(&part[..length]);
        };
        let mut body = bytes.split_off(end);
        let head = String::from_utf8_lossy(&bytes).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_it = name.eq_ignore_ascii_case("content-length");
            is_it.then(|| value.trim().parse().ok()).flatten()
        });
        let mut rest = vec![0; length.unwrap_or(0_usize).saturating_sub(body.len())];
        stream.read_exact(&mut rest)?;
        body.append(&mut rest);
        Ok(Self { head, body })
    }
}

impl Front {
    /// A front of a simulator, or of nothing.
    pub(crate) fn start(behind: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let front = Self {
            address: listener.local_addr().unwrap(),
            shared: Arc::default(),
        };
        front.shared().behind = behind;
        let serving = front.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let front = serving.clone();
                // a client that goes away while it is answered is no news
                thread::spawn(move || drop(front.serve(stream)));
            }
        });
        front
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers these requests badly from now on.
    pub(crate) fn set(&self, bad: Vec<Bad>) {
        let mut shared = self.shared();
        shared.bad = bad;
        shared.asked.clear();
    }

    /// What was asked since.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared().asked.clone()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let asked = Asked::read(&mut stream)?;
        let (behind, bad) = {
            let mut shared = self.shared();
            shared.asked.push(asked.clone());
            let bad = shared.bad.iter().find(|bad| asked.is(bad.request));
            (shared.behind, bad.cloned())
        };
        match bad {
            Some(bad) => {
                if bad.is_done {
                    passed_on(behind, &asked)?;
                }
                (bad.answer)(&asked, &mut stream)?;
            }
            None => stream.write_all(&passed_on(behind, &asked)?)?,
        }
        stream.shutdown(Shutdown::Write)
    }
}

/// The answer of what is behind.
fn passed_on(behind: Option<SocketAddr>, asked: &Asked) -> io::Result<Vec<u8>> {
    let Some(behind) = behind else {
        return Ok(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".to_vec());
    };
    let mut stream = TcpStream::connect(behind)?;
    let (line, headers) = asked.head.split_once("\r\n").unwrap_or_default();
    let head = format!("{line}\r\nconnection: close\r\n{headers}");
    stream.write_all(head.as_bytes())?;
    stream.write_all(&asked.body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    // the provider must not send its next request on a connection that ends
    let split = answer.windows(2).position(|two| two == b"\r\n");
    let at = split.map_or(answer.len(), |at| at + 2);
    let headers = answer.split_off(at);
    answer.extend_from_slice(b"connection: close\r\n");
    answer.extend_from_slice(&headers);
    Ok(answer)
}
