//! Making devices.

use super::super::call::LaunchFailure;
use super::super::clock::Moment;
use super::super::ids::Ids;
use super::super::options::Options;
use super::super::refusal::Refusal;
use super::super::schedule::Schedule;
use super::call::{Answer, Call, unprocessable};
use super::device::{Device, Order};
use super::event::Event;
use super::phase::Phase;
use super::world::World;
use super::{order, show};

/// The reservation that stands for any of the project's.
const NEXT_AVAILABLE: &str = "next-available";

/// `createDevice`.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let project = call.project()?.to_owned();
    let id = call.ids.uuid();
    let mut order = order::read(call, &id)?;
    match order.reservation.take() {
        Some(asked) => order.reservation = Some(reserve(call, &order, &asked)?),
        None => check_capacity(call, &order)?,
    }
    let failure = LaunchFailure::due(call.failures);
    let device = make(
        call.world,
        call.ids,
        call.options,
        call.now,
        Made {
            id,
            project,
            order,
            failure,
        },
    );
    let shown = show::device(
        call.scene(),
        device_of(call.world, &device),
        &call.inclusion(),
    );
    Ok((201, Some(shown)))
}

/// A device to be made.
#[derive(Debug)]
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: String,
    /// Its project.
    pub(crate) project: String,
    /// What it is.
    pub(crate) order: Order,
    /// Why it will never be up, if so.
    pub(crate) failure: Option<LaunchFailure>,
}

/// Makes a device; says its id.
pub(crate) fn make(
    world: &mut World,
    ids: &mut Ids,
    options: &Options,
    now: Moment,
    made: Made,
) -> String {
    let Made {
        id,
        project,
        order,
        failure,
    } = made;
    let mut schedule = Schedule::new(now, Phase::Queued);
    let begins = schedule.then(options.metal.queue_delay, Phase::Provisioning);
    let mut events = vec![Event::new(ids, now, "provisioning.100", "Device queued")];
    let mut starts = None;
    if let Some(failure) = failure {
        let fails = schedule.then(options.metal.provision_delay, Phase::Failed);
        events.push(Event::new(
            ids,
            fails,
            "provisioning.failed",
            &failure.message,
        ));
    } else {
        let ends = schedule.then(options.metal.provision_delay, Phase::Active);
        events.extend(Event::of_installation(ids, begins, ends));
        starts = Some(ends);
    }
    if let Some(reserved) = &order.reservation {
        let mut reservations = world.reservations.iter_mut();
        if let Some(reservation) = reservations.find(|one| one.id == *reserved) {
            reservation.last_device = Some(id.clone());
        }
    }
    let addresses = world.next_addresses();
    let mut device = Device {
        id: id.clone(),
        project,
        user_data: vec![(now, order.user_data.clone())],
        order,
        created: now,
        updated: now,
        schedule,
        events,
        first_starts: Vec::new(),
        addresses,
        bgp_sessions: Vec::new(),
    };
    if let Some(starts) = starts {
        device.install(starts);
    }
    world.devices.push(device);
    id
}

fn device_of<'a>(world: &'a World, id: &str) -> &'a Device {
    let mut devices = world.devices.iter();
    let found = devices.find(|device| device.id == id);
    found.expect("a device that was just made")
}

/// The reservation to make a device of: the one that is asked for, or any that fits.
fn reserve(call: &Call<'_>, order: &Order, asked: &str) -> Result<String, Refusal> {
    let (world, now) = (&*call.world, call.now);
    let mut reservations = world
        .reservations
        .iter()
        .filter(|one| one.project == call.id);
    let fits = |one: &super::reservation::Reservation| {
        one.plan.slug == order.plan.slug && one.metro.code == order.metro.code
    };
    if asked == NEXT_AVAILABLE {
        let found = reservations
            .find(|one| fits(one) && one.is_provisionable(&world.devices, now, call.options));
        let message = "There are no available hardware reservations for selected plan and facility";
        return found
            .map(|one| one.id.clone())
            .ok_or_else(|| unprocessable(message));
    }
    let found = reservations.find(|one| one.id == asked);
    let found = found
        .ok_or_else(|| unprocessable(format!("Hardware reservation {asked} could not be found")))?;
    if !fits(found) {
        return Err(unprocessable(
            "The hardware reservation is for another plan or facility",
        ));
    }
    if !found.is_provisionable(&world.devices, now, call.options) {
        return Err(unprocessable("Server is not provisionable"));
    }
    Ok(found.id.clone())
}

fn check_capacity(call: &Call<'_>, order: &Order) -> Result<(), Refusal> {
    let place = order.metro.code.to_owned();
    match free(call, place, order.plan.slug) {
        0 => Err(unprocessable(
            "There aren't available servers in that metro",
        )),
        _ => Ok(()),
    }
}

/// How many more devices of a plan fit into a metro.
pub(crate) fn free(call: &Call<'_>, metro: String, plan: &str) -> usize {
    let devices = call.world.devices.iter();
    let taken = devices.filter(|device| {
        device.order.metro.code == metro
            && device.order.plan.slug == plan
            && device.order.reservation.is_none()
            && device.phase(call.now) != Phase::Deleted
    });
    let taken = taken.count();
    let fits = call.options.capacity.get(&(metro, plan.to_owned()));
    fits.map_or(usize::MAX, |fits| fits.saturating_sub(taken))
}
