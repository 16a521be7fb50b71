//! BGP sessions: a device with one can announce the addresses of services.
//!
//! They are to machines here what target groups are on AWS: what a running machine is attached to. A session ends with
//! its device, so there is nothing to let go of first.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::connection::Ask;
use super::id::is_id;
use super::machines::Machines;
use crate::cloud::Fault;

impl Machines {
    /// Gives devices a session each, unless they have one.
    pub(super) async fn begin_sessions(&self, ids: &[String]) -> Result<(), Fault> {
        let present = self.sessions().await?;
        let missing = ids.iter().filter(|id| !present.contains_key(*id));
        let begun = missing.map(async |id| {
            let path = format!("devices/{id}/bgp/sessions");
            let body = json!({ "address_family": "ipv4" });
            let ask = Ask::change("createBgpSession", Method::POST, path, Some(body));
            self.connection.ask(&self.stop, &ask).await
        });
        try_join_all(begun).await.map(|_| ())
    }

    /// Ends the sessions of devices.
    pub(super) async fn end_sessions(&self, ids: &[String]) -> Result<(), Fault> {
        let present = self.sessions().await?;
        let surplus = ids.iter().filter_map(|id| present.get(id)).flatten();
        let ended = surplus.map(async |session| {
            let path = format!("bgp/sessions/{session}");
            let ask = Ask::change("deleteBgpSession", Method::DELETE, path, None);
            self.connection.ask(&self.stop, &ask).await
        });
        try_join_all(ended).await.map(|_| ())
    }

    /// Ids of the IPv4 sessions in the project, by device.
    pub(super) async fn sessions(&self) -> Result<BTreeMap<String, Vec<String>>, Fault> {
        let project = &self.template.project_id;
        let path = format!("projects/{project}/bgp/sessions");
        let ask = Ask::read("findProjectBgpSessions", path);
        let answer = self.connection.ask(&self.stop, &ask).await?;
        Ok(by_device(&answer))
    }
}

pub(super) fn by_device(answer: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for session in answer["bgp_sessions"].as_array().into_iter().flatten() {
        let link = session["device"]["href"].as_str();
        let link = link.and_then(|link| link.rsplit('/').next());
        let device = session["device"]["id"].as_str().or(link);
        if let (Some(device), Some(id), Some("ipv4")) = (
            device,
            session["id"].as_str().filter(|id| is_id(id)),
            session["address_family"].as_str(),
        ) {
            found
                .entry(device.to_owned())
                .or_default()
                .push(id.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_found_by_device() {
        let answer = json!({ "bgp_sessions": [
            { "id": "s-1", "address_family": "ipv4", "device": { "href": "/metal/v1/devices/d-1" } },
            { "id": "s-2", "address_family": "ipv6", "device": { "href": "/metal/v1/devices/d-1" } },
            { "id": "s-3", "address_family": "ipv4", "device": { "id": "d-2" } },
            { "id": null, "address_family": "ipv4", "device": null },
            { "id": "../../devices/d-3", "address_family": "ipv4", "device": { "id": "d-3" } },
        ]});
        let found = by_device(&answer);
        assert_eq!(found.get("d-1"), Some(&vec!["s-1".to_owned()]));
        assert_eq!(found.get("d-2"), Some(&vec!["s-3".to_owned()]));
        assert_eq!(found.len(), 2);
    }
}
