//! What can be ordered, and what cannot.

use serde_json::json;

use super::client::Metal;
use super::{create, create_active, devices, order};
use crate::simulator;
use crate::simulator::metal::PROJECT;

#[test]
fn orders_that_cannot_be_are_refused() {
    let simulator = simulator();
    for (rest, sentence) in [
        (
            json!({"hostnames": ["x"]}),
            "hostnames is not a known field",
        ),
        (json!({"tags": ["a", 7]}), "tags[1] must be text"),
        (
            json!({"billing_cycle": "weekly"}),
            "billing_cycle is not included in the list",
        ),
        (json!({"plan": null}), "plan must be text"),
        (
            json!({"ip_addresses": [{"family": 4}]}),
            "ip_addresses[0].family is not a known field",
        ),
        (json!({"metro": "xx"}), "xx is not a valid metro"),
        (json!({"metro": "any"}), "any is not a valid metro"),
        (
            json!({"facility": "am6"}),
            "Specify either a metro or a facility",
        ),
        (json!({"plan": "z9"}), "z9 is not a valid plan"),
        (
            json!({"operating_system": "plan9"}),
            "plan9 is not a valid operating system",
        ),
        (
            json!({"plan": "c3.large.arm64"}),
            "flatcar_stable is not provisionable on c3.large.arm64",
        ),
        (
            json!({"operating_system": "custom_ipxe"}),
            "ipxe_script_url can't be blank",
        ),
        (json!({"storage": {}}), "storage needs reserved hardware"),
        (
            json!({"project_ssh_keys": [PROJECT]}),
            "SSH key 5afe0000-0000-4000-a000-00000000c0de is not known",
        ),
        (json!({"hostname": "a_b"}), "Hostname a_b is invalid"),
        (
            json!({"userdata": "hello"}),
            "Userdata unrecognized userdata format",
        ),
        (
            json!({"spot_instance": true}),
            "Spot instances are no longer available",
        ),
        (
            json!({"ip_addresses": [{"address_family": 4}]}),
            "A private IPv4 address is needed",
        ),
    ] {
        let answer = Metal::of(&simulator).post(&devices(), &order(&rest));
        assert_eq!((answer.status, answer.sentence()), (422, sentence));
    }
    let answer = Metal::of(&simulator).post(&devices(), &json!({"plan": "c3.small.x86"}));
    assert_eq!(answer.sentence(), "operating_system can't be blank");
    assert_eq!(simulator.devices().len(), 0);
}

#[test]
fn a_facility_is_served_as_long_as_that_lasts() {
    let simulator = simulator();
    let order = |facility| {
        let mut order = order(&json!({ "facility": facility }));
        order.as_object_mut().unwrap().remove("metro");
        Metal::of(&simulator).post(&devices(), &order)
    };
    assert_eq!(order(json!("ny7")).body["metro"]["code"], "ny");
    assert_eq!(order(json!(["xx1", "am6"])).body["facility"]["code"], "am6");
    assert_eq!(order(json!(["xx1"])).status, 422);
    simulator.set(|options| options.metal.serves_facilities = false);
    assert_eq!(order(json!("ny7")).status, 422);
}

#[test]
fn a_metro_may_be_full() {
    let simulator = simulator();
    let place = ("am".to_owned(), "c3.small.x86".to_owned());
    simulator.set(|options| {
        options.capacity.insert(place, 1);
    });
    let reservation = simulator.add_reservation("c3.small.x86", "am");
    create(&simulator, &json!({"hardware_reservation_id": reservation}));
    let id = create_active(&simulator, &json!({}));
    let full = Metal::of(&simulator).post(&devices(), &order(&json!({})));
    assert_eq!(full.status, 422);
    assert_eq!(
        full.sentence(),
        "There aren't available servers in that metro"
    );
    create(&simulator, &json!({"metro": "ny"}));
    simulator.delete_device(&id);
    simulator.clock().advance(crate::seconds(60));
    create(&simulator, &json!({}));
}

#[test]
fn all_keys_are_installed_unless_something_else_is_said() {
    let simulator = simulator();
    let keys = |rest| simulator.device(&create(&simulator, &rest)).ssh_keys;
    assert_eq!(keys(json!({"no_ssh_keys": true})), 0);
    assert_eq!(keys(json!({"no_ssh_keys": false})), 3);
    let one = Metal::of(&simulator).get(&devices()).body["devices"][0]["ssh_keys"][0]["href"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(keys(json!({"project_ssh_keys": [one]})), 1);
    let own = json!([{"label": "mine", "key": "ssh-ed25519 AAAA"}]);
    assert_eq!(keys(json!({"ssh_keys": own, "no_ssh_keys": false})), 1);
}

#[test]
fn what_was_ordered_is_what_there_is() {
    let simulator = simulator();
    let id = create(
        &simulator,
        &json!({
            "operating_system": "custom_ipxe", "ipxe_script_url": "http://boot.example.com", "always_pxe": true,
            "billing_cycle": "monthly", "customdata": {"a": null}, "userdata": "#cloud-config",
        }),
    );
    let again = create(&simulator, &json!({}));
    let (device, other) = (simulator.device(&id), simulator.device(&again));
    assert_eq!(device.hostname, other.hostname, "names need not be unique");
    assert_eq!(
        (device.plan, device.metro, device.facility),
        ("c3.small.x86", "am", "am6")
    );
    assert_eq!(
        device.ipxe_script_url.as_deref(),
        Some("http://boot.example.com")
    );
    assert_eq!(
        (device.billing_cycle.as_str(), device.always_pxe),
        ("monthly", true)
    );
    assert_eq!(device.tags, ["set=a"]);
    assert_eq!(device.tag("set"), "a");
    assert_eq!(device.user_data.as_deref(), Some("#cloud-config"));
    let found = Metal::of(&simulator).find(&id).body;
    assert_eq!(found["customdata"], json!({"a": null}));
}

#[test]
fn a_device_is_changed() {
    let simulator = simulator();
    let id = create(&simulator, &json!({}));
    let put = |body| Metal::of(&simulator).put(&format!("devices/{id}"), &body);
    let changed = put(json!({"hostname": "other", "tags": ["x"], "description": "d"}));
    assert_eq!(changed.status, 200);
    let device = simulator.device(&id);
    assert_eq!((device.hostname.as_str(), device.tags.len()), ("other", 1));
    assert_eq!(device.user_data.as_deref(), Some("{}"), "the rest stays");
    for (body, sentence) in [
        (json!({"user_data": "{}"}), "user_data is not a known field"),
        (
            json!({"plan": "c3.medium.x86"}),
            "plan is not a known field",
        ),
        (
            json!({"userdata": "hello"}),
            "Userdata unrecognized userdata format",
        ),
    ] {
        assert_eq!(put(body).sentence(), sentence);
    }
}
