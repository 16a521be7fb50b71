//! Finding reservations.

use std::convert::identity;

use serde_json::Value;

use super::call::{Answer, Call};
use super::paging::page;
use super::show;

/// `findHardwareReservationById`.
pub(crate) fn find(call: &mut Call<'_>) -> Answer {
    let found = call.reservation()?;
    let shown = show::reservation(call.scene(), found, &call.inclusion());
    Ok((200, Some(shown)))
}

/// `findProjectHardwareReservations`.
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let project = call.project()?;
    let (inclusion, scene) = (call.inclusion(), call.scene());
    let query = &call.query;
    let listed = call.world.reservations.iter().filter(|one| {
        let provisionable = one.is_provisionable(&call.world.devices, call.now, call.options);
        let is_found = |text: &str| {
            let of_it = [one.id.as_str(), one.plan.slug, one.metro.facility];
            of_it.iter().any(|found| found.contains(text))
        };
        one.project == project
            && query.text("query").is_none_or(is_found)
            && query.text("state").is_none_or(|state| state == "active")
            && (query.text("provisionable").is_none() || provisionable)
    });
    let shown = listed.map(|one| show::reservation(scene, one, &inclusion));
    let shown: Vec<Value> = shown.collect();
    Ok((
        200,
        Some(page(call, "hardware_reservations", shown, identity)?),
    ))
}
