//! Changing devices that stay, installing them anew, and ending those that do not stay.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use futures_util::future::{join_all, try_join_all};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::connection::Ask;
use super::device::Device;
use super::launch::users_tags;
use super::machines::Machines;
use crate::cloud::{Drift, Fault, Kind, Machine, Order, State};
use crate::retry::{Again, Retriable as _};

/// How often to look whether a device is still being installed, which the API lets nobody disturb, and how long to wait
/// each time.
const INSTALLING: (u32, Duration) = (120, Duration::from_secs(15));

/// What our own tags begin with.
const OURS: &str = "lokomotive:";

impl Machines {
    /// Gives devices the tags and the billing cycle that are asked for now. What is as it should be is not touched.
    pub(super) async fn change(&self, ids: &[String]) -> Result<(), Fault> {
        let devices = self.devices().await?;
        let ids: HashSet<&String> = ids.iter().collect();
        let changed = devices.iter().map(async |device| {
            let owner = device.machine().owner;
            let (true, Some(ordinal), Some(config)) =
                (ids.contains(&device.id), owner.ordinal, owner.config_sha256)
            else {
                return Ok(());
            };
            let mut settings = Map::new();
            let tags = self.tags_with_others(&device.tags, ordinal, &config);
            if !is_same_set(&tags, &device.tags) {
                settings.insert("tags".to_owned(), tags.into());
            }
            let cycle = &self.template.billing_cycle;
            if device.billing_cycle.as_ref() != Some(cycle) {
                settings.insert("billing_cycle".to_owned(), cycle.as_str().into());
            }
            if settings.is_empty() {
                return Ok(());
            }
            self.put(&device.id, settings.into()).await
        });
        try_join_all(changed).await.map(|_| ())
    }

    /// The tags that a device is to have, beside those that others have given it: a change replaces them all.
    fn tags_with_others(&self, present: &[String], ordinal: u32, config: &str) -> Vec<String> {
        let mut tags = self.tags(ordinal, config);
        let former = self.former_tags();
        let is_others = |tag: &&String| {
            let is_users = former.contains(*tag) || tags.contains(*tag);
            !tag.starts_with(OURS) && !is_users && !is_stale(tag, &self.template.tags)
        };
        let others: Vec<String> = present.iter().filter(is_others).cloned().collect();
        tags.extend(others);
        tags
    }

    /// What of a device with such tags is not as asked for. How it is billed is not looked at: a service may answer with
    /// the cycle of a reservation.
    pub(super) fn drift(&self, present: &[String]) -> Vec<Drift> {
        let tags = &self.template.tags;
        let lacks_some = users_tags(tags).any(|tag| !present.contains(&tag));
        let is_other = lacks_some || present.iter().any(|tag| is_stale(tag, tags));
        is_other.then_some(Drift::Tags).into_iter().collect()
    }

    /// Installs a device anew: it keeps its id, its addresses and its reservation. The tag of its config changes only
    /// once the service has taken the order, so that whoever dies before leaves a machine that is still outdated.
    pub(super) async fn install_anew(&self, id: &str, order: &Order) -> Result<(), Fault> {
        let present = self.at_rest(id).await?;
        let mut settings = json!({ "userdata": order.config.user_data.reveal() });
        let mut action =
            json!({ "type": "reinstall", "operating_system": self.template.operating_system() });
        if let Some(url) = &self.template.ipxe_script_url {
            settings["ipxe_script_url"] = url.as_str().into();
            settings["always_pxe"] = false.into();
            action["ipxe_script_url"] = url.as_str().into();
        }
        self.put(id, settings).await?;
        // by what the service has told so far, not by time: clocks differ
        let before = self.events(id).await?.iter().map(event_id).collect();
        let ask = Ask::change(
            "performAction",
            Method::POST,
            format!("devices/{id}/actions"),
            Some(action),
        );
        self.connection.ask(&self.stop, &ask).await?;
        self.installing().insert(id.to_owned(), before);
        let config = &order.config.sha256;
        let tags = self.tags_with_others(&present.tags, order.ordinal, config);
        self.put(id, json!({ "tags": tags })).await
    }

    /// A device, once nothing is being done to it: somebody may have asked before, and died.
    async fn at_rest(&self, id: &str) -> Result<Device, Fault> {
        let (tries, pause) = INSTALLING;
        for _ in 0..tries {
            let device = self.device(id).await?.ok_or_else(|| {
                Fault::new(
                    Kind::NotFound,
                    "performAction",
                    format!("There is no device {id}"),
                )
            })?;
            if device.machine().state != State::Pending {
                return Ok(device);
            }
            if !self.wait(pause).await {
                break;
            }
        }
        let message = format!("The device {id} is still being installed");
        Err(Fault::new(Kind::NotSpread, "performAction", message))
    }

    /// A machine as it is: one that is to be installed anew is active for a while after it was asked for, and counts as
    /// pending until it has been seen at it, or an event says that it is over.
    pub(super) async fn as_installed(&self, mut machine: Machine) -> Result<Machine, Fault> {
        let Some(before) = self.installing().get(&machine.id).cloned() else {
            return Ok(machine);
        };
        if machine.state != State::Running {
            self.installing().remove(&machine.id);
            return Ok(machine);
        }
        if self.is_installed(&machine.id, &before).await? {
            self.installing().remove(&machine.id);
        } else {
            machine.state = State::Pending;
        }
        Ok(machine)
    }

