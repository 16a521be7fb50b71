//! Bad answers.

use std::io::{self, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::front::{Answer, Asked};

/// A whole answer.
pub(crate) fn whole(status: &str, headers: &str, body: impl Into<Vec<u8>>) -> Answer {
    let (status, headers, body) = (status.to_owned(), headers.to_owned(), body.into());
    Arc::new(move |_, stream| {
        head(
            stream,
            &status,
            &format!("{headers}content-length: {}\r\n", body.len()),
        )?;
        stream.write_all(&body)
    })
}

/// An answer that tells of success.
pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Answer {
    whole("200 OK", "", body)
}

/// An answer that depends on the request.
pub(crate) fn told(body: impl Fn(&Asked) -> String + Send + Sync + 'static) -> Answer {
    Arc::new(move |asked, stream| {
        let body = body(asked);
        head(
            stream,
            "200 OK",
            &format!("content-length: {}\r\n", body.len()),
        )?;
        stream.write_all(body.as_bytes())
    })
}

/// A body that breaks off.
pub(crate) fn truncated(body: &'static str) -> Answer {
    Arc::new(move |_, stream| {
        head(
            stream,
            "200 OK",
            &format!("content-length: {}\r\n", body.len() + 1000),
        )?;
        stream.write_all(body.as_bytes())
    })
}

/// How the length of a body is told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Length {
    /// Before it: a gigabyte.
    Announced,
    /// Part by part.
    Chunked,
    /// By its end, which does not come.
    Open,
}

/// A body of a part again and again, until the client goes away.
pub(crate) fn endless(length: Length, begin: &'static str, part: &'static str) -> Answer {
    let many = part.repeat((64 << 10) / part.len());
    Arc::new(move |_, stream| {
        match length {
            Length::Announced => head(stream, "200 OK", "content-length: 1073741824\r\n")?,
            Length::Chunked => head(stream, "200 OK", "transfer-encoding: chunked\r\n")?,
            Length::Open => head(stream, "200 OK", "")?,
        }
        let mut part = begin.to_owned() + &many;
        loop {
            if let Length::Chunked = length {
                write!(stream, "{:x}\r\n{part}\r\n", part.len())?;
            } else {
                stream.write_all(part.as_bytes())?;
            }
            part.clone_from(&many);
        }
    })
}

/// Headers without end.
pub(crate) fn endless_headers() -> Answer {
    let header = format!("x-more: {}\r\n", "x".repeat(1000));
    Arc::new(move |_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(header.as_bytes())?;
        }
    })
}

/// A byte now and then.
pub(crate) fn drip() -> Answer {
    Arc::new(|_, stream| {
        head(stream, "200 OK", "content-length: 1000\r\n")?;
        loop {
            stream.write_all(b" ")?;
            thread::sleep(Duration::from_millis(100));
        }
    })
}

/// An answer as HTTP had it before connections were kept, without a length.
pub(crate) fn of_1996(body: &'static str) -> Answer {
    Arc::new(move |_, stream| write!(stream, "HTTP/1.0 200 OK\r\n\r\n{body}"))
}

fn head(stream: &mut TcpStream, status: &str, headers: &str) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n"
    )
}
