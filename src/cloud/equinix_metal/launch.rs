//! Making devices.
//!
//! The API has no tokens for requests, and names need not be unique: a request that is repeated makes a second device.
//! So a request whose answer is lost is not repeated before it is certain that nothing came of it.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::connection::Ask;
use super::device::{Device, tag};
use super::machines::Machines;
use super::reservations::Outlook;
use super::template::Place;
use crate::cloud::{Fault, Kind, Launched, Machine, Order, Tag};

/// How long a device that was made may be missing from lists.
const SPREAD: Duration = Duration::from_mins(1);

/// How often to look for it.
const LOOK: Duration = Duration::from_secs(5);

/// How often to ask for a device, where certainly nothing came of the requests before.
const ATTEMPTS: u32 = 4;

/// How often to ask for a device whose reservation is on its way back, and how long to wait each time. Equinix spoke of
/// minutes; half an hour is what a create has by default.
const RESERVATION: (u32, Duration) = (60, Duration::from_secs(30));

impl Machines {
    /// Makes devices, all at once.
    pub(super) async fn launch_all(&self, orders: &[Order]) -> Launched {
        let mut all = Launched::default();
        for made in join_all(orders.iter().map(|order| self.make(order))).await {
            match made {
                Ok(machine) => all.machines.push(machine),
                Err(fault) => all.fault = Launched::worse(all.fault.take(), Some(fault)),
            }
        }
        all
    }

    async fn make(&self, order: &Order) -> Result<Machine, Fault> {
        let mut unheard = 1;
        let mut waited = 0;
        loop {
            let answer = self.connection.once(&self.creation(order)).await;
            let device = answer.and_then(|answer| Device::read("createDevice", &answer));
            let fault = match device {
                Ok(device) => return Ok(device.machine()),
                Err(fault) => fault,
            };
            match fault.kind {
                Kind::Unanswered | Kind::Unavailable => {
                    match self.look_for(order).await {
                        Ok(Some(machine)) => return Ok(machine),
                        Ok(None) => {}
                        Err(blind) => {
                            let message = format!(
                                "{}. What came of it cannot be seen: {blind}",
                                fault.message
                            );
                            return Err(Fault { message, ..fault });
                        }
                    }
                    unheard += 1;
                    if unheard > ATTEMPTS || self.stop.is_cancelled() {
                        return Err(fault);
                    }
                }
                Kind::Throttled => {
                    unheard += 1;
                    if unheard > 2 * ATTEMPTS || !self.wait(fault.retry_after.unwrap_or(LOOK)).await
                    {
                        return Err(fault);
                    }
                }
                // a reservation that is not free yet
                Kind::NotSpread => {
                    if let Ok(Outlook::Taken(why)) = self.outlook(order).await {
                        let message = format!("{}. {why}", fault.message);
                        return Err(Fault { message, ..fault });
                    }
                    waited += 1;
                    let (most, pause) = RESERVATION;
                    if waited > most || !self.wait(pause).await {
                        return Err(fault);
                    }
                }
                _ => return Err(fault),
            }
        }
    }

    /// Looks for what came of a request that nobody heard the answer to, until it would have to show.
    async fn look_for(&self, order: &Order) -> Result<Option<Machine>, Fault> {
        let mut waited = Duration::ZERO;
        loop {
            let devices = self.devices().await?;
            let is_it = |device: &&Device| {
                device.tag(Tag::Uid) == Some(&self.uid)
                    && device.tag(Tag::Ordinals) == Some(&order.ordinal.to_string())
                    && device.tag(Tag::Config) == Some(&order.config.sha256)
                    && order.predecessor.as_ref() != Some(&device.id)
            };
            if let Some(device) = devices.iter().find(is_it) {
                return Ok(Some(device.machine()));
            }
            if waited >= SPREAD || !self.wait(LOOK).await {
                return Ok(None);
            }
            waited += LOOK;
        }
    }

    /// Waits; whether there was time, before the user asked to stop.
    pub(super) async fn wait(&self, duration: Duration) -> bool {
        let clock = self.connection.clock();
        clock.sleep_unless(&self.stop, duration).await
    }

    fn creation(&self, order: &Order) -> Ask {
        let template = &self.template;
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        put("hostname", self.set.machine_name(order.ordinal).into());
        put("plan", template.plan.as_str().into());
        put("operating_system", template.operating_system().into());
        put("billing_cycle", template.billing_cycle.as_str().into());
        put("userdata", order.config.user_data.reveal().into());
        put(
            "tags",
            self.tags(order.ordinal, &order.config.sha256).into(),
        );
        // without it, the keys of all members of project and organisation would be installed
        put("no_ssh_keys", template.no_ssh_keys.into());
        match &template.place {
            Place::Metro(metro) => put("metro", metro.as_str().into()),
            Place::Facility(facility) => put("facility", json!([facility])),
        };
        if let Some(url) = &template.ipxe_script_url {
            put("ipxe_script_url", url.as_str().into());
            put("always_pxe", false.into());
        }
        if let Some(reservation) = template.reservation(order.ordinal) {
            put("hardware_reservation_id", reservation.into());
        }
        let project = &template.project_id;
        Ask::change(
            "createDevice",
            Method::POST,
            format!("projects/{project}/devices"),
            Some(body.into()),
        )
    }

    /// All tags of a machine: ours, then the user's, as `key:value`.
    pub(super) fn tags(&self, ordinal: u32, config: &str) -> Vec<String> {
        let mut tags = vec![tag(Tag::Set, &self.set.to_tag())];
        tags.extend(
            self.set
                .tags()
                .into_iter()
                .map(|(key, value)| tag(key, value)),
        );
        tags.extend([
            tag(Tag::Uid, &self.uid),
            tag(Tag::Ordinals, &ordinal.to_string()),
            tag(Tag::Config, config),
        ]);
        tags.extend(users_tags(&self.template.tags));
        tags
    }

    /// The user's tags that devices had until now.
    pub(super) fn former_tags(&self) -> Vec<String> {
        let former = self.former.as_ref().unwrap_or(&self.template);
        users_tags(&former.tags).collect()
    }
}

/// The user's tags as the API has them: texts, `key:value`.
pub(super) fn users_tags(tags: &BTreeMap<String, String>) -> impl Iterator<Item = String> {
    tags.iter().map(|(key, value)| format!("{key}:{value}"))
}