    /// Whether an event that was not there before says that a device has been installed.
    async fn is_installed(&self, id: &str, before: &BTreeSet<String>) -> Result<bool, Fault> {
        let events = self.events(id).await?;
        let mut fresh = events
            .iter()
            .filter(|event| !before.contains(&event_id(event)));
        Ok(fresh.any(|event| is_end_of_installation(event["type"].as_str().unwrap_or_default())))
    }

    /// What the service has said last of a device, newest first as it lists events.
    pub(super) async fn last_event(&self, id: &str) -> Option<String> {
        let events = self.events(id).await.ok()?;
        let told = events.iter().find_map(|event| {
            let words = [&event["interpolated"], &event["body"]];
            words.into_iter().find_map(Value::as_str)
        });
        told.map(|told| self.connection.told(told))
    }

    async fn events(&self, id: &str) -> Result<Vec<Value>, Fault> {
        let mut ask = Ask::read("findDeviceEvents", format!("devices/{id}/events"));
        ask.query = vec![("per_page", "20".to_owned())];
        let answer = self.connection.ask(&self.stop, &ask).await?;
        Ok(answer["events"].as_array().cloned().unwrap_or_default())
    }

    async fn put(&self, id: &str, body: serde_json::Value) -> Result<(), Fault> {
        let ask = Ask::change(
            "updateDevice",
            Method::PUT,
            format!("devices/{id}"),
            Some(body),
        );
        self.connection.ask(&self.stop, &ask).await.map(|_| ())
    }

    /// Ends devices, all at once.
    pub(super) async fn terminate_all(&self, ids: &[String]) -> Result<(), Fault> {
        let ended = join_all(ids.iter().map(|id| self.end(id))).await;
        ended
            .into_iter()
            .collect::<Result<Vec<()>, Fault>>()
            .map(|_| ())
    }

    /// Ends a device. One that is being provisioned cannot be ended before that is over.
    async fn end(&self, id: &str) -> Result<(), Fault> {
        let (tries, pause) = INSTALLING;
        let ask = Ask::change(
            "deleteDevice",
            Method::DELETE,
            format!("devices/{id}"),
            None,
        );
        for _ in 1..tries {
            match self.connection.once(&ask).await {
                Ok(_) => return Ok(()),
                Err(fault) if fault.kind == Kind::NotFound => return Ok(()),
                Err(fault) if fault.kind == Kind::Denied => {
                    // one that failed is out of the project, and none of ours any more
                    return match self.device(id).await {
                        Ok(None) => Ok(()),
                        _ => Err(fault),
                    };
                }
                Err(fault) if fault.kind == Kind::NotSpread => {
                    if !self.wait(pause).await {
                        return Err(fault);
                    }
                }
                Err(fault) if fault.kind == Kind::Refused && self.is_locked(id).await => {
                    let message = format!(
                        "{}. The device {id} is locked: unlock it first",
                        fault.message
                    );
                    return Err(Fault { message, ..fault });
                }
                Err(fault) => match fault.again() {
                    Again::After(asked) if self.wait(asked.unwrap_or(pause)).await => {}
                    _ => return Err(fault),
                },
            }
        }
        self.connection.once(&ask).await.map(|_| ())
    }

    async fn is_locked(&self, id: &str) -> bool {
        let device = self.device(id).await;
        matches!(device, Ok(Some(device)) if device.is_locked)
    }
}

/// Whether a tag has a key of the user's, but another value: an apply that failed, or somebody, has given it.
fn is_stale(tag: &str, users: &BTreeMap<String, String>) -> bool {
    let has_key = |key: &String| {
        let rest = tag.strip_prefix(key.as_str());
        rest.is_some_and(|rest| rest.starts_with(':'))
    };
    // a key may begin with another one and a colon
    users.keys().any(has_key) && users_tags(users).all(|wanted| wanted != tag)
}

fn event_id(event: &Value) -> String {
    event["id"].as_str().unwrap_or_default().to_owned()
}

/// Whether an event's type is that of a finished installation. The API's description does not list them; 109 and 110 are
/// the last steps of one.
fn is_end_of_installation(kind: &str) -> bool {
    let is_reinstall = kind.contains("reinstall");
    let is_end = kind.contains("complete") || kind.contains("success");
    (is_reinstall && is_end) || matches!(kind, "provisioning.109" | "provisioning.110")
}

/// Whether two lists have the same words, in whatever order.
fn is_same_set(one: &[String], other: &[String]) -> bool {
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort();
        words
    };
    sorted(one) == sorted(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_a_key_of_the_users_and_another_value_are_stale() {
        let users = [("team", "web"), ("team:lead", "ada")];
        let users = users.map(|(key, value)| (key.to_owned(), value.to_owned()));
        for (tag, expect) in [
            ("team:web", false),
            ("team:lead:ada", false),
            ("team:db", true),
            ("team:lead:bob", true),
            ("teams:db", false),
            ("team", false),
            ("on-call", false),
        ] {
            assert_eq!(is_stale(tag, &users.clone().into()), expect, "{tag}");
        }
    }
}
