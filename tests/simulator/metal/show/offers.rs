//! What can be had, and projects.

use serde_json::{Value, json};

use super::super::call::Scene;
use super::super::catalog::{METROS, Metro, OperatingSystem, PLANS, Plan};
use super::super::inclusion::Inclusion;
use super::super::named;
use super::super::world::World;
use super::{href, link, time};

/// A metro.
pub(crate) fn metro(metro: &Metro) -> Value {
    json!({
        "id": named("metro", metro.code),
        "href": metro_href(metro),
        "code": metro.code,
        "name": metro.name,
        "country": metro.country,
    })
}

/// The path of a metro.
pub(crate) fn metro_href(metro: &Metro) -> String {
    href("locations/metros", &named("metro", metro.code))
}

/// The facility in a metro.
pub(crate) fn facility(of: &Metro, inclusion: &Inclusion) -> Value {
    json!({
        "id": named("facility", of.facility),
        "code": of.facility,
        "name": format!("{} {}", of.name, of.facility.trim_start_matches(char::is_alphabetic)),
        "features": ["baremetal", "backend_transfer", "layer_2", "global_ipv4", "ibx"],
        "ip_ranges": [],
        "metro": inclusion.show("metro", true, &metro_href(of), |_| metro(of)),
    })
}

/// The path of the facility in a metro.
pub(crate) fn facility_href(metro: &Metro) -> String {
    href("facilities", &named("facility", metro.facility))
}

/// A plan.
pub(crate) fn plan(plan: &Plan) -> Value {
    let facilities = METROS.iter().map(facility_href);
    let metros = METROS.iter().map(metro_href);
    let links = |hrefs: Vec<String>| -> Value {
        let hrefs = hrefs.into_iter();
        hrefs.map(|href| json!({ "href": href })).collect()
    };
    json!({
        "id": named("plan", plan.slug),
        "slug": plan.slug,
        "name": plan.slug,
        "description": format!("{}, {} GB", plan.cpu, plan.memory),
        "line": "baremetal",
        "class": plan.slug,
        "legacy": false,
        "categories": ["compute", "current_gen"],
        "deployment_types": ["on_demand"],
        "available_in": links(facilities.collect()),
        "available_in_metros": links(metros.collect()),
        "specs": {
            "cpus": [{"count": 1, "type": plan.cpu}],
            "memory": {"total": format!("{}GB", plan.memory)},
            "drives": [{"count": 2, "size": "480GB", "type": "SSD", "category": "boot"}],
            "nics": [{"count": 2, "type": "10Gbps"}],
            "features": {"raid": false, "txt": true, "uefi": plan.is_arm()},
        },
        "pricing": {"hour": 1.5},
    })
}

/// An operating system.
pub(crate) fn operating_system(system: &OperatingSystem) -> Value {
    let plans = PLANS.iter().filter(|plan| system.runs_on(plan));
    let slugs: Vec<&str> = plans.map(|plan| plan.slug).collect();
    json!({
        "id": named("operating-system", system.slug),
        "slug": system.slug,
        "name": system.slug,
        "distro": system.distro,
        "version": system.version,
        "licensed": false,
        "preinstallable": false,
        "provisionable_on": slugs,
        "pricing": {},
    })
}

/// The one person there is.
pub(crate) fn user() -> Value {
    let id = named("user", "simulated");
    json!({
        "id": id,
        "short_id": id[..8],
        "href": href("users", &id),
        "email": "somebody@example.com",
        "first_name": "Some",
        "last_name": "Body",
        "full_name": "Some Body",
        "avatar_thumb_url": null,
        "created_at": time(World::BEGINNING),
        "updated_at": time(World::BEGINNING),
    })
}

/// A project.
pub(crate) fn project(scene: Scene<'_>, id: &str) -> Value {
    let devices = scene.world.devices.iter();
    let devices =
        devices.filter(|device| device.project == id && device.exists(scene.now, scene.options));
    let devices: Vec<Value> = devices.map(|device| link("devices", &device.id)).collect();
    let keys = scene.world.ssh_keys.iter();
    let keys: Vec<Value> = keys.map(|key| link("ssh-keys", &key.id)).collect();
    json!({
        "id": id,
        "href": href("projects", id),
        "name": "simulated",
        "created_at": time(World::BEGINNING),
        "updated_at": time(World::BEGINNING),
        "backend_transfer_enabled": false,
        "bgp_config": {"href": format!("{}/bgp-config", href("projects", id))},
        "customdata": {},
        "devices": devices,
        "members": [link("users", &named("user", "simulated"))],
        "ssh_keys": keys,
        "organization": link("organizations", &named("organization", "simulated")),
        "tags": [],
    })
}
