//! An answer read in every way that there is, for those who look for answers that do harm.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use super::answer;
use super::device::Device;
use super::faults::Refusal;
use super::reservations::outlook;
use super::sessions::by_device;

/// What this answers to, in messages.
const OPERATION: &str = "probe";

/// Reads an answer as any request may read it; what comes out is of no use. Not part of the library's interface.
#[doc(hidden)]
pub fn probe(status: u16, wait: &[u8], body: &[u8]) {
    let mut headers = HeaderMap::new();
    for name in ["retry-after", "x-ratelimit-reset", "x-request-id"] {
        headers.extend(HeaderValue::from_bytes(wait).map(|value| (name.parse().ok(), value)));
    }
    let status = StatusCode::from_u16(status).unwrap_or_default();
    let refusal = Refusal {
        operation: OPERATION,
        status,
        headers: &headers,
        body,
        is_closed_service: true,
        now: SystemTime::UNIX_EPOCH + Duration::from_hours(500_000),
    };
    drop(refusal.fault().without("a secret that may be in an answer"));
    let Ok(value) = answer::value(OPERATION, body) else {
        return;
    };
    let lists = ["devices", "hardware_reservations"].map(|name| value[name].as_array());
    let items = lists.into_iter().flatten().flatten();
    for item in items.chain([&value]) {
        drop(Device::read(OPERATION, item).map(|device| device.machine()));
        drop(outlook(item, Some("d-1")));
    }
    drop(by_device(&value));
}
