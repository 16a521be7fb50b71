//! What Equinix Metal's answers mean.
//!
//! Errors are `{"errors": [..]}` or `{"error": ".."}`; load balancers in front of it answer in HTML.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::cloud::{Fault, Kind, causes, said};

/// What a failed request to the closed service is told with.
const CLOSED: &str = "Equinix Metal was shut down on 2026-06-30. Set endpoint in the provider's block `equinix_metal` to use \
     a service with its API, or take machines of the past out of the state with terraform state rm";

/// An answer that is no success.
pub(super) struct Refusal<'a> {
    pub(super) operation: &'static str,
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    /// Whether it is the service itself that answers, which is closed.
    pub(super) is_closed_service: bool,
    pub(super) now: SystemTime,
}

impl Refusal<'_> {
    /// What it means.
    pub(super) fn fault(&self) -> Fault {
        let told = told(self.body);
        let kind = kind(self.status, told.as_deref().unwrap_or_default());
        let status = self.status.as_u16();
        let mut message =
            told.unwrap_or_else(|| format!("The answer (status {status}) is not one of the API's"));
        if self.is_closed_service && matches!(status, 401 | 403 | 404 | 410) {
            message = format!("{message}. {CLOSED}");
        }
        Fault {
            code: Some(status.to_string()),
            request_id: self.header("x-request-id").map(said::beginning),
            ..Fault::new(kind, self.operation, message)
        }
        .after(self.retry_after())
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn retry_after(&self) -> Option<Duration> {
        if let Some(seconds) = self
            .header("retry-after")
            .and_then(|text| text.parse().ok())
        {
            return Some(Duration::from_secs(seconds));
        }
        if self.status != StatusCode::TOO_MANY_REQUESTS {
            return None;
        }
        let reset: u64 = self.header("x-ratelimit-reset")?.parse().ok()?;
        let now = self.now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Duration::from_secs(reset).checked_sub(now)
    }
}

/// The API's own sentences; `None` when the answer is something else.
fn told(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let errors = body["errors"].as_array().into_iter().flatten();
    let sentences: Vec<&str> = errors
        .chain(body.get("error"))
        .filter_map(Value::as_str)
        .collect();
    let told = said::beginning(&sentences.join("; "));
    (!told.is_empty()).then_some(told)
}

/// Sentences that mean something to us, by a part of them; the API has no codes.
const SENTENCES: &[(&str, Kind)] = &[
    ("while it is provisioning", Kind::NotSpread),
    ("not provisionable", Kind::NotSpread),
    ("no available hardware reservations", Kind::NotSpread),
    ("aren't available servers", Kind::NoCapacity),
    ("no capacity", Kind::NoCapacity),
];

fn kind(status: StatusCode, told: &str) -> Kind {
    let told = told.to_lowercase();
    match status.as_u16() {
        401 | 403 => Kind::Denied,
        404 | 410 => Kind::NotFound,
        408 | 425 | 500..600 => Kind::Unavailable,
        429 => Kind::Throttled,
        _ => SENTENCES
            .iter()
            .find(|(part, _)| told.contains(part))
            .map_or(Kind::Refused, |(_, kind)| kind.clone()),
    }
}

/// A request that had no answer.
pub(super) fn unanswered(
    operation: &'static str,
    error: &reqwest::Error,
    is_closed_service: bool,
) -> Fault {
    if let Some(refused) = causes::certificate(error) {
        return Fault::new(Kind::Unconfigured, operation, refused);
    }
    let why = if error.is_timeout() {
        "there was no answer in time"
    } else if error.is_connect() {
        "there is no connection"
    } else {
        "the connection broke off"
    };
    // what never was sent may be sent again
    let kind = if error.is_connect() {
        Kind::Unavailable
    } else {
        Kind::Unanswered
    };
    let closed = if is_closed_service {
        format!(". {CLOSED}")
    } else {
        String::new()
    };
    let message = format!("Equinix Metal does not answer: {why}{closed}");
    Fault::new(kind, operation, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expect: &Kind, message: &str) {
        let headers = HeaderMap::new();
        let refusal = Refusal {
            operation: "createDevice",
            status: StatusCode::from_u16(status).unwrap(),
            headers: &headers,
            body: body.as_bytes(),
            is_closed_service: false,
            now: SystemTime::UNIX_EPOCH,
        };
        let fault = refusal.fault();
        assert_eq!((&fault.kind, fault.message.as_str()), (expect, message));
    }

    #[test]
    fn sentences_decide_where_the_status_does_not() {
        check(
            422,
            r#"{"errors":["Cannot delete a device while it is provisioning"]}"#,
            &Kind::NotSpread,
            "Cannot delete a device while it is provisioning",
        );
        check(
            422,
            r#"{"errors":["There aren't available servers in that metro"]}"#,
            &Kind::NoCapacity,
            "There aren't available servers in that metro",
        );
        check(422, r#"{"error":"no"}"#, &Kind::Refused, "no");
        check(
            404,
            r#"{"errors":["Not found"]}"#,
            &Kind::NotFound,
            "Not found",
        );
        check(403, r#"{"errors":["a","b"]}"#, &Kind::Denied, "a; b");
    }

    #[test]
    fn html_is_not_quoted() {
        let message = "The answer (status 502) is not one of the API's";
        check(502, "<html>secret</html>", &Kind::Unavailable, message);
        let message = "The answer (status 422) is not one of the API's";
        check(422, r#"{"errors":[]}"#, &Kind::Refused, message);
    }

    #[test]
    fn the_closed_service_is_told_as_such() {
        for status in [401, 403, 404, 410, 500] {
            let refusal = Refusal {
                operation: "findProjectById",
                status: StatusCode::from_u16(status).unwrap(),
                headers: &HeaderMap::new(),
                body: br#"{"error":"Invalid authentication token"}"#,
                is_closed_service: true,
                now: SystemTime::UNIX_EPOCH,
            };
            let told = refusal.fault().message.contains("shut down on 2026-06-30");
            assert_eq!(told, status != 500, "{status}");
        }
    }

    /// How long to wait after an answer with a header, a thousand seconds after 1970.
    fn wait(name: &'static str, value: &'static str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        let refusal = Refusal {
            operation: "x",
            status: StatusCode::TOO_MANY_REQUESTS,
            headers: &headers,
            body: b"",
            is_closed_service: false,
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1000),
        };
        refusal.fault().retry_after
    }

    #[test]
    fn waits_are_those_that_the_service_asks_for() {
        assert_eq!(wait("retry-after", "7"), Some(Duration::from_secs(7)));
        assert_eq!(
            wait("x-ratelimit-reset", "1030"),
            Some(Duration::from_secs(30))
        );
        assert_eq!(wait("x-ratelimit-reset", "900"), None);
        assert_eq!(wait("retry-after", "soon"), None);
    }

    #[test]
    fn waits_that_make_no_sense_are_short() {
        for asked in ["1000000000000", "18446744073709551615"] {
            for name in ["retry-after", "x-ratelimit-reset"] {
                assert_eq!(wait(name, asked), Some(Duration::from_mins(2)), "{name}");
            }
        }
        for asked in ["-1", "1e3", "18446744073709551616", ""] {
            assert_eq!(wait("retry-after", asked), None, "{asked}");
        }
    }
}
