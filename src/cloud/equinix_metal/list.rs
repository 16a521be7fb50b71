//! Finding devices.

use std::collections::HashSet;

use serde_json::Value;

use super::connection::Ask;
use super::device::{Device, tag};
use super::machines::Machines;
use crate::cloud::{Fault, Kind, Machine, State, Tag};

/// So many devices are asked for, or about, one by one.
const FEW: usize = 5;

/// What is told with each device, instead of a link.
const INCLUDE: &str = "metro,facility";

impl Machines {
    /// All devices with the set's names that have not ended. Those being installed anew count as pending until the
    /// service has begun with it, whatever it says before.
    pub(super) async fn list_live(&self) -> Result<Vec<Machine>, Fault> {
        let devices = self.devices().await?;
        let mut machines = self.as_machines(devices).await?;
        machines.retain(|machine| machine.state != State::Ended);
        Ok(machines)
    }

    /// All devices with the set's names, whatever else the service lists.
    pub(super) async fn devices(&self) -> Result<Vec<Device>, Fault> {
        let names = self.set.to_tag();
        let mut devices = self.devices_with(Some(&tag(Tag::Set, &names))).await?;
        devices.retain(|device| device.tag(Tag::Set) == Some(&names));
        Ok(devices)
    }

    /// All devices of the project, or those with a tag.
    async fn devices_with(&self, tag: Option<&String>) -> Result<Vec<Device>, Fault> {
        let project = &self.template.project_id;
        let mut ask = Ask::read("findProjectDevices", format!("projects/{project}/devices"));
        ask.query = vec![("include", INCLUDE.to_owned())];
        ask.query.extend(tag.map(|tag| ("tag", tag.clone())));
        let read = |device: &Value| Device::read("findProjectDevices", device);
        self.all(ask, "devices", read).await
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
        self.as_machines(devices).await
    }

    /// Devices as machines. Why they failed is asked of a few only: it is a request each.
    async fn as_machines(&self, devices: Vec<Device>) -> Result<Vec<Machine>, Fault> {
        let mut machines = Vec::new();
        let mut failed = 0;
        for device in devices {
            let mut machine = self.as_installed(device.machine()).await?;
            machine.drift = self.drift(&device.tags);
            if machine.state == State::Failed && failed < FEW {
                failed += 1;
                machine.reason = self.last_event(&machine.id).await;
            }
            machines.push(machine);
        }
        Ok(machines)
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
