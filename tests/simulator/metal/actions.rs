//! Turning devices on and off, and installing them anew.

use super::super::refusal::Refusal;
use super::call::{Answer, Call, unprocessable};
use super::catalog::CUSTOM_IPXE;
use super::event::Event;
use super::order::system_on;
use super::phase::Phase;

/// `performAction`.
pub(crate) fn perform(call: &mut Call<'_>) -> Answer {
    let kind = call.text("type").unwrap_or_default().to_owned();
    let device = call.device()?;
    let phase = device.phase(call.now);
    let allowed: &[Phase] = match kind.as_str() {
        "power_on" => &[Phase::Inactive],
        "reinstall" | "rescue" => &[Phase::Active, Phase::Inactive],
        _ => &[Phase::Active],
    };
    if !allowed.contains(&phase) {
        return Err(unprocessable(format!(
            "Cannot {kind} a device while it is {phase}"
        )));
    }
    match kind.as_str() {
        "reinstall" => reinstall(call)?,
        "power_off" => power(call, Phase::PoweringOff, Phase::Inactive)?,
        "power_on" => power(call, Phase::PoweringOn, Phase::Active)?,
        "reboot" => tell(call, "instance.rebooted", "Device was rebooted")?,
        _ => tell(call, "instance.rescued", "Device starts the rescue system")?,
    }
    Ok((202, None))
}

fn power(call: &mut Call<'_>, meanwhile: Phase, then: Phase) -> Result<(), Refusal> {
    let (now, takes) = (call.now, call.options.metal.power_delay);
    let device = call.device_mut()?;
    device.forget_plans(now);
    device.schedule.change(now, meanwhile, takes, then);
    Ok(())
}

fn tell(call: &mut Call<'_>, kind: &'static str, body: &str) -> Result<(), Refusal> {
    let event = Event::new(call.ids, call.now, kind, body);
    call.device_mut()?.announce(event);
    Ok(())
}

/// Installs a device anew. For a while it is as it was, before that shows.
fn reinstall(call: &mut Call<'_>) -> Result<(), Refusal> {
    let (now, metal) = (call.now, &call.options.metal);
    let (lingers, takes) = (metal.linger_delay, metal.reinstall_delay);
    let url = call.text("ipxe_script_url").map(str::to_owned);
    let device = call.device()?;
    if device.order.locked {
        return Err(unprocessable("Cannot reinstall a locked device"));
    }
    let system = match call.text("operating_system") {
        Some(slug) => system_on(slug, device.order.plan)?,
        None => device.order.system,
    };
    let has_url = url.is_some() || device.order.ipxe_script_url.is_some();
    let data = device.order.user_data.as_deref().unwrap_or_default();
    if system.slug == CUSTOM_IPXE && !has_url && !super::userdata::is_ipxe_script(data) {
        return Err(unprocessable("ipxe_script_url can't be blank"));
    }
    let begins = now + lingers;
    let mut events = vec![Event::new(
        call.ids,
        begins,
        "instance.reinstalling",
        "Device is being installed anew",
    )];
    events.extend(Event::of_installation(call.ids, begins, begins + takes));

    let device = call.device_mut()?;
    let phase = device.phase(now);
    device.forget_plans(now);
    device
        .schedule
        .change(now, phase, lingers, Phase::Reinstalling);
    let ends = device.schedule.then(takes, Phase::Active);
    device.install(ends);
    device.events.extend(events);
    device.order.system = system;
    device.order.ipxe_script_url = url.or(device.order.ipxe_script_url.take());
    Ok(())
}
