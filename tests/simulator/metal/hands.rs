//! Hands that reach into the simulated Equinix Metal from outside, as its console and its people do.

use serde_json::{Value, json};

use super::super::clock::Moment;
use super::super::server::Shared;
use super::super::state::State;
use super::ELSEWHERE;
use super::catalog::{METROS, OPERATING_SYSTEMS, metro_of, metro_of_facility, plan_of};
use super::create::{Made, make};
use super::device::{Device, Order};
use super::event::Event;
use super::inventory::{DeviceView, ReservationView};
use super::phase::Phase;
use super::reservation::Reservation;

/// Does something to a device, whosever it is.
pub(crate) fn on_device<T>(
    shared: &Shared,
    id: &str,
    act: impl FnOnce(&mut Device) -> T,
) -> Result<T, String> {
    let mut state = shared.lock();
    let devices = &mut state.metal.devices;
    let ids: Vec<String> = devices.iter().map(|device| device.id.clone()).collect();
    let found = devices.iter_mut().find(|device| device.id == id);
    found
        .map(act)
        .ok_or(format!("there is no device {id}; there are {ids:?}"))
}

/// Ends a device, whatever it is doing, locked or not.
pub(crate) fn delete(shared: &Shared, id: &str) -> Result<(), String> {
    let now = shared.clock.now();
    let takes = shared.lock().options.metal.deprovision_delay;
    on_device(shared, id, |device| device.end(now, takes))
}

/// Turns a device off, unless it is on its way out.
pub(crate) fn power_off(shared: &Shared, id: &str) -> Result<(), String> {
    let now = shared.clock.now();
    let takes = shared.lock().options.metal.power_delay;
    on_device(shared, id, |device| {
        if device.phase(now).is_live() {
            device.forget_plans(now);
            let schedule = &mut device.schedule;
            schedule.change(now, Phase::PoweringOff, takes, Phase::Inactive);
        }
    })
}

/// Lets a device fail at once.
pub(crate) fn fail(shared: &Shared, id: &str, message: &str) -> Result<(), String> {
    let now = shared.clock.now();
    let event = Event::new(&mut shared.lock().ids, now, "provisioning.failed", message);
    on_device(shared, id, |device| {
        device.forget_plans(now);
        device.schedule.settle(now, Phase::Failed);
        device.announce(event);
    })
}

/// Reserves hardware for a project, in a metro or a facility; says the reservation's id.
pub(crate) fn add_reservation(
    shared: &Shared,
    project: &str,
    plan: &str,
    place: &str,
) -> Result<String, String> {
    let now = shared.clock.now();
    let metro = metro_of(place).or_else(|| metro_of_facility(place));
    let mut state = shared.lock();
    let reservation = Reservation {
        id: state.ids.uuid(),
        project: project.to_owned(),
        plan: plan_of(plan).ok_or(format!("there is no plan {plan}"))?,
        metro: metro.ok_or(format!("there is no metro or facility {place}"))?,
        created: now,
        last_device: None,
    };
    let id = reservation.id.clone();
    state.metal.reservations.push(reservation);
    Ok(id)
}

/// Makes an active device of a reservation that is not of the project; says its id.
pub(crate) fn take_reservation(shared: &Shared, id: &str) -> Result<String, String> {
    let reservation = {
        let state = shared.lock();
        let mut reservations = state.metal.reservations.iter();
        let found = reservations.find(|reservation| reservation.id == id);
        found
            .ok_or(format!("there is no reservation {id}"))?
            .clone()
    };
    let order = Order {
        plan: reservation.plan,
        metro: reservation.metro,
        reservation: Some(reservation.id),
        ..foreign(&[])
    };
    Ok(launch(shared, ELSEWHERE, order))
}

/// Makes an active device with these tags that nobody asked for through the API; says its id.
pub(crate) fn launch_tagged(shared: &Shared, project: &str, tags: &[String]) -> String {
    launch(shared, project, foreign(tags))
}

/// Devices and reservations, for people.
pub(crate) fn inventory(state: &State, now: Moment) -> (Vec<Value>, Vec<Value>) {
    let devices = state.metal.devices.iter().map(|device| {
        let seen = DeviceView::of(device, now, &state.options);
        json!({
            "project": seen.project,
            "id": seen.id,
            "hostname": seen.hostname,
            "state": seen.state.to_string(),
            "exists": seen.exists,
            "plan": seen.plan,
            "metro": seen.metro,
            "operating_system": seen.operating_system,
            "installations": seen.installations,
            "private_ip": seen.private_ipv4,
            "public_ip": seen.public_ipv4,
            "reservation": seen.reservation,
            "tags": seen.tags,
        })
    });
    let reservations = state.metal.reservations.iter().map(|reservation| {
        let seen = ReservationView::of(reservation, &state.metal, now, &state.options);
        json!({
            "project": seen.project,
            "id": seen.id,
            "plan": seen.plan,
            "metro": seen.metro,
            "device": seen.device,
            "provisionable": seen.provisionable,
        })
    });
    (devices.collect(), reservations.collect())
}

fn launch(shared: &Shared, project: &str, order: Order) -> String {
    let now = shared.clock.now();
    let mut guard = shared.lock();
    let state = &mut *guard;
    let made = Made {
        id: state.ids.uuid(),
        project: project.to_owned(),
        order,
        failure: None,
    };
    let id = make(&mut state.metal, &mut state.ids, &state.options, now, made);
    if let Some(device) = state.metal.devices.last_mut() {
        device.forget_plans(now);
        device.schedule.settle(now, Phase::Active);
        device.install(now);
    }
    id
}

fn foreign(tags: &[String]) -> Order {
    Order {
        hostname: "foreign".to_owned(),
        description: None,
        plan: &super::catalog::PLANS[0],
        metro: &METROS[0],
        system: &OPERATING_SYSTEMS[0],
        billing_cycle: "hourly".to_owned(),
        tags: tags.to_vec(),
        user_data: None,
        customdata: json!({}),
        ipxe_script_url: None,
        always_pxe: false,
        ssh_keys: Vec::new(),
        locked: false,
        network_frozen: false,
        termination_time: None,
        storage: None,
        reservation: None,
        addresses: vec![(4, true), (6, true), (4, false)],
    }
}
