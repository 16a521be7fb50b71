//! What a creation asks for, read and judged.

use serde_json::{Value, json};

use super::super::ids::named_uuid;
use super::super::refusal::Refusal;
use super::call::{Call, unprocessable};
use super::catalog::{self, CUSTOM_IPXE, Metro, OperatingSystem, Plan};
use super::device::Order;
use super::userdata;

/// Addresses that a device gets unless the request says others.
const USUAL_ADDRESSES: &[(u8, bool)] = &[(4, true), (6, true), (4, false)];

/// Reads an order, for a device of this id. What it is made of is not settled here.
pub(crate) fn read(call: &Call<'_>, id: &str) -> Result<Order, Refusal> {
    let body = call.body;
    let flag = |name: &str| body[name].as_bool().unwrap_or_default();
    let text = |name: &str| call.text(name).map(str::to_owned);
    let metro = place(call)?;
    let (plan, system) = goods(call)?;
    let ipxe_script_url = ipxe_script_url(call, system)?;
    let hostname = text("hostname").unwrap_or_else(|| format!("device-{}", &id[..8]));
    check_hostname(&hostname)?;
    userdata::check(call.text("userdata"))?;
    if flag("spot_instance") || !body["spot_price_max"].is_null() {
        return Err(unprocessable("Spot instances are no longer available"));
    }
    let reservation = text("hardware_reservation_id").filter(|id| !id.is_empty());
    if !body["storage"].is_null() && reservation.is_none() {
        return Err(unprocessable("storage needs reserved hardware"));
    }
    Ok(Order {
        hostname,
        description: text("description"),
        plan,
        metro,
        system,
        billing_cycle: text("billing_cycle").unwrap_or_else(|| "hourly".to_owned()),
        tags: texts(&body["tags"]),
        user_data: text("userdata"),
        customdata: body.get("customdata").cloned().unwrap_or(json!({})),
        ipxe_script_url,
        always_pxe: flag("always_pxe"),
        ssh_keys: ssh_keys(call)?,
        locked: flag("locked"),
        network_frozen: flag("network_frozen"),
        termination_time: text("termination_time"),
        storage: body.get("storage").cloned(),
        reservation,
        addresses: addresses(&body["ip_addresses"])?,
    })
}

/// Where: a metro or, as it was said before, a facility.
fn place(call: &Call<'_>) -> Result<&'static Metro, Refusal> {
    let facility = &call.body["facility"];
    match (call.text("metro"), facility.is_null()) {
        (None, true) => Err(unprocessable("Facility can't be blank")),
        (Some(_), false) => Err(unprocessable("Specify either a metro or a facility")),
        (Some(code), true) => {
            let metro = catalog::metro_of(code);
            metro.ok_or_else(|| unprocessable(format!("{code} is not a valid metro")))
        }
        (None, false) => {
            if !call.options.metal.serves_facilities {
                return Err(unprocessable("Facilities are no longer available"));
            }
            // The first of those that are asked for that there is.
            let codes = facility.as_str().map(|code| vec![code.to_owned()]);
            let codes = codes.unwrap_or_else(|| texts(facility));
            let mut found = codes
                .iter()
                .filter_map(|code| catalog::metro_of_facility(code));
            let names = codes.join(", ");
            found
                .next()
                .ok_or_else(|| unprocessable(format!("{names} is not a valid facility")))
        }
    }
}

/// What: a plan, and an operating system that it can have.
fn goods(call: &Call<'_>) -> Result<(&'static Plan, &'static OperatingSystem), Refusal> {
    let slug = call.text("plan").unwrap_or_default();
    let plan = catalog::plan_of(slug);
    let plan = plan.ok_or_else(|| unprocessable(format!("{slug} is not a valid plan")))?;
    let slug = call.text("operating_system").unwrap_or_default();
    Ok((plan, system_on(slug, plan)?))
}

/// An operating system that a plan can have.
pub(crate) fn system_on(slug: &str, plan: &Plan) -> Result<&'static OperatingSystem, Refusal> {
    let system = catalog::system_of(slug);
    let system =
        system.ok_or_else(|| unprocessable(format!("{slug} is not a valid operating system")))?;
    if system.runs_on(plan) {
        return Ok(system);
    }
    let plan = plan.slug;
    Err(unprocessable(format!(
        "{slug} is not provisionable on {plan}"
    )))
}

/// What iPXE starts: needed where nothing else is installed, and refused elsewhere.
fn ipxe_script_url(call: &Call<'_>, system: &OperatingSystem) -> Result<Option<String>, Refusal> {
    let url = call.text("ipxe_script_url").filter(|url| !url.is_empty());
    let has_script = userdata::is_ipxe_script(call.text("userdata").unwrap_or_default());
    match (url, system.slug == CUSTOM_IPXE) {
        (None, true) if !has_script => Err(unprocessable("ipxe_script_url can't be blank")),
        (Some(_), false) => Err(unprocessable(
            "ipxe_script_url goes with the operating system custom_ipxe only",
        )),
        _ => Ok(url.map(str::to_owned)),
    }
}

/// Refuses what no name of a host is.
pub(crate) fn check_hostname(hostname: &str) -> Result<(), Refusal> {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if !hostname.is_empty() && hostname.len() <= 253 && hostname.bytes().all(is_fine) {
        return Ok(());
    }
    Err(unprocessable(format!("Hostname {hostname} is invalid")))
}

/// Keys that are installed: those that are asked for; else all of the project's and of its members', unless it says none.
fn ssh_keys(call: &Call<'_>) -> Result<Vec<String>, Refusal> {
    let body = call.body;
    let mut ids = texts(&body["project_ssh_keys"]);
    ids.extend(texts(&body["user_ssh_keys"]));
    let known = &call.world.ssh_keys;
    let is_unknown = |id: &&String| !known.iter().any(|key| key.id == **id);
    if let Some(unknown) = ids.iter().find(is_unknown) {
        return Err(unprocessable(format!("SSH key {unknown} is not known")));
    }
    for key in body["ssh_keys"].as_array().into_iter().flatten() {
        let key = key["key"].as_str().unwrap_or_default();
        ids.push(named_uuid("ssh-key", key));
    }
    let asks_for_none = body["no_ssh_keys"].as_bool().unwrap_or_default();
    if ids.is_empty() && !asks_for_none {
        ids.extend(known.iter().map(|key| key.id.clone()));
    }
    Ok(ids)
}

fn addresses(asked: &Value) -> Result<Vec<(u8, bool)>, Refusal> {
    let Some(asked) = asked.as_array().filter(|asked| !asked.is_empty()) else {
        return Ok(USUAL_ADDRESSES.to_vec());
    };
    let mut addresses = Vec::new();
    for address in asked {
        let public = address["public"].as_bool().unwrap_or(true);
        addresses.push(match (address["address_family"].as_u64(), public) {
            (None | Some(4), public) => (4, public),
            (Some(6), true) => (6, true),
            _ => return Err(unprocessable("ip_addresses has an address that cannot be")),
        });
    }
    if addresses.contains(&(4, false)) {
        return Ok(addresses);
    }
    Err(unprocessable("A private IPv4 address is needed"))
}

/// The texts of a list.
pub(crate) fn texts(list: &Value) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    let texts = items.filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}
