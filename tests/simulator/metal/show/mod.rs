//! Things as answers show them: JSON with null where there is no value, and links instead of what is not asked for.

/// Devices.
mod device;
/// Networks of devices.
mod network;
/// What can be had, and projects.
mod offers;
/// Reservations.
mod reservation;

use serde_json::{Value, json};

use super::super::clock::Moment;
use super::BASE;

pub(crate) use device::{device, event};
pub(crate) use network::ports;
pub(crate) use offers::{metro, operating_system, plan, project};
pub(crate) use reservation::reservation;

/// A path as answers write it.
pub(crate) fn href(kind: &str, id: &str) -> String {
    format!("{BASE}{kind}/{id}")
}

/// A link.
pub(crate) fn link(kind: &str, id: &str) -> Value {
    json!({ "href": href(kind, id) })
}

/// A moment as answers write it: `2026-11-22T12:00:00Z`.
pub(crate) fn time(moment: Moment) -> String {
    let text = moment.to_string();
    let seconds = text.split('.').next().unwrap_or_default();
    format!("{seconds}Z")
}
