//! A client that posts forms to the simulator and believes nothing.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::simulator::Simulator;

/// Somebody's access to AWS.
pub(crate) struct Client<'a> {
    simulator: &'a Simulator,
    key: String,
    region: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    Broken,
    Hanging,
}

impl<'a> Client<'a> {
    /// The usual account's, in the usual region.
    pub(crate) fn of(simulator: &'a Simulator) -> Self {
        Self::with(simulator, "test", "us-east-1")
    }

    /// Of an access key, in a region.
    pub(crate) fn with(simulator: &'a Simulator, key: &str, region: &str) -> Self {
        Self {
            simulator,
            key: key.to_owned(),
            region: region.to_owned(),
        }
    }

    /// Calls EC2.
    pub(crate) fn ec2(&self, action: &str, form: &str) -> Answer {
        self.try_ec2(action, form).unwrap()
    }

    /// Calls EC2, which may not answer.
    pub(crate) fn try_ec2(&self, action: &str, form: &str) -> Result<Answer, Silence> {
        self.post("ec2", &format!("Action={action}&Version=2016-11-15&{form}"))
    }

    /// Calls the load balancers.
    pub(crate) fn elb(&self, action: &str, form: &str) -> Answer {
        let form = format!("Action={action}&Version=2015-12-01&{form}");
        self.post("elasticloadbalancing", &form).unwrap()
    }

    /// Calls STS.
    pub(crate) fn sts(&self, action: &str, form: &str) -> Answer {
        let form = format!("Action={action}&Version=2011-06-15&{form}");
        self.post("sts", &form).unwrap()
    }

    fn post(&self, service: &str, form: &str) -> Result<Answer, Silence> {
        let scope = format!(
            "{}/20261122/{}/{service}/aws4_request",
            self.key, self.region
        );
        let authorization = format!(
            "authorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0\r\n"
        );
        exchange(self.simulator, "POST /", &authorization, form)
    }
}

/// One request on a connection of its own.
pub(crate) fn exchange(
    simulator: &Simulator,
    request: &str,
    headers: &str,
    body: &str,
) -> Result<Answer, Silence> {
    let mut stream = TcpStream::connect(simulator.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let length = body.len();
    let head = format!(
        "{request} HTTP/1.1\r\nhost: aws\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let mut text = String::new();
    match stream.read_to_string(&mut text) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(Silence::Hanging),
        Err(_) | Ok(0) => return Err(Silence::Broken),
        Ok(_) => {}
    }
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap();
    Ok(Answer {
        status: status.parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

impl Answer {
    /// The texts of all elements of a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let parts = self.body.split(&open).skip(1);
        let texts = parts.filter_map(|part| part.split(&close).next());
        texts.map(str::to_owned).collect()
    }

    /// The text of the first element of a name, empty if there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        self.all(name).into_iter().next().unwrap_or_default()
    }

    /// The error's code, or `ok`.
    pub(crate) fn code(&self) -> String {
        if self.status == 200 {
            "ok".to_owned()
        } else {
            self.text("Code")
        }
    }
}
