//! Reserved hardware.

use serde_json::{Value, json};

use super::client::Metal;
use super::{create, devices, order, state};
use crate::client::exchange;
use crate::simulator::Simulator;
use crate::simulator::metal::{ELSEWHERE, PROJECT};
use crate::{seconds, simulator};

/// Whether a reservation holds a device, and whether one can be made of it.
fn standing(simulator: &Simulator, id: &str) -> (bool, bool) {
    let path = format!("hardware-reservations/{id}?include=device");
    let found = Metal::of(simulator).get(&path).body;
    let provisionable = found["provisionable"].as_bool().unwrap();
    (!found["device"].is_null(), provisionable)
}

fn refusal(simulator: &Simulator, reservation: &str) -> String {
    let order = order(&json!({"hardware_reservation_id": reservation}));
    let answer = Metal::of(simulator).post(&devices(), &order);
    assert_eq!(answer.status, 422, "{}", answer.body);
    answer.sentence().to_owned()
}

#[test]
fn a_reservation_comes_back_some_time_after_its_device_is_gone() {
    let simulator = simulator();
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    assert_eq!(standing(&simulator, &reservation), (false, true));
    let id = create(&simulator, &json!({"hardware_reservation_id": reservation}));
    assert_eq!(standing(&simulator, &reservation), (true, false));
    assert_eq!(
        refusal(&simulator, &reservation),
        "Server is not provisionable"
    );
    simulator.clock().advance(seconds(310));
    Metal::of(&simulator).delete(&format!("devices/{id}"));
    for (after, expected) in [
        (0, (true, false)),
        (60, (false, false)),
        (240, (false, true)),
    ] {
        simulator.clock().advance(seconds(after));
        assert_eq!(standing(&simulator, &reservation), expected);
    }
    create(&simulator, &json!({"hardware_reservation_id": reservation}));
}

#[test]
fn any_that_fits_is_taken_until_there_is_none() {
    let simulator = simulator();
    let any = json!({"hardware_reservation_id": "next-available"});
    simulator.add_reservation("c3.medium.x86", "am");
    simulator.add_reservation("c3.small.x86", "ny7");
    assert_eq!(simulator.reservations()[1].metro, "ny");
    let none = "There are no available hardware reservations for selected plan and facility";
    assert_eq!(refusal(&simulator, "next-available"), none);
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    let id = create(&simulator, &any);
    assert_eq!(simulator.device(&id).reservation, Some(reservation));
    assert_eq!(refusal(&simulator, "next-available"), none);
}

#[test]
fn a_reservation_may_be_for_something_else_or_unknown() {
    let simulator = simulator();
    let other = simulator.add_reservation("c3.medium.x86", "am");
    assert!(refusal(&simulator, &other).contains("another plan"));
    assert!(refusal(&simulator, "nonsense").contains("could not be found"));
}

#[test]
fn a_failed_device_keeps_its_reservation_until_it_is_ended() {
    let simulator = simulator();
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    simulator.fail_launch(1, "", "It does not start");
    let id = create(&simulator, &json!({"hardware_reservation_id": reservation}));
    simulator.clock().advance(seconds(3600));
    assert_eq!(state(&simulator, &id), "failed");
    assert_eq!(standing(&simulator, &reservation), (true, false));
    assert_eq!(
        Metal::of(&simulator)
            .delete(&format!("devices/{id}"))
            .status,
        204
    );
    simulator.clock().advance(seconds(300));
    assert_eq!(standing(&simulator, &reservation), (false, true));
}

#[test]
fn somebody_else_may_take_one() {
    let simulator = simulator();
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    let theirs = simulator.take_reservation(&reservation);
    assert_eq!(
        refusal(&simulator, &reservation),
        "Server is not provisionable"
    );
    assert_eq!(state(&simulator, &theirs), "404", "it is not ours to see");
    simulator.delete_device(&theirs);
    simulator.clock().advance(seconds(300));
    assert!(simulator.reservations()[0].provisionable);
}

#[test]
fn reservations_are_listed() {
    let simulator = simulator();
    let free = simulator.add_reservation("c3.small.x86", "am");
    let held = simulator.add_reservation("c3.small.x86", "am");
    create(&simulator, &json!({"hardware_reservation_id": held}));
    let list = |query: &str| {
        let path = format!("projects/{PROJECT}/hardware-reservations?{query}");
        let body = Metal::of(&simulator).get(&path).body;
        let listed = body["hardware_reservations"].as_array().unwrap();
        let ids = listed.iter().map(|one| one["id"].clone());
        ids.collect::<Vec<Value>>()
    };
    assert_eq!(list(""), [json!(free), json!(held)]);
    assert_eq!(list("provisionable=only"), [json!(free)]);
    assert_eq!(list(&format!("query={held}")), [json!(held)]);
}

#[test]
fn reservations_of_other_projects_are_neither_told_nor_taken() {
    let simulator = simulator();
    let path = "POST /control/reservation?plan=c3.small.x86&metro=am&project=";
    exchange(&simulator, &format!("{path}{ELSEWHERE}"), "", "").unwrap();
    let theirs = &simulator.reservations()[0];
    assert!(theirs.provisionable);
    assert!(refusal(&simulator, &theirs.id).contains("could not be found"));
    assert!(refusal(&simulator, "next-available").contains("no available"));
    let path = format!("projects/{PROJECT}/hardware-reservations");
    let listed = Metal::of(&simulator).get(&path).body;
    assert_eq!(listed["hardware_reservations"], json!([]));
}
