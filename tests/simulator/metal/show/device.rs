//! Devices and their events.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::call::Scene;
use super::super::device::Device;
use super::super::event::Event;
use super::super::inclusion::Inclusion;
use super::super::named;
use super::super::phase::Phase;
use super::network::{addresses, ports};
use super::{href, link, metro, offers, operating_system, plan, project, reservation, time};

/// How long the root password is told.
const PASSWORD_TOLD: Duration = Duration::from_hours(24);

/// A device.
pub(crate) fn device(scene: Scene<'_>, device: &Device, inclusion: &Inclusion) -> Value {
    let (order, now) = (&device.order, scene.now);
    let phase = device.phase(now);
    let is_installed = !matches!(phase, Phase::Queued | Phase::Provisioning | Phase::Failed);
    let tells_password = is_installed && now.since(device.created) < PASSWORD_TOLD;
    let facility = order.metro.facility;
    let events = phase.is_installing().then(|| {
        let told = device.events.iter().filter(|event| event.at <= now);
        told.map(|one| event(device, one)).collect::<Vec<Value>>()
    });
    let mut shown = json!({
        "id": device.id,
        "short_id": device.short_id(),
        "href": href("devices", &device.id),
        "hostname": order.hostname,
        "description": order.description,
        "state": scene.options.word(phase),
        "tags": order.tags,
        "billing_cycle": order.billing_cycle,
        "created_at": time(device.created),
        "updated_at": time(device.updated),
        "created_by": offers::user(),
        "locked": order.locked,
        "network_frozen": order.network_frozen,
        "always_pxe": order.always_pxe,
        "ipxe_script_url": order.ipxe_script_url,
        "userdata": order.user_data,
        "customdata": order.customdata,
        "image_url": null,
        "iqn": format!("iqn.2026-11.net.example:device.{}", device.short_id()),
        "user": "root",
        "root_password": tells_password.then(|| format!("password-{}", device.short_id())),
        "termination_time": order.termination_time,
        "spot_instance": false,
        "spot_price_max": null,
        "sos": format!("{}@sos.{facility}.example.net", device.id),
        "provisioning_percentage": device.percentage(now),
        "provisioning_events": events,
        "network_ports": ports(device),
        "ip_addresses": addresses(scene, device),
        "volumes": [],
        "actions": actions(phase),
        "switch_uuid": null,
        "bonding_mode": 5,
        "storage": order.storage,
        "project_lite": link("projects", &device.project),
    });
    let keys = order.ssh_keys.iter().map(|id| link("ssh-keys", id));
    shown["ssh_keys"] = keys.collect();
    shown["plan"] = inclusion.show(
        "plan",
        true,
        &href("plans", &named("plan", order.plan.slug)),
        |_| plan(order.plan),
    );
    shown["operating_system"] = inclusion.show(
        "operating_system",
        true,
        &href(
            "operating-systems",
            &named("operating-system", order.system.slug),
        ),
        |_| operating_system(order.system),
    );
    relations(&mut shown, scene, device, inclusion);
    shown
}

fn relations(shown: &mut Value, scene: Scene<'_>, device: &Device, inclusion: &Inclusion) {
    let place = device.order.metro;
    shown["metro"] = inclusion.show("metro", true, &offers::metro_href(place), |_| metro(place));
    shown["facility"] = inclusion.show("facility", true, &offers::facility_href(place), |below| {
        offers::facility(place, below)
    });
    shown["project"] = inclusion.show("project", false, &href("projects", &device.project), |_| {
        project(scene, &device.project)
    });
    let mut reservations = scene.world.reservations.iter();
    let id = device.order.reservation.as_ref();
    let of_device = id.and_then(|id| reservations.find(|one| one.id == *id));
    shown["hardware_reservation"] = of_device.map_or(Value::Null, |found| {
        let link = href("hardware-reservations", &found.id);
        inclusion.show("hardware_reservation", false, &link, |below| {
            reservation(scene, found, below)
        })
    });
}

/// An event of a device.
pub(crate) fn event(device: &Device, event: &Event) -> Value {
    json!({
        "id": event.id,
        "href": href("events", &event.id),
        "type": event.kind,
        "body": event.body,
        "interpolated": event.body,
        "state": null,
        "created_at": time(event.at),
        "modified_by": null,
        "ip": null,
        "relationships": [link("devices", &device.id)],
    })
}

fn actions(phase: Phase) -> Value {
    let offers: &[&str] = match phase {
        Phase::Active => &["power_off", "reboot", "rescue", "reinstall"],
        Phase::Inactive => &["power_on", "rescue", "reinstall"],
        _ => &[],
    };
    let offers = offers.iter();
    offers
        .map(|kind| json!({"type": kind, "name": kind.replace('_', " ")}))
        .collect()
}
