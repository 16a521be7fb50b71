//! How devices speak BGP.

use serde_json::{Value, json};

use super::call::{Answer, Call, refuse, unprocessable};
use super::device::{BgpSession, Device};
use super::show::{href, link, time};
use super::world::BgpConfig;

/// `findBgpSessions`.
pub(crate) fn sessions(call: &mut Call<'_>) -> Answer {
    let device = call.device()?;
    let sessions = device.bgp_sessions.iter();
    let shown: Vec<Value> = sessions.map(|session| show(device, session)).collect();
    Ok((200, Some(json!({ "bgp_sessions": shown }))))
}

/// `findProjectBgpSessions`.
pub(crate) fn sessions_of_project(call: &mut Call<'_>) -> Answer {
    let project = call.project()?;
    let devices = call.world.devices.iter();
    let devices =
        devices.filter(|device| device.project == project && device.exists(call.now, call.options));
    let sessions = devices.flat_map(|device| {
        let sessions = device.bgp_sessions.iter();
        sessions.map(move |session| show(device, session))
    });
    let shown: Vec<Value> = sessions.collect();
    Ok((200, Some(json!({ "bgp_sessions": shown }))))
}

/// `deleteBgpSession`.
pub(crate) fn delete_session(call: &mut Call<'_>) -> Answer {
    let mut devices = call.world.devices.iter_mut();
    let found = devices.find_map(|device| {
        let place = device
            .bgp_sessions
            .iter()
            .position(|session| session.id == call.id)?;
        Some(device.bgp_sessions.remove(place))
    });
    found.map_or_else(|| Err(refuse(404, "Not found")), |_| Ok((204, None)))
}

/// `createBgpSession`.
pub(crate) fn create_session(call: &mut Call<'_>) -> Answer {
    let family = call.text("address_family").unwrap_or("ipv4").to_owned();
    let default_route = call.body["default_route"].as_bool();
    let device = call.device()?;
    if !call.world.bgp.contains_key(&device.project) {
        return Err(unprocessable("BGP is not enabled for the project"));
    }
    let mut sessions = device.bgp_sessions.iter();
    if sessions.any(|session| session.family == family) {
        return Err(unprocessable(format!(
            "The device has a session of {family} already"
        )));
    }
    let session = BgpSession {
        id: call.ids.uuid(),
        family,
        default_route,
        created: call.now,
    };
    let device = call.device_mut()?;
    device.bgp_sessions.push(session.clone());
    Ok((201, Some(show(device, &session))))
}

fn show(device: &Device, session: &BgpSession) -> Value {
    json!({
        "id": session.id,
        "href": href("bgp/sessions", &session.id),
        "address_family": session.family,
        "created_at": time(session.created),
        "updated_at": time(session.created),
        "default_route": session.default_route,
        "device": link("devices", &device.id),
        "learned_routes": [],
        // Nobody speaks on the device's side.
        "status": "down",
    })
}

/// `findBgpConfigByProject`.
pub(crate) fn config(call: &mut Call<'_>) -> Answer {
    let project = call.project()?;
    let Some(config) = call.world.bgp.get(project) else {
        return Err(refuse(404, "BGP is not enabled for the project"));
    };
    let id = super::named("bgp-config", project);
    let sessions = call.world.devices.iter();
    let sessions = sessions.filter(|device| device.project == project);
    let sessions = sessions.flat_map(|device| &device.bgp_sessions);
    let sessions: Vec<Value> = sessions
        .map(|session| link("bgp/sessions", &session.id))
        .collect();
    let shown = json!({
        "id": id,
        "href": href("bgp-configs", &id),
        "asn": config.asn,
        "deployment_type": config.deployment,
        "md5": config.md5,
        "max_prefix": 10,
        "route_object": null,
        "status": "enabled",
        "project": link("projects", project),
        "sessions": sessions,
        "created_at": time(config.requested),
        "requested_at": time(config.requested),
        "ranges": [],
    });
    Ok((200, Some(shown)))
}

/// `requestBgpConfig`.
pub(crate) fn request_config(call: &mut Call<'_>) -> Answer {
    let project = call.project()?.to_owned();
    let config = BgpConfig {
        asn: call.body["asn"].as_u64().unwrap_or_default(),
        deployment: call.text("deployment_type").unwrap_or_default().to_owned(),
        md5: call.text("md5").map(str::to_owned),
        requested: call.now,
    };
    call.world.bgp.insert(project, config);
    Ok((204, None))
}
