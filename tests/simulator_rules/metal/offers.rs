//! What can be had, and BGP.

use serde_json::{Value, json};

use super::client::Metal;
use super::create;
use crate::simulator;
use crate::simulator::metal::PROJECT;

fn names(list: &Value, name: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item[name].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn metros_plans_and_operating_systems_are_told() {
    let simulator = simulator();
    let get = |path: &str| Metal::of(&simulator).get(path).body;
    let metros = names(&get("locations/metros")["metros"], "code");
    assert!(metros.contains(&"am".to_owned()));
    let plans = get(&format!("projects/{PROJECT}/plans"));
    assert!(names(&plans["plans"], "slug").contains(&"c3.small.x86".to_owned()));
    let systems = get("operating-systems");
    let systems = systems["operating_systems"].as_array().unwrap();
    let flatcar = systems.iter().find(|one| one["slug"] == "flatcar_stable");
    let plans = flatcar.unwrap()["provisionable_on"].as_array().unwrap();
    assert!(!plans.contains(&json!("c3.large.arm64")));
    let id = create(&simulator, &json!({}));
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    simulator.take_reservation(&reservation);
    let project = get(&format!("projects/{PROJECT}"));
    assert_eq!(project["id"], PROJECT);
    let device = format!("/metal/v1/devices/{id}");
    assert_eq!(project["devices"], json!([{"href": device}]));
}

#[test]
fn capacity_is_told_before_it_is_used() {
    let simulator = simulator();
    let place = ("am".to_owned(), "c3.small.x86".to_owned());
    simulator.set(|options| {
        options.capacity.insert(place, 2);
    });
    create(&simulator, &json!({}));
    let ask = |metro: &str, quantity: Value| {
        let server = json!({"metro": metro, "plan": "c3.small.x86", "quantity": quantity});
        Metal::of(&simulator).post("capacity/metros", &json!({"servers": [server]}))
    };
    let available = |answer: super::client::Answer| answer.body["servers"][0]["available"].clone();
    assert_eq!(available(ask("am", json!("1"))), true);
    assert_eq!(available(ask("am", json!("2"))), false);
    assert_eq!(available(ask("ny", json!("2"))), true);
    assert_eq!(ask("xx", json!("2")).sentence(), "xx is not a valid metro");
    assert_eq!(
        ask("am", json!(2)).sentence(),
        "servers[0].quantity must be text"
    );
}

#[test]
fn devices_speak_bgp_once_the_project_does() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    let metal = Metal::of(&simulator);
    let (config, sessions) = (
        format!("projects/{PROJECT}/bgp-config"),
        format!("devices/{id}/bgp/sessions"),
    );
    assert_eq!(metal.get(&config).status, 404);
    let ask = || metal.post(&sessions, &json!({"address_family": "ipv4"}));
    assert_eq!(ask().sentence(), "BGP is not enabled for the project");
    let request = json!({"asn": 65000, "deployment_type": "local", "md5": "Passw0rdPassw0rd"});
    let asked = metal.post(&format!("{config}s"), &request);
    assert_eq!(asked.status, 204);
    assert!(!format!("{:?}", simulator.requests()).contains("Passw0rd"));
    assert_eq!(metal.get(&config).body["asn"], 65000);
    assert_eq!(ask().status, 201);
    assert_eq!(ask().status, 422, "one of a family is enough");
    assert_eq!(simulator.device(&id).bgp_sessions, ["ipv4"]);
    let listed = metal.get(&sessions).body;
    assert_eq!(names(&listed["bgp_sessions"], "address_family"), ["ipv4"]);
}
