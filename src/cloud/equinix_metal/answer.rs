//! Answers as values, within bounds: who asks need not fear what a broken service sends.

use reqwest::Response;
use serde_json::Value;

use super::faults::unanswered;
use crate::cloud::{Fault, Kind};

/// The longest answer that is read, in bytes: a page of a hundred devices with user data of 64 KiB each, every tenth
/// character of it escaped, is half of that.
const LONGEST: usize = 16 << 20;

/// The most values in one answer. A value takes a hundred times the memory of the two bytes that it can be in an answer;
/// a page of a hundred devices has fifty thousand, and some more commas in its user data.
const MOST_VALUES: usize = 500_000;

/// The whole answer, unless it is longer than any should be.
pub(super) async fn body(
    operation: &'static str,
    mut answer: Response,
    is_closed_service: bool,
) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|error| unanswered(operation, &error, is_closed_service))?
    {
        if body.len() + chunk.len() > LONGEST {
            let message = format!("The answer is longer than {LONGEST} bytes");
            return Err(Fault::new(Kind::Unanswered, operation, message));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The value of an answer that tells of success; null where there is none.
pub(super) fn value(operation: &'static str, body: &[u8]) -> Result<Value, Fault> {
    // what was asked may have been done all the same
    let fault = |message: &str| Err(Fault::new(Kind::Unanswered, operation, message));
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    if values(body) > MOST_VALUES {
        return fault(&format!("The answer has more than {MOST_VALUES} values"));
    }
    serde_json::from_slice(body).or_else(|_| fault("The answer is not JSON, as the API's are"))
}

/// How many values JSON text has at most: each but the first follows a comma, or begins a list or an object.
fn values(body: &[u8]) -> usize {
    let is_start = |byte: &&u8| matches!(byte, b',' | b'[' | b'{');
    body.iter().filter(is_start).count()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(body: &str, expect: Result<Value, &str>) {
        let found = value("findDeviceById", body.as_bytes());
        let found = found.map_err(|fault| {
            assert_eq!(fault.kind, Kind::Unanswered);
            fault.message
        });
        assert_eq!(found, expect.map_err(str::to_owned));
    }

    #[test]
    fn answers_are_json_or_nothing() {
        check(r#"{"id": "d-1"}"#, Ok(json!({"id": "d-1"})));
        check(" \r\n", Ok(Value::Null));
        check("<html>", Err("The answer is not JSON, as the API's are"));
        check(
            &"[".repeat(100_000),
            Err("The answer is not JSON, as the API's are"),
        );
    }

    #[test]
    fn answers_of_many_small_values_are_not_read() {
        let many = format!("[{}0]", "0,".repeat(MOST_VALUES));
        check(&many, Err("The answer has more than 500000 values"));
    }
}
