//! Finding, changing and ending devices.

use std::convert::identity;

use serde_json::Value;

use super::call::{Answer, Call, unprocessable};
use super::device::Device;
use super::order::{check_hostname, texts};
use super::paging::page;
use super::{show, userdata};

/// `findDeviceById`.
pub(crate) fn find(call: &mut Call<'_>) -> Answer {
    let device = call.device()?;
    let shown = show::device(call.scene(), device, &call.inclusion());
    Ok((200, Some(shown)))
}

/// `findProjectDevices`.
pub(crate) fn list(call: &mut Call<'_>) -> Answer {
    let project = call.project()?;
    let (inclusion, scene) = (call.inclusion(), call.scene());
    let devices = call.world.devices.iter().rev();
    let listed = devices.filter(|device| {
        device.project == project
            && device.exists(call.now, call.options)
            && call.now >= device.created + call.options.visibility_delay
            && matches(call, device)
    });
    let show = |device: &Device| show::device(scene, device, &inclusion);
    Ok((200, Some(page(call, "devices", listed.collect(), show)?)))
}

/// Whether a device is one of those that the query is after.
fn matches(call: &Call<'_>, device: &Device) -> bool {
    let order = &device.order;
    let is = |name: &str, matches: &dyn Fn(&str) -> bool| call.query.text(name).is_none_or(matches);
    let flag = |value: bool| move |text: &str| text == value.to_string();
    let reserved = order.reservation.is_some();
    let kind = if reserved { "reserved" } else { "ondemand" };
    is("tag", &|tag| order.tags.iter().any(|one| one == tag))
        && is("hostname", &|part| order.hostname.contains(part))
        && is("metro", &|code| order.metro.code == code)
        && is("facility", &|code| order.metro.facility == code)
        && is("reserved", &flag(reserved))
        && is("type", &|asked| asked == kind)
        && is(
            "has_termination_time",
            &flag(order.termination_time.is_some()),
        )
        && is("search", &|part| is_found(device, part))
        && is("categories", &|asked| {
            asked
                .split(',')
                .any(|one| matches!(one, "compute" | "current_gen"))
        })
        && is("mac_address", &|mac| {
            let ports = show::ports(device);
            ports.iter().any(|port| port["data"]["mac"] == mac)
        })
}

/// Whether a text is in one of the things that a search looks through.
fn is_found(device: &Device, part: &str) -> bool {
    let (order, part) = (&device.order, part.to_lowercase());
    let addresses = device.addresses;
    let mut texts = vec![
        order.hostname.clone(),
        order.description.clone().unwrap_or_default(),
        device.short_id().to_owned(),
        order.plan.slug.to_owned(),
        order.metro.facility.to_owned(),
        order.system.slug.to_owned(),
        addresses.public_v4.to_string(),
        addresses.private_v4.to_string(),
        addresses.public_v6.to_string(),
    ];
    texts.extend(order.tags.iter().cloned());
    texts.iter().any(|text| text.to_lowercase().contains(&part))
}

/// `updateDevice`.
pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let (body, now) = (call.body, call.now);
    call.device()?;
    if let Some(hostname) = call.text("hostname") {
        check_hostname(hostname)?;
    }
    userdata::check(call.text("userdata"))?;
    let device = call.device_mut()?;
    let order = &mut device.order;
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let flag = |name: &str, field: &mut bool| *field = body[name].as_bool().unwrap_or(*field);
    order.hostname = text("hostname").unwrap_or_else(|| order.hostname.clone());
    order.description = text("description").or(order.description.take());
    order.billing_cycle = text("billing_cycle").unwrap_or_else(|| order.billing_cycle.clone());
    order.ipxe_script_url = text("ipxe_script_url").or(order.ipxe_script_url.take());
    flag("locked", &mut order.locked);
    flag("always_pxe", &mut order.always_pxe);
    flag("network_frozen", &mut order.network_frozen);
    if !body["tags"].is_null() {
        order.tags = texts(&body["tags"]);
    }
    if body["customdata"].is_object() {
        order.customdata = body["customdata"].clone();
    }
    if let Some(user_data) = text("userdata") {
        order.user_data = Some(user_data.clone());
        device.user_data.push((now, Some(user_data)));
    }
    device.updated = now;
    find(call)
}

/// `deleteDevice`.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let (now, takes) = (call.now, call.options.metal.deprovision_delay);
    let device = call.device_mut()?;
    if device.phase(now).is_installing() {
        return Err(unprocessable(
            "Cannot delete a device while it is provisioning",
        ));
    }
    if device.order.locked {
        return Err(unprocessable("Cannot delete a locked device"));
    }
    // Whoever asks again while it is being ended is told that it is.
    device.end(now, takes);
    Ok((204, None))
}

/// `findDeviceEvents`.
pub(crate) fn events(call: &mut Call<'_>) -> Answer {
    let device = call.device()?;
    let told = device.events.iter().filter(|event| event.at <= call.now);
    let mut told: Vec<_> = told.collect();
    // The newest first, and the later of two of the same moment.
    told.reverse();
    told.sort_by_key(|event| std::cmp::Reverse(event.at));
    let shown = told.into_iter().map(|event| show::event(device, event));
    let shown: Vec<Value> = shown.collect();
    Ok((200, Some(page(call, "events", shown, identity)?)))
}
