//! Finding devices.

use serde_json::Value;

use super::connection::Ask;
use super::device::{Device, tag};
use super::machines::Machines;
use crate::cloud::{Fault, Kind, Machine, State, Tag};

/// Devices on one page: the most that the API's prose allows.
pub(super) const PAGE: usize = 100;

/// Pages to read at most: beyond it something is wrong with the answers.
pub(super) const MOST_PAGES: usize = 100;

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

    /// All devices with the set's names. One that moves from one page to the next meanwhile counts once.
    pub(super) async fn devices(&self) -> Result<Vec<Device>, Fault> {
        let mut found: Vec<Device> = Vec::new();
        for page in 1..=MOST_PAGES {
            let project = &self.template.project_id;
            let mut ask = Ask::read("findProjectDevices", format!("projects/{project}/devices"));
            ask.query = vec![
                ("tag", tag(Tag::Set, &self.set.to_tag())),
                ("include", INCLUDE.to_owned()),
                ("per_page", PAGE.to_string()),
                ("page", page.to_string()),
            ];
            let answer = self.connection.ask(&self.stop, &ask).await?;
            let Some(devices) = answer["devices"].as_array() else {
                let message = "The answer has no list of devices";
                return Err(Fault::new(Kind::Unanswered, "findProjectDevices", message));
            };
            for device in devices {
                let device = Device::read(ask.operation, device)?;
                if !found.iter().any(|known| known.id == device.id) {
                    found.push(device);
                }
            }
            if is_last(&answer) || devices.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    /// Devices by id; those that do not exist are missing.
    pub(super) async fn find_by_id(&self, ids: &[String]) -> Result<Vec<Machine>, Fault> {
        let mut found = Vec::new();
        for id in ids {
            if let Some(device) = self.device(id).await? {
                found.push(self.as_installed(device.machine()).await?);
            }
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
