//! Lists: which devices are on them, a page at a time, and how much is told of each.

use serde_json::json;

use super::client::Metal;
use super::{create, create_active, devices};
use crate::simulator::Simulator;
use crate::simulator::metal::{ELSEWHERE, PROJECT};
use crate::{seconds, simulator};

fn found(simulator: &Simulator, query: &str) -> usize {
    let path = format!("{}?{query}", devices());
    Metal::of(simulator).get(&path).ids().len()
}

#[test]
fn devices_are_found_by_what_they_are() {
    let simulator = simulator();
    create(
        &simulator,
        &json!({"hostname": "a-worker-0", "tags": ["set=a", "x"]}),
    );
    create(
        &simulator,
        &json!({"hostname": "a-worker-1", "metro": "ny"}),
    );
    create(
        &simulator,
        &json!({"hostname": "b-worker-0", "tags": ["set=ab"], "plan": "c3.medium.x86"}),
    );
    for (query, count) in [
        ("", 3),
        ("tag=set=a", 2),
        ("tag=set", 0),
        ("hostname=a-worker", 2),
        ("hostname=worker-0", 2),
        ("search=SET=AB", 1),
        ("search=c3.medium", 1),
        ("metro=ny", 1),
        ("facility=am6", 2),
        ("reserved=true", 0),
        ("type=ondemand", 3),
    ] {
        assert_eq!(found(&simulator, query), count, "{query}");
    }
    let refused = Metal::of(&simulator).get(&format!("{}?tags=x", devices()));
    assert_eq!(refused.status, 422);
    assert!(refused.sentence().starts_with("tags is not a parameter"));
}

#[test]
fn a_list_comes_in_pages() {
    let simulator = simulator();
    let ids: Vec<String> = (0..23).map(|_| create(&simulator, &json!({}))).collect();
    let page = |query: &str| Metal::of(&simulator).get(&format!("{}?{query}", devices()));
    let first = page("tag=set%3Da");
    assert_eq!(first.ids().len(), 10);
    assert_eq!(first.ids()[0], ids[22], "the newest comes first");
    let meta = &first.body["meta"];
    assert_eq!(
        (&meta["total"], &meta["current_page"], &meta["last_page"]),
        (&json!(23), &json!(1), &json!(3))
    );
    assert!(meta["previous"].is_null());
    let third = page("page=3&per_page=10");
    assert_eq!(
        third.body["meta"]["previous"]["href"],
        format!("/metal/v1/{}?per_page=10&page=2", devices())
    );
    let mut seen = 0;
    let mut next = Some(format!("{}?tag=set%3Da&per_page=9", devices()));
    while let Some(path) = next {
        let answer = Metal::of(&simulator).get(&path);
        seen += answer.ids().len();
        let href = answer.body["meta"]["next"]["href"].as_str();
        next = href.map(|href| href.trim_start_matches("/metal/v1/").to_owned());
    }
    assert_eq!(seen, 23);
    assert_eq!(page("per_page=1000").ids().len(), 23);
    assert_eq!(page("page=9").ids().len(), 0);
    for wrong in ["page=0", "per_page=0", "per_page=1001", "page=x"] {
        assert_eq!(page(wrong).status, 422, "{wrong}");
    }
    simulator.set(|options| options.page = Some(4));
    assert_eq!(page("per_page=100").ids().len(), 4);
}

#[test]
fn a_page_has_a_hundred_devices_at_most() {
    let simulator = simulator();
    for _ in 0..101 {
        create(&simulator, &json!({}));
    }
    assert_eq!(found(&simulator, "per_page=1000"), 100);
    assert_eq!(found(&simulator, "per_page=1000&page=2"), 1);
}

#[test]
fn a_device_may_be_missing_from_lists_for_a_while() {
    let simulator = simulator();
    simulator.set(|options| options.visibility_delay = seconds(7));
    create(&simulator, &json!({}));
    assert_eq!(found(&simulator, ""), 0);
    simulator.clock().advance(seconds(7));
    assert_eq!(found(&simulator, ""), 1);
}

#[test]
fn what_belongs_to_a_device_is_shown_when_it_is_asked_for() {
    let simulator = simulator();
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    let id = create(&simulator, &json!({"hardware_reservation_id": reservation}));
    let show = |query: &str| {
        let path = format!("devices/{id}?{query}");
        Metal::of(&simulator).get(&path).body
    };
    let usual = show("");
    assert_eq!(usual["metro"]["code"], "am");
    assert_eq!(usual["plan"]["slug"], "c3.small.x86");
    assert_eq!(
        usual["project"],
        json!({"href": format!("/metal/v1/projects/{PROJECT}")})
    );
    assert!(usual["hardware_reservation"]["id"].is_null());
    let included = show("include=project,metro,facility,hardware_reservation.project");
    assert_eq!(included["project"]["id"], PROJECT);
    assert_eq!(included["hardware_reservation"]["id"], reservation);
    assert_eq!(included["hardware_reservation"]["project"]["id"], PROJECT);
    let excluded = show("exclude=metro,plan");
    assert!(excluded["metro"]["code"].is_null() && excluded["plan"]["slug"].is_null());
}

#[test]
fn other_projects_are_not_seen() {
    let simulator = simulator();
    simulator.set(|options| {
        options.metal.projects.insert(ELSEWHERE.to_owned());
    });
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    let theirs = simulator.take_reservation(&reservation);
    create_active(&simulator, &json!({}));
    assert_eq!(found(&simulator, ""), 1);
    let elsewhere = format!("projects/{ELSEWHERE}/devices");
    assert_eq!(Metal::of(&simulator).get(&elsewhere).ids(), [&theirs]);
}

#[test]
fn values_may_be_null_or_left_out() {
    let simulator = simulator();
    let id = create(&simulator, &json!({"customdata": {"kept": null}}));
    let wire_like = Metal::of(&simulator).find(&id).body;
    assert!(wire_like.as_object().unwrap().contains_key("description"));
    let list = Metal::of(&simulator).get(&devices()).body;
    assert!(list["meta"].as_object().unwrap().contains_key("next"));
    simulator.set(|options| options.metal.omits_nulls = true);
    let trim = Metal::of(&simulator).find(&id).body;
    assert!(!trim.as_object().unwrap().contains_key("description"));
    assert_eq!(trim["customdata"], json!({"kept": null}));
    let list = Metal::of(&simulator).get(&devices()).body;
    assert!(!list["meta"].as_object().unwrap().contains_key("next"));
}
