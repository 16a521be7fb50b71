//! The controls over HTTP, for demonstrations and for those who play by hand.

use std::collections::BTreeMap;

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::fault::Fault;
use super::ids::is_uuid;
use super::inventory::{self, Instance};
use super::metal;
use super::server::Shared;

const USAGE: &str = "\
GET  /control/inventory
GET  /control/requests
GET  /control/statuses
POST /control/fault          {\"action\": \"RunInstances\", \"nth\": 1, \"times\": 1, \"effect\": \"drop_after\"}
                             effects: status (with status, code, message), error (status, message: as some parts of
                             Equinix Metal put it), html (status), retry_after (seconds), drop_before, drop_after,
                             hang_before, hang_after
POST /control/terminate?id=ID (of a machine of either cloud)
POST /control/reservation?plan=PLAN&metro=METRO (or a facility; for another than the usual project: &project=ID)
POST /control/take?id=ID (somebody else makes a device of a reservation)
";

/// Answers a request to one of the controls.
pub(crate) fn answer(
    shared: &Shared,
    method: &Method,
    path: &str,
    query: &str,
    body: &[u8],
) -> (StatusCode, String) {
    let parameter = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    match (method.as_str(), path) {
        ("GET", "/control/inventory") => good(&inventory(shared)),
        ("GET", "/control/requests") => good(&requests(shared)),
        ("GET", "/control/statuses") => good(&statuses(shared)),
        ("POST", "/control/fault") => match fault(body) {
            Some(fault) => {
                shared.lock().faults.push(fault);
                good(&json!({"set": true}))
            }
            None => (StatusCode::BAD_REQUEST, USAGE.to_owned()),
        },
        ("POST", "/control/terminate") => {
            let id = parameter("id").unwrap_or_default();
            let ended = if is_uuid(&id) {
                metal::hands::delete(shared, &id)
            } else {
                super::hands::terminate(shared, &id)
            };
            told(ended.map(|()| json!({"terminated": id})))
        }
        ("POST", "/control/reservation") => {
            let text = |name: &str| parameter(name).unwrap_or_default();
            let project = parameter("project").unwrap_or_else(|| metal::PROJECT.to_owned());
            let hands = metal::hands::add_reservation;
            let made = hands(shared, &project, &text("plan"), &text("metro"));
            told(made.map(|id| json!({"reserved": id})))
        }
        ("POST", "/control/take") => {
            let id = parameter("id").unwrap_or_default();
            let made = metal::hands::take_reservation(shared, &id);
            told(made.map(|id| json!({"device": id})))
        }
        _ => (StatusCode::NOT_FOUND, USAGE.to_owned()),
    }
}

fn good(value: &Value) -> (StatusCode, String) {
    (StatusCode::OK, format!("{value:#}\n"))
}

/// What came of something that hands did.
fn told(done: Result<Value, String>) -> (StatusCode, String) {
    match done {
        Ok(value) => good(&value),
        Err(why) => (StatusCode::NOT_FOUND, format!("{why}\n")),
    }
}

fn inventory(shared: &Shared) -> Value {
    let (now, state) = (shared.clock.now(), shared.lock());
    let mut machines = Vec::new();
    for (place, world) in &state.worlds {
        let targets = inventory::targets(world, now, &state.options);
        for machine in &world.machines {
            let seen = Instance::of(machine, place, now);
            let of_machine = targets.iter().filter(|target| target.machine == seen.id);
            let groups: BTreeMap<&str, &str> = of_machine
                .map(|target| (target.group.as_str(), target.state))
                .collect();
            machines.push(json!({
                "account": place.account,
                "region": place.region,
                "id": seen.id,
                "state": seen.state.to_string(),
                "subnet": seen.subnet,
                "instance_type": seen.kind,
                "image": seen.image,
                "private_ip": seen.private_ip.to_string(),
                "public_ip": seen.public_ip.map(|address| address.to_string()),
                "tags": seen.tags,
                "target_groups": groups,
            }));
        }
    }
    let (devices, reservations) = metal::hands::inventory(&state, now);
    json!({
        "time": now.to_string(),
        "machines": machines,
        "devices": devices,
        "reservations": reservations,
    })
}

fn requests(shared: &Shared) -> Value {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for request in &shared.lock().requests {
        *counts.entry(request.action.clone()).or_default() += 1;
    }
    json!(counts)
}

/// How requests ended, by action; `none` where no answer was sent.
fn statuses(shared: &Shared) -> Value {
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for request in &shared.lock().requests {
        let status = request
            .status
            .map_or("none".to_owned(), |it| it.to_string());
        let of_action = counts.entry(request.action.clone()).or_default();
        *of_action.entry(status).or_default() += 1;
    }
    json!(counts)
}

fn fault(body: &[u8]) -> Option<Fault> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let number = |name: &str| value.get(name).and_then(Value::as_u64);
    let count = |name: &str| number(name).map_or(Some(1), |number| usize::try_from(number).ok());
    let status = || u16::try_from(number("status")?).ok();
    let fault = Fault::on(text("action")?)
        .nth(count("nth")?)
        .times(count("times")?);
    Some(match text("effect")? {
        "status" => fault.status(
            status()?,
            text("code")?,
            text("message").unwrap_or_default(),
        ),
        "error" => fault.error(status()?, text("message").unwrap_or_default()),
        "html" => fault.html(status()?),
        "retry_after" => fault.retry_after(u32::try_from(number("seconds")?).ok()?),
        "drop_before" => fault.drop_before(),
        "drop_after" => fault.drop_after(),
        "hang_before" => fault.hang_before(),
        "hang_after" => fault.hang_after(),
        _ => return None,
    })
}
