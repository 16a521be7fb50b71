//! A client that speaks JSON, and holds every answer to the schema.

use serde_json::Value;

use crate::client::{Silence, exchange};
use crate::simulator::Simulator;
use crate::simulator::metal::{BASE, schema};

/// Somebody's access to Equinix Metal.
pub(crate) struct Metal<'a> {
    simulator: &'a Simulator,
    token: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    /// Null where there is none; text where it is no JSON.
    pub(crate) body: Value,
}

impl<'a> Metal<'a> {
    /// That of the usual token.
    pub(crate) fn of(simulator: &'a Simulator) -> Self {
        Self::with(simulator, "token")
    }

    /// That of a token.
    pub(crate) fn with(simulator: &'a Simulator, token: &str) -> Self {
        Self {
            simulator,
            token: token.to_owned(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.checked("GET", path, None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.checked("POST", path, Some(body))
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.checked("PUT", path, Some(body))
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.checked("DELETE", path, None)
    }

    /// A device.
    pub(crate) fn find(&self, id: &str) -> Answer {
        self.get(&format!("devices/{id}"))
    }

    /// Does something to a device.
    pub(crate) fn act(&self, id: &str, body: &Value) -> Answer {
        self.post(&format!("devices/{id}/actions"), body)
    }

    /// A request that may not be answered, whose answer may be anything.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, Silence> {
        let headers = format!(
            "x-auth-token: {}\r\ncontent-type: application/json\r\n",
            self.token
        );
        let body = body.map(ToString::to_string).unwrap_or_default();
        let request = format!("{method} {BASE}{path}");
        let answer = exchange(self.simulator, &request, &headers, &body)?;
        let body = match serde_json::from_str(&answer.body) {
            Ok(body) => body,
            Err(_) if answer.body.is_empty() => Value::Null,
            Err(_) => Value::String(answer.body),
        };
        Ok(Answer {
            status: answer.status,
            head: answer.head,
            body,
        })
    }

    fn checked(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let answer = self.ask(method, path, body).unwrap();
        let operation = self.simulator.requests().pop().unwrap().action;
        let body = Some(&answer.body).filter(|body| !body.is_null());
        let checked = schema::check_answer(&operation, answer.status, body);
        assert_eq!(checked, Ok(()), "{method} {path}: {:#}", answer.body);
        answer
    }
}

impl Answer {
    /// What the error says.
    pub(crate) fn sentence(&self) -> &str {
        let sentence = self.body["errors"][0].as_str();
        sentence.or(self.body["error"].as_str()).unwrap_or_default()
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The ids of the devices of a list.
    pub(crate) fn ids(&self) -> Vec<&str> {
        let devices = self.body["devices"].as_array().unwrap();
        let ids = devices.iter().map(|device| device["id"].as_str());
        ids.map(Option::unwrap).collect()
    }
}
