//! Finding devices.

use std::collections::HashSet;

use serde_json::Value;

use super::connection::Ask;
use super::device::{Device, tag};
use super::machines::Machines;
use crate::cloud::{Fault, Kind, Machine, State, Tag};

/// Devices on one page: the most that the API's prose allows.
pub(super) const PAGE: usize = 100;

/// Pages to read at most: beyond it something is wrong with the answers.
pub(super) const MOST_PAGES: usize = 100;

/// So many devices are asked for one by one.
const FEW: usize = 5;

/// What is told with each device, instead of a link.
const INCLUDE: &str = "metro,facility";

impl Machines {
    /// All devices with the set's names that have not ended. Those being installed anew count as pending until the
    /// service has begun with it, whatever it says before.
    pub(super) async fn list_live(&self) -> Result<Vec<Machine>, Fault> {
        let devices = self.devices().await?;
        let mut machines = Vec::new();
        for device in &devices {
            machines.push(self.as_installed(device.machine()).await?);
        }
        machines.retain(|machine| machine.state != State::Ended);
        Ok(machines)
    }

    /// All devices with the set's names.
    pub(super) async fn devices(&self) -> Result<Vec<Device>, Fault> {
        let tag = tag(Tag::Set, &self.set.to_tag());
        self.devices_with(Some(&tag)).await
    }

    /// All devices of the project, or those with a tag. One that moves from one page to the next meanwhile counts once.
    async fn devices_with(&self, tag: Option<&String>) -> Result<Vec<Device>, Fault> {
        let mut found: Vec<Device> = Vec::new();
        let mut known = HashSet::new();
        for page in 1..=MOST_PAGES {
            let project = &self.template.project_id;
            let mut ask = Ask::read("findProjectDevices", format!("projects/{project}/devices"));
            ask.query = vec![
                ("include", INCLUDE.to_owned()),
                ("per_page", PAGE.to_string()),
                ("page", page.to_string()),
            ];
            ask.query.extend(tag.map(|tag| ("tag", tag.clone())));
            let answer = self.connection.ask(&self.stop, &ask).await?;
            let Some(devices) = answer["devices"].as_array() else {
                let message = "The answer has no list of devices";
                return Err(Fault::new(Kind::Unanswered, "findProjectDevices", message));
            };
            for device in devices {
                let device = Device::read(ask.operation, device)?;
                if known.insert(device.id.clone()) {
                    found.push(device);
                }
            }
            if is_last(&answer) || devices.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    /// Devices by id; those that do not exist are missing. Many are looked for in a list of the whole project.
    pub(super) async fn find_by_id(&self, ids: &[String]) -> Result<Vec<Machine>, Fault> {
        let mut devices = Vec::new();
        if ids.len() > FEW {
            devices = self.devices_with(None).await?;
            let ids: HashSet<&String> = ids.iter().collect();
            devices.retain(|device| ids.contains(&device.id));
        } else {
            for id in ids {
                devices.extend(self.device(id).await?);
            }
        }
        let mut found = Vec::new();
        for device in devices {
            found.push(self.as_installed(device.machine()).await?);
        }
        Ok(found)
    }

    /// A device; `None` when it does not exist. One that failed is moved to a project of the service's own, and is then
    /// forbidden: that is an absence only while the project itself is not.
    pub(super) async fn device(&self, id: &str) -> Result<Option<Device>, Fault> {
        let mut ask = Ask::read("findDeviceById", format!("devices/{id}"));
        ask.query = vec![("include", INCLUDE.to_owned())];
        match self.connection.ask(&self.stop, &ask).await {
            Ok(answer) => Device::read(ask.operation, &answer).map(Some),
            Err(fault) if fault.kind == Kind::NotFound => Ok(None),
            Err(fault) if fault.kind == Kind::Denied => match self.project().await {
                Ok(_) => Ok(None),
                Err(_) => Err(fault),
            },
            Err(fault) => Err(fault),
        }
    }

    /// What a device boots with.
    pub(super) async fn user_data_of(&self, id: &str) -> Result<Option<String>, Fault> {
        let ask = Ask::read("findDeviceById", format!("devices/{id}"));
        let answer = self.connection.ask(&self.stop, &ask).await?;
        Ok(answer["userdata"].as_str().map(str::to_owned))
    }

    /// The project, which the token must be able to see.
    pub(super) async fn project(&self) -> Result<Value, Fault> {
        let project = &self.template.project_id;
        let ask = Ask::read("findProjectById", format!("projects/{project}"));
        self.connection.ask(&self.stop, &ask).await
    }
}

/// Whether an answer is the last page of a list: nothing, or nothing said, of the next one.
pub(super) fn is_last(answer: &Value) -> bool {
    answer["meta"]["next"]["href"].as_str().is_none()
}
