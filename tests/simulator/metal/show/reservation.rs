//! Reservations.

use serde_json::{Value, json};

use super::super::call::Scene;
use super::super::inclusion::Inclusion;
use super::super::named;
use super::super::reservation::Reservation;
use super::{device, href, offers, plan, project, time};

/// A reservation.
pub(crate) fn reservation(
    scene: Scene<'_>,
    reservation: &Reservation,
    inclusion: &Inclusion,
) -> Value {
    let devices = &scene.world.devices;
    let held = reservation.device(devices, scene.now);
    let held = held.map_or(Value::Null, |held| {
        inclusion.show("device", false, &href("devices", &held.id), |below| {
            device(scene, held, below)
        })
    });
    let is_provisionable = reservation.is_provisionable(devices, scene.now, scene.options);
    let plan_href = href("plans", &named("plan", reservation.plan.slug));
    let project_href = href("projects", &reservation.project);
    let facility_href = offers::facility_href(reservation.metro);
    json!({
        "id": reservation.id,
        "short_id": reservation.short_id(),
        "href": href("hardware-reservations", &reservation.id),
        "created_at": time(reservation.created),
        "custom_rate": null,
        "device": held,
        "facility": inclusion.show("facility", true, &facility_href, |below| {
            offers::facility(reservation.metro, below)
        }),
        "need_of_service": false,
        "plan": inclusion.show("plan", true, &plan_href, |_| plan(reservation.plan)),
        "project": inclusion.show("project", false, &project_href, |_| {
            project(scene, &reservation.project)
        }),
        "provisionable": is_provisionable,
        "spare": false,
        "switch_uuid": null,
        "termination_time": null,
    })
}
