//! What the simulator of Equinix Metal promises. Every answer that [`client`] gets is held to the schema.

mod access;
mod client;
mod faults;
mod lists;
mod lives;
mod offers;
mod orders;
mod reinstalls;
mod reservations;

use serde_json::{Value, json};

use crate::simulator::Simulator;
use crate::simulator::metal::PROJECT;
use client::Metal;

/// The path of the project's devices.
fn devices() -> String {
    format!("projects/{PROJECT}/devices")
}

/// The order of a device, with some fields more, or other ones.
fn order(rest: &Value) -> Value {
    let mut order = json!({
        "plan": "c3.small.x86", "operating_system": "flatcar_stable", "metro": "am", "hostname": "node-0",
        "userdata": "{}", "no_ssh_keys": true, "tags": ["set=a"],
    });
    let fields = rest.as_object().into_iter().flatten();
    for (name, value) in fields {
        order[name] = value.clone();
    }
    order
}

/// Makes a device; says its id.
fn create(simulator: &Simulator, rest: &Value) -> String {
    let made = Metal::of(simulator).post(&devices(), &order(rest));
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["id"].as_str().unwrap().to_owned()
}

/// Makes a device, and lets time pass until it is active.
fn create_active(simulator: &Simulator, rest: &Value) -> String {
    let id = create(simulator, rest);
    simulator.clock().advance(crate::seconds(310));
    assert_eq!(state(simulator, &id), "active");
    id
}

/// The state of a device, or the status of the answer if that is an error.
fn state(simulator: &Simulator, id: &str) -> String {
    let found = Metal::of(simulator).find(id);
    match found.body["state"].as_str() {
        Some(state) => state.to_owned(),
        None => found.status.to_string(),
    }
}
